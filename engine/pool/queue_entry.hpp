// One waiting signal, keyed by the identity of the group it would open or add to (section 14).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "engine/signal/instruction.hpp"

namespace trellis {

struct QueueEntry {
    SignalNumber signal;                    ///< whose payload it carries
    Instruction instruction;                ///< without its duplicate key
    SignalNumber first_signal;              ///< the one that queued it first: the last word on seniority (R-43)
    Timestamp first_queued_at{};            ///< kept by a replacement (Q-1)
    Timestamp last_refreshed_at{};          ///< what its time to live counts from (Q-4)
    std::uint32_t replacement_count = 0;
    std::uint32_t attempts = 0;             ///< failed tries to promote it (Q-8)
    std::string failure;                    ///< code of the newest failed try
    std::optional<Timestamp> retry_at;      ///< end of the back-off after it
    bool operator==(const QueueEntry&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.signal, self.instruction, self.first_signal, self.first_queued_at, self.last_refreshed_at,
             self.replacement_count, self.attempts, self.failure, self.retry_at);
    }
    const Identity& identity() const { return instruction.identity; }
};

/// What a signal becomes when nothing of its identity waits yet.
QueueEntry first_entry(SignalNumber signal, const Instruction& instruction, Timestamp now);
/// What the waiting entry becomes by a newer signal.
QueueEntry replaced(const QueueEntry& waiting, SignalNumber signal, const Instruction& instruction, Timestamp now);

/// How an entry left without being promoted. Numbers are on disk: never reuse.
enum class QueueExit : std::uint8_t { rejected = 0, cancelled_by_exit = 1, expired = 2, removed = 3, dropped = 4 };
std::string_view text(QueueExit exit);  ///< "CANCELLED_BY_EXIT"

/// What an entry was ranked by when it was decided about; each rule's key, enabled or not.
struct RankFigures {
    bool continues_group = false;                ///< same_pair_timeframe
    Ratio loss_percent;                          ///< 12 decimals; 0 without a price
    std::optional<Price> price;                  ///< the side of the book it was ranked with (R-43)
    std::uint32_t replacement_count = 0;
    std::optional<Money> expected_profit;        ///< 7.2; empty where no capital can be told
    Timestamp first_queued_at{};
    bool operator==(const RankFigures&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.continues_group, self.loss_percent, self.price, self.replacement_count, self.expected_profit,
             self.first_queued_at);
    }
};

}  // namespace trellis
