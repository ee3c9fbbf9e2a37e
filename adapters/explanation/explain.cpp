#include "adapters/explanation/explain.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <map>
#include <set>

#include "adapters/explanation/words.hpp"
#include "adapters/history/ids.hpp"
#include "adapters/history/mentions.hpp"

namespace trellis::adapters {
namespace {

std::optional<GroupId> find_group(const Story& story, std::string_view id) {
    const auto& order = story.chronicle().opening_order();
    const auto found = std::ranges::find_if(order.rbegin(), order.rend(), [&](GroupId group) {
        return text(group) == id || story.names().identity(group.account, story.chronicle().find(group)->group.identity) == id;
    });
    if (found == order.rend()) return std::nullopt;
    return *found;
}

std::optional<OffsetNumber> find_offset(const Story& story, std::string_view id) {
    for (const auto& row : story.events()) {
        const auto* planned = std::get_if<OffsetPlanned>(&row.event);
        if (planned != nullptr && text(planned->offset) == id) return planned->offset;
    }
    return std::nullopt;
}

std::optional<OrderKey> find_order(const Story& story, std::string_view id) {
    for (const GroupId group : story.chronicle().opening_order()) {
        const auto& row = *story.chronicle().find(group);
        for (const auto& order : row.group.orders) {
            const OrderKey key{group, order.number};
            const auto place = order.number.value - 1U;
            if (row.orders[place].name == id || text(ClientOrderId{row.group.placed_in[place], key}) == id) return key;
        }
    }
    return std::nullopt;
}

// ---- out of a history ----

/// "main:BTCUSDT:900:long" taken apart. Several instruments may share a symbol.
struct IdentityName {
    AccountId account;
    std::vector<Identity> identities;
};

std::optional<IdentityName> parse_identity(const Names& names, std::string_view id) {
    std::array<std::string_view, 4> parts;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const auto end = i + 1 < parts.size() ? id.find(':') : id.size();
        if (end == std::string_view::npos) return std::nullopt;
        parts[i] = id.substr(0, end);
        id.remove_prefix(std::min(end + 1, id.size()));
    }
    Identity identity;
    const auto [stop, error] = std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), identity.timeframe_seconds);
    const bool is_long = parts[3] == text(PositionSide::long_side);
    if (error != std::errc() || stop != parts[2].data() + parts[2].size()) return std::nullopt;
    if (!is_long && parts[3] != text(PositionSide::short_side)) return std::nullopt;
    identity.side = is_long ? PositionSide::long_side : PositionSide::short_side;
    const auto& accounts = names.config.accounts;
    const auto account = std::ranges::find(accounts, parts[0], &AccountConfig::name);
    if (account == accounts.end()) return std::nullopt;
    IdentityName found{AccountId{static_cast<std::uint16_t>(account - accounts.begin() + 1)}, {}};
    for (std::uint32_t i = 0; i < names.instruments.all().size(); ++i) {
        identity.instrument = InstrumentId{i};
        if (names.instruments.all()[i].symbol == parts[1]) found.identities.push_back(identity);
    }
    return found;
}

/// Reads what a story needs: whole groups, and what the desk said of the signals that they obeyed.
class Gathering {
public:
    Gathering(const History& history, const Names& names) : history_(history), config_(names.config) {}

    Result<void> add(GroupId group) {
        const auto known = history_.group(group);
        if (!known) return known.error();
        if (!*known) return Error{"EVENT_NOT_KEPT", "the beginning of group " + text(group) + " is not kept any more"};
        const auto sequences = history_.events_of(group);
        if (!sequences) return sequences.error();
        std::set<SignalNumber> signals;
        std::set<OffsetNumber> offsets;
        std::optional<GroupId> leader;
        for (const auto sequence : *sequences) {
            const auto row = read(sequence);
            if (!row) return row.error();
            const auto* added = std::get_if<PyramidAdded>(&(*row)->event);
            if (added != nullptr && added->signal.value != 0) signals.insert(added->signal);
            if (const auto* opened = std::get_if<CopyOpened>(&(*row)->event)) leader = opened->origin.leader;
            const auto* close = std::get_if<CloseStarted>(&(*row)->event);
            if (close != nullptr && close->signal.has_value()) signals.insert(*close->signal);
            const auto* part = std::get_if<ReductionStarted>(&(*row)->event);
            if (part != nullptr && part->signal.has_value()) signals.insert(*part->signal);
            if (const auto offset = offset_served_by((*row)->event)) offsets.insert(*offset);
            if (const auto offset = offset_of((*row)->event)) offsets.insert(*offset);
        }
        for (const auto offset : offsets) {
            if (auto done = add(offset, group); !done) return done;
        }
        for (const auto signal : signals) {
            if (auto done = add(signal); !done) return done;
        }
        return leader.has_value() && may_tell(group, *leader) ? add(*leader) : Result<void>{};
    }

