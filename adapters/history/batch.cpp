#include "adapters/history/batch.hpp"

#include <algorithm>
#include <exception>
#include <utility>

#include "adapters/history/facts.hpp"
#include "adapters/history/mentions.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters::history {
namespace {

// How often an event's time is noted, for lists that begin at a time.
constexpr std::uint64_t events_per_time = 256;

std::optional<OrderNumber> order_of(const GroupEvent& event) {
    return std::visit(
        []<class E>(const E& one) -> std::optional<OrderNumber> {
            if constexpr (requires { OrderNumber{one.order}; }) {
                return one.order;
            } else {
                return std::nullopt;
            }
        },
        event);
}

Error at_event(std::uint64_t sequence, const Error& error) {
    return Error{error.code, "event e" + std::to_string(sequence) + ": " + error.detail};
}

}  // namespace

Result<void> Batch::take(const FrameView& frame) {
    auto sequence = frame.header.first_sequence;
    auto bytes = frame.payload;
    kept_.reset();
    left_out_.reset();
    for (std::uint32_t i = 0; i < frame.header.event_count; ++i, ++sequence) {
        const auto event = decode(bytes);
        if (!event) return at_event(sequence, event.error());
        if (auto kept = keep(*event); !kept) return at_event(sequence, kept.error());
        try {
            if (auto taken = take(*event, sequence, frame.header.at); !taken) return at_event(sequence, taken.error());
        } catch (const std::exception& broken) {
            const std::string why = std::string(name_of(*event)) + " cannot be applied: " + broken.what();
            if (auto done = on_broken(*event, sequence, frame.header.at, why); !done) return done;
        }
    }
    info_.sequence = sequence - 1;
    info_.at = frame.header.at;
    events_ += frame.header.event_count;
    return {};
}

/// With the first event of a careful group's commit.
Result<void> Batch::keep(const Event& event) {
    const auto own = careful_.empty() || kept_.has_value() ? std::nullopt : as_group_event(event);
    if (!own.has_value() || !careful_.contains(group_of(*own))) return {};
    const GroupId id = group_of(*own);
    const auto group = load_group(id);
    if (!group) return group.error();
    kept_.emplace(id, *group == nullptr ? TouchedGroup{} : **group);
    return {};
}

Result<void> Batch::on_broken(const Event& event, std::uint64_t sequence, Timestamp at, const std::string& why) {
    const auto own = as_group_event(event);
    if (!own.has_value()) return at_event(sequence, {"REPLAY_FAILED", why});
    const GroupId id = group_of(*own);
    if (!kept_.has_value() || kept_->first != id) {
        broken_ = id;
        return at_event(sequence, {"REPLAY_FAILED", why});
    }
    TouchedGroup& group = groups_[id];
    group = std::move(kept_->second);
    group.row.group.id = id;
    group.row.group.apply(GroupQuarantined{id, "event " + std::to_string(sequence) + ": " + why, at}, info_.incarnation);
    left_out_ = id;
    return {};
}

Result<void> Batch::take(const Event& event, std::uint64_t sequence, Timestamp at) {
    if (sequence % events_per_time == 0) {
        if (auto noted = transaction_.put(time_key(at).add(sequence), {}); !noted) return noted;
    }
    if (auto noted = note_names(event, sequence); !noted) return noted;
    if (auto noted = note_facts(event, sequence); !noted) return noted;
    if (const auto desk = as_desk_event(event)) {
        if (auto taken = take_desk(*desk, sequence); !taken) return taken;
    } else if (const auto risk = as_risk_event(event)) {
        if (const auto offset = offset_row_of(event)) {
            if (auto noted = note_offset(event, *offset, sequence); !noted) return noted;
        }
        return take_risk(*risk, sequence);
    }
    if (const auto signal = signal_row_of(event)) return take_signal(*signal, event, sequence);
    if (const auto group = as_group_event(event)) return take_group(*group, group_of(*group), sequence);
    if (const auto* changed = std::get_if<TradingStateChanged>(&event)) {
        const auto account = load_account(changed->account);
        if (!account) return account.error();
        (*account)->row.trading_state = changed->state;
    } else if (const auto owner = account_of_standing(event)) {
        const auto account = load_account(*owner);
        if (!account) return account.error();
        apply_to_standing((*account)->row.standing, event);
        if (const auto* late = std::get_if<LeftFeeSettled>(&event)) return take_late_fee(**account, *late, sequence);
    } else if (const auto* started = std::get_if<RunStarted>(&event)) {
        info_.incarnation = started->incarnation;
        return put(numbered(Kind::start, sequence), started->incarnation);
    } else if (const auto* applied = std::get_if<ConfigApplied>(&event)) {
        return put(numbered(Kind::config, applied->number), ConfigRow{sequence, *applied});
    }
    return {};
}

