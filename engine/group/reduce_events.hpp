// What can happen to a part of a position: it is closed on purpose, sold by somebody else at the venue, or joined by dust. Numbers and
// field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/event/tags.hpp"
#include "engine/group/dust.hpp"
#include "engine/market/order.hpp"

namespace trellis {

/// A part of the position is to be closed (I-7, R-27, X-7): targets are lowered first, then bounded orders sell it.
struct ReductionStarted {
    static constexpr auto tag = EventTag::reduction_started;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    OrderRole role{};                            ///< of its orders
    std::optional<SignalNumber> signal;          ///< REDUCE
    std::optional<OffsetNumber> offset;          ///< the offset that it is a leg of (K-9)
    std::optional<PyramidIndex> pyramid;         ///< out of its lots only; empty: pro rata out of all (R-28)
    Quantity quantity;                           ///< to close
    std::optional<Ratio> max_slippage_percent;   ///< the reducing signal's own bound (R-26)
    Timestamp at{};
    bool operator==(const ReductionStarted&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.role, self.signal, self.offset, self.pyramid, self.quantity, self.max_slippage_percent,
             self.at);
    }
};

/// An order of the reduction left a rest: the next try is `attempt`, at `at`.
struct ReductionRetryScheduled {
    static constexpr auto tag = EventTag::reduction_retry_scheduled;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::uint32_t attempt{};
    Timestamp at{};
    bool operator==(const ReductionRetryScheduled&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.attempt, self.at); }
};

/// The reduction is over: what its orders closed, and what that brought net of fees (section 17).
struct ReductionEnded {
    static constexpr auto tag = EventTag::reduction_ended;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<OffsetNumber> offset;
    Quantity quantity;
    Money realised;
    Timestamp at{};
    bool operator==(const ReductionEnded&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.offset, self.quantity, self.realised, self.at);
    }
};

/// Told to close a part and did not, or quarantined and told to do anything: whoever asked learns the code.
struct ReductionRefused {
    static constexpr auto tag = EventTag::reduction_refused;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<SignalNumber> signal;
    std::optional<OffsetNumber> offset;
    std::string code;
    std::string detail;
    Timestamp at{};
    bool operator==(const ReductionRefused&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.signal, self.offset, self.code, self.detail, self.at);
    }
};

/// the venue holds less than the lots say; this group's share is taken out of its lots, with nothing realised. Flagged, alarmed,
/// never bought back.
struct ExternalReduction {
    static constexpr auto tag = EventTag::external_reduction;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Quantity quantity;
    Quantity told;                               ///< all that it was told to give up so far
    Timestamp at{};
    bool operator==(const ExternalReduction&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.quantity, self.told, self.at); }
};

/// The dust that it was given at its opening joins its lots, and is sold with them.
struct DustSwept {
    static constexpr auto tag = EventTag::dust_swept;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Dust dust;
    bool operator==(const DustSwept&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.dust); }
};

}  // namespace trellis
