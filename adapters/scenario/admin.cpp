// Admin entries: path and body become a typed request.
//
//   path  = ( "/api/v1" | "/api" ) "/" route
//   route = "groups/" id ( "/close" | "/reduce" ) | "groups/" id "/cancel-entries" | "groups/" id "/quarantine/release" | "trading/" ( "pause" | "resume" | "stop" ) | ...
//   id    = "g" account "." counter | ACCOUNT ":" SYMBOL ":" TIMEFRAME ":" SIDE
#include <array>
#include <charconv>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/level_body.hpp"
#include "adapters/scenario/key_table.hpp"
#include "adapters/scenario/reading.hpp"

namespace trellis::adapters {

namespace {

using keys::boolean;
using keys::other;

enum class Action : std::uint8_t {
    close, cancel_entries, pause, resume, stop, panic, reset_limits, promote, force, remove, change_config, move_stop, change_targets,
    run_risk, block, unblock, skip_once, release, refresh_rules,
};

/// "*" stands for one step of the path.
struct Route {
    std::string_view method;
    std::string_view path;
    Action action;
    std::string_view rule;
};
constexpr std::array<Route, 21> routes{{
    {"POST", "groups/*/close", Action::close, "X-7"},
    {"POST", "positions/*/close", Action::close, "X-7"},
    {"POST", "groups/*/cancel-entries", Action::cancel_entries, "R-60"},
    {"POST", "trading/pause", Action::pause, "K-18"},
    {"POST", "trading/resume", Action::resume, "K-18"},
    {"POST", "trading/stop", Action::stop, "K-18"},
    {"POST", "trading/panic", Action::panic, "K-18"},
    {"POST", "groups/*/reduce", Action::close, "X-7"},
    {"POST", "queue/*/promote", Action::promote, "Q-11"},
    {"POST", "queue/*/force", Action::force, "Q-11"},
    {"DELETE", "queue/*", Action::remove, "Q-11"},
    {"POST", "risk/run", Action::run_risk, "K-12"},
    {"POST", "risk/groups/*/block", Action::block, "K-12"},
    {"DELETE", "risk/groups/*/block", Action::unblock, "K-12"},
    {"POST", "risk/groups/*/skip-once", Action::skip_once, "K-12"},
    {"POST", "limits/reset", Action::reset_limits, "K-17"},
    {"POST", "precision/refresh", Action::refresh_rules, "V-3"},
    {"PATCH", "config/*", Action::change_config, "C-1"},
    {"POST", "groups/*/quarantine/release", Action::release, "G-2"},
    {"PATCH", "groups/*/stop", Action::move_stop, "T-13"},
    {"PATCH", "groups/*/targets", Action::change_targets, "T-8"},
}};

constexpr Key close_keys[] = {keys::decimal("fraction", {"0", "1", true}, "\"1\"", "X-7").means("1 = whole.")};
constexpr Key no_keys_of_body[] = {other(KeyType::text, "account", "null", "R-60")};
constexpr Key stop_keys[] = {other(KeyType::text, "account", "null", "R-60"), boolean("cancel_entries", "false", "K-18"),
                             boolean("flatten", "false", "K-18")};
constexpr Key force_keys[] = {
    boolean("ignore_exposure", "false", "Q-11").means("Whatever max_total_exposure_usd says.")};
constexpr Section force_body{"timeline[].admin.body", "R-60", force_keys};
constexpr Key run_keys[] = {other(KeyType::text, "account", "null", "R-60"), boolean("force", "false", "K-12")};
constexpr Section run_body{"timeline[].admin.body", "R-60", run_keys};
constexpr Section close_body{"timeline[].admin.body", "R-60", close_keys};
constexpr Section account_body{"timeline[].admin.body", "R-60", no_keys_of_body};
constexpr Section stop_body{"timeline[].admin.body", "R-60", stop_keys};

std::vector<std::string_view> steps_of(std::string_view path) {
    std::vector<std::string_view> steps;
    while (true) {
        const auto end = path.find('/');
        steps.push_back(path.substr(0, end));
        if (end == std::string_view::npos) return steps;
        path.remove_prefix(end + 1);
    }
}

bool matches(const Route& route, const std::vector<std::string_view>& steps) {
    const auto wanted = steps_of(route.path);
    if (wanted.size() != steps.size()) return false;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i] == "*" ? steps[i].empty() : wanted[i] != steps[i]) return false;
    }
    return true;
}

