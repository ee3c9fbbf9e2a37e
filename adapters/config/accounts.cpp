// The accounts of a document: connection keys of R-70, and on paper the balances that a run starts with.
#include <algorithm>
#include <cctype>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

/// It becomes part of paths and names, so what separates there (":", "/") may not be in it.
bool is_account_name(std::string_view name) {
    constexpr std::size_t name_size_max = 64;
    if (name.size() > name_size_max) return false;
    return std::ranges::all_of(
        name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.'; });
}

std::map<std::string, Money> read_balances(const json::Value& object, Reporter& reporter) {
    std::map<std::string, Money> result;
    for (const auto& member : object.members()) {
        std::string asset(member.name);
        const bool is_word = std::ranges::all_of(asset, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
        if (asset.empty() || !is_word) {
            reporter.add("INVALID_VALUE", member.value, {"R-4", "\"" + shortened(asset) + "\" is no asset: letters and digits"});
            continue;
        }
        for (char& c : asset) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        const auto amount = read_decimal(member.value, keys::at_least("0"), {"R-4", "expected a decimal >= 0"}, reporter);
        if (!amount) continue;
        if (!result.emplace(asset, as<Money>(*amount)).second)
            reporter.add("DUPLICATE_ID", member.value, {"R-4", asset + " stands twice in these balances"});
    }
    return result;
}

AccountConfig build_account(const SectionValues& values) {
    AccountConfig account;
    account.name = values.text("id");
    account.venue = values.text("venue");
    account.market = values.text("market") == "linear" ? Market::linear : Market::spot;
    account.currency = values.text("currency");
    account.leverage = values.integer<std::uint16_t>("leverage");
    account.position_mode = values.text("position_mode") == "hedge" ? PositionMode::hedge : PositionMode::one_way;
    account.latency_ms = values.integer<std::uint32_t>("latency_ms");
    account.enabled = values.boolean("enabled");
    return account;
}

std::optional<AccountConfig> read_account(const json::Value& value, AccountForm form, Reporter& reporter) {
    SectionValues values(account_section());
    SectionValues with_balances(balances_section());
    const bool is_right =
        form == AccountForm::with_balances ? read_object(value, {&values, &with_balances}, reporter) : values.read(value, reporter);
    const std::size_t errors_before = reporter.count();
    std::map<std::string, Money> amounts;
    if (const auto* object = value.find("balances"); object != nullptr && form == AccountForm::with_balances)
        amounts = read_balances(*object, reporter);
    if (!is_right || reporter.count() != errors_before) return std::nullopt;
    AccountConfig account = build_account(values);
    account.balances = std::move(amounts);
    if (is_account_name(account.name)) return account;
    reporter.add("INVALID_VALUE", *value.find("id"), {"R-4", "expected at most 64 letters, digits, '_', '-' and '.'"});
    return std::nullopt;
}

}  // namespace

std::vector<AccountConfig> read_accounts(const json::Value& list, AccountForm form, Reporter& reporter) {
    std::vector<AccountConfig> accounts;
    if (list.size() > accounts_max) {
        reporter.add("OUT_OF_RANGE", list, {"R-4", "at most " + std::to_string(accounts_max) + " accounts"});
        return accounts;
    }
    for (const auto& value : list.elements()) {
        auto account = read_account(value, form, reporter);
        if (!account) continue;
        if (find_account(accounts, account->name) != nullptr) {
            reporter.add("DUPLICATE_ID", *value.find("id"), {"R-4", "another account has this id"});
            continue;
        }
        account->id = AccountId{static_cast<std::uint16_t>(accounts.size() + 1)};
        accounts.push_back(std::move(*account));
    }
    return accounts;
}

const AccountConfig* find_account(const std::vector<AccountConfig>& accounts, std::string_view name) {
    const auto found = std::ranges::find(accounts, name, &AccountConfig::name);
    return found == accounts.end() ? nullptr : &*found;
}

std::string nearest_account(const std::vector<AccountConfig>& accounts, std::string_view name) {
    if (accounts.empty()) return "there is no account";
    std::vector<std::string_view> names;
    for (const auto& account : accounts) names.push_back(account.name);
    return "did you mean \"" + std::string(nearest(name, names)) + "\"?";
}

}  // namespace trellis::adapters
