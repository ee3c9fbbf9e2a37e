// Questions a desk answers about itself, and what must always hold of it.
#include "engine/pool/desk.hpp"

#include "engine/base/check.hpp"

namespace trellis {

std::string_view text(SignalOutcome outcome) {
    switch (outcome) {
        case SignalOutcome::accepted: return "accepted";
        case SignalOutcome::queued: return "queued";
        case SignalOutcome::duplicate: return "duplicate";
        case SignalOutcome::ignored: return "ignored";
        case SignalOutcome::rejected: return "rejected";
    }
    return "";
}

std::string_view text(TradingState state) {
    switch (state) {
        case TradingState::active: return "ACTIVE";
        case TradingState::reducing: return "REDUCING";
        case TradingState::halted: return "HALTED";
    }
    return "";
}

const DeskGroup* Desk::find(GroupId group) const {
    const auto found = groups.find(group);
    return found == groups.end() ? nullptr : &found->second;
}

const DeskGroup* Desk::find(const Identity& identity) const {
    const auto found = by_identity.find(identity);
    return found == by_identity.end() ? nullptr : find(found->second);
}

void check_slots(const Desk& desk, std::uint32_t max_open_groups) {
    TRELLIS_CHECK(desk.groups.size() <= max_open_groups, "no more groups than slots (L-1)");
}

void check_invariants(const Desk& desk) {
    TRELLIS_CHECK(desk.by_identity.size() == desk.groups.size(), "one live group per identity (G-1)");
    for (const auto& [identity, group] : desk.by_identity) {
        const DeskGroup* found = desk.find(group);
        TRELLIS_CHECK(found != nullptr, "an identity names a group that holds a slot");
        TRELLIS_CHECK(found->identity == identity, "a group is found under its own identity");
        TRELLIS_CHECK(found->entries_total <= found->strategy.max_pyramids || found->strategy.follow_config_changes,
                      "no more entries than max_pyramids (P-1)");
    }
}

}  // namespace trellis
