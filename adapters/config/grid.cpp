// `grid_strategy` and its exceptions (D-12).
#include <algorithm>
#include <cctype>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/engine_values.hpp"
#include "adapters/config/grid_checks.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/strategies.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t strategies_max = 1000;

void take_strategy(const json::Value& item, std::size_t place, const Inherited& base, ConfigDocument& out, Reporter& reporter) {
    const std::string pointer = json::join_pointer("/grid_strategy/strategies", place);
    auto read = read_strategy_item(item, base, out.config.accounts, nullptr, reporter);
    if (!read.has_value()) return;
    record(read->selector, pointer, Recorded::given_only, out.effective);
    record(read->values, pointer, Recorded::given_only, out.effective);
    record(read->sizing, json::join_pointer(pointer, "sizing"), Recorded::given_only, out.effective);
    out.config.strategies.push_back(std::move(read->rule));
}

void read_strategies(const json::Value& object, SectionValues& values, SectionValues& sizing, ConfigDocument& out, Reporter& reporter) {
    SectionValues exceptions(strategies_section());
    const bool is_right = read_object(object, {&values, &exceptions}, reporter);
    const bool is_sized_right = read_own_sizing(object, sizing, reporter);
    record(sizing, "/grid_strategy/sizing", Recorded::given_only, out.effective);
    if (is_right) check_together(values, object, reporter);
    if (is_right && is_sized_right) check_sizing(values, sizing, object, reporter);
    out.config.grid_strategy = grid_of(values, sizing);
    record(values, "/grid_strategy", Recorded::all, out.effective);
    const auto* list = object.find("strategies");
    if (list == nullptr || !list->is_array()) return;
    if (list->size() > strategies_max) {
        reporter.add("OUT_OF_RANGE", *list, {"D-12", "at most " + std::to_string(strategies_max) + " strategies"});
        return;
    }
    std::size_t place = 0;
    for (const auto& item : list->elements()) take_strategy(item, place++, {values, sizing}, out, reporter);
}

}  // namespace

void read_grid(const json::Value& root, const SectionValues& account_sizing, ConfigDocument& out, Reporter& reporter) {
    SectionValues values(grid_section());
    SectionValues sizing = account_sizing;
    out.config.grid_strategy = grid_of(values, sizing);
    record(values, "/grid_strategy", Recorded::all, out.effective);
    const auto* object = root.find("grid_strategy");
    if (object != nullptr && object->is_object()) {
        read_strategies(*object, values, sizing, out, reporter);
    }
    check_account_sizing(root, account_sizing, out.config, reporter);
}

Result<std::string> canonical_instrument(std::string_view name) {
    const auto parsed = parse_instrument_name(name);
    if (!parsed) return parsed.error();
    std::string assets(name.substr(name.rfind(':') + 1));
    for (char& c : assets) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return parsed->venue + (parsed->market == Market::spot ? ":spot:" : ":linear:") + assets;
}

}  // namespace trellis::adapters
