// What happens when a venue says other rules of an instrument than were known (V-3). Nobody's state holds them: they are what decisions
// are made by, like quotes; the events say by which, and rebuild them when a run is replayed. Numbers and field order are on disk for
// good.
#pragma once

#include <cstdint>
#include <string_view>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/market/instrument.hpp"

namespace trellis {

/// Why the venue was asked. Numbers are on disk: never reuse.
enum class RefreshCause : std::uint8_t {
    age = 0,        ///< refresh_seconds are over
    missing = 1,    ///< an entry waits for them (V-1)
    announced = 2,  ///< the venue said that they changed
    requested = 3,  ///< by an operator
};
std::string_view text(RefreshCause cause);  ///< "age"

/// Asked for by the account, the venue said other rules. Nothing is written when they are as they were.
struct RulesRenewed {
    static constexpr auto tag = EventTag::rules_renewed;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    InstrumentId instrument;
    RefreshCause cause{};
    InstrumentRules before;
    InstrumentRules rules;
    Timestamp at{};
    bool operator==(const RulesRenewed&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.instrument, self.cause, self.before, self.rules, self.at);
    }
};

/// Asked for because a filter refused this order of a group (O-5).
struct RulesRenewedOnRefusal {
    static constexpr auto tag = EventTag::rules_renewed_on_refusal;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderNumber order;
    InstrumentId instrument;
    InstrumentRules before;
    InstrumentRules rules;
    Timestamp at{};
    bool operator==(const RulesRenewedOnRefusal&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.order, self.instrument, self.before, self.rules, self.at);
    }
};

}  // namespace trellis
