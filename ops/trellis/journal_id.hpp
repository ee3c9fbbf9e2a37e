// A new journal's name.
#pragma once

#include <cstddef>
#include <random>

#include "adapters/journal/segment.hpp"

namespace trellis::program {

/// Tells journals apart; nothing that is decided depends on it.
inline adapters::JournalId draw_journal_id() {
    std::random_device source;
    adapters::JournalId id;
    for (auto& byte : id.bytes) byte = static_cast<std::byte>(source() & 0xFFU);
    return id;
}

}  // namespace trellis::program
