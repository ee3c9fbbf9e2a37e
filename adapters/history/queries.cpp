// What is asked of a history: one short reading transaction each.
#include <algorithm>

#include "adapters/history/ids.hpp"
#include "adapters/history/paging.hpp"
#include "adapters/history/read.hpp"

namespace trellis::adapters {

using history::get;
using history::GroupBrief;
using history::Key;
using history::key_of;
using history::Kind;
using history::Listing;
using history::numbered;
using history::page_of;
using history::SignalBrief;

namespace {

template <class T>
bool passes(const std::optional<T>& wanted, const T& value) {
    return !wanted.has_value() || *wanted == value;
}

bool is_of(const auto& filter, AccountId account) { return AccountFilter{filter.account, filter.only_of}.passes(account); }

bool passes(const SignalFilter& filter, const SignalBrief& brief) {
    return is_of(filter, brief.account) && (!filter.outcome || filter.outcome == brief.outcome);
}

bool passes(const GroupFilter& filter, const GroupBrief& brief) {
    return is_of(filter, brief.id.account) && passes(filter.instrument, brief.identity.instrument) &&
           passes(filter.timeframe_seconds, brief.identity.timeframe_seconds) && passes(filter.side, brief.identity.side) &&
           (filter.shown != GroupsShown::ended || brief.has_ended);
}

std::optional<ListedOrder> listed(const GroupRow& row, OrderNumber number) {
    if (number.value == 0 || number.value > row.orders.size()) return std::nullopt;
    const auto place = number.value - 1U;
    const auto& group = row.group;
    return ListedOrder{group.id, group.identity, group.orders[place], row.orders[place], {group.placed_in[place], {group.id, number}}};
}

Result<std::vector<std::uint64_t>> sequences_below(const Store::Transaction& transaction, const Key& prefix) {
    std::vector<std::uint64_t> found;
    const ByteView wanted = prefix;
    const auto walked = transaction.walk_forwards(prefix, [&](ByteView key, ByteView) -> Result<bool> {
        if (key.size() <= wanted.size() || !std::ranges::equal(key.first(wanted.size()), wanted)) return false;
        found.push_back(history::last_number(key));
        return true;
    });
    if (!walked) return walked.error();
    return found;
}

/// A row that an index names must be there.
template <class T>
Result<T> get_named(const Store::Transaction& transaction, const Key& key) {
    auto row = get<T>(transaction, key);
    if (!row) return row.error();
    if (!*row) return damaged_record(key, "it is missing");
    return std::move(**row);
}

}  // namespace

Result<HistoryInfo> History::info() const {
    return query<HistoryInfo>([this](const Store::Transaction& transaction) -> Result<HistoryInfo> {
        const auto formatted = get<history::FormattedInfo>(transaction, Key(Kind::info));
        if (!formatted) return formatted.error();
        if (*formatted) return (*formatted)->info;
        HistoryInfo fresh;
        fresh.journal = journal_id_;
        return fresh;
    });
}

// ---- signals ----

Result<std::optional<SignalRow>> History::signal(SignalNumber number) const {
    return query<std::optional<SignalRow>>([&](const Store::Transaction& transaction) {
        return get<SignalRow>(transaction, numbered(Kind::signal, number.value));
    });
}

Result<PageOf<SignalRow>> History::signals(const SignalFilter& filter, const PageRequest& page) const {
    using Found = Result<std::optional<SignalRow>>;
    return query<PageOf<SignalRow>>([&](const Store::Transaction& transaction) {
        return page_of(transaction, page, Listing<SignalRow>{Key(Kind::signal_brief), [&](auto number, ByteView key, ByteView value) -> Found {
                           const auto brief = history::decode_record<SignalBrief>(key, value);
                           if (!brief) return brief.error();
                           if (!passes(filter, *brief)) return std::optional<SignalRow>{};
                           return get<SignalRow>(transaction, numbered(Kind::signal, number));
                       }});
    });
}

// ---- groups ----

Result<std::optional<GroupRow>> History::group(GroupId id) const {
    return query<std::optional<GroupRow>>([&](const Store::Transaction& transaction) { return get<GroupRow>(transaction, key_of(id)); });
}

Result<std::optional<GroupId>> History::newest(AccountId account, const Identity& identity) const {
    return query<std::optional<GroupId>>(
        [&](const Store::Transaction& transaction) { return get<GroupId>(transaction, key_of(account, identity)); });
}

Result<PageOf<GroupRow>> History::groups(const GroupFilter& filter, const PageRequest& page) const {
    using Found = Result<std::optional<GroupRow>>;
    const auto list = filter.shown == GroupsShown::open ? Kind::open_group : Kind::group_brief;
    return query<PageOf<GroupRow>>([&](const Store::Transaction& transaction) {
        return page_of(transaction, page, Listing<GroupRow>{Key(list), [&](auto, ByteView key, ByteView value) -> Found {
                           const auto brief = history::decode_record<GroupBrief>(key, value);
                           if (!brief) return brief.error();
                           if (!passes(filter, *brief)) return std::optional<GroupRow>{};
                           return get<GroupRow>(transaction, key_of(brief->id));
                       }});
    });
}

// ---- orders and fills ----

Result<std::optional<ListedOrder>> History::order(OrderKey key) const {
    const auto row = group(key.group);
    if (!row) return row.error();
    return *row ? listed(**row, key.order) : std::nullopt;
}

Result<std::optional<OrderKey>> History::find_order(std::string_view id) const {
    using Found = std::optional<OrderKey>;
    if (const auto wire = parse_client_order_id(id)) {
        const auto found = order(wire->key);
        if (!found) return found.error();
        return *found && (*found)->id == *wire ? Found(wire->key) : Found();
    }
    const auto named = parse_group_id(id.substr(0, id.find('/')));
    if (!named) return Found();
    const auto row = group(*named);
    if (!row) return row.error();
    if (!*row) return Found();
    const auto& orders = (*row)->orders;
    const auto found = std::ranges::find(orders, id, &OrderRow::name);
    if (found == orders.end()) return Found();
    return Found(OrderKey{*named, OrderNumber{static_cast<std::uint32_t>(found - orders.begin()) + 1}});
}

Result<PageOf<ListedOrder>> History::orders(const OrderFilter& filter, const PageRequest& page) const {
    using Found = Result<std::optional<ListedOrder>>;
    if (filter.group) return orders_of(*filter.group, filter, page);
    const auto list = filter.is_working ? Kind::working_order : Kind::order;
    return query<PageOf<ListedOrder>>([&](const Store::Transaction& transaction) {
        GroupRow row;  // neighbours are often of one group
        return page_of(transaction, page, Listing<ListedOrder>{Key(list), [&](auto, ByteView key, ByteView value) -> Found {
                           const auto order = history::decode_record<OrderKey>(key, value);
                           if (!order) return order.error();
                           if (!is_of(filter, order->group.account)) return std::optional<ListedOrder>{};
                           if (row.group.id != order->group) {
                               auto next = get_named<GroupRow>(transaction, key_of(order->group));
                               if (!next) return next.error();
                               row = std::move(*next);
                           }
                           return listed(row, order->order);
                       }});
    });
}

Result<PageOf<ListedOrder>> History::orders_of(GroupId id, const OrderFilter& filter, const PageRequest& request) const {
    const auto start = history::start_of(request);
    if (!start) return start.error();
    PageOf<ListedOrder> page;
    const auto row = group(id);
    if (!row) return row.error();
    if (!*row || !is_of(filter, id.account)) return page;
    for (auto number = static_cast<std::uint32_t>((*row)->orders.size()); number > 0; --number) {
        auto order = *listed(**row, OrderNumber{number});
        if (order.row.placed_by >= *start || (filter.is_working && !order.order.is_live())) continue;
        if (page.rows.size() == request.limit) {
            page.next = std::to_string(page.rows.back().row.placed_by);
            break;
        }
        page.rows.push_back(std::move(order));
    }
    return page;
}

Result<PageOf<FillRow>> History::fills(const FillFilter& filter, const PageRequest& page) const {
    using Found = Result<std::optional<FillRow>>;
    return query<PageOf<FillRow>>([&](const Store::Transaction& transaction) -> Result<PageOf<FillRow>> {
        const auto wanted = [&](auto sequence, ByteView, ByteView) -> Found {
            auto row = get_named<FillRow>(transaction, numbered(Kind::fill, sequence));
            if (!row) return row.error();
            return is_of(filter, row->fill.group.account) ? std::optional(std::move(*row)) : std::nullopt;
        };
        const auto list = filter.group ? Key(Kind::group_fill).add(*filter.group) : Key(Kind::fill);
        return page_of(transaction, page, Listing<FillRow>{list, wanted});
    });
}

// ---- events by what they name ----

Result<std::vector<std::uint64_t>> History::events_of(GroupId group) const {
    return query<std::vector<std::uint64_t>>([&](const Store::Transaction& transaction) {
        return sequences_below(transaction, Key(Kind::group_event).add(group));
    });
}

Result<std::vector<std::uint64_t>> History::events_of(SignalNumber signal) const {
    return query<std::vector<std::uint64_t>>([&](const Store::Transaction& transaction) {
        return sequences_below(transaction, Key(Kind::signal_event).add(signal.value));
    });
}

// ---- accounts and the process ----

Result<AccountRow> History::account(AccountId account) const {
    return query<AccountRow>([&](const Store::Transaction& transaction) -> Result<AccountRow> {
        const auto row = get<AccountRow>(transaction, Key(Kind::account).add(account.value));
        if (!row) return row.error();
        return row->value_or(AccountRow{});
    });
}

Result<std::optional<ConfigRow>> History::config(std::uint64_t number) const {
    return query<std::optional<ConfigRow>>(
        [&](const Store::Transaction& transaction) { return get<ConfigRow>(transaction, numbered(Kind::config, number)); });
}

Result<std::optional<std::string>> History::replaced_by(std::uint64_t sequence) const {
    return query<std::optional<std::string>>([&](const Store::Transaction& transaction) -> Result<std::optional<std::string>> {
        const auto facts = get<history::Facts>(transaction, numbered(Kind::replaced_facts, sequence));
        if (!facts) return facts.error();
        return *facts ? std::optional((*facts)->json) : std::nullopt;
    });
}

Result<PageOf<ConfigRow>> History::configs(const PageRequest& page) const {
    using Found = Result<std::optional<ConfigRow>>;
    return query<PageOf<ConfigRow>>([&](const Store::Transaction& transaction) {
        return page_of(transaction, page, Listing<ConfigRow>{Key(Kind::config), [](auto, ByteView key, ByteView value) -> Found {
                           auto row = history::decode_record<ConfigRow>(key, value);
                           if (!row) return row.error();
                           return std::optional(std::move(*row));
                       }});
    });
}

Result<std::map<std::uint64_t, Incarnation>> History::starts() const {
    using Starts = std::map<std::uint64_t, Incarnation>;
    return query<Starts>([](const Store::Transaction& transaction) { return history::all<Starts>(transaction, Kind::start); });
}

Result<PaperBooks> History::paper_books() const {
    return query<PaperBooks>([](const Store::Transaction& transaction) -> Result<PaperBooks> {
        auto accounts = history::all<std::map<AccountId, PaperAccountBooks>>(transaction, Kind::paper_account);
        if (!accounts) return accounts.error();
        auto trades = history::all<std::map<InstrumentId, TradeId>>(transaction, Kind::newest_trade);
        if (!trades) return trades.error();
        PaperBooks books{std::move(*accounts), std::move(*trades), {}};
        const auto open = history::all<std::map<std::uint64_t, GroupBrief>>(transaction, Kind::open_group);
        if (!open) return open.error();
        for (const auto& [opened, brief] : *open) {
            const auto row = get_named<GroupRow>(transaction, key_of(brief.id));
            if (!row) return row.error();
            for (const auto& order : row->group.orders) {
                auto& net = books.net_quantities[{brief.id, position_side(row->group, order)}];
                net += order.side == OrderSide::buy ? order.filled : -order.filled;
            }
        }
        return books;
    });
}

}  // namespace trellis::adapters
