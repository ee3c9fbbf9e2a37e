// Any bytes as a configuration: a document or errors, never both, never neither, and every error says where and what.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/config/config_reader.hpp"

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = trellis::adapters::read_config(std::string_view(reinterpret_cast<const char*>(data), size));
    demand(read.ok() == read.errors.empty());
    demand(read.errors.size() <= trellis::adapters::input_errors_max);
    for (const auto& error : read.errors) {
        demand(!error.code.empty());
        demand(!error.field.hint.empty());
        demand(error.field.pointer.empty() || error.field.pointer.front() == '/');
    }
    if (!read.ok()) return 0;
    demand(!read->config.grid_strategy.levels.empty());
    for (const auto& rule : read->config.strategies) demand(!rule.strategy.levels.empty());
    return 0;
}
