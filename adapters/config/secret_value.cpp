// References to secrets, and amounts by asset. A secret itself may stand in no document, and nothing that stands in a secret's
// place is ever quoted.
#include <algorithm>
#include <array>
#include <cctype>

#include "adapters/config/key_value.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t name_size_max = 1024;
constexpr std::size_t secrets_max = 2;

struct KindName {
    std::string_view name;
    SecretReference::Kind kind;
};
constexpr std::array<KindName, 3> kind_names{{{"file", SecretReference::Kind::file},
                                              {"credential", SecretReference::Kind::credential},
                                              {"sealed", SecretReference::Kind::sealed}}};

Advice by_reference(const Key& key) {
    return {
        key.rule,
        R"(secrets are given by reference, never as they are; expected {"file": "..."}, {"credential": "..."} or {"sealed": "..."})"};
}

/// Credentials and sealed secrets have names, not places.
bool is_name(std::string_view name, SecretReference::Kind kind) {
    if (name.empty() || name.size() > name_size_max) return false;
    if (std::ranges::any_of(name, [](char c) { return static_cast<unsigned char>(c) < 0x20; })) return false;
    return kind == SecretReference::Kind::file || name.find('/') == std::string_view::npos;
}

}  // namespace

std::optional<SecretReference> read_secret(const Key& key, const json::Value& value, Reporter& reporter) {
    const auto refuse = [&](std::string_view code, const json::Value& where) -> std::optional<SecretReference> {
        reporter.add_hidden(code, where, by_reference(key));
        return std::nullopt;
    };
    if (!value.is_object()) return refuse("WRONG_TYPE", value);
    if (value.size() != 1) return refuse("INVALID_VALUE", value);
    const auto& member = value.members().front();
    const auto found = std::ranges::find(kind_names, member.name, &KindName::name);
    if (found == kind_names.end()) return refuse("UNKNOWN_KEY", member.value);
    if (!member.value.is_string()) return refuse("WRONG_TYPE", member.value);
    if (!is_name(member.value.string(), found->kind)) return refuse("INVALID_VALUE", member.value);
    return SecretReference{found->kind, std::string(member.value.string())};
}

std::optional<Secrets> read_secrets(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_array()) {
        reporter.add_hidden("WRONG_TYPE", value, {key.rule, "expected " + valid_values(key)});
        return std::nullopt;
    }
    if (value.size() > secrets_max) {
        reporter.add("OUT_OF_RANGE", value, {key.rule, "at most two: the old one and the new one while they change"});
        return std::nullopt;
    }
    const std::size_t errors_before = reporter.count();
    Secrets secrets;
    for (const auto& element : value.elements()) {
        if (auto secret = read_secret(key, element, reporter)) secrets.push_back(*std::move(secret));
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return secrets;
}

std::optional<Amounts> read_amounts(const Key& key, const json::Value& value, Reporter& reporter) {
    if (!value.is_object()) {
        reporter.add("WRONG_TYPE", value, {key.rule, "expected " + valid_values(key)});
        return std::nullopt;
    }
    Amounts amounts;
    const std::size_t errors_before = reporter.count();
    for (const auto& member : value.members()) {
        std::string asset(member.name);
        const bool is_word = std::ranges::all_of(asset, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; });
        if (asset.empty() || !is_word) {
            reporter.add("INVALID_VALUE", member.value, {key.rule, "\"" + shortened(asset) + "\" is no asset: letters and digits"});
            continue;
        }
        for (char& c : asset) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
        const auto amount = read_decimal(member.value, keys::at_least("0"), {key.rule, "expected a decimal >= 0"}, reporter);
        if (amount && !amounts.emplace(asset, as<Money>(*amount)).second)
            reporter.add("DUPLICATE_ID", member.value, {key.rule, asset + " stands twice in these balances"});
    }
    if (reporter.count() != errors_before) return std::nullopt;
    return amounts;
}

}  // namespace trellis::adapters
