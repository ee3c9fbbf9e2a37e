// How signals, groups, orders, fills and events look outside: every decimal a string, every time RFC 3339, names as in a report.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "adapters/admin/services.hpp"
#include "adapters/history/rows.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// What a route answers with: 200 and the JSON that was written.
HttpResponse json_response(json::Writer& out);
/// "\"3\"", the version as an entity tag.
std::string etag_of(std::uint64_t version);
/// The same of one that can be changed, with its ETag; without one where nobody can.
HttpResponse tagged_response(json::Writer& out, std::optional<std::uint64_t> revision, unsigned status = 200);

template <class Value>
void optional_text(json::Writer& out, std::string_view name, const std::optional<Value>& value) {
    out.name(name);
    value ? out.string(value->text()) : out.null();
}
template <class Number>
void optional_number(json::Writer& out, std::string_view name, const std::optional<Number>& number) {
    out.name(name);
    number ? out.integer(number->value) : out.null();
}
void optional_time(json::Writer& out, std::string_view name, const std::optional<Timestamp>& at);
/// Null when it is empty.
void text_or_null(json::Writer& out, std::string_view name, std::string_view value);

/// One of a list; `at` is of its first event, when that is kept.
void write_signal(json::Writer& out, const Scene& scene, const SignalRow& row, const std::optional<Timestamp>& at);
/// The members of a group that lists and details share, inside an object.
void write_group_fields(json::Writer& out, const Scene& scene, const GroupRow& row);
void write_pyramids(json::Writer& out, const GroupRow& row);
/// An order with the group it belongs to.
void write_order(json::Writer& out, const Scene& scene, const ListedOrder& order);
/// An order of a group that is named around it.
void write_own_order(json::Writer& out, const GroupRow& group, const Order& order);
void write_fill(json::Writer& out, const Scene& scene, const FillRow& fill);
void write_plan(json::Writer& out, const PyramidPlan& plan);
void write_instruction(json::Writer& out, const Scene& scene, const Instruction& instruction);

/// As event_line writes it; a configuration that is too long for a list is named instead.
std::string event_json(const EventRow& row);
/// The event's own fields, the same way.
std::string event_data(const EventRow& row);

/// {"items": [...], "next": cursor or null}, with the next page as a Link.
template <class Row, class Write>
HttpResponse list_response(const Call& call, const PageOf<Row>& page, Write write);
/// The Link header of the next page; nothing on the last.
std::vector<HttpHeader> link_headers(const Call& call, std::string_view next);

template <class Row, class Write>
HttpResponse list_response(const Call& call, const PageOf<Row>& page, Write write) {
    json::Writer out;
    out.begin_object().name("items").begin_array();
    for (const Row& row : page.rows) write(out, row);
    out.end_array();
    text_or_null(out, "next", page.next);
    out.end_object();
    HttpResponse response = json_response(out);
    response.headers = link_headers(call, page.next);
    return response;
}

}  // namespace trellis::adapters::admin
