#include "adapters/history/event_reader.hpp"

#include <algorithm>

#include "adapters/journal/follower.hpp"
#include "adapters/journal/segment_list.hpp"
#include "engine/event/codec.hpp"

namespace trellis::adapters {
namespace {

// One stretch is read at a time, and a few are kept: lists walk backwards through them.
constexpr std::uint64_t stretch_events = 2048;
constexpr std::size_t stretch_bytes_max = 4U << 20U;
constexpr std::size_t stretches_kept = 8;

struct KeptCommit {
    FrameHeader header;
    std::vector<std::byte> payload;
    std::uint64_t last() const { return header.first_sequence + header.event_count - 1; }
};

Result<std::uint64_t> first_kept(Disk& disk, const std::string& journal) {
    const auto segments = list_segments(disk, journal);
    if (!segments) return segments.error();
    return segments->used.empty() ? 1 : segments->used.front().header.first_sequence;
}

/// Events count from 1: the first one wanted, a multiple of the stretch before it.
std::uint64_t start_of_stretch(std::uint64_t sequence) { return (sequence - 1) / stretch_events * stretch_events + 1; }

Result<std::vector<EventRow>> decode_commit(const KeptCommit& commit) {
    auto events = decode_all(commit.payload, commit.header.event_count);
    if (!events) return Error{events.error().code, "commit e" + std::to_string(commit.header.first_sequence) + ": " + events.error().detail};
    std::vector<EventRow> rows;
    auto sequence = commit.header.first_sequence;
    for (auto& event : *events) {
        rows.push_back({sequence++, commit.header.first_sequence, commit.header.at, commit.header.cause, std::move(event)});
    }
    return rows;
}

}  // namespace

struct EventReader::Stretch {
    std::vector<KeptCommit> commits;

    const KeptCommit* find(std::uint64_t sequence) const {
        const auto found = std::ranges::lower_bound(commits, sequence, {}, &KeptCommit::last);
        return found == commits.end() || found->header.first_sequence > sequence ? nullptr : &*found;
    }
};

EventReader::EventReader(Disk& disk, std::string journal) : disk_(disk), journal_(std::move(journal)) {}
EventReader::~EventReader() = default;

Result<std::vector<EventRow>> EventReader::read_commit(std::uint64_t sequence) const {
    const auto stretch = stretch_of(sequence);
    if (!stretch) return stretch.error();
    return decode_commit(*(*stretch)->find(sequence));
}

Result<EventRow> EventReader::read(std::uint64_t sequence) const {
    auto commit = read_commit(sequence);
    if (!commit) return commit.error();
    return std::move((*commit)[static_cast<std::size_t>(sequence - commit->front().sequence)]);
}

Result<std::shared_ptr<const EventReader::Stretch>> EventReader::stretch_of(std::uint64_t sequence) const {
    if (sequence == 0) return Error{"NOT_FOUND", "events count from e1"};
    const std::scoped_lock guard(mutex_);
    const auto known = std::ranges::find_if(kept_, [&](const auto& stretch) { return stretch->find(sequence) != nullptr; });
    if (known != kept_.end()) {
        kept_.splice(kept_.begin(), kept_, known);
        return kept_.front();
    }
    auto loaded = load(sequence);
    if (!loaded) return loaded;
    kept_.push_front(*loaded);
    if (kept_.size() > stretches_kept) kept_.pop_back();
    return loaded;
}

Result<std::shared_ptr<const EventReader::Stretch>> EventReader::load(std::uint64_t sequence) const {
    const auto first = first_kept(disk_, journal_);
    if (!first) return first.error();
    const Error not_kept{"EVENT_NOT_KEPT", "event e" + std::to_string(sequence) + " is not kept any more: the journal begins with e" +
                                               std::to_string(*first)};
    if (sequence < *first) return not_kept;
    auto follower = Follower::open(disk_, journal_, std::max(start_of_stretch(sequence), *first));
    if (!follower && follower.error().code == "JOURNAL_STARTS_LATER") return not_kept;
    if (!follower) return follower.error();
    auto stretch = std::make_shared<Stretch>();
    std::size_t bytes = 0;
    const auto end = start_of_stretch(sequence) + stretch_events;
    for (;;) {
        const auto frame = follower->next();
        if (!frame) return frame.error();
        if (!*frame) break;
        const auto& [header, payload] = **frame;
        if (bytes + payload.size() > stretch_bytes_max) {
            if (!stretch->commits.empty() && stretch->commits.back().last() >= sequence) break;
            stretch->commits.clear();
            bytes = 0;
        }
        stretch->commits.push_back({header, {payload.begin(), payload.end()}});
        bytes += payload.size();
        if (stretch->commits.back().last() + 1 >= end) break;
    }
    if (stretch->find(sequence) == nullptr) return Error{"NOT_FOUND", "there is no event e" + std::to_string(sequence) + " yet"};
    return std::shared_ptr<const Stretch>(std::move(stretch));
}

}  // namespace trellis::adapters
