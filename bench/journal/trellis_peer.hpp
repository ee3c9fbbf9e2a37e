// The journal itself behind the same interface as what it is held against.
#pragma once

#include <memory>
#include <string>

#include "adapters/journal/group_commit.hpp"
#include "bench/journal/peers.hpp"

namespace trellis::bench {

/// How the caller reaches the journal.
enum class Route {
    inline_fsync,  ///< group commit on the caller's thread, as the journal thread runs it: append, sync, let go
    thread_fsync,  ///< through the journal's thread and back, both wake-ups included
    thread_write,  ///< durability "write": appended on the caller's thread, synced later by the journal's
};

/// A fresh journal below `directory`, its next segment always prepared between two measurements by prepare().
class TrellisPeer : public Peer {
public:
    virtual void prepare() = 0;
};

std::unique_ptr<TrellisPeer> trellis_peer(const std::string& directory, Route route);

}  // namespace trellis::bench
