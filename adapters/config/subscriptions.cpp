#include "adapters/config/subscriptions.hpp"

#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

using keys::above;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::other;
using keys::required;

constexpr Key subscription_keys[] = {
    other(KeyType::text, "leader", required, "B-30").means("The account that is copied."),
    other(KeyType::text, "follower", required, "B-30").means("The account that copies it."),
    choice("mode", "proportional|percentage|fixed_quantity", "\"proportional\"", "B-29").means("How large a copy is."),
    decimal("multiplier", between("0.1", "10"), "\"1\"", "B-29").means("Of the leader's share, or of the preset's size."),
    decimal("percentage", between("0.01", "100"), "null", "B-29").means("Of the follower's equity, for each entry."),
    decimal("fixed_quantity", Range{"0", "1000000000000", true}, "null", "B-29").means("Of each entry."),
    decimal("min_qty", Range{"0", "1000000000000", true}, "null", "B-29"),
    decimal("max_qty", Range{"0", "1000000000000", true}, "null", "B-29"),
    decimal("max_position_size", above("0"), "null", "B-29").means("Of the whole copy, in quote."),
    boolean("follow_close", "true", "B-30").means("What the leader closes is closed here."),
    other(KeyType::text, "preset", "null", "B-20").means("Governs and sizes the copies."),
    boolean("paused", "false", "B-30").means("Nothing is opened or added."),
};

constexpr Section subscription{"subscriptions[]", "B-29", subscription_keys, "Who copies whom."};

AccountId account_of(const json::Value& object, const SectionValues& values, std::string_view key, const std::vector<AccountConfig>& accounts,
                     Reporter& reporter) {
    const auto* found = find_account(accounts, values.text(key));
    if (found != nullptr) return found->id;
    reporter.add("UNKNOWN_ACCOUNT", *object.find(key), {"R-4", nearest_account(accounts, values.text(key))});
    return {};
}

/// What the keys say together.
void check_terms(const json::Value& object, const SectionValues& values, const CopyTerms& terms, Reporter& reporter) {
    if (terms.leader == terms.follower && terms.leader.value != 0) {
        reporter.add("INVALID_VALUE", *object.find("follower"), {"B-30", "an account does not copy itself"});
    }
    const auto needed = [&](CopyMode mode, std::string_view key) {
        if (terms.mode == mode && values.is_null(key)) {
            reporter.add_missing(object, key, {"B-29", "mode " + std::string(text(mode)) + " needs it"});
        }
    };
    needed(CopyMode::percentage, "percentage");
    needed(CopyMode::fixed_quantity, "fixed_quantity");
    if (terms.min_quantity.has_value() && terms.max_quantity.has_value() && *terms.min_quantity > *terms.max_quantity) {
        reporter.add("OUT_OF_RANGE", *object.find("min_qty"), {"B-29", "min_qty is above max_qty, " + terms.max_quantity->text()});
    }
}

CopyMode mode_of(const std::string& word) {
    if (word == "percentage") return CopyMode::percentage;
    return word == "fixed_quantity" ? CopyMode::fixed_quantity : CopyMode::proportional;
}

}  // namespace

const Section& subscription_section() { return subscription; }

std::optional<SubscriptionText> read_subscription(const json::Value& object, const std::vector<AccountConfig>& accounts, Reporter& reporter) {
    SectionValues values(subscription);
    const std::size_t before = reporter.count();
    if (!values.read(object, reporter)) return std::nullopt;
    SubscriptionText said;
    CopyTerms& terms = said.terms;
    terms.leader = account_of(object, values, "leader", accounts, reporter);
    terms.follower = account_of(object, values, "follower", accounts, reporter);
    terms.mode = mode_of(values.text("mode"));
    terms.multiplier = values.decimal<Ratio>("multiplier");
    if (const auto percentage = values.optional_decimal<Ratio>("percentage")) terms.percentage = *percentage;
    if (const auto fixed = values.optional_decimal<Quantity>("fixed_quantity")) terms.fixed_quantity = *fixed;
    terms.min_quantity = values.optional_decimal<Quantity>("min_qty");
    terms.max_quantity = values.optional_decimal<Quantity>("max_qty");
    terms.max_position_size = values.optional_decimal<Money>("max_position_size");
    terms.follow_close = values.boolean("follow_close");
    if (!values.is_null("preset")) said.preset = values.text("preset");
    said.is_paused = values.boolean("paused");
    check_terms(object, values, terms, reporter);
    if (reporter.count() != before) return std::nullopt;
    return said;
}

void read_subscriptions(const json::Value& list, Timestamp since, Config& config, Reporter& reporter) {
    for (const auto& item : list.elements()) {
        const auto said = read_subscription(item, config.accounts, reporter);
        if (!said.has_value()) continue;
        if (!said->preset.empty() && config.presets.find(said->preset) == config.presets.end()) {
            reporter.add("UNKNOWN_PRESET", *item.find("preset"), {"B-20", "there is no preset " + said->preset});
        }
        const auto number = static_cast<std::uint32_t>(config.subscriptions.size() + 1);
        config.subscriptions.push_back({{operator_owner, number},
                                        said->terms,
                                        said->is_paused ? SubscriptionState::paused : SubscriptionState::active,
                                        since,
                                        said->preset});
    }
}

}  // namespace trellis::adapters
