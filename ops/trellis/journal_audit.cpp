#include "ops/trellis/journal_audit.hpp"

#include <algorithm>
#include <utility>

#include "adapters/archive/archive.hpp"
#include "adapters/archive/replay.hpp"
#include "adapters/digest/sha256.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"

namespace trellis::program {
namespace {

using adapters::Cut;

class Auditor {
public:
    Auditor(const JournalPlace& place, const std::optional<World>& initial)
        : place_(place),
          takes_any_account_(!initial.has_value()),
          replay_(audit_.world, [this](const Event& event, std::uint64_t sequence) { return before(event, sequence); }) {
        if (initial) audit_.world = *initial;
    }

    Audit run() && {
        load_cuts();
        if (auto read = read_all(); !read.ok()) audit_.error = read.error();
        finish_cuts();
        audit_.journal_sha256 = digest_.hex();
        return std::move(audit_);
    }

private:
    void load_cuts() {
        for (const auto& path : adapters::cut_paths(place_.archive)) {
            auto cut = load_quietly(path);
            if (!cut.ok() && cut.error().code == "NOT_FOUND") continue;
            if (cut.ok() && cut->info.sequence == 0) continue;
            AuditedCut audited{.path = path, .sequence = {}, .outcome = AuditedCut::Outcome::damaged, .detail = {}};
            if (cut.ok()) {
                audited.sequence = cut->info.sequence;
                audited.outcome = AuditedCut::Outcome::not_compared;
                if (cut->info.is_outdated()) audited.detail = "an earlier version made it";
                cuts_.push_back(std::move(cut).value());
            } else {
                audited.detail = cut.error().detail;
                cuts_.emplace_back();
            }
            audit_.cuts.push_back(std::move(audited));
        }
    }

    /// Beside a running engine a file may be written while it is read: what looks like damage is read again.
    static Result<Cut> load_quietly(const std::string& path) {
        constexpr int attempts = 3;
        auto cut = adapters::load_cut(path);
        for (int i = 1; i < attempts && !cut.ok() && cut.error().code == "SNAPSHOT_DAMAGED"; ++i) cut = adapters::load_cut(path);
        return cut;
    }

    Result<void> read_all() {
        const auto segments = adapters::list_segments(disk_, place_.journal);
        if (!segments.ok()) return segments.error();
        audit_.identity = segments->identity;
        audit_.segments = segments->used.size();
        audit_.segments_prepared = segments->unused.size();
        if (!segments->used.empty()) {
            if (auto based = find_base(segments->used.front().header.first_sequence); !based.ok()) base_error_ = based.error();
        }
        auto reader = adapters::Reader::open(disk_, place_.journal, {.from_sequence = 0, .known_durable = 0});
        if (!reader.ok()) return reader.error();
        for (;;) {
            const auto frame = reader->next();
            if (!frame.ok()) return frame.error();
            if (!frame->has_value()) break;
            if (auto taken = take(**frame); !taken.ok()) return taken;
        }
        audit_.end = reader->end();
        if (base_error_) return *base_error_;
        return {};
    }

    /// A journal whose first segments are gone can only be replayed from a snapshot.
    Result<void> find_base(std::uint64_t first) {
        if (first <= 1) return {};
        const Cut* base = nullptr;
        for (const auto& cut : cuts_) {
            const bool fits = cut.info.sequence + 1 >= first && (base == nullptr || cut.info.sequence < base->info.sequence);
            if (fits) base = &cut;
        }
        if (base == nullptr) {
            return Error{"NO_BASE", "the journal starts with event " + std::to_string(first) + " and no snapshot in " + place_.archive +
                                        " reaches back to it"};
        }
        audit_.replayed_from = base->info.sequence;
        for (const auto& [account, desk] : base->world.desks) audit_.world.desks.insert_or_assign(account, desk);
        for (const auto& [account, risk] : base->world.risks) audit_.world.risks.insert_or_assign(account, risk);
        audit_.world.groups = base->world.groups;
        audit_.world.incarnation = base->world.incarnation;
        return {};
    }

    Result<void> take(const FrameView& frame) {
        const auto& header = frame.header;
        if (!audit_.first) audit_.first = EventPlace{header.first_sequence, header.at};
        const bool is_replayed = !base_error_ && header.first_sequence > audit_.replayed_from;
        if (auto taken = is_replayed ? replay_.take(frame) : only_decode(frame); !taken.ok()) return taken;
        ++audit_.frames;
        audit_.events += header.event_count;
        audit_.last = EventPlace{header.first_sequence + header.event_count - 1, header.at};
        compare_cuts(audit_.last->sequence);
        return {};
    }

    Result<void> only_decode(const FrameView& frame) {
        const auto events = decode_all(frame.payload, frame.header.event_count);
        if (!events.ok()) {
            return Error{events.error().code, "commit at event " + std::to_string(frame.header.first_sequence) + ": " + events.error().detail};
        }
        for (const auto& event : *events) count(event);
        return {};
    }