std::string_view without_prefix(std::string_view path) {
    for (const std::string_view prefix : {"/api/v1/", "/api/"}) {
        if (path.starts_with(prefix)) return path.substr(prefix.size());
    }
    return {};
}

const Route* find_route(const json::Value& entry, const SectionValues& values, Reporter& reporter) {
    const std::string& path = values.text("path");
    const auto steps = steps_of(without_prefix(path));
    const Route* other_method = nullptr;
    for (const auto& route : routes) {
        if (!matches(route, steps)) continue;
        if (route.method == values.text("method")) return &route;
        other_method = &route;
    }
    if (other_method != nullptr) {
        const json::Value* method = entry.find("method");
        reporter.add("INVALID_VALUE", method != nullptr ? *method : entry,
                     {"R-60", "this path takes " + std::string(other_method->method)});
        return nullptr;
    }
    std::vector<std::string_view> known;
    for (const auto& route : routes) known.push_back(route.path);
    reporter.add("INVALID_VALUE", *entry.find("path"),
                 {"R-60", "no such path; did you mean \"/api/v1/" + std::string(nearest(without_prefix(path), known)) + "\"?"});
    return nullptr;
}

std::optional<std::uint32_t> whole_number(std::string_view text) {
    std::uint32_t number = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return number;
}

std::optional<GroupId> parse_group_id(std::string_view id) {
    const auto point = id.find('.');
    if (!id.starts_with('g') || point == std::string_view::npos) return std::nullopt;
    const auto account = whole_number(id.substr(1, point - 1));
    const auto counter = whole_number(id.substr(point + 1));
    if (!account || !counter || *account > 0xFFFFU) return std::nullopt;
    return GroupId{AccountId{static_cast<std::uint16_t>(*account)}, *counter};
}

std::optional<GroupReference> refuse_reference(const Reading& reading, const json::Value& entry, std::string_view code,
                                               std::string hint) {
    const bool is_unknown_name = code.starts_with("UNKNOWN_");
    if (!is_unknown_name || reading.has_all_names) reading.reporter.add(code, *entry.find("path"), {"R-3", std::move(hint)});
    return std::nullopt;
}

std::optional<GroupReference> resolve_group(const Reading& reading, const json::Value& entry, std::string_view id) {
    if (const auto group = parse_group_id(id)) return *group;
    std::vector<std::string_view> parts;
    for (std::string_view rest = id; parts.size() < 5; rest.remove_prefix(parts.back().size() + 1)) {
        parts.push_back(rest.substr(0, rest.find(':')));
        if (parts.back().size() == rest.size()) break;
    }
    if (parts.size() != 4)
        return refuse_reference(reading, entry, "INVALID_VALUE", "a group is g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE");
    const auto& accounts = reading.scenario.config.accounts;
    const auto* account = find_account(accounts, parts[0]);
    if (account == nullptr) return refuse_reference(reading, entry, "UNKNOWN_ACCOUNT", nearest_account(accounts, parts[0]));
    const auto* instrument = reading.scenario.instruments.resolve(account->venue, account->market, parts[1]);
    if (instrument == nullptr)
        return refuse_reference(reading, entry, "UNKNOWN_INSTRUMENT", "the account has no instrument of that symbol");
    const auto timeframe = whole_number(parts[2]);
    if (!timeframe || *timeframe == 0)
        return refuse_reference(reading, entry, "INVALID_VALUE", "the timeframe is a number of seconds");
    if (parts[3] != "long" && parts[3] != "short")
        return refuse_reference(reading, entry, "INVALID_VALUE", "the side is long or short");
    const auto side = parts[3] == "long" ? PositionSide::long_side : PositionSide::short_side;
    return NewestGroup{account->id, {instrument->id, *timeframe, side}};
}

