// The part of a history that an explanation tells: events with what led to them, the rows that follow from them, and the names that
// events leave out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/history/rows.hpp"
#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/world/chronicle.hpp"

namespace trellis::adapters {

/// What numbers are called. One that the configuration does not know any more gets a name of its kind and number.
struct Names {
    const Config& config;
    const InstrumentTable& instruments;

    std::string account(AccountId id) const;
    Instrument instrument(InstrumentId id) const;
    /// "main:BTCUSDT:900:long"
    std::string identity(AccountId account, const Identity& identity) const;
};

class Story {
public:
    /// `events` ascend; each group that one of them is about is there from its beginning. What `names` refers to outlives it.
    Story(const Names& names, std::vector<EventRow> events, Chronicle chronicle)
        : names_(names), events_(std::move(events)), chronicle_(std::move(chronicle)) {}

    const std::vector<EventRow>& events() const { return events_; }
    const EventRow* find(std::uint64_t sequence) const;
    const Chronicle& chronicle() const { return chronicle_; }
    /// The group as it was before that event.
    Group group_before(GroupId id, std::uint64_t sequence) const;
    const Config& config() const { return names_.config; }
    const Names& names() const { return names_; }
    Instrument instrument(InstrumentId id) const { return names_.instrument(id); }
    std::string account_name(AccountId id) const { return names_.account(id); }

private:
    Names names_;
    std::vector<EventRow> events_;
    Chronicle chronicle_;
};

}  // namespace trellis::adapters
