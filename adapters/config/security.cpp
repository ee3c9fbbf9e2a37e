// `security`: the listeners and the routes of a document, and what they must be to each other and to its accounts.
#include <algorithm>
#include <cctype>

#include "adapters/config/key_table.hpp"
#include "adapters/config/network.hpp"
#include "adapters/config/server_reader.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t routes_max = 1000;

struct ListenerRows {
    std::string_view name;
    const Section& listener;
    const Section& tls;
};

std::optional<TlsSettings> read_tls(const json::Value& listener, const ListenerRows& rows, EffectiveValues& effective,
                                    Reporter& reporter) {
    const auto* object = object_of(listener, "tls");
    if (object == nullptr) return std::nullopt;
    SectionValues values(rows.tls);
    if (!values.read(*object, reporter)) return std::nullopt;
    record(values, "/security/" + std::string(rows.name) + "/tls", Recorded::all, effective);
    return TlsSettings{values.text("certificate"), values.get<SecretReference>("key")};
}

ListenerSettings read_listener(const json::Value* object, const ListenerRows& rows, EffectiveValues& effective,
                               Reporter& reporter) {
    SectionValues values(rows.listener);
    if (object != nullptr) values.read(*object, reporter);
    record(values, "/security/" + std::string(rows.name), Recorded::all, effective);
    ListenerSettings out;
    out.address = values.text("address");
    out.port = values.integer<std::uint16_t>("port");
    out.connections_max = values.integer<std::uint32_t>("connections_max");
    if (object == nullptr) return out;
    if (!is_ip_address(out.address))
        reporter.add("INVALID_VALUE", *object->find("address"), {"19", "expected an IP address, as 127.0.0.1, 0.0.0.0 or ::1"});
    out.tls = read_tls(*object, rows, effective, reporter);
    return out;
}

void check_ports(const json::Value& security, const SecuritySettings& settings, Reporter& reporter) {
    if (settings.webhook.port != settings.admin.port || settings.admin.port == 0) return;
    const auto* admin = object_of(security, "admin");
    const auto* said = admin != nullptr && admin->find("port") != nullptr ? admin->find("port") : nullptr;
    if (said == nullptr) said = security.find("webhook")->find("port");
    reporter.add("DUPLICATE_ID", *said,
                 {"19", "webhook and admin cannot listen on the same port, " + std::to_string(settings.admin.port)});
}

bool is_source(std::string_view text) { return text == "tradingview" || is_ip_range(text); }

/// Reports every element that is not right by itself; one that is empty was reported by its row.
void check_each(const json::Value* list, bool (*is_right)(std::string_view), const std::string& hint, Reporter& reporter) {
    if (list == nullptr) return;
    for (const auto& element : list->elements()) {
        if (element.is_string() && !element.string().empty() && !is_right(element.string()))
            reporter.add("INVALID_VALUE", element, {"W-7", hint});
    }
}

bool is_route_name(std::string_view name) {
    constexpr std::size_t name_size_max = 64;
    return name.size() <= name_size_max && std::ranges::all_of(name, [](char c) {
               return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '-' || c == '.';
           });
}

RouteSettings build_route(const SectionValues& values) {
    RouteSettings route;
    route.name = values.text("name");
    route.account = values.text("account");
    if (!values.is_null("token")) route.token = values.get<SecretReference>("token");
    route.secrets = values.get<Secrets>("secrets");
    route.hmac_keys = values.get<Secrets>("hmac_keys");
    route.allow = values.get<Words>("allow");
    if (!values.is_null("timeframe")) route.timeframe = values.text("timeframe");
    return route;
}

