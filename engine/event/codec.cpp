// The union's side of the codec: which tag is which type, and what an error says.
#include "engine/event/codec.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <type_traits>

#include "engine/event/names.hpp"

namespace trellis {

namespace {

/// What is known of the event being read, for its error.
struct Head {
    std::optional<std::uint16_t> tag;
    std::uint8_t version = 0;
};

std::string hexadecimal(std::uint16_t tag) {
    std::string out = "0x";
    for (unsigned shift = 16; shift != 0;) {
        shift -= 4;
        out += "0123456789ABCDEF"[tag >> shift & 0xfU];
    }
    return out;
}

std::string_view code_of(DecodeFault fault) {
    if (fault == DecodeFault::unknown_event) return "UNKNOWN_EVENT";
    if (fault == DecodeFault::newer_version) return "NEWER_EVENT";
    return "MALFORMED_EVENT";
}

Error error_of(const MsgpackReader& reader, const Head& head) {
    std::string detail = "event";
    if (head.tag) {
        const auto name = name_of(static_cast<EventTag>(*head.tag));
        detail += " " + hexadecimal(*head.tag) + (name.empty() ? "" : " (" + std::string(name) + ")");
        detail += " version " + std::to_string(head.version);
    }
    detail += ", byte " + std::to_string(reader.offset()) + ": " + std::string(text(reader.fault()));
    return {std::string(code_of(reader.fault())), std::move(detail)};
}

template <EventType E>
std::optional<Event> read_body(MsgpackReader& reader, std::uint8_t version) {
    if (version == 0) reader.fail(DecodeFault::out_of_range);
    if (version > E::version) reader.fail(DecodeFault::newer_version);
    if (!reader.is_ok()) return std::nullopt;
    return std::optional<Event>(detail::read_value<E>(reader));
}

template <class... Events>
std::optional<Event> read_tagged(MsgpackReader& reader, const Head& head, std::type_identity<std::variant<Events...>>) {
    std::optional<Event> event;
    const auto tag = static_cast<EventTag>(*head.tag);
    const bool is_known = ((tag == Events::tag && (event = read_body<Events>(reader, head.version), true)) || ...);
    if (!is_known) reader.fail(DecodeFault::unknown_event);
    return event;
}

Head read_head(MsgpackReader& reader) {
    Head head;
    if (reader.array() != 3) reader.fail(DecodeFault::wrong_size);
    const auto tag = detail::read_integer<std::uint16_t>(reader);
    if (reader.is_ok()) head.tag = tag;
    head.version = detail::read_integer<std::uint8_t>(reader);
    return head;
}

template <class Union>
void encode_any(const Union& event, std::vector<std::byte>& out) {
    std::visit([&](const auto& one) { encode(one, out); }, event);
}

}  // namespace

void encode(const Event& event, std::vector<std::byte>& out) { encode_any(event, out); }
void encode(const GroupEvent& event, std::vector<std::byte>& out) { encode_any(event, out); }
void encode(const DeskEvent& event, std::vector<std::byte>& out) { encode_any(event, out); }

Result<Event> decode(std::span<const std::byte>& in) {
    MsgpackReader reader(in);
    const auto head = read_head(reader);
    if (!reader.is_ok()) return error_of(reader, head);
    auto event = read_tagged(reader, head, std::type_identity<Event::Alternatives>{});
    if (!reader.is_ok()) return error_of(reader, head);
    in = in.subspan(reader.offset());
    return *std::move(event);
}

Result<std::vector<Event>> decode_all(std::span<const std::byte> in, std::size_t count) {
    std::vector<Event> events;
    events.reserve(std::min(count, in.size()));
    const auto size = in.size();
    const auto at_place = [&](Error error) {
        error.detail = "event " + std::to_string(events.size() + 1) + " of " + std::to_string(count) + ", at byte " +
                       std::to_string(size - in.size()) + ": " + error.detail;
        return error;
    };
    while (events.size() < count) {
        auto event = decode(in);
        if (!event.ok()) return at_place(std::move(event).error());
        events.push_back(std::move(event).value());
    }
    if (!in.empty()) return at_place({"MALFORMED_EVENT", std::string(text(DecodeFault::trailing_bytes))});
    return events;
}

}  // namespace trellis
