// What happens to a desk because of its results: what closing fills earned, and the halts that follow (K-17, K-19). Facts in the past
// tense; their numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/base/time_zone.hpp"
#include "engine/event/tags.hpp"
#include "engine/pool/fee_events.hpp"

namespace trellis {

/// Why entries wait although nobody paused them. Numbers are on disk: never reuse.
enum class HaltReason : std::uint8_t { loss_limit = 0, drawdown = 1 };
std::string_view text(HaltReason reason);  ///< "LOSS_LIMIT"

/// What ended a halt. Numbers are on disk: never reuse.
enum class HaltEnd : std::uint8_t { next_day = 0, resumed = 1, reset = 2 };
std::string_view text(HaltEnd end);  ///< "NEXT_DAY"

/// A halt in force.
struct Halt {
    Timestamp since{};
    std::optional<Timestamp> until;  ///< ends by itself then; empty: an operator ends it
    std::string detail;              ///< the numbers it came from
    bool operator==(const Halt&) const = default;
    static void fields(auto& self, auto&& each) { each(self.since, self.until, self.detail); }
};

/// What a group's closing fills earned since they were last booked (K-17).
struct RealisedBooked {
    static constexpr auto tag = EventTag::realised_booked;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Money realised;       ///< of the group so far, this included
    Money amount;         ///< what is new
    std::int64_t day{};   ///< the local day it counts for (LocalDay)
    Timestamp at{};
    bool operator==(const RealisedBooked&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.realised, self.amount, self.day, self.at); }
};

/// Entries wait from now on; closes go on.
struct EntriesHalted {
    static constexpr auto tag = EventTag::entries_halted;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    HaltReason reason{};
    Timestamp at{};
    std::optional<Timestamp> until;
    std::string detail;
    bool operator==(const EntriesHalted&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.reason, self.at, self.until, self.detail); }
};

/// That halt is over.
struct EntriesReleased {
    static constexpr auto tag = EventTag::entries_released;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    HaltReason reason{};
    HaltEnd end{};
    Timestamp at{};
    bool operator==(const EntriesReleased&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.reason, self.end, self.at); }
};

/// The account's equity has a new peak, from which a drawdown is measured (K-19).
struct EquityPeakRaised {
    static constexpr auto tag = EventTag::equity_peak_raised;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    Money equity;
    Timestamp at{};
    bool operator==(const EquityPeakRaised&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.equity, self.at); }
};

/// An operator let the day's result and the peak of equity count from nothing.
struct LimitsReset {
    static constexpr auto tag = EventTag::limits_reset;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    Timestamp at{};
    bool operator==(const LimitsReset&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.at); }
};

/// What a desk knows of its results. State; it changes by events alone.
struct Standing {
    std::int64_t day = 0;               ///< local day of `realised_today`
    Money realised_today;
    std::optional<Money> equity_peak;
    std::optional<Halt> loss_limit;
    std::optional<Halt> drawdown;
    bool operator==(const Standing&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.day, self.realised_today, self.equity_peak, self.loss_limit, self.drawdown);
    }

    const std::optional<Halt>& halt(HaltReason reason) const;
    bool is_halted() const { return loss_limit.has_value() || drawdown.has_value(); }
    void apply(const RealisedBooked& event);
    void apply(const LeftFeeSettled& event);
    void apply(const EntriesHalted& event);
    void apply(const EntriesReleased& event);
    void apply(const EquityPeakRaised& event);
    void apply(const LimitsReset& event);

private:
    void book(std::int64_t on, Money amount);
};

}  // namespace trellis