/// A route by itself.
void check_route(const json::Value& item, const RouteSettings& route, Reporter& reporter) {
    if (!is_route_name(route.name))
        reporter.add("INVALID_VALUE", *item.find("name"), {"W-7", "expected at most 64 letters, digits, '_', '-' and '.'"});
    if (route.secrets.empty() && route.hmac_keys.empty())
        reporter.add_missing(item, "secrets", {"W-7", "a route needs a secret or an hmac key: nobody may send signals without"});
    if (route.timeframe && !parse_timeframe(*route.timeframe))
        reporter.add("INVALID_VALUE", *item.find("timeframe"),
                     {"1.2", "expected minutes or a TradingView interval, as 15, 60, D, W, 30S"});
    check_each(item.find("allow"), is_source, "expected an IP address, a range as 10.0.0.0/8, or tradingview", reporter);
}

/// A route beside those before it: each must be found by its name, by its token, or by being its account's only one without a
/// token.
void check_unique(const json::Value& item, const RouteSettings& route, const std::vector<RouteSettings>& others,
                  Reporter& reporter) {
    if (std::ranges::find(others, route.name, &RouteSettings::name) != others.end())
        reporter.add("DUPLICATE_ID", *item.find("name"), {"W-7", "another route has this name"});
    if (route.token && std::ranges::find(others, route.token, &RouteSettings::token) != others.end())
        reporter.add_hidden("DUPLICATE_ID", *item.find("token"), {"W-7", "another route has this token"});
    const bool is_second = std::ranges::any_of(
        others, [&](const RouteSettings& other) { return other.account == route.account && !other.token && !route.token; });
    if (is_second)
        reporter.add("DUPLICATE_ID", *item.find("account"),
                     {"W-7", "another route of this account has no token either; give one of them a token"});
}

/// An account with an error of its own is not known by name, which says nothing new; and a scenario's stand elsewhere.
bool knows_accounts(const json::Value& root, AccountForm form, const Config& config) {
    const auto* list = list_of(root, "accounts");
    return form == AccountForm::connection && (list == nullptr ? 0 : list->size()) == config.accounts.size();
}

void read_routes(const json::Value& list, bool judges_accounts, ConfigDocument& out, Reporter& reporter) {
    if (list.size() > routes_max) {
        reporter.add("OUT_OF_RANGE", list, {"W-7", "at most " + std::to_string(routes_max) + " routes"});
        return;
    }
    std::size_t place = 0;
    for (const auto& item : list.elements()) {
        const std::string pointer = json::join_pointer("/security/routes", place++);
        SectionValues values(route_section());
        if (!values.read(item, reporter)) continue;
        record(values, pointer, Recorded::all, out.effective);
        auto route = build_route(values);
        check_route(item, route, reporter);
        check_unique(item, route, out.security.routes, reporter);
        if (judges_accounts && find_account(out.config.accounts, route.account) == nullptr)
            reporter.add("UNKNOWN_ACCOUNT", *item.find("account"), {"W-7", nearest_account(out.config.accounts, route.account)});
        out.security.routes.push_back(std::move(route));
    }
}

}  // namespace

void read_security(const json::Value& root, AccountForm form, ConfigDocument& out, Reporter& reporter) {
    SectionValues values(security_section());
    const auto* security = object_of(root, "security");
    if (security != nullptr) values.read(*security, reporter);
    record(values, "/security", Recorded::all, out.effective);
    const auto listener = [&](const ListenerRows& rows) {
        return read_listener(security == nullptr ? nullptr : object_of(*security, rows.name), rows, out.effective, reporter);
    };
    out.security.webhook = listener({"webhook", webhook_section(), webhook_tls_section()});
    out.security.admin = listener({"admin", admin_listener_section(), admin_tls_section()});
    if (security == nullptr) return;
    out.security.trusted_proxies = values.get<Words>("trusted_proxies");
    check_each(security->find("trusted_proxies"), is_ip_range, "expected an IP address, or a range as 10.0.0.0/8", reporter);
    check_ports(*security, out.security, reporter);
    if (const auto* list = list_of(*security, "routes"); list != nullptr)
        read_routes(*list, knows_accounts(root, form, out.config), out, reporter);
}

}  // namespace trellis::adapters
