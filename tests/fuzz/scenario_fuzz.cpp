// Any bytes as a scenario: a scenario whose timeline never goes back and names only what exists, or errors.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/scenario/scenario.hpp"

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto read = trellis::adapters::read_scenario(std::string_view(reinterpret_cast<const char*>(data), size), ".");
    demand(read.ok() == read.errors.empty());
    demand(read.errors.size() <= trellis::adapters::input_errors_max);
    for (const auto& error : read.errors) demand(!error.code.empty());
    if (!read.ok()) return 0;
    auto earliest = read->start;
    for (const auto& entry : read->timeline) {
        demand(entry.at >= earliest);
        earliest = entry.at;
        if (const auto* quote = std::get_if<trellis::adapters::QuoteEntry>(&entry.body)) {
            demand(quote->instrument.value < read->instruments.all().size());
            demand(quote->bid <= quote->ask);
        }
        if (const auto* signal = std::get_if<trellis::adapters::SignalEntry>(&entry.body))
            demand(signal->account.value >= 1 && signal->account.value <= read->config.accounts.size());
    }
    return 0;
}
