// Routes with known secrets and requests against them, for the tests of the intake.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "adapters/webhook/intake.hpp"
#include "adapters/webhook/routes.hpp"

namespace trellis::adapters {

inline constexpr Timestamp now{std::chrono::seconds(1'767'571'208)};

inline SecretReference secret_file(const std::string& name) { return {SecretReference::Kind::file, name}; }

/// A secret's text is "text of <its name>", a token's its name; "absent" cannot be had.
inline Result<Secret> load_for_test(const SecretReference& reference) {
    if (reference.name == "absent") return Error{"SECRET_MISSING", "the secret absent cannot be read"};
    if (reference.name.starts_with("token")) return Secret(reference.name);
    return Secret("text of " + reference.name);
}

inline AccountConfig account(std::uint16_t id, const std::string& name, bool is_enabled = true) {
    AccountConfig out;
    out.id = {id};
    out.name = name;
    out.enabled = is_enabled;
    return out;
}

inline RouteSettings route(const std::string& name, const std::string& account, const std::string& token = {}) {
    RouteSettings out;
    out.name = name;
    out.account = account;
    if (!token.empty()) out.token = secret_file(token);
    out.secrets = {secret_file("a")};
    return out;
}

inline Checked<Routes> build(std::vector<RouteSettings> routes, std::vector<std::string> proxies = {}) {
    SecuritySettings settings;
    settings.routes = std::move(routes);
    settings.trusted_proxies = std::move(proxies);
    return Routes::build(settings, {account(1, "main"), account(2, "off", false), account(3, "other")}, load_for_test);
}

inline std::string signal_body(const std::string& secret, const std::string& more = {}) {
    return R"({"secret": ")" + secret +
           R"(", "tv": {"symbol": "BTCUSDT", "timeframe": "15", "action": "buy", "entry_price": 64231.37})" + more + "}";
}

inline HttpRequest post(const std::string& path, const std::string& body, const std::string& peer = "52.89.214.238") {
    HttpRequest out;
    out.method = "POST";
    out.path = path;
    out.body = body;
    out.peer = peer;
    return out;
}

/// The first header of exactly that name; empty when there is none.
inline std::string header_of(const HttpResponse& response, const std::string& name) {
    for (const auto& header : response.headers) {
        if (header.name == name) return header.value;
    }
    return {};
}

inline std::string signature_text(const std::string& key, const std::string& time, const std::string& body) {
    std::string signed_text = time;
    signed_text += '.';
    signed_text += body;
    std::string out = "sha256=";
    for (const unsigned char byte : signature(Secret(key), signed_text)) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 0xFU];
    }
    return out;
}

inline HttpRequest signed_post(const std::string& path, const std::string& body, const std::string& key, const std::string& time) {
    HttpRequest out = post(path, body);
    out.headers = {{"x-trellis-timestamp", time}, {"X-TRELLIS-SIGNATURE", signature_text(key, time, body)}};
    return out;
}

}  // namespace trellis::adapters
