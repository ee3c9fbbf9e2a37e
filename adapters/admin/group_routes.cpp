// Groups: the list, the ended ones, and one of them whole.
#include "adapters/admin/governed_view.hpp"
#include "adapters/admin/group_commands.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::uint32_t fills_shown = 100;
constexpr std::size_t events_shown = 100;

Result<void> narrow_identity(const Scene& scene, const Query& query, GroupFilter& filter) {
    if (const auto* name = query.find("symbol")) {
        const auto instrument = scene.find_instrument(*name);
        if (!instrument) return instrument.error();
        filter.instrument = *instrument;
    }
    const auto timeframe = query.number("timeframe");
    if (!timeframe) return timeframe.error();
    if (*timeframe && (**timeframe == 0 || **timeframe > UINT32_MAX)) {
        return Error{"INVALID_PARAMETER", "timeframe is a number of seconds"};
    }
    if (*timeframe) filter.timeframe_seconds = static_cast<std::uint32_t>(**timeframe);
    if (const auto* side = query.find("side")) {
        filter.side = parse_side(*side);
        if (!filter.side) return Error{"INVALID_PARAMETER", "side is long or short, not \"" + shortened(*side) + "\""};
    }
    return {};
}

Result<GroupFilter> filter_of(const Scene& scene, const Query& query) {
    GroupFilter filter;
    if (const auto* name = query.find("account")) {
        const auto account = scene.find_account(*name);
        if (!account) return account.error();
        filter.account = *account;
    }
    if (auto narrowed = narrow_identity(scene, query, filter); !narrowed) return narrowed.error();
    const auto* state = query.find("state");
    if (state == nullptr || *state == "open") {
        filter.shown = GroupsShown::open;
    } else if (*state == "ended") {
        filter.shown = GroupsShown::ended;
    } else if (*state != "all") {
        return Error{"INVALID_PARAMETER", "state is open, ended or all, not \"" + shortened(*state) + "\""};
    }
    return filter;
}

HttpResponse list(const AdminServices& services, const Call& call, const Result<GroupFilter>& filter) {
    const Scene scene(services, call);
    if (!filter) return problem_response(filter.error());
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto found = scene.history().groups(*filter, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const GroupRow& row) {
        out.begin_object();
        write_group_fields(out, scene, row);
        out.end_object();
    });
}

HttpResponse groups(const AdminServices& services, const Call& call) {
    return list(services, call, filter_of(Scene(services, call), call.query));
}

HttpResponse ended_groups(const AdminServices& services, const Call& call) {
    auto filter = filter_of(Scene(services, call), call.query);
    if (filter) filter->shown = GroupsShown::ended;
    return list(services, call, filter);
}

Result<void> write_trail(json::Writer& out, const Scene& scene, GroupId group) {
    const auto fills = scene.history().fills({.group = group}, {fills_shown, {}});
    if (!fills) return fills.error();
    out.name("fills").begin_array();
    for (const auto& fill : fills->rows) write_fill(out, scene, fill);
    out.end_array().name("has_more_fills").boolean(!fills->next.empty());
    const auto events = scene.history().events_of(group);
    if (!events) return events.error();
    out.name("events").begin_array();
    const std::size_t first = events->size() > events_shown ? events->size() - events_shown : 0;
    for (std::size_t i = first; i < events->size(); ++i) out.integer((*events)[i]);
    out.end_array();
    return {};
}

void write_closing(json::Writer& out, const Boxed<Closing>& closing) {
    out.name("closing");
    if (!closing) {
        out.null();
        return;
    }
    out.begin_object().name("reason").string(text(closing->reason)).name("started_at").string(rfc3339(closing->started_at));
    out.name("attempt").integer(closing->attempt);
    optional_time(out, "next_try", closing->next_try);
    out.end_object();
}

void write_quarantine(json::Writer& out, const Boxed<Quarantine>& quarantine) {
    out.name("quarantine");
    if (!quarantine) {
        out.null();
        return;
    }
    out.begin_object().name("reason").string(quarantine->reason).name("since").string(rfc3339(quarantine->since)).end_object();
}

HttpResponse group(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto id = find_group(scene, call.parameter("id"));
    if (!id) return problem_response(id.error());
    const auto row = scene.history().group(*id);
    if (!row) return problem_response(row.error());
    if (!*row) return problem_response(Error{"NOT_FOUND", "there is and was no group " + text(*id)});
    json::Writer out;
    out.begin_object();
    write_group_fields(out, scene, **row);
    write_closing(out, (*row)->group.closing);
    write_quarantine(out, (*row)->group.quarantine);
    write_governed(out, scene, **row);
    write_pyramids(out.name("pyramids"), **row);
    out.name("orders").begin_array();
    for (const auto& order : (*row)->group.orders) write_own_order(out, **row, order);
    out.end_array();
    if (auto written = write_trail(out, scene, *id); !written) return problem_response(written.error());
    return json_response(out.end_object());
}

}  // namespace

std::vector<Route> group_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET",
         "/groups",
         Role::viewer,
         "Groups, newest first",
         answering([s](const Call& call) { return groups(*s, call); }),
         {"account", "symbol", "timeframe", "side", "state", "limit", "cursor"}},
        {"GET",
         "/groups/history",
         Role::viewer,
         "Groups that have ended, newest first",
         answering([s](const Call& call) { return ended_groups(*s, call); }),
         {"account", "symbol", "timeframe", "side", "limit", "cursor"}},
        {"GET", "/groups/{id}", Role::viewer, "A group with its pyramids, legs, orders, fills and events",
         answering([s](const Call& call) { return group(*s, call); })},
        {"POST",
         "/groups/{id}/close",
         Role::operating,
         "Close a group, or a part of it",
         [s](const Call& call, const HttpReply& reply) { close_group(*s, call, reply); },
         {},
         BodyKind::fields},
        {"POST",
         "/groups/{id}/reduce",
         Role::operating,
         "Close a part of a group",
         [s](const Call& call, const HttpReply& reply) { close_group(*s, call, reply); },
         {},
         BodyKind::fields},
        {"PATCH",
         "/groups/{id}/stop",
         Role::operating,
         "Set, move or take away the stop of a group",
         [s](const Call& call, const HttpReply& reply) { move_stop(*s, call, reply); },
         {},
         BodyKind::fields},
        {"PATCH",
         "/groups/{id}/targets",
         Role::operating,
         "Change the targets of a group",
         [s](const Call& call, const HttpReply& reply) { change_targets(*s, call, reply); },
         {},
         BodyKind::fields},
        {"POST",
         "/groups/{id}/cancel-entries",
         Role::operating,
         "Cancel the entries of a group that still work",
         [s](const Call& call, const HttpReply& reply) { cancel_entries(*s, call, reply); },
         {},
         BodyKind::fields},
        {"POST",
         "/groups/{id}/quarantine/release",
         Role::operating,
         "Let a quarantined group act again",
         [s](const Call& call, const HttpReply& reply) { release_quarantine(*s, call, reply); },
         {},
         BodyKind::fields},
    };
}

}  // namespace trellis::adapters::admin
