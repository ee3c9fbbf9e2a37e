// Which sequence the journal gave to a ticket, for the newest tickets only: a fixed ring, because causes are recent.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "engine/event/commit.hpp"

namespace trellis::adapters {

/// Tickets are numbered from 1 on; one that is `capacity` numbers younger takes the place of an older one.
class TicketMap {
public:
    /// `capacity` is rounded up to a power of two.
    explicit TicketMap(std::size_t capacity) : slots_(power_of_two(capacity)) {}

    void put(Ticket ticket, std::uint64_t sequence) { slots_[slot(ticket)] = {ticket, sequence}; }

    std::optional<std::uint64_t> find(Ticket ticket) const {
        const auto& entry = slots_[slot(ticket)];
        if (entry.ticket != ticket || ticket == Ticket{}) return std::nullopt;
        return entry.sequence;
    }

private:
    struct Entry {
        Ticket ticket{};
        std::uint64_t sequence = 0;
    };

    static std::size_t power_of_two(std::size_t wanted) {
        std::size_t size = 1;
        while (size < wanted) size *= 2;
        return size;
    }
    std::size_t slot(Ticket ticket) const { return static_cast<std::size_t>(ticket) & (slots_.size() - 1); }

    std::vector<Entry> slots_;
};

}  // namespace trellis::adapters
