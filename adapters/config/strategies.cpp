#include "adapters/config/strategies.hpp"

#include "adapters/config/config_reader.hpp"
#include "adapters/config/engine_values.hpp"
#include "adapters/config/grid_checks.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

using keys::other;
using keys::required;

constexpr Key label_keys[] = {other(KeyType::text, "name", required, "D-12").means("Of its owner's only once.")};
constexpr Key clone_keys[] = {other(KeyType::text, "name", "null", "D-12").means("Null: \"NAME (Copy)\".")};
constexpr Section label{"strategy", "D-12", label_keys, "A strategy of the directory: beside its keys, a name."};
constexpr Section clone{"strategy", "D-12", clone_keys};

void check_selected_account(const json::Value& item, const SectionValues& selector, const std::vector<AccountConfig>& accounts, Reporter& reporter) {
    if (selector.is_null("account")) return;
    if (find_account(accounts, selector.text("account")) != nullptr) return;
    reporter.add("UNKNOWN_ACCOUNT", *item.find("account"), {"D-12", nearest_account(accounts, selector.text("account"))});
}

std::optional<std::string> read_selected_instrument(const json::Value& item, const SectionValues& selector, Reporter& reporter) {
    if (selector.is_null("instrument")) return std::nullopt;
    const auto name = canonical_instrument(selector.text("instrument"));
    if (name) return *name;
    reporter.add("INVALID_VALUE", *item.find("instrument"), {"I-1", name.error().detail});
    return std::nullopt;
}

/// The document is in effect, so nothing of it is wrong.
const json::Value* part_of(const json::Value& parent, std::string_view name) {
    const auto* part = parent.find(name);
    return part != nullptr && part->is_object() ? part : nullptr;
}

/// Whom a rule applies to, where the selector says so; `origin` elsewhere.
StrategyRule selected(const json::Value& item, const SectionValues& selector, StrategyRule origin, Reporter& reporter) {
    if (selector.is_given("account")) origin.account = selector.is_null("account") ? std::nullopt : std::optional(selector.text("account"));
    if (selector.is_given("venue")) origin.venue = selector.is_null("venue") ? std::nullopt : std::optional(selector.text("venue"));
    if (selector.is_given("timeframe")) origin.timeframe_seconds = selector.optional_integer<std::uint32_t>("timeframe");
    if (selector.is_given("instrument")) origin.instrument = read_selected_instrument(item, selector, reporter);
    return origin;
}

}  // namespace

bool read_own_sizing(const json::Value& object, SectionValues& sizing, Reporter& reporter) {
    sizing.forget_given();
    const auto* part = object.find("sizing");
    return part == nullptr || !part->is_object() || sizing.read(*part, reporter);
}

std::optional<StrategyItem> read_strategy_item(const json::Value& item, const Inherited& base, const std::vector<AccountConfig>& accounts,
                                               SectionValues* label_values, Reporter& reporter) {
    StrategyItem out{SectionValues(selector_section()), base.grid, base.sizing, {}};
    out.values.forget_given();
    out.values.set("enabled", true);
    const bool is_right = label_values == nullptr ? read_object(item, {&out.selector, &out.values}, reporter)
                                                  : read_object(item, {&out.selector, &out.values, label_values}, reporter);
    if (!item.is_object()) return std::nullopt;
    if (!read_own_sizing(item, out.sizing, reporter) || !is_right) return std::nullopt;
    check_together(out.values, item, reporter);
    check_sizing(out.values, out.sizing, item, reporter);
    check_selected_account(item, out.selector, accounts, reporter);
    out.rule = selected(item, out.selector, {}, reporter);
    out.rule.strategy = grid_of(out.values, out.sizing);
    return out;
}

const Section& strategy_label_section() { return label; }

GridBase::GridBase(std::string_view document_text) : grid(grid_section()), sizing(sizing_section()) {
    const auto document = json::Document::parse(document_text.empty() ? "{}" : document_text, {.bytes_max = config_bytes_max, .depth_max = 32});
    if (!document || !document->root().is_object()) return;
    Reporter reporter(*document);
    if (const auto* own = part_of(document->root(), "sizing")) sizing.read(*own, reporter);
    const auto* part = part_of(document->root(), "grid_strategy");
    if (part == nullptr) return;
    SectionValues exceptions(strategies_section());
    read_object(*part, {&grid, &exceptions}, reporter);
    read_own_sizing(*part, sizing, reporter);
}

std::optional<StrategyText> read_strategy(const json::Value& object, const GridBase& base, const std::vector<AccountConfig>& accounts,
                                          Reporter& reporter) {
    SectionValues named(label);
    const std::size_t errors_before = reporter.count();
    auto item = read_strategy_item(object, {base.grid, base.sizing}, accounts, &named, reporter);
    if (!item.has_value() || reporter.count() != errors_before) return std::nullopt;
    return StrategyText{named.text("name"), std::move(item->rule)};
}

std::optional<CloneText> read_clone(const json::Value& object, const StrategyRule& origin, const std::vector<AccountConfig>& accounts,
                                    Reporter& reporter) {
    SectionValues selector(selector_section());
    SectionValues named(clone);
    const std::size_t errors_before = reporter.count();
    if (!read_object(object, {&selector, &named}, reporter)) return std::nullopt;
    check_selected_account(object, selector, accounts, reporter);
    CloneText said{named.is_null("name") ? "" : named.text("name"), selected(object, selector, origin, reporter)};
    if (reporter.count() != errors_before) return std::nullopt;
    return said;
}

}  // namespace trellis::adapters