    /// Whole. Events of it that name no group stand behind one that does, in the same commit.
    Result<void> add(OffsetNumber offset, GroupId group) {
        if (!offsets_.insert(offset).second) return {};
        std::set<GroupId> groups{group};
        const auto plan = read_parts(offset, group);
        if (!plan) return plan.error();
        if (*plan) groups.insert((*plan)->loser.group);
        if (*plan) std::ranges::transform((*plan)->winners, std::inserter(groups, groups.end()), &OffsetShare::group);
        groups.erase(group);
        for (const auto other : groups) {
            if (const auto parts = read_parts(offset, other); !parts) return parts.error();
        }
        return {};
    }

    Result<void> add(SignalNumber signal) {
        const auto sequences = history_.events_of(signal);
        if (!sequences) return sequences.error();
        for (const auto sequence : *sequences) {
            const bool is_known = rows_.contains(sequence);
            const auto row = read(sequence);
            if (!row) return row.error();
            // A group's events make sense with all the others of it only.
            if (!is_known && signal_of((*row)->event) != signal) rows_.erase(sequence);
        }
        return {};
    }

    Result<void> add(std::uint64_t sequence) {
        const auto row = read(sequence);
        if (!row) return row.error();
        const Event event = (*row)->event;
        if (const auto offset = offset_of(event)) return add_offset(*offset, sequence);
        if (const auto group = group_of(event)) return add(*group);
        if (const auto signal = signal_of(event)) return add(*signal);
        return {};
    }

    Result<Story> tell(const Names& names) {
        const auto starts = history_.starts();
        if (!starts) return starts.error();
        auto start = starts->begin();
        Chronicle chronicle;
        std::vector<EventRow> events;
        for (auto& [sequence, row] : rows_) {
            // The ids of orders say in which start of the process they were placed.
            for (; start != starts->end() && start->first < sequence; ++start) {
                chronicle.apply(RunStarted{start->second, {}, {}}, start->first);
            }
            chronicle.apply(row.event, sequence);
            events.push_back(std::move(row));
        }
        return Story(names, std::move(events), std::move(chronicle));
    }

private:
    /// Z-9: what somebody else's account did, which he only shares, is no story to tell. A leader is no copy, so its own story ends there.
    bool may_tell(GroupId copy, GroupId leader) const {
        const AccountConfig* follower = find_account(config_, copy.account);
        const AccountConfig* followed = find_account(config_, leader.account);
        if (follower == nullptr || followed == nullptr || follower->owner != followed->owner) return false;
        const auto known = history_.group(leader);
        return known && known->has_value();
    }

    /// From one of its events: each names a group, or stands behind one that does.
    Result<void> add_offset(OffsetNumber offset, std::uint64_t sequence) {
        auto row = read(sequence);
        while (row && sequence > (*row)->commit && history::groups_named_by((*row)->event).empty()) row = read(--sequence);
        if (!row) return row.error();
        const auto groups = history::groups_named_by((*row)->event);
        return groups.empty() ? Result<void>{} : add(offset, groups.front());
    }

    /// Events of the offset that a group knows; its plan, when that is among them.
    Result<std::optional<OffsetPlanned>> read_parts(OffsetNumber offset, GroupId group) {
        const auto sequences = history_.events_of(group);
        if (!sequences) return sequences.error();
        std::optional<OffsetPlanned> plan;
        for (auto sequence : *sequences) {
            auto row = read_if_of(offset, sequence);
            if (row && *row != nullptr && std::holds_alternative<OffsetPlanned>((*row)->event)) plan = std::get<OffsetPlanned>((*row)->event);
            while (row && *row != nullptr && sequence < history_.sequence()) row = read_if_of(offset, ++sequence);
            if (!row) return row.error();
        }
        return plan;
    }

    /// Null, and not kept, when it is not an event of that offset.
    Result<const EventRow*> read_if_of(OffsetNumber offset, std::uint64_t sequence) {
        const bool is_known = rows_.contains(sequence);
        auto row = read(sequence);
        if (!row || offset_of((*row)->event) == offset) return row;
        if (!is_known) rows_.erase(sequence);
        return nullptr;
    }

    Result<const EventRow*> read(std::uint64_t sequence) {
        if (const auto known = rows_.find(sequence); known != rows_.end()) return &known->second;
        auto row = history_.event(sequence);
        if (!row) return row.error();
        if (!*row) return Error{"NOT_FOUND", "there is no event e" + std::to_string(sequence) + " yet"};
        return &rows_.emplace(sequence, std::move(**row)).first->second;
    }

