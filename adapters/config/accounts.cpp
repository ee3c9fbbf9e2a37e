// The accounts of a document: connection keys of R-70, and the balances that the paper exchange starts with.
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

/// `bp`, `tick` or an amount, which the row of the key has checked (B-0a).
PipSettings pip_settings(const std::string& word) {
    if (word == "bp") return {};
    if (word == "tick") return {CryptoPip::tick, {}};
    return {CryptoPip::amount, decimal<Price>(word.c_str())};
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
    account.use_signal_sl = values.boolean("use_signal_sl");
    account.use_signal_tp = values.boolean("use_signal_tp");
    if (!values.is_null("preset")) account.preset = values.text("preset");
    account.pip = pip_settings(values.text("crypto_pip"));
    return account;
}

std::optional<AccountConfig> read_account(const json::Value& value, SectionValues& values, SectionValues& balances,
                                          Reporter& reporter) {
    if (!read_object(value, {&values, &balances}, reporter)) return std::nullopt;
    AccountConfig account = build_account(values);
    account.balances = balances.get<Amounts>("balances");
    if (is_account_name(account.name)) return account;
    reporter.add("INVALID_VALUE", *value.find("id"), {"R-4", "expected at most 64 letters, digits, '_', '-' and '.'"});
    return std::nullopt;
}

}  // namespace

std::vector<AccountConfig> read_accounts(const json::Value& list, AccountForm form, Reporter& reporter) {
    EffectiveValues not_asked_for;
    return read_accounts(list, form, not_asked_for, reporter);
}

std::vector<AccountConfig> read_accounts(const json::Value& list, AccountForm form, EffectiveValues& effective,
                                         Reporter& reporter) {
    std::vector<AccountConfig> accounts;
    if (list.size() > accounts_max) {
        reporter.add("OUT_OF_RANGE", list, {"R-4", "at most " + std::to_string(accounts_max) + " accounts"});
        return accounts;
    }
    for (const auto& value : list.elements()) {
        SectionValues values(account_section());
        SectionValues balances(form == AccountForm::with_balances ? required_balances_section() : balances_section());
        auto account = read_account(value, values, balances, reporter);
        if (!account) continue;
        if (find_account(accounts, account->name) != nullptr) {
            reporter.add("DUPLICATE_ID", *value.find("id"), {"R-4", "another account has this id"});
            continue;
        }
        account->id = AccountId{static_cast<std::uint16_t>(accounts.size() + 1)};
        const std::string place = "/accounts/" + std::to_string(accounts.size());
        record(values, place, Recorded::all, effective);
        record(balances, place, Recorded::all, effective);
        accounts.push_back(std::move(*account));
    }
    return accounts;
}

Checked<AccountConfig> read_account(std::string_view text) {
    constexpr std::size_t account_bytes_max = 65'536;
    const auto document = json::Document::parse(text, {.bytes_max = account_bytes_max, .depth_max = 4});
    if (!document) return {std::nullopt, not_json(document.error())};
    Reporter reporter(*document);
    SectionValues values(account_section());
    SectionValues balances(balances_section());
    auto account = read_account(document->root(), values, balances, reporter);
    if (reporter.has_errors()) return {std::nullopt, reporter.take()};
    return {std::move(account), {}};
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
