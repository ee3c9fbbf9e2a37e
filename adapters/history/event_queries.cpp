// Lists of events: which sequences are looked at comes from the indexes, the events themselves from the journal.
#include <algorithm>

#include "adapters/history/paging.hpp"
#include "adapters/history/read.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/event/names.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters {

using history::Kind;

namespace {

/// Of those that do not match, one page looks at that many; the next one goes on there.
constexpr std::size_t events_visited_max = 16'384;

/// The sequences that a list looks at, from `below` down.
struct Stretch {
    std::uint64_t first = 1;
    std::uint64_t below = 0;
    std::optional<std::vector<std::uint64_t>> only;  ///< of one group, ascending
};

bool passes(const EventFilter& filter, const EventRow& row) {
    if (filter.may_see && !filter.may_see(row.event)) return false;
    if (filter.from && row.at < *filter.from) return false;
    if (filter.to && row.at >= *filter.to) return false;
    if (!filter.type.empty() && filter.type != name_of(row.event)) return false;
    if (filter.category && *filter.category != category_of(row.event)) return false;
    if (filter.text.empty()) return true;
    json::Writer writer;
    write_event_data(writer, row.event);
    return writer.take().find(filter.text) != std::string::npos;
}

/// The next lower sequence to look at; 0: none.
std::uint64_t step_down(const Stretch& stretch, std::uint64_t below) {
    if (!stretch.only) return below - 1 < stretch.first ? 0 : below - 1;
    const auto found = std::ranges::lower_bound(*stretch.only, below);
    if (found == stretch.only->begin() || *std::prev(found) < stretch.first) return 0;
    return *std::prev(found);
}

/// The first noted event at or behind a time; all events at that time or later lie behind the note before it.
Result<std::optional<std::uint64_t>> noted_at(const Store::Transaction& transaction, Timestamp at) {
    std::optional<std::uint64_t> found;
    const auto walked = transaction.walk_forwards(history::time_key(at), [&](ByteView key, ByteView) -> Result<bool> {
        if (key[0] == static_cast<std::byte>(Kind::time)) found = history::last_number(key);
        return false;
    });
    if (!walked) return walked.error();
    return found;
}

}  // namespace

EventCategory category_of(const Event& event) {
    return std::visit(Overloaded{
                          []<GroupOwned E>(const E&) { return EventCategory::group; },
                          []<DeskOwned E>(const E&) { return EventCategory::desk; },
                          []<RiskOwned E>(const E&) { return EventCategory::risk; },
                          []<DirectoryOwned E>(const E&) { return EventCategory::directory; },
                          []<OperationOwned E>(const E&) { return EventCategory::operational; },
                      },
                      event);
}

Result<std::optional<EventRow>> History::event(std::uint64_t sequence) const {
    if (sequence == 0 || sequence > this->sequence()) return std::optional<EventRow>{};
    auto row = reader_.read(sequence);
    if (!row) return row.error();
    return std::optional(std::move(*row));
}

Result<PageOf<EventRow>> History::events(const EventFilter& filter, const PageRequest& request) const {
    const auto start = history::start_of(request);
    if (!start) return start.error();
    Stretch stretch{.first = std::max<std::uint64_t>(filter.first.value_or(1), 1), .below = std::min(*start, sequence() + 1), .only = {}};
    if (filter.last && *filter.last < UINT64_MAX) stretch.below = std::min(stretch.below, *filter.last + 1);
    if (filter.to) {
        const auto noted = query<std::optional<std::uint64_t>>([&](const Store::Transaction& transaction) { return noted_at(transaction, *filter.to); });
        if (!noted) return noted.error();
        if (*noted) stretch.below = std::min(stretch.below, **noted);
    }
    if (filter.group) {
        auto only = events_of(*filter.group);
        if (!only) return only.error();
        stretch.only = std::move(*only);
    }
    PageOf<EventRow> page;
    auto last = stretch.below;
    for (std::size_t visits = 0;; ++visits) {
        const auto sequence = step_down(stretch, last);
        if (sequence == 0) return page;
        if (page.rows.size() == request.limit || visits == events_visited_max) break;
        auto row = reader_.read(sequence);
        if (!row && row.error().code == "EVENT_NOT_KEPT") return page;
        if (!row) return row.error();
        last = sequence;
        // Commits stand in the order of their times.
        if (filter.from && row->at < *filter.from) return page;
        if (passes(filter, *row)) page.rows.push_back(std::move(*row));
    }
    page.next = std::to_string(last);
    return page;
}

}  // namespace trellis::adapters
