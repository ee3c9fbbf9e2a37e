// What happens to a desk because of orders at its venue that bear our prefix and that no journal knows (O-8). Facts in the past tense;
// their numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/market/side.hpp"

namespace trellis {

/// How an orphan's end was learned. Numbers are on disk: never reuse.
enum class OrphanEnd : std::uint8_t {
    cancelled = 0,  ///< by us; what was filled before stays
    filled = 1,     ///< before the cancel arrived
    gone = 2,       ///< it is open no more, and nobody said why
};
std::string_view text(OrphanEnd end);  ///< "CANCELLED"

/// An open order of ours that no journal knows was found, or stands there still although its cancel was asked for. With `is_cancelled`
/// this is the decision to cancel it.
struct OrphanFound {
    static constexpr auto tag = EventTag::orphan_found;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    InstrumentId instrument;
    std::string order;     ///< client order id
    OrderSide side{};
    Price price;
    Quantity quantity;     ///< total, filled part included
    Quantity filled;
    bool is_cancelled = false;
    std::uint32_t times{};  ///< how often it was found, this time included
    Timestamp at{};
    bool operator==(const OrphanFound&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.instrument, self.order, self.side, self.price, self.quantity, self.filled,
             self.is_cancelled, self.times, self.at);
    }
};

/// It is open no more. What was filled belongs to no group: the account holds it, nothing watches it.
struct OrphanEnded {
    static constexpr auto tag = EventTag::orphan_ended;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    InstrumentId instrument;
    std::string order;
    OrphanEnd end{};
    Quantity filled;       ///< of the whole order, as far as the venue said
    Timestamp at{};
    bool operator==(const OrphanEnded&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.account, self.instrument, self.order, self.end, self.filled, self.at);
    }
};

/// An orphan as its desk knows it.
struct Orphan {
    InstrumentId instrument;
    OrderSide side{};
    Price price;
    Quantity quantity;
    Quantity filled;
    bool is_cancelled = false;  ///< its cancel was asked for
    std::uint32_t times{};
    Timestamp found_at{};
    bool operator==(const Orphan&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.instrument, self.side, self.price, self.quantity, self.filled, self.is_cancelled, self.times, self.found_at);
    }
};

}  // namespace trellis
