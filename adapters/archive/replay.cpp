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
    at_ = frame.header.at;
    kept_.reset();
    is_left_out_ = false;
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
    if (is_left_out_) return {};
    if (const auto* hashed = std::get_if<CommitHashed>(&event)) return compare(hashed->hash, sequence);
    if (careful_ != nullptr && !careful_->empty()) keep(event);
    try {
        world_.apply(event);
    } catch (const std::exception& broken) {
        const auto owner = owner_of(event);
        const bool exists = is_in(world_, owner);
        auto error = at_sequence(sequence, "REPLAY_FAILED", std::string(name_of(event)) + " cannot be applied: " +
                                                                (exists ? broken.what() : text(owner) + " does not exist"));
        if (!exists || !std::holds_alternative<GroupId>(owner)) return error;
        if (leave_out(event, error.detail)) return {};
        broken_ = std::get<GroupId>(owner);
        return error;
    }
    if (owner_.index() == 0) owner_ = owner_of(event);
    if (const auto* said = std::get_if<GroupQuarantined>(&event)) quarantined_.erase(said->group);
    if (const auto* released = std::get_if<QuarantineReleased>(&event)) quarantined_.erase(released->group);
    return {};
}

/// With the first event of a careful group's commit.
void Replay::keep(const Event& event) {
    if (kept_.has_value()) return;
    const auto owner = owner_of(event);
    const auto* id = std::get_if<GroupId>(&owner);
    if (id == nullptr || !careful_->contains(*id)) return;
    kept_ = Kept{*id, std::nullopt, std::nullopt};
    if (const auto found = world_.groups.find(*id); found != world_.groups.end()) kept_->group = found->second;
    if (const auto* opened = std::get_if<GroupOpened>(&event)) kept_->opened = *opened;
}

/// False: this group is not among the careful ones.
bool Replay::leave_out(const Event& event, const std::string& why) {
    if (!kept_.has_value() || owner_of(event) != Owner(kept_->id)) return false;
    Group& group = world_.groups[kept_->id];
    group = kept_->group.value_or(Group{});
    if (!kept_->group.has_value() && kept_->opened.has_value()) group.apply(*kept_->opened, world_.incarnation);
    const GroupQuarantined quarantined{kept_->id, why, at_};
    group.apply(quarantined, world_.incarnation);
    quarantined_.insert_or_assign(kept_->id, quarantined);
    is_left_out_ = true;
    return true;
}

Result<void> Replay::compare(std::uint64_t expected, std::uint64_t sequence) {
    if (hash_of(world_, owner_, buffer_) == expected) return {};
    const auto* group = std::get_if<GroupId>(&owner_);
    if (group != nullptr && quarantined_.contains(*group)) return {};  // it misses what was left out
    return at_sequence(sequence, "STATE_DIFFERS", text(owner_) + " is not what it was when the commit was made");
}

}  // namespace trellis::adapters
