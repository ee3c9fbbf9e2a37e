#include "adapters/explanation/story.hpp"

#include <algorithm>

#include "engine/event/owner.hpp"

namespace trellis::adapters {

std::string Names::account(AccountId id) const {
    const AccountConfig* known = find_account(config, id);
    return known == nullptr ? "account " + std::to_string(id.value) : known->name;
}

Instrument Names::instrument(InstrumentId id) const {
    if (id.value < instruments.all().size()) return instruments.at(id);
    Instrument unknown;
    unknown.symbol = "instrument " + std::to_string(id.value);
    return unknown;
}

std::string Names::identity(AccountId id, const Identity& identity) const {
    return account(id) + ":" + instrument(identity.instrument).symbol + ":" + std::to_string(identity.timeframe_seconds) + ":" +
           std::string(text(identity.side));
}

const EventRow* Story::find(std::uint64_t sequence) const {
    const auto found = std::ranges::lower_bound(events_, sequence, {}, &EventRow::sequence);
    return found == events_.end() || found->sequence != sequence ? nullptr : &*found;
}

Group Story::group_before(GroupId id, std::uint64_t sequence) const {
    Group group;
    for (const auto& row : events_) {
        if (row.sequence >= sequence) break;
        const auto event = as_group_event(row.event);
        if (event.has_value() && group_of(*event) == id) group.apply(*event, Incarnation{});
    }
    return group;
}

}  // namespace trellis::adapters
