// The way of reports from the paper exchange to the engine: latency (PV-7), disconnections, and the stream faults of R-61, behind
// which each account's StreamGuard restores what the venue said.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "adapters/exchange/stream_guard.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace trellis::adapters {

/// What the wire does to one report.
struct Mishap {
    bool is_dropped = false;
    bool is_doubled = false;
    bool is_late = false;  ///< changes place with the next report that arrives with it
    std::optional<Duration> fee_after{};  ///< comes without its fee, which follows so much later (F-8)
};

class Wire {
public:
    void add_account(AccountId account, Duration latency);
    /// A report of the venue, numbered in its account's stream.
    void send(AccountId account, OrderReport report, Timestamp now, Mishap mishap);
    /// An answer made on our side of the wire: no latency, no number.
    void answer_locally(AccountId account, OrderReport report, Timestamp now);
    /// Until then nothing arrives for the account; what is under way waits and keeps its order.
    void disconnect(AccountId account, Timestamp now, Timestamp until);
    bool is_connected(AccountId account, Timestamp now) const;
    /// When the account's stream fell silent; nothing while it speaks.
    std::optional<Timestamp> silent_since(AccountId account, Timestamp now) const;

    /// Makes what is due available.
    void advance(Timestamp now);
    /// The venue's heartbeat: what was lost until now is fetched.
    void settle(Timestamp now);
    std::optional<Timestamp> next_due() const;
    std::vector<OrderReport> take();

private:
    struct Slot {
        Timestamp due{};
        std::uint64_t ordinal = 0;  // of the whole exchange: what arose first goes first at equal times
        auto operator<=>(const Slot&) const = default;
    };
    struct Parcel {
        AccountId account;
        std::uint64_t number = 0;  // 0: made on our side
        OrderReport report;
        Mishap mishap;
    };
    struct Line {
        Duration latency{};
        Timestamp held_until{};
        Timestamp held_since{};
        Timestamp last_due{};            // reports of one account do not overtake each other
        std::uint64_t last_number = 0;   // given to a report
        std::uint64_t last_arrived = 0;  // whose time has come, lost ones too
        StreamGuard guard;
        std::map<std::uint64_t, OrderReport> lost;  // what a refetch finds at the venue
    };

    Line& line(AccountId account);
    const Line& line(AccountId account) const;
    void arrive(std::vector<Parcel>& together);
    void pass(std::vector<OrderReport> reports);
    static OrderReport refetch(Line& line, std::uint64_t number);

    std::map<AccountId, Line> lines_;
    std::map<Slot, Parcel> under_way_;
    std::vector<OrderReport> available_;
    std::uint64_t next_ordinal_ = 1;
};

}  // namespace trellis::adapters
