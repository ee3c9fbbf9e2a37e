// One transaction's worth of events on its way into a history: the rows they touch, changed in memory, then written back.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "adapters/history/history.hpp"
#include "adapters/history/records.hpp"
#include "engine/event/commit.hpp"

namespace trellis::adapters::history {

class Batch {
public:
    /// `transaction` and `careful` outlive it. A commit that a group of `careful` cannot take is left out of its row, which is
    /// quarantined, as in a recovery (adapters/archive/replay.hpp).
    Batch(Store::Transaction& transaction, HistoryInfo info, const std::set<GroupId>& careful)
        : transaction_(transaction), info_(std::move(info)), careful_(careful) {}

    /// Errors name the sequence: those of the codec, REPLAY_FAILED, damage of the file.
    Result<void> take(const FrameView& frame);
    /// Writes what was touched and how far it is.
    Result<HistoryInfo> write_back();
    std::uint64_t events() const { return events_; }
    /// After REPLAY_FAILED: the group that could not take its event.
    const std::optional<GroupId>& broken() const { return broken_; }

private:
    /// A row and what was known of it.
    struct TouchedGroup {
        GroupRow row;
        std::set<OrderNumber> orders;  ///< touched
    };
    struct TouchedAccount {
        AccountRow row;
        PaperAccountBooks books;
    };

    Result<void> take(const Event& event, std::uint64_t sequence, Timestamp at);
    Result<void> keep(const Event& event);
    Result<void> on_broken(const Event& event, std::uint64_t sequence, Timestamp at, const std::string& why);
    Result<void> take_signal(SignalNumber number, const Event& event, std::uint64_t sequence);
    Result<void> take_group(const GroupEvent& event, GroupId id, std::uint64_t sequence);
    Result<void> take_late_fee(TouchedAccount& account, const LeftFeeSettled& event, std::uint64_t sequence);
    static void correct(PaperAccountBooks& books, const GroupRow& row, const FeeSettled& event);
    Result<void> note_group(TouchedGroup& group, const GroupEvent& event, std::uint64_t sequence);
    Result<void> note_fill(TouchedGroup& group, const OrderFilled& fill, std::uint64_t sequence);
    Result<void> take_desk(const DeskEvent& event, std::uint64_t sequence);
    Result<void> take_risk(const RiskEvent& event, std::uint64_t sequence);
    Result<void> note_offset(const Event& event, OffsetNumber offset, std::uint64_t sequence);
    Result<void> note_departure(const Desk& desk, const DeskEvent& event, std::uint64_t sequence);
    template <class Aggregate, class AnyEvent>
    void apply_to(Aggregate& aggregate, const AnyEvent& event);
    Result<void> note_facts(const Event& event, std::uint64_t sequence);
    Result<void> note_names(const Event& event, std::uint64_t sequence);
    Result<SignalRow*> load_signal(SignalNumber number);
    Result<TouchedGroup*> load_group(GroupId id);
    Result<TouchedAccount*> load_account(AccountId account);
    Result<TradeId*> load_trade(InstrumentId instrument);
    Result<Desk*> load_desk(AccountId account);
    Result<Risk*> load_risk(AccountId account);
    Result<RiskActionRow*> load_offset(OffsetNumber offset);
    Result<void> write_signals();
    Result<void> write_group(const TouchedGroup& group);
    Result<void> write_orders(const TouchedGroup& group);
    Result<void> write_accounts();
    Result<void> write_desks();
    Result<void> forget_old_departures();
    template <class T>
    Result<void> put(const Key& key, const T& value) {
        return history::put(transaction_, key, value, buffer_);
    }

    Store::Transaction& transaction_;
    HistoryInfo info_;
    const std::set<GroupId>& careful_;
    std::optional<std::pair<GroupId, TouchedGroup>> kept_;  // a careful group as it was before the commit in hand
    std::optional<GroupId> left_out_;                       // of the commit in hand
    std::optional<GroupId> broken_;
    std::uint64_t events_ = 0;
    std::map<SignalNumber, SignalRow> signals_;
    std::map<GroupId, TouchedGroup> groups_;
    std::map<AccountId, TouchedAccount> accounts_;
    std::map<InstrumentId, TradeId> trades_;
    std::map<AccountId, Desk> desks_;
    std::map<AccountId, Risk> risks_;
    std::map<OffsetNumber, RiskActionRow> offsets_;
    bool is_queue_left_ = false;
    std::vector<std::byte> buffer_;
};

}  // namespace trellis::adapters::history