    const History& history_;
    const Config& config_;
    std::map<std::uint64_t, EventRow> rows_;
    std::set<OffsetNumber> offsets_;
};

/// o1.4
bool is_offset_id(std::string_view id) {
    return id.starts_with('o') && id.size() > 1 && std::ranges::all_of(id.substr(1), [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

using Answer = Result<std::optional<Explanation>>;

/// `thing` as Gathering::add and `explain_it` of the story take it.
template <class Thing, class Explain>
Answer explain_thing(const History& history, const Names& names, const Thing& thing, Explain explain_it) {
    Gathering gathering(history, names);
    if (auto added = gathering.add(thing); !added) return added.error();
    auto story = gathering.tell(names);
    if (!story) return story.error();
    return explain_it(*story);
}

Answer explain_in_group(const History& history, const Names& names, GroupId group, std::string_view id) {
    return explain_thing(history, names, group, [&](const Story& story) { return explain(story, id); });
}

/// Nothing where it is none, or none any more.
Answer explain_offset_of(const History& history, const Names& names, std::string_view id) {
    PageRequest page{page_rows_max, {}};
    do {
        const auto found = history.risk_actions({}, page);
        if (!found) return found.error();
        for (const auto& row : found->rows) {
            if (text(row.plan.offset) != id) continue;
            return explain_thing(history, names, row.sequence, [&](const Story& story) { return explain(story, id); });
        }
        page.cursor = found->next;
    } while (!page.cursor.empty());
    return std::optional<Explanation>{};
}

Answer explain_identity(const History& history, const Names& names, std::string_view id) {
    const auto name = parse_identity(names, id);
    if (!name) return std::optional<Explanation>{};
    std::optional<GroupRow> newest;
    for (const auto& identity : name->identities) {
        const auto group = history.newest(name->account, identity);
        if (!group) return group.error();
        if (!*group) continue;
        const auto row = history.group(**group);
        if (!row) return row.error();
        if (*row && (!newest || (*row)->sequence > newest->sequence)) newest = *row;
    }
    if (!newest) return std::optional<Explanation>{};
    return explain_in_group(history, names, newest->group.id, text(newest->group.id));
}

}  // namespace

std::optional<Explanation> explain(const Story& story, std::string_view id) {
    if (const auto number = parse_signal_number(id)) {
        if (story.chronicle().signals().contains(*number)) return explain_signal(story, *number);
    }
    if (const auto sequence = parse_event_id(id)) {
        if (const auto* row = story.find(*sequence)) return explain_event(story, *row);
    }
    if (const auto group = find_group(story, id)) return explain_group(story, *group);
    if (const auto offset = find_offset(story, id)) return explain_offset(story, *offset);
    if (const auto order = find_order(story, id)) return explain_order(story, *order);
    return std::nullopt;
}

Result<std::optional<Explanation>> explain(const History& history, const Names& names, std::string_view id) {
    if (const auto number = parse_signal_number(id)) {
        const auto row = history.signal(*number);
        if (!row) return row.error();
        if (!*row) return std::optional<Explanation>{};
        return explain_thing(history, names, *number, [&](const Story& story) { return explain(story, id); });
    }
    if (const auto sequence = parse_event_id(id)) {
        if (*sequence == 0 || *sequence > history.sequence()) return std::optional<Explanation>{};
        return explain_thing(history, names, *sequence, [&](const Story& story) { return explain(story, id); });
    }
    if (const auto group = parse_group_id(id)) {
        const auto row = history.group(*group);
        if (!row) return row.error();
        return *row ? explain_in_group(history, names, *group, id) : Answer(std::optional<Explanation>{});
    }
    if (is_offset_id(id)) return explain_offset_of(history, names, id);
    const auto order = history.find_order(id);
    if (!order) return order.error();
    return *order ? explain_in_group(history, names, (*order)->group, id) : explain_identity(history, names, id);
}

void write_explanation(json::Writer& writer, const Explanation& explanation) {
    writer.begin_object();
    writer.name("id").string(explanation.id);
    writer.name("kind").string(explanation.kind);
    writer.name("title").string(explanation.title);
    writer.name("chain").begin_array();
    for (const auto& line : explanation.chain) {
        writer.begin_object();
        writer.name("event");
        line.event.has_value() ? writer.string("e" + std::to_string(*line.event)) : writer.null();
        if (line.at.has_value()) writer.name("at").string(rfc3339(*line.at));
        writer.name("says").string(line.says);
        writer.name("rules").begin_array();
        for (const auto& rule : line.rules) writer.string(rule);
        writer.end_array();
        writer.end_object();
    }
    writer.end_array();
    writer.end_object();
}

}  // namespace trellis::adapters
