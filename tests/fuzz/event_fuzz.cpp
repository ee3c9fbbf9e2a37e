// Any bytes as events: whatever is accepted is written and read again as the same, and can be shown as JSON.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <span>
#include <vector>

#include "adapters/json/document.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/event/codec.hpp"

namespace {

using trellis::Event;

void demand(bool holds) {
    if (!holds) std::abort();
}

void demand_round_trip(const Event& event) {
    std::vector<std::byte> bytes;
    encode(event, bytes);
    std::span<const std::byte> in = bytes;
    const auto again = trellis::decode(in);
    demand(again.ok());
    demand(in.empty());
    demand(again.value() == event);
}

void demand_json(const Event& event) {
    const auto line = trellis::adapters::event_line({}, 1, event);
    demand(trellis::adapters::json::Document::parse(line).ok());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::span<const std::byte> in = std::as_bytes(std::span(data, size));
    while (!in.empty()) {
        const auto before = in.size();
        const auto event = trellis::decode(in);
        if (!event.ok()) {
            demand(in.size() == before);
            demand(!event.error().detail.empty());
            return 0;
        }
        demand(in.size() < before);
        demand_round_trip(event.value());
        demand_json(event.value());
    }
    return 0;
}
