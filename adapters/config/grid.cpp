// `grid_strategy` and its exceptions, and how an item of `strategies[]` inherits (D-12).
#include <algorithm>
#include <cctype>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/engine_values.hpp"
#include "adapters/config/grid_checks.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t strategies_max = 1000;

/// A strategy's own keys of `sizing`, over those it inherits (S-1).
bool read_sizing(const json::Value& object, std::string_view pointer, SectionValues& sizing, ConfigDocument& out, Reporter& reporter) {
    sizing.forget_given();
    const auto* part = object.find("sizing");
    if (part == nullptr || !part->is_object()) return true;
    const bool is_right = sizing.read(*part, reporter);
    record(sizing, json::join_pointer(pointer, "sizing"), Recorded::given_only, out.effective);
    return is_right;
}

void check_selected_account(const json::Value& item, const SectionValues& selector, const Config& config, Reporter& reporter) {
    if (selector.is_null("account")) return;
    if (find_account(config.accounts, selector.text("account")) != nullptr) return;
    reporter.add("UNKNOWN_ACCOUNT", *item.find("account"), {"D-12", nearest_account(config.accounts, selector.text("account"))});
}

std::optional<std::string> read_selected_instrument(const json::Value& item, const SectionValues& selector, Reporter& reporter) {
    if (selector.is_null("instrument")) return std::nullopt;
    const auto name = canonical_instrument(selector.text("instrument"));
    if (name) return *name;
    reporter.add("INVALID_VALUE", *item.find("instrument"), {"I-1", name.error().detail});
    return std::nullopt;
}

/// What an item of `strategies[]` leaves out.
struct Inherited {
    const SectionValues& grid;
    const SectionValues& sizing;
};

void read_strategy(const json::Value& item, std::size_t place, const Inherited& base, ConfigDocument& out, Reporter& reporter) {
    const std::string pointer = json::join_pointer("/grid_strategy/strategies", place);
    SectionValues selector(selector_section());
    SectionValues values = base.grid;
    SectionValues sizing = base.sizing;
    values.forget_given();
    values.set("enabled", true);
    const bool is_right = read_object(item, {&selector, &values}, reporter);
    if (!item.is_object()) return;
    if (!read_sizing(item, pointer, sizing, out, reporter) || !is_right) return;
    check_together(values, item, reporter);
    check_sizing(values, sizing, item, reporter);
    check_selected_account(item, selector, out.config, reporter);
    record(selector, pointer, Recorded::given_only, out.effective);
    record(values, pointer, Recorded::given_only, out.effective);
    StrategyRule rule;
    rule.instrument = read_selected_instrument(item, selector, reporter);
    if (!selector.is_null("account")) rule.account = selector.text("account");
    if (!selector.is_null("venue")) rule.venue = selector.text("venue");
    rule.timeframe_seconds = selector.optional_integer<std::uint32_t>("timeframe");
    rule.strategy = grid_of(values, sizing);
    out.config.strategies.push_back(std::move(rule));
}

void read_strategies(const json::Value& object, SectionValues& values, SectionValues& sizing, ConfigDocument& out, Reporter& reporter) {
    SectionValues exceptions(strategies_section());
    const bool is_right = read_object(object, {&values, &exceptions}, reporter);
    const bool is_sized_right = read_sizing(object, "/grid_strategy", sizing, out, reporter);
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
    for (const auto& item : list->elements()) read_strategy(item, place++, {values, sizing}, out, reporter);
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
