// The start of everything: the newest cut that can be trusted and the journal behind it, as a world again. It only reads.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/disk.hpp"
#include "adapters/journal/reader.hpp"
#include "engine/world/world.hpp"

namespace trellis::adapters {

struct RecoverOptions {
    std::string journal;  ///< DATA_DIR/journal
    std::string archive;  ///< DATA_DIR/state.mdb; need not exist
    bool may_use_cut = true;
};

struct Recovered {
    World world;
    JournalEnd end;                        ///< what Writer::open continues from; end.next_sequence - 1 is the last event
    std::optional<Timestamp> last_at;      ///< of the last event
    std::optional<std::uint64_t> cut;      ///< the last event of the cut it began with; empty: with the first event
    std::uint64_t events = 0;              ///< replayed behind the cut
    std::vector<GroupQuarantined> quarantined;  ///< groups that could not take an event, or do not hold: not journaled yet
    std::vector<std::string> fallbacks;    ///< each cut that could not be used, and why

    std::uint64_t last_sequence() const { return end.next_sequence - 1; }
    /// Of the last start that the journal knows.
    Incarnation last_incarnation() const { return world.incarnation; }
};

/// `initial` holds a desk for each account, as new (World::empty). A cut that is damaged is passed over for the older one, then for
/// the whole journal. Errors: SNAPSHOT_FOREIGN (a cut of another journal), SNAPSHOT_AHEAD (the journal ends before a cut: it has
/// lost durable events), REPLAY_FAILED and STATE_DIFFERS naming the event, and those of Reader and the codec.
Result<Recovered> recover(Disk& disk, const RecoverOptions& options, World initial);
/// A group that cannot take one of its commits does not stop it: that commit is left out and the group is quarantined.
/// The same for the accounts of `config`; also checks the invariants of the result: INVARIANT_BROKEN, but for a group, which is
/// quarantined.
Result<Recovered> recover(Disk& disk, const RecoverOptions& options, const Config& config);

}  // namespace trellis::adapters