    void count(const Event& event) {
        if (is_operational(event)) return;
        ++audit_.domain_events;
        bytes_.clear();
        encode(event, bytes_);
        digest_.update(bytes_);
    }

    Result<void> before(const Event& event, std::uint64_t) {
        count(event);
        const auto owner = adapters::owner_of(event);
        const auto* group = std::get_if<GroupId>(&owner);
        const auto* account = std::get_if<AccountId>(&owner);
        if (!takes_any_account_ || (group == nullptr && account == nullptr)) return {};
        const auto id = account != nullptr ? *account : group->account;
        if (audit_.world.desks.contains(id)) return {};
        Desk desk;
        desk.account = id;
        for (const auto& cut : cuts_) {
            const auto known = cut.world.desks.find(id);
            if (known != cut.world.desks.end()) desk.dedupe_window_hours = known->second.dedupe_window_hours;
        }
        audit_.world.desks.emplace(id, std::move(desk));
        audit_.world.risks[id].account = id;
        return {};
    }

    void compare_cuts(std::uint64_t sequence) {
        if (base_error_) return;
        for (std::size_t i = 0; i < cuts_.size(); ++i) {
            auto& audited = audit_.cuts[i];
            if (audited.sequence != sequence || sequence <= audit_.replayed_from || cuts_[i].info.is_outdated()) continue;
            audited.detail = difference(cuts_[i].world);
            audited.outcome = audited.detail.empty() ? AuditedCut::Outcome::same : AuditedCut::Outcome::differs;
        }
    }

    /// Desks that no event touched are in no cut. Empty: none.
    std::string difference(const World& cut) const {
        for (const auto& [account, desk] : cut.desks) {
            const auto found = audit_.world.desks.find(account);
            if (found == audit_.world.desks.end() || found->second != desk) {
                return "the desk of account " + std::to_string(account.value) + " differs";
            }
        }
        for (const auto& [account, risk] : cut.risks) {
            const auto found = audit_.world.risks.find(account);
            if (found == audit_.world.risks.end() || found->second != risk) {
                return "the risk engine of account " + std::to_string(account.value) + " differs";
            }
        }
        for (const auto& [id, group] : cut.groups) {
            const auto found = audit_.world.groups.find(id);
            if (found == audit_.world.groups.end()) return "group " + text(id) + " should not be there";
            if (found->second != group) return "group " + text(id) + " differs";
        }
        for (const auto& [id, group] : audit_.world.groups) {
            if (!cut.groups.contains(id)) return "group " + text(id) + " is missing";
        }
        return cut.incarnation == audit_.world.incarnation ? "" : "the incarnation differs";
    }

    void finish_cuts() {
        for (std::size_t i = 0; i < cuts_.size(); ++i) {
            auto& audited = audit_.cuts[i];
            if (!audited.sequence) {
                if (!audit_.error) audit_.error = Error{"SNAPSHOT_DAMAGED", audited.detail};
                continue;
            }
            const auto journal = adapters::text_of(audit_.identity.id);
            const auto last = audit_.last ? audit_.last->sequence : 0;
            if (!audit_.error && cuts_[i].info.journal != journal) {
                audited.outcome = AuditedCut::Outcome::differs;
                audited.detail = "it is a snapshot of journal " + cuts_[i].info.journal;
                audit_.error = Error{"SNAPSHOT_FOREIGN", audited.path + " is a snapshot of journal " + cuts_[i].info.journal +
                                                             ", this one is " + journal};
            } else if (!audit_.error && *audited.sequence > last) {
                audited.outcome = AuditedCut::Outcome::ahead;
                audited.detail = "the journal ends with event " + std::to_string(last);
                audit_.error = Error{"SNAPSHOT_AHEAD", audited.path + " holds events up to " + std::to_string(*audited.sequence) + ", " +
                                                           audited.detail + ": durable events are lost"};
            } else if (!audit_.error && audited.outcome == AuditedCut::Outcome::differs) {
                audit_.error = Error{"SNAPSHOT_DIFFERS", audited.path + " at event " + std::to_string(*audited.sequence) + ": " + audited.detail};
            }
        }
    }

    const JournalPlace& place_;
    bool takes_any_account_;
    adapters::PosixDisk disk_;
    Audit audit_;
    adapters::Replay replay_;
    std::vector<Cut> cuts_;  // as audit_.cuts, empty where one is damaged
    std::optional<Error> base_error_;
    adapters::Sha256 digest_;
    std::vector<std::byte> bytes_;
};

}  // namespace

std::string_view text(AuditedCut::Outcome outcome) {
    switch (outcome) {
        case AuditedCut::Outcome::same: return "same";
        case AuditedCut::Outcome::differs: return "differs";
        case AuditedCut::Outcome::damaged: return "damaged";
        case AuditedCut::Outcome::ahead: return "ahead";
        case AuditedCut::Outcome::not_compared: return "not compared";
    }
    return "";
}

Audit audit_journal(const JournalPlace& place, const std::optional<World>& initial) { return Auditor(place, initial).run(); }

}  // namespace trellis::program