Result<void> Batch::note_names(const Event& event, std::uint64_t sequence) {
    for (const auto group : groups_named_by(event)) {
        if (auto noted = transaction_.put(Key(Kind::group_event).add(group).add(sequence), {}); !noted) return noted;
    }
    const auto signal = signal_named_by(event);
    return signal ? transaction_.put(Key(Kind::signal_event).add(signal->value).add(sequence), {}) : Result<void>{};
}

/// Z-10: what was said before about the same side of a thing stands beside the event that replaced it.
Result<void> Batch::note_facts(const Event& event, std::uint64_t sequence) {
    const auto about = facts_about(event);
    if (!about.has_value()) return {};
    const Key now = Key(Kind::facts).add(static_cast<std::uint8_t>(about->aspect)).add(about->owner.value).add(about->number);
    const auto before = get<Facts>(transaction_, now);
    if (!before) return before.error();
    if (*before) {
        if (auto noted = put(numbered(Kind::replaced_facts, sequence), **before); !noted) return noted;
    }
    return put(now, Facts{facts_of(event)});
}

Result<void> Batch::take_signal(SignalNumber number, const Event& event, std::uint64_t sequence) {
    info_.newest_signal = std::max(info_.newest_signal, number);
    const auto row = load_signal(number);
    if (!row) return row.error();
    if (*row != nullptr) {
        fold(**row, event, sequence);
    } else if (std::holds_alternative<SignalCompleted>(event)) {
        ++info_.skipped;
    } else {
        fold(signals_[number], event, sequence);
    }
    return {};
}

/// Before the row knows it: the row tells what was booked.
void Batch::correct(PaperAccountBooks& books, const GroupRow& row, const FeeSettled& event) {
    const auto open = std::ranges::find(row.group.open_fees, event.trade, &OpenFee::trade);
    if (open != row.group.open_fees.end()) adapters::correct(books, row.group.identity.instrument, *open, event);
}

Result<void> Batch::take_group(const GroupEvent& event, GroupId id, std::uint64_t sequence) {
    if (left_out_ == id) return {};
    if (std::holds_alternative<GroupOpened>(event)) groups_[id] = {};
    const auto group = load_group(id);
    if (!group) return group.error();
    if (*group == nullptr) {
        ++info_.skipped;
        return {};
    }
    if (const auto* settled = std::get_if<FeeSettled>(&event)) {
        const auto account = load_account(id.account);
        if (!account) return account.error();
        correct((*account)->books, (*group)->row, *settled);
    }
    fold((*group)->row, event, sequence, info_.incarnation);
    return note_group(**group, event, sequence);
}

/// The group has ended, and its result with it: both rows follow.
Result<void> Batch::take_late_fee(TouchedAccount& account, const LeftFeeSettled& event, std::uint64_t sequence) {
    const auto found = load_group(event.group);
    if (!found) return found.error();
    if (*found == nullptr) {
        ++info_.skipped;
        return {};
    }
    GroupRow& row = (*found)->row;
    const Money realised = row.group.realised;
    const Money fees = row.group.fees;
    correct(account.books, row, as_group_would(event));
    fold(row, as_group_would(event), sequence, info_.incarnation);
    account.row.realised += row.group.realised - realised;
    account.row.fees += row.group.fees - fees;
    return {};
}

Result<void> Batch::note_group(TouchedGroup& group, const GroupEvent& event, std::uint64_t sequence) {
    const GroupId id = group.row.group.id;
    if (const auto order = order_of(event)) group.orders.insert(*order);
    if (const auto* placed = std::get_if<OrderPlaced>(&event)) {
        return put(numbered(Kind::order, sequence), OrderKey{id, placed->order});
    }
    if (const auto* filled = std::get_if<OrderFilled>(&event)) return note_fill(group, *filled, sequence);
    const bool is_opened = std::holds_alternative<GroupOpened>(event);
    const bool is_ended = std::holds_alternative<GroupClosed>(event) || std::holds_alternative<GroupFailed>(event);
    if (!is_opened && !is_ended) return {};
    const auto account = load_account(id.account);
    if (!account) return account.error();
    auto& row = (*account)->row;
    if (is_opened) {
        ++row.groups_opened;
        return put(key_of(id.account, group.row.group.identity), id);
    }
    ++row.groups_ended;
    row.realised += group.row.group.realised;
    row.fees += group.row.group.fees;
    return {};
}

