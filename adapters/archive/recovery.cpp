#include "adapters/archive/recovery.hpp"

#include <algorithm>
#include <exception>
#include <set>
#include <utility>

#include "adapters/archive/archive.hpp"
#include "adapters/archive/replay.hpp"
#include "adapters/journal/segment_list.hpp"

namespace trellis::adapters {
namespace {

/// A cut's file whose info can be read: enough to know what it claims.
struct Candidate {
    std::string path;
    std::uint64_t sequence = 0;
    bool is_outdated = false;
};

bool is_unusable(const Error& error) { return error.code == "SNAPSHOT_DAMAGED" || error.code == "SNAPSHOT_VERSION"; }

Error foreign(const std::string& path, const std::string& of, const std::string& journal) {
    return Error{"SNAPSHOT_FOREIGN", path + " is a snapshot of journal " + of + ", this one is " + journal};
}

/// Newest first. What cannot be read goes to `fallbacks`.
Result<std::vector<Candidate>> find_candidates(const std::string& archive, const std::string& journal,
                                               std::vector<std::string>& fallbacks) {
    std::vector<Candidate> candidates;
    for (const auto& path : cut_paths(archive)) {
        const auto info = peek_cut(path);
        if (!info.ok() && info.error().code == "NOT_FOUND") continue;
        if (!info.ok() && is_unusable(info.error())) {
            fallbacks.push_back(info.error().detail);
            continue;
        }
        if (!info.ok()) return info.error();
        if (info->sequence == 0) continue;
        if (info->journal != journal) return foreign(path, info->journal, journal);
        candidates.push_back({path, info->sequence, info->is_outdated()});
    }
    std::ranges::sort(candidates, std::ranges::greater{}, &Candidate::sequence);
    return candidates;
}

/// The newest cut that is whole; what is not goes to `fallbacks`. One of an earlier version knows less than its journal tells, so it
/// is taken only when that journal's beginning is gone.
Result<std::optional<Cut>> load_newest(const std::vector<Candidate>& candidates, bool is_journal_whole,
                                       std::vector<std::string>& fallbacks) {
    for (const auto& candidate : candidates) {
        if (candidate.is_outdated && is_journal_whole) {
            fallbacks.push_back(candidate.path + " was made by an earlier version: the journal is replayed instead");
            continue;
        }
        auto cut = load_cut(candidate.path);
        if (cut.ok()) return std::optional(std::move(cut).value());
        if (!is_unusable(cut.error())) return cut.error();
        fallbacks.push_back(cut.error().detail);
    }
    return std::optional<Cut>{};
}

/// The desks and risk engines of the cut as they were, those that no event touched as new. How long keys are remembered is the present
/// configuration's to say.
World started_from(World cut, World&& initial) {
    for (auto& [account, desk] : initial.desks) {
        const auto found = cut.desks.find(account);
        if (found == cut.desks.end()) {
            cut.desks.emplace(account, std::move(desk));
        } else {
            found->second.dedupe_window_hours = desk.dedupe_window_hours;
        }
    }
    for (auto& [account, risk] : initial.risks) cut.risks.try_emplace(account, std::move(risk));
    return cut;
}

Error with_fallbacks(Error error, const std::vector<std::string>& fallbacks) {
    for (const auto& fallback : fallbacks) error.detail += "; " + fallback;
    return error;
}

Result<void> replay_tail(Disk& disk, const std::string& journal, Replay& replay, Recovered& recovered) {
    const ReadOptions from{.from_sequence = recovered.cut.value_or(0) + 1, .known_durable = 0};
    auto reader = Reader::open(disk, journal, from);
    if (!reader.ok()) return reader.error();
    for (;;) {
        const auto frame = reader->next();
        if (!frame.ok()) return frame.error();
        if (!frame->has_value()) break;
        if (auto taken = replay.take(**frame); !taken) return taken;
        recovered.last_at = (*frame)->header.at;
    }
    recovered.events = replay.events();
    recovered.end = reader->end();
    for (const auto& [id, quarantined] : replay.quarantined()) recovered.quarantined.push_back(quarantined);
    return {};
}

/// Where a replay begins: with the newest cut that can be used, or with nothing.
Result<void> begin(Disk& disk, const RecoverOptions& options, World initial, std::uint64_t& known_durable, Recovered& recovered) {
    const auto identity = read_identity(disk, options.journal);
    if (!identity.ok()) return identity.error();
    recovered.world = std::move(initial);
    if (!options.may_use_cut) return {};
    const auto candidates = find_candidates(options.archive, text_of(identity->id), recovered.fallbacks);
    if (!candidates.ok()) return candidates.error();
    if (!candidates->empty()) known_durable = candidates->front().sequence;
    const auto is_whole = reaches_first_event(disk, options.journal);
    if (!is_whole.ok()) return is_whole.error();
    auto cut = load_newest(*candidates, *is_whole, recovered.fallbacks);
    if (!cut.ok()) return cut.error();
    if (!cut->has_value()) return {};
    recovered.cut = (*cut)->info.sequence;
    recovered.last_at = (*cut)->info.at;
    recovered.world = started_from(std::move((*cut)->world), std::move(recovered.world));
    return {};
}

void check_groups(Recovered& recovered) {
    for (auto& [id, group] : recovered.world.groups) {
        try {
            check_invariants(group);
        } catch (const std::exception& broken) {
            const GroupQuarantined quarantined{id, std::string("found at the start: ") + broken.what(), recovered.last_at.value_or(Timestamp{})};
            group.apply(quarantined, recovered.world.incarnation);
            recovered.quarantined.push_back(quarantined);
        }
    }
}

}  // namespace

Result<Recovered> recover(Disk& disk, const RecoverOptions& options, World initial) {
    Recovered recovered;
    std::uint64_t known_durable = 0;
    std::set<GroupId> careful;
    for (;;) {
        recovered = Recovered{};
        if (auto begun = begin(disk, options, initial, known_durable, recovered); !begun) return begun.error();
        Replay replay(recovered.world, {}, &careful);
        const auto replayed = replay_tail(disk, options.journal, replay, recovered);
        if (replayed.ok()) break;
        const bool goes_on = replay.broken().has_value() && careful.insert(*replay.broken()).second;
        if (!goes_on) return with_fallbacks(replayed.error(), recovered.fallbacks);
    }
    if (recovered.last_sequence() < known_durable) {
        return Error{"SNAPSHOT_AHEAD", "the snapshot in " + options.archive + " holds events up to " + std::to_string(known_durable) +
                                           ", the journal in " + options.journal + " ends with event " +
                                           std::to_string(recovered.last_sequence()) + ": durable events are lost"};
    }
    return recovered;
}

Result<Recovered> recover(Disk& disk, const RecoverOptions& options, const Config& config) {
    auto recovered = recover(disk, options, World::empty(config));
    if (!recovered.ok()) return recovered;
    check_groups(*recovered);
    try {
        check_invariants(recovered->world);
    } catch (const std::exception& broken) {
        return Error{"INVARIANT_BROKEN", "after event " + std::to_string(recovered->last_sequence()) + ": " + broken.what()};
    }
    return recovered;
}

}  // namespace trellis::adapters
