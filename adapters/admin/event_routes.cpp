// The journal's events: lists, exports, one of them, and their stream.
#include "adapters/admin/events.hpp"

#include <algorithm>

#include "adapters/admin/explain.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/history/ids.hpp"
#include "adapters/history/mentions.hpp"
#include "engine/event/enumerators.hpp"
#include "engine/event/names.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::uint64_t export_rows_max = 10'000;
constexpr std::uint64_t export_rows_initial = 1'000;
constexpr std::size_t export_bytes_max = 8U << 20U;

std::optional<EventCategory> parse_category(std::string_view word) {
    for (const auto category : {EventCategory::desk, EventCategory::group, EventCategory::operational, EventCategory::risk,
                                EventCategory::directory}) {
        if (word == enumerator_name(category)) return category;
    }
    return std::nullopt;
}

/// The name of an event, or the nearest one in the error.
Result<std::string> event_type(const std::string& wanted) {
    std::vector<std::string_view> known;
    for_each_event_type([&]<class E>(std::type_identity<E>) { known.push_back(name_of(E::tag)); });
    if (std::ranges::find(known, wanted) != known.end()) return wanted;
    return Error{"INVALID_PARAMETER",
                 "no event is called \"" + shortened(wanted) + "\"; did you mean " + std::string(nearest(wanted, known)) + "?"};
}

/// Times and sequences.
Result<void> narrow_span(const Query& query, EventFilter& filter) {
    const auto from = query.time("from");
    if (!from) return from.error();
    const auto to = query.time("to");
    if (!to) return to.error();
    const auto first = query.number("first");
    if (!first) return first.error();
    const auto last = query.number("last");
    if (!last) return last.error();
    filter.from = *from;
    filter.to = *to;
    filter.first = *first;
    filter.last = *last;
    return {};
}

HttpResponse events(const AdminServices& services, const Call& call) {
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const Scene scene(services, call);
    const auto filter = event_filter(scene, call.query);
    if (!filter) return problem_response(filter.error());
    const auto found = scene.history().events(*filter, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [](json::Writer& out, const EventRow& row) { out.raw(event_json(row)); });
}

Result<std::uint64_t> sequence_of(const Call& call) {
    const auto text = call.parameter("seq");
    if (const auto named = parse_event_id(text)) return *named;
    const auto number = whole_number(text);
    if (!number) return Error{"INVALID_PARAMETER", "an event is named by its sequence, not \"" + shortened(text) + "\""};
    return *number;
}

HttpResponse event(const AdminServices& services, const Call& call) {
    const auto sequence = sequence_of(call);
    if (!sequence) return problem_response(sequence.error());
    const auto row = Scene(services, call).history().event(*sequence);
    if (!row) return problem_response(row.error());
    if (!*row) return problem_response(Error{"NOT_FOUND", "there is no event " + std::to_string(*sequence) + " yet"});
    HttpResponse response;
    response.body = event_json(**row);
    return response;
}

HttpResponse why_event(const AdminServices& services, const Call& call) {
    const auto sequence = sequence_of(call);
    return sequence ? explain(services, call, "e" + std::to_string(*sequence)) : problem_response(sequence.error());
}

// ---- export ----

/// RFC 4180: what a comma, a quote or a line end stands in is quoted.
std::string csv_field(const std::string& text) {
    if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
    std::string out = "\"";
    for (const char letter : text) out += letter == '"' ? std::string("\"\"") : std::string(1, letter);
    return out + "\"";
}

std::string groups_of(const EventRow& row) {
    std::string out;
    for (const GroupId group : history::groups_named_by(row.event)) out += (out.empty() ? "" : " ") + text(group);
    return out;
}

enum class Form : std::uint8_t { jsonl, csv, txt };

std::string line_of(Form form, const EventRow& row) {
    const std::string sequence = std::to_string(row.sequence);
    const std::string type(name_of(row.event));
    switch (form) {
        case Form::jsonl:
            return event_json(row) + "\n";
        case Form::csv:
            return sequence + "," + rfc3339(row.at) + "," + type + "," + csv_field(groups_of(row)) + "," +
                   csv_field(event_data(row)) + "\r\n";
        case Form::txt:
            return sequence + "  " + rfc3339(row.at) + "  " + type + "  " + event_data(row) + "\n";
    }
    return "";
}

