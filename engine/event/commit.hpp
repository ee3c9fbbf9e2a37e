// What a commit is to everyone who writes or reads the journal: when, why, and which events. The numbers here stand on disk.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <variant>

#include "engine/base/time.hpp"

namespace trellis {

/// What led to a commit. Numbers on disk: never reuse.
enum class CauseKind : std::uint8_t {
    event = 0,
    signal = 1,
    trade = 2,
    quote = 3,
    timer = 4,
    request = 5,
    fact = 6,
    evaluate = 7,
    follow_up = 8,
    operational = 9,
    risk_pass = 10,     ///< of the interval or after fills; a pass that decides nothing has no number
    orphan_sweep = 11,  ///< O-8; one that finds nothing has no number
};

/// The highest number of CauseKind that this version writes; a reader refuses what lies above.
inline constexpr std::uint8_t cause_kind_last = 11;

/// For CauseKind::event the sequence of the first event of the causing commit, otherwise the number of the outside item.
struct Cause {
    CauseKind kind = CauseKind::operational;
    std::uint64_t id = 0;

    bool operator==(const Cause&) const = default;
};

/// Names a commit from the moment its owner made it, before the journal gave it a sequence. Never zero, unique in a process.
enum class Ticket : std::uint64_t {};

/// Why a commit happened, as its owner knows it: an outside item, or another commit that may still be on its way to the journal.
using CommitCause = std::variant<Cause, Ticket>;

/// Everything about one commit but its events. Events count from 1; the frame covers
/// [first_sequence, first_sequence + event_count). Without events it is a mark: it only says what is durable.
struct FrameHeader {
    std::uint64_t first_sequence = 0;
    std::uint32_t event_count = 0;
    Timestamp at{};
    Cause cause{};
    std::uint64_t synced = 0;  ///< the last sequence known durable when the frame was written

    bool operator==(const FrameHeader&) const = default;
};

/// One commit as read from the journal: `payload` holds its encoded events back to back, and lives as long as its reader says.
struct FrameView {
    FrameHeader header;
    std::span<const std::byte> payload;
};

}  // namespace trellis
