#include "engine/pool/queue_entry.hpp"

namespace trellis {

QueueEntry first_entry(SignalNumber signal, const Instruction& instruction, Timestamp now) {
    QueueEntry entry;
    entry.signal = signal;
    entry.instruction = instruction;
    entry.instruction.duplicate_key.clear();
    entry.first_signal = signal;
    entry.first_queued_at = now;
    entry.last_refreshed_at = now;
    return entry;
}

QueueEntry replaced(const QueueEntry& waiting, SignalNumber signal, const Instruction& instruction, Timestamp now) {
    QueueEntry entry = waiting;
    entry.signal = signal;
    entry.instruction = instruction;
    entry.instruction.duplicate_key.clear();
    entry.last_refreshed_at = now;
    entry.replacement_count += 1;
    return entry;
}

}  // namespace trellis
