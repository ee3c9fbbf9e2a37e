// One reading of a whole journal with everything that can be checked on the way: frames, events, state, snapshots. `verify` and
// `replay` print what it found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/journal/reader.hpp"
#include "engine/world/world.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {

/// One snapshot held against the state replayed up to where it was made.
struct AuditedCut {
    std::string path;
    std::optional<std::uint64_t> sequence;
    enum class Outcome : std::uint8_t { same, differs, damaged, ahead, not_compared } outcome = Outcome::not_compared;
    std::string detail;
};
std::string_view text(AuditedCut::Outcome outcome);

struct EventPlace {
    std::uint64_t sequence = 0;
    Timestamp at{};
};

struct Audit {
    adapters::JournalIdentity identity;
    std::uint64_t segments = 0;           ///< with a header
    std::uint64_t segments_prepared = 0;
    std::uint64_t frames = 0;
    std::uint64_t events = 0;
    std::uint64_t domain_events = 0;
    std::optional<EventPlace> first;
    std::optional<EventPlace> last;
    adapters::JournalEnd end;
    std::uint64_t replayed_from = 0;      ///< the last event of the snapshot it began with; 0: with the first event
    World world;
    std::string journal_sha256;           ///< of the domain events read, as in a report
    std::vector<AuditedCut> cuts;
    std::optional<Error> error;           ///< the first thing wrong; what stands above is what was read before it
};

/// `initial`: a desk for each account, or nothing to take the accounts that events name.
Audit audit_journal(const JournalPlace& place, const std::optional<World>& initial);

}  // namespace trellis::program