Result<void> Batch::note_fill(TouchedGroup& group, const OrderFilled& fill, std::uint64_t sequence) {
    const auto& identity = group.row.group.identity;
    const auto& order = group.row.group.order(fill.order);
    const auto account = load_account(fill.group.account);
    if (!account) return account.error();
    book((*account)->books, {fill, identity.instrument, position_side(group.row.group, order), order.side});
    const auto trade = load_trade(identity.instrument);
    if (!trade) return trade.error();
    **trade = std::max(**trade, fill.trade);
    if (auto noted = transaction_.put(Key(Kind::group_fill).add(fill.group).add(sequence), {}); !noted) return noted;
    return put(numbered(Kind::fill, sequence),
               FillRow{sequence, fill, identity, order.side, order.role, group.row.orders[fill.order.value - 1].name});
}

// ---- rows as they were ----

/// Empty: its beginning is not kept.
Result<SignalRow*> Batch::load_signal(SignalNumber number) {
    if (const auto known = signals_.find(number); known != signals_.end()) return &known->second;
    auto row = get<SignalRow>(transaction_, numbered(Kind::signal, number.value));
    if (!row) return row.error();
    if (!*row) return static_cast<SignalRow*>(nullptr);
    return &signals_.emplace(number, std::move(**row)).first->second;
}

Result<Batch::TouchedGroup*> Batch::load_group(GroupId id) {
    if (const auto known = groups_.find(id); known != groups_.end()) return &known->second;
    auto row = get<GroupRow>(transaction_, key_of(id));
    if (!row) return row.error();
    if (!*row) return static_cast<TouchedGroup*>(nullptr);
    return &groups_.emplace(id, TouchedGroup{std::move(**row), {}}).first->second;
}

Result<Batch::TouchedAccount*> Batch::load_account(AccountId account) {
    if (const auto known = accounts_.find(account); known != accounts_.end()) return &known->second;
    auto row = get<AccountRow>(transaction_, Key(Kind::account).add(account.value));
    if (!row) return row.error();
    auto books = get<PaperAccountBooks>(transaction_, Key(Kind::paper_account).add(account.value));
    if (!books) return books.error();
    TouchedAccount touched{row->value_or(AccountRow{}), books->value_or(PaperAccountBooks{})};
    return &accounts_.emplace(account, std::move(touched)).first->second;
}

Result<TradeId*> Batch::load_trade(InstrumentId instrument) {
    if (const auto known = trades_.find(instrument); known != trades_.end()) return &known->second;
    const auto newest = get<TradeId>(transaction_, Key(Kind::newest_trade).add(instrument.value));
    if (!newest) return newest.error();
    return &trades_.emplace(instrument, newest->value_or(TradeId{})).first->second;
}

// ---- back again ----

Result<HistoryInfo> Batch::write_back() {
    if (auto written = write_signals(); !written) return written.error();
    for (const auto& [id, group] : groups_) {
        if (auto written = write_group(group); !written) return written.error();
    }
    if (auto written = write_accounts(); !written) return written.error();
    if (auto written = write_desks(); !written) return written.error();
    for (const auto& [instrument, trade] : trades_) {
        if (auto written = put(Key(Kind::newest_trade).add(instrument.value), trade); !written) return written.error();
    }
    if (auto written = put(Key(Kind::info), FormattedInfo{format, info_}); !written) return written.error();
    return info_;
}

Result<void> Batch::write_signals() {
    for (const auto& [number, row] : signals_) {
        if (auto written = put(numbered(Kind::signal, number.value), row); !written) return written;
        const SignalBrief brief{row.account, row.outcome};
        if (auto written = put(numbered(Kind::signal_brief, number.value), brief); !written) return written;
    }
    return {};
}

Result<void> Batch::write_group(const TouchedGroup& touched) {
    const auto& group = touched.row.group;
    if (auto written = put(key_of(group.id), touched.row); !written) return written;
    const GroupBrief brief{group.id, group.identity, group.has_ended()};
    if (auto written = put(numbered(Kind::group_brief, touched.row.sequence), brief); !written) return written;
    const auto open = numbered(Kind::open_group, touched.row.sequence);
    if (auto written = brief.has_ended ? transaction_.remove(open) : put(open, brief); !written) return written;
    return write_orders(touched);
}

Result<void> Batch::write_orders(const TouchedGroup& touched) {
    const auto& group = touched.row.group;
    for (const auto number : touched.orders) {
        const auto working = numbered(Kind::working_order, touched.row.orders[number.value - 1].placed_by);
        const bool is_live = group.order(number).is_live();
        if (auto written = is_live ? put(working, OrderKey{group.id, number}) : transaction_.remove(working); !written) return written;
    }
    return {};
}

Result<void> Batch::write_accounts() {
    for (const auto& [account, touched] : accounts_) {
        if (auto written = put(Key(Kind::account).add(account.value), touched.row); !written) return written;
        if (auto written = put(Key(Kind::paper_account).add(account.value), touched.books); !written) return written;
    }
    return {};
}

}  // namespace trellis::adapters::history