/// The account that a body names; empty for all. nullopt when an error was reported.
std::optional<std::optional<AccountId>> resolve_scope(const Reading& reading, const json::Value* body,
                                                      const SectionValues& values) {
    if (values.is_null("account")) return std::optional<AccountId>{};
    const auto* account = resolve_account(reading, *body, values);
    if (account == nullptr) return std::nullopt;
    return std::optional(account->id);
}

std::optional<AdminRequest> read_group_request(const Reading& reading, const json::Value& entry, const Route& route,
                                               std::string_view path) {
    const json::Value* body = entry.find("body");
    SectionValues values(close_body);
    if (route.action == Action::close && body != nullptr && !values.read(*body, reading.reporter)) return std::nullopt;
    if (route.action != Action::close && body != nullptr && body->size() != 0) {
        reading.reporter.add("UNKNOWN_KEY", body->members().front().value, {"R-60", "this path takes an empty body"});
        return std::nullopt;
    }
    const auto group = resolve_group(reading, entry, steps_of(without_prefix(path))[1]);
    if (!group) return std::nullopt;
    if (route.action == Action::close) return CloseRequest{*group, values.decimal<Ratio>("fraction")};
    if (route.action == Action::release) return GroupRequest{*group, ReleaseQuarantine{}};
    return CancelEntriesRequest{*group};
}

/// the queue entry of an identity. A signal's number would not say whose queue it waits in.
std::optional<AdminRequest> read_queue_request(const Reading& reading, const json::Value& entry, const Route& route,
                                               std::string_view path) {
    const json::Value* body = entry.find("body");
    SectionValues values(force_body);
    if (route.action == Action::force) {
        if (body != nullptr && !values.read(*body, reading.reporter)) return std::nullopt;
    } else if (body != nullptr && body->size() != 0) {
        reading.reporter.add("UNKNOWN_KEY", body->members().front().value, {"R-60", "this path takes an empty body"});
        return std::nullopt;
    }
    const auto named = resolve_group(reading, entry, steps_of(without_prefix(path))[1]);
    if (!named) return std::nullopt;
    const auto* newest = std::get_if<NewestGroup>(&*named);
    if (newest == nullptr) {
        reading.reporter.add("INVALID_VALUE", *entry.find("path"), {"R-3", "a queue entry is ACCOUNT:SYMBOL:TIMEFRAME:SIDE"});
        return std::nullopt;
    }
    if (route.action == Action::remove) return QueueRequest{newest->account, RemoveEntry{newest->identity}};
    const bool is_forced = route.action == Action::force;
    return QueueRequest{newest->account, PromoteEntry{newest->identity, is_forced, values.boolean("ignore_exposure")}};
}

/// The command of a body that moves a stop or targets.
std::optional<GroupCommand> read_level_command(Action action, const json::Value& body, Reporter& reporter) {
    if (action == Action::move_stop) {
        const auto command = read_move_stop(body, reporter);
        return command ? std::optional<GroupCommand>(*command) : std::nullopt;
    }
    auto command = read_change_targets(body, reporter);
    return command ? std::optional<GroupCommand>(*std::move(command)) : std::nullopt;
}

std::optional<AdminRequest> read_level_request(const Reading& reading, const json::Value& entry, const Route& route,
                                               std::string_view path) {
    const json::Value* body = entry.find("body");
    if (body == nullptr) {
        reading.reporter.add_missing(entry, "body", {route.rule, "what to change"});
        return std::nullopt;
    }
    auto command = read_level_command(route.action, *body, reading.reporter);
    const auto group = resolve_group(reading, entry, steps_of(without_prefix(path))[1]);
    if (!command || !group) return std::nullopt;
    return GroupRequest{*group, *std::move(command)};
}