struct FormWords {
    std::string_view content_type;
    std::string_view head;
};
FormWords words_of(Form form) {
    switch (form) {
        case Form::jsonl:
            return {"application/x-ndjson", ""};
        case Form::csv:
            return {"text/csv; charset=utf-8; header=present", "seq,at,type,groups,data\r\n"};
        case Form::txt:
            return {"text/plain; charset=utf-8", ""};
    }
    return {};
}

/// How much of a list one answer takes.
Result<std::uint64_t> export_limit(const Query& query) {
    const auto limit = query.number("limit");
    if (!limit) return limit.error();
    const std::uint64_t rows = limit->value_or(export_rows_initial);
    if (rows >= 1 && rows <= export_rows_max) return rows;
    return Error{"BAD_LIMIT", "an export has 1 to " + std::to_string(export_rows_max) + " rows, not " + std::to_string(rows)};
}

/// Page after page into one answer, which stays bounded: the Link leads to the rest.
HttpResponse export_events(const AdminServices& services, const Call& call, Form form) {
    const Scene scene(services, call);
    const auto filter = event_filter(scene, call.query);
    if (!filter) return problem_response(filter.error());
    const auto limit = export_limit(call.query);
    if (!limit) return problem_response(limit.error());
    HttpResponse response;
    response.content_type = words_of(form).content_type;
    const auto* cursor = call.query.find("cursor");
    PageRequest page{page_rows_max, cursor != nullptr ? *cursor : ""};
    if (page.cursor.empty()) response.body = words_of(form).head;
    for (std::uint64_t left = *limit; left > 0 && response.body.size() < export_bytes_max;) {
        page.limit = static_cast<std::uint32_t>(std::min<std::uint64_t>(left, page_rows_max));
        const auto found = scene.history().events(*filter, page);
        if (!found) return problem_response(found.error());
        for (const auto& row : found->rows) response.body += line_of(form, row);
        left -= std::min<std::uint64_t>(left, std::max<std::size_t>(found->rows.size(), 1));
        page.cursor = found->next;
        if (page.cursor.empty()) break;
    }
    response.headers = link_headers(call, page.cursor);
    return response;
}

}  // namespace

Result<EventFilter> event_filter(const Scene& scene, const Query& query) {
    EventFilter filter;
    if (auto narrowed = narrow_span(query, filter); !narrowed) return narrowed.error();
    if (const auto* type = query.find("type")) {
        auto known = event_type(*type);
        if (!known) return known.error();
        filter.type = *known;
    }
    if (const auto* id = query.find("group")) {
        const auto group = find_group(scene, *id);
        if (!group) return group.error();
        filter.group = *group;
    }
    if (const auto* word = query.find("category")) {
        filter.category = parse_category(*word);
        if (!filter.category)
            return Error{"INVALID_PARAMETER", "category is desk, group, operational, risk or directory, not \"" + shortened(*word) + "\""};
    }
    if (const auto* text = query.find("q")) filter.text = *text;
    return filter;
}

std::vector<Route> event_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    const std::vector<std::string_view> listed{"category", "type", "group", "from", "to", "first", "last", "q", "limit", "cursor"};
    const auto exported = [&](std::string_view pattern, std::string_view summary, Form form) {
        return Route{
            "GET", pattern, Role::viewer, summary, answering([s, form](const Call& call) { return export_events(*s, call, form); }),
            listed};
    };
    return {
        {"GET", "/events", Role::viewer, "Events, newest first", answering([s](const Call& call) { return events(*s, call); }),
         listed},
        exported("/events.jsonl", "Events, one JSON object a line", Form::jsonl),
        exported("/events.csv", "Events as a table", Form::csv),
        exported("/events.txt", "Events as text", Form::txt),
        {"GET", "/events/{seq}", Role::viewer, "One event", answering([s](const Call& call) { return event(*s, call); })},
        {"GET", "/events/{seq}/why", Role::viewer, "What led to an event",
         answering([s](const Call& call) { return why_event(*s, call); })},
        {"GET", "/why/{id...}", Role::viewer, "What led to a signal, group, order or event",
         answering([s](const Call& call) { return explain(*s, call, call.parameter("id")); })},
        {"GET",
         "/stream",
         Role::viewer,
         "Events as they happen (Server-Sent Events)",
         [s](const Call& call, const HttpReply& reply) { stream_events(*s, call, reply); },
         {"category", "type", "group", "last_event_id"}},
    };
}

}  // namespace trellis::adapters::admin
