// The desk and the risk engine of each account in a batch, folded as the engine folds them: what lists ask of the queue and of a plan is
// answered by the engine's own questions.
#include <stdexcept>

#include "adapters/history/batch.hpp"
#include "engine/base/check.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters::history {

namespace {

/// Old entries that one batch clears away.
constexpr std::size_t forgotten_at_once = 256;

/// What a list never asks for, and what would grow with every signal.
void forget_signals(Desk& desk) {
    desk.remembered.clear();
    desk.remembered_order.clear();
    desk.last_candle.clear();
}

AccountId account_of_event(const DeskEvent& event) {
    return std::visit([](const auto& happened) { return account_of(happened); }, event);
}

/// The row of an entry that this event takes out of the queue.
std::optional<QueueHistoryRow> departure(const Desk& desk, const DeskEvent& event) {
    const auto row_of = [&](const auto& left) -> std::optional<QueueHistoryRow> {
        const QueueEntry* entry = desk.waiting(left.identity);
        if (entry == nullptr) return std::nullopt;
        QueueHistoryRow row;
        row.account = left.account;
        row.entry = *entry;
        row.figures = left.figures;
        row.at = left.at;
        return row;
    };
    if (const auto* left = std::get_if<QueueEntryLeft>(&event)) {
        auto row = row_of(*left);
        if (!row) return row;
        row->exit = left->exit;
        row->code = left->code;
        row->detail = left->detail;
        return row;
    }
    if (const auto* promoted = std::get_if<EntryPromoted>(&event)) {
        auto row = row_of(*promoted);
        if (row) row->is_forced = promoted->is_forced;
        return row;
    }
    return std::nullopt;
}

}  // namespace

/// Where the journal's beginning is not kept, an event may name what was never seen: it says nothing then.
template <class Aggregate, class AnyEvent>
void Batch::apply_to(Aggregate& aggregate, const AnyEvent& event) {
    if (info_.begins_at <= 1) return aggregate.apply(event);
    try {
        aggregate.apply(event);
    } catch (const InvariantBroken&) {
        ++info_.skipped;
    } catch (const std::out_of_range&) {
        ++info_.skipped;
    }
}

Result<void> Batch::take_desk(const DeskEvent& event, std::uint64_t sequence) {
    const auto desk = load_desk(account_of_event(event));
    if (!desk) return desk.error();
    if (auto noted = note_departure(**desk, event, sequence); !noted) return noted;
    apply_to(**desk, event);
    forget_signals(**desk);
    return {};
}

Result<void> Batch::note_departure(const Desk& desk, const DeskEvent& event, std::uint64_t sequence) {
    auto row = departure(desk, event);
    if (!row) return {};
    row->sequence = sequence;
    is_queue_left_ = true;
    return put(numbered(Kind::queue_history, sequence), *row);
}

Result<void> Batch::take_risk(const RiskEvent& event, std::uint64_t sequence) {
    const auto risk = load_risk(account_of(event));
    if (!risk) return risk.error();
    apply_to(**risk, event);
    const auto* pass = std::get_if<RiskPassEnded>(&event);
    return pass == nullptr ? Result<void>{} : put(numbered(Kind::risk_pass, sequence), RiskPassRow{sequence, *pass});
}

Result<void> Batch::note_offset(const Event& event, OffsetNumber offset, std::uint64_t sequence) {
    const auto row = load_offset(offset);
    if (!row) return row.error();
    if (*row == nullptr && !std::holds_alternative<OffsetPlanned>(event)) {
        ++info_.skipped;
        return {};
    }
    fold(*row != nullptr ? **row : offsets_[offset], event, sequence);
    return {};
}

// ---- as they were ----

Result<Desk*> Batch::load_desk(AccountId account) {
    if (const auto known = desks_.find(account); known != desks_.end()) return &known->second;
    auto desk = get<Desk>(transaction_, Key(Kind::desk).add(account.value));
    if (!desk) return desk.error();
    Desk fresh;
    fresh.account = account;
    return &desks_.emplace(account, desk->value_or(std::move(fresh))).first->second;
}

Result<Risk*> Batch::load_risk(AccountId account) {
    if (const auto known = risks_.find(account); known != risks_.end()) return &known->second;
    auto risk = get<Risk>(transaction_, Key(Kind::risk).add(account.value));
    if (!risk) return risk.error();
    Risk fresh;
    fresh.account = account;
    return &risks_.emplace(account, risk->value_or(std::move(fresh))).first->second;
}

/// Empty: its plan is not kept, or comes now.
Result<RiskActionRow*> Batch::load_offset(OffsetNumber offset) {
    if (const auto known = offsets_.find(offset); known != offsets_.end()) return &known->second;
    const auto planned = get<std::uint64_t>(transaction_, Key(Kind::offset).add(offset.account.value).add(offset.counter));
    if (!planned) return planned.error();
    if (!*planned) return static_cast<RiskActionRow*>(nullptr);
    auto row = get<RiskActionRow>(transaction_, numbered(Kind::risk_action, **planned));
    if (!row) return row.error();
    if (!*row) return static_cast<RiskActionRow*>(nullptr);
    return &offsets_.emplace(offset, std::move(**row)).first->second;
}

// ---- back again ----

Result<void> Batch::write_desks() {
    for (const auto& [account, desk] : desks_) {
        if (auto written = put(Key(Kind::desk).add(account.value), desk); !written) return written;
    }
    for (const auto& [account, risk] : risks_) {
        if (auto written = put(Key(Kind::risk).add(account.value), risk); !written) return written;
    }
    for (const auto& [offset, row] : offsets_) {
        if (auto written = put(numbered(Kind::risk_action, row.sequence), row); !written) return written;
        const auto place = Key(Kind::offset).add(offset.account.value).add(offset.counter);
        if (auto written = put(place, row.sequence); !written) return written;
    }
    return is_queue_left_ ? forget_old_departures() : Result<void>{};
}

/// kept for 90 days, counted by the journal's own time.
Result<void> Batch::forget_old_departures() {
    std::vector<std::uint64_t> old;
    const auto walked = transaction_.walk_forwards(Key(Kind::queue_history), [&](ByteView key, ByteView value) -> Result<bool> {
        if (key[0] != static_cast<std::byte>(Kind::queue_history) || old.size() == forgotten_at_once) return false;
        const auto row = decode_record<QueueHistoryRow>(key, value);
        if (!row) return row.error();
        if (row->at + queue_history_kept >= info_.at) return false;
        old.push_back(row->sequence);
        return true;
    });
    if (!walked) return walked.error();
    for (const auto sequence : old) {
        if (auto removed = transaction_.remove(numbered(Kind::queue_history, sequence)); !removed) return removed;
    }
    return {};
}

}  // namespace trellis::adapters::history