/// `risk/groups/{id}/...`, which takes no body.
std::optional<AdminRequest> read_flag_request(const Reading& reading, const json::Value& entry, const Route& route,
                                              std::string_view path) {
    const json::Value* body = entry.find("body");
    if (body != nullptr && body->size() != 0) {
        reading.reporter.add("UNKNOWN_KEY", body->members().front().value, {"R-60", "this path takes an empty body"});
        return std::nullopt;
    }
    const auto group = resolve_group(reading, entry, steps_of(without_prefix(path))[2]);
    if (!group) return std::nullopt;
    if (route.action == Action::skip_once) return SkipOnceRequest{*group};
    return BlockRequest{*group, route.action == Action::block};
}

std::optional<AdminRequest> read_run_request(const Reading& reading, const json::Value& entry) {
    const json::Value* body = entry.find("body");
    SectionValues values(run_body);
    if (body != nullptr && !values.read(*body, reading.reporter)) return std::nullopt;
    const auto account = resolve_scope(reading, body, values);
    if (!account) return std::nullopt;
    return RunRiskRequest{*account, values.boolean("force")};
}

std::optional<AdminRequest> read_trading_request(const Reading& reading, const json::Value& entry, const Route& route) {
    const json::Value* body = entry.find("body");
    SectionValues values(route.action == Action::stop ? stop_body : account_body);
    if (body != nullptr && !values.read(*body, reading.reporter)) return std::nullopt;
    const auto account = resolve_scope(reading, body, values);
    if (!account) return std::nullopt;
    if (route.action == Action::pause) return PauseTrading{*account};
    if (route.action == Action::resume) return ResumeTrading{*account};
    if (route.action == Action::reset_limits) return ResetLimits{*account};
    if (route.action == Action::refresh_rules) return RefreshRequest{*account};
    if (route.action == Action::panic) return StopTrading{*account, true, true};  // stop with flatten
    return StopTrading{*account, values.boolean("cancel_entries"), values.boolean("flatten")};
}

std::optional<AdminRequest> read_request(const Reading& reading, const json::Value& entry, const Route& route,
                                         std::string_view path) {
    switch (route.action) {
        case Action::close:
        case Action::cancel_entries:
        case Action::release:
            return read_group_request(reading, entry, route, path);
        case Action::pause:
        case Action::resume:
        case Action::stop:
        case Action::panic:
        case Action::reset_limits:
        case Action::refresh_rules:
            return read_trading_request(reading, entry, route);
        case Action::promote:
        case Action::force:
        case Action::remove:
            return read_queue_request(reading, entry, route, path);
        case Action::move_stop:
        case Action::change_targets:
            return read_level_request(reading, entry, route, path);
        case Action::change_config:
            return read_config_change(reading, entry, steps_of(without_prefix(path))[1]);
        case Action::run_risk: return read_run_request(reading, entry);
        case Action::block:
        case Action::unblock:
        case Action::skip_once: return read_flag_request(reading, entry, route, path);
    }
    fail_check("every action of a route is read", __FILE__, __LINE__);
}

}  // namespace

std::optional<TimelineBody> read_admin(const Reading& reading, const json::Value& entry) {
    SectionValues values(admin_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const Route* route = find_route(entry, values, reading.reporter);
    if (route == nullptr) return std::nullopt;
    auto request = read_request(reading, entry, *route, values.text("path"));
    if (!request) return std::nullopt;
    const json::Value* body = entry.find("body");
    return AdminEntry{values.text("method"), values.text("path"), body != nullptr ? std::string(body->raw()) : "{}",
                      *std::move(request)};
}

}  // namespace trellis::adapters
