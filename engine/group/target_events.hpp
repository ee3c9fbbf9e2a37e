// What can happen to the stop and the targets of a group besides their orders. Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"
#include "engine/group/close_reason.hpp"

namespace trellis {

/// Who set a stop or a target. Numbers are on disk: never reuse.
enum class LevelSource : std::uint8_t { signal = 0, by_hand = 1, preset = 2 };

/// Which quote somebody acted on. A try that left a rest is not repeated on the same one.
struct SeenQuote {
    std::uint64_t number{};
    Timestamp at{};
    bool operator==(const SeenQuote&) const = default;
    static void fields(auto& self, auto&& each) { each(self.number, self.at); }
};

/// Something asked for was not done, and why: an operator's command, or a field of a signal (W-5). Changes nothing.
struct RefusalNoted {
    static constexpr auto tag = EventTag::refusal_noted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::string code;    ///< "WOULD_TRIGGER", "SL_WRONG_SIDE"...
    std::string detail;  ///< with its numbers
    Timestamp at{};
    bool operator==(const RefusalNoted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.code, self.detail, self.at); }
};

/// The stop is set, moved or taken away (T-13). It is in force from the first fill on.
struct StopMoved {
    static constexpr auto tag = EventTag::stop_moved;
    static constexpr std::uint8_t version = 3;  // 2: source preset; 3: layer
    GroupId group;
    std::optional<Price> price;
    std::optional<Price> previous;
    CloseReason reason = CloseReason::stop;  ///< of the close that it starts (R-6)
    LevelSource source{};
    Timestamp at{};
    std::optional<LegIndex> layer{};         ///< whose; empty: the first position's
    bool operator==(const StopMoved&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.price, self.previous, self.reason, self.source, self.at, self.layer);
    }
};

/// The price at which the whole position is sold is set (W-5, `use_signal_tp`).
struct PositionTargetMoved {
    static constexpr auto tag = EventTag::position_target_moved;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<Price> price;
    std::optional<Price> previous;
    LevelSource source{};
    Timestamp at{};
    bool operator==(const PositionTargetMoved&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.price, self.previous, self.source, self.at); }
};

/// A new percentage: without pyramid the aggregate's, with one its own in mode pyramid_aggregate, with a leg the leg's.
struct TargetChange {
    std::optional<PyramidIndex> pyramid;
    std::optional<LegIndex> leg;
    std::optional<Ratio> previous;
    Ratio percent;
    bool operator==(const TargetChange&) const = default;
    static void fields(auto& self, auto&& each) { each(self.pyramid, self.leg, self.previous, self.percent); }
};

/// An operator changed percentages of targets.
struct TargetsChanged {
    static constexpr auto tag = EventTag::targets_changed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::vector<TargetChange> changes;
    Timestamp at{};
    bool operator==(const TargetsChanged&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.changes, self.at); }
};

/// A discretionary close left a rest and slippage_action is reject: the group goes on with it (F-3, R-24).
struct CloseAbandoned {
    static constexpr auto tag = EventTag::close_abandoned;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    CloseReason reason{};
    SeenQuote quote;  ///< it is looked at again from the next one on
    Timestamp at{};
    std::optional<OffsetNumber> offset;  ///< whose leg it was (K-9)
    bool operator==(const CloseAbandoned&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.reason, self.quote, self.at, self.offset); }
};

/// A close that could still be given up was asked for by somebody who means it: now it is driven to its end (T-1, F-3).
struct CloseInsisted {
    static constexpr auto tag = EventTag::close_insisted;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::optional<SignalNumber> signal;         ///< EXIT
    std::optional<Ratio> max_slippage_percent;  ///< the signal's own bound (R-26)
    Timestamp at{};
    bool operator==(const CloseInsisted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.signal, self.max_slippage_percent, self.at); }
};

/// The target of one pyramid was touched: its entries are cancelled and its lots sold, the others go on (T-7 per_pyramid).
struct PyramidTargetReached {
    static constexpr auto tag = EventTag::pyramid_target_reached;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    PyramidIndex pyramid;
    Price target;
    Price mark;
    SeenQuote quote;
    Timestamp at{};
    bool operator==(const PyramidTargetReached&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.group, self.pyramid, self.target, self.mark, self.quote, self.at);
    }
};

/// A leg sold out by its target waits for its entry again (T-10); the entry follows in the same commit.
struct LegRearmed {
    static constexpr auto tag = EventTag::leg_rearmed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    PyramidIndex pyramid;
    LegIndex leg;
    bool operator==(const LegRearmed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.pyramid, self.leg); }
};

}  // namespace trellis
