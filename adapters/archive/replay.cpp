#include "adapters/archive/replay.hpp"

#include <exception>
#include <string>

#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"

namespace trellis::adapters {
namespace {

Error at_sequence(std::uint64_t sequence, std::string code, const std::string& detail) {
    return Error{std::move(code), "event " + std::to_string(sequence) + ": " + detail};
}

}  // namespace

Result<void> Replay::take(const FrameView& frame) {
    auto sequence = frame.header.first_sequence;
    auto bytes = frame.payload;
    owner_ = {};
    for (std::uint32_t i = 0; i < frame.header.event_count; ++i, ++sequence) {
        const auto event = decode(bytes);
        if (!event.ok()) return at_sequence(sequence, event.error().code, event.error().detail);
        if (auto applied = apply(*event, sequence); !applied) return applied;
    }
    if (!bytes.empty()) {
        return at_sequence(sequence - 1, "MALFORMED_EVENT", std::to_string(bytes.size()) + " bytes follow the commit's last event");
    }
    events_ += frame.header.event_count;
    ++commits_;
    return {};
}

Result<void> Replay::apply(const Event& event, std::uint64_t sequence) {
    if (before_) {
        if (auto done = before_(event, sequence); !done) return done;
    }
    if (const auto* hashed = std::get_if<CommitHashed>(&event)) return compare(hashed->hash, sequence);
    try {
        world_.apply(event);
    } catch (const std::exception& broken) {
        const auto owner = owner_of(event);
        const std::string why = is_in(world_, owner) ? broken.what() : text(owner) + " does not exist";
        return at_sequence(sequence, "REPLAY_FAILED", std::string(name_of(event)) + " cannot be applied: " + why);
    }
    if (owner_.index() == 0) owner_ = owner_of(event);
    return {};
}

Result<void> Replay::compare(std::uint64_t expected, std::uint64_t sequence) {
    if (hash_of(world_, owner_, buffer_) == expected) return {};
    return at_sequence(sequence, "STATE_DIFFERS", text(owner_) + " is not what it was when the commit was made");
}

}  // namespace trellis::adapters
