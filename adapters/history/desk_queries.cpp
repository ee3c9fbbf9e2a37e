// What is asked of a history about desks, queues and the risk engine.
#include "adapters/history/paging.hpp"
#include "adapters/history/read.hpp"

namespace trellis::adapters {

using history::get;
using history::Key;
using history::Kind;
using history::Listing;
using history::page_of;

namespace {

/// Pages of records of one kind that stand whole under their sequence, of one account or all; `account_of` says whose one is.
template <class Row, class AccountOf>
Result<PageOf<Row>> page_by_account(const Store::Transaction& transaction, const PageRequest& page, Kind kind,
                                    const AccountFilter& accounts, AccountOf account_of) {
    using Found = Result<std::optional<Row>>;
    return page_of(transaction, page, Listing<Row>{Key(kind), [&](auto, ByteView key, ByteView value) -> Found {
                       auto row = history::decode_record<Row>(key, value);
                       if (!row) return row.error();
                       if (!accounts.passes(account_of(*row))) return std::optional<Row>{};
                       return std::optional(std::move(*row));
                   }});
}

/// The state of one account; a new one where nothing has happened.
template <class Aggregate>
Result<Aggregate> state_of(const Store::Transaction& transaction, Kind kind, AccountId account) {
    auto found = get<Aggregate>(transaction, Key(kind).add(account.value));
    if (!found) return found.error();
    Aggregate fresh;
    fresh.account = account;
    return found->value_or(std::move(fresh));
}

}  // namespace

Result<Desk> History::desk(AccountId account) const {
    return query<Desk>([&](const Store::Transaction& transaction) { return state_of<Desk>(transaction, Kind::desk, account); });
}

Result<PageOf<QueueHistoryRow>> History::queue_history(const AccountFilter& accounts, const PageRequest& page) const {
    return query<PageOf<QueueHistoryRow>>([&](const Store::Transaction& transaction) {
        return page_by_account<QueueHistoryRow>(transaction, page, Kind::queue_history, accounts,
                                                [](const QueueHistoryRow& row) { return row.account; });
    });
}

Result<Risk> History::risk(AccountId account) const {
    return query<Risk>([&](const Store::Transaction& transaction) { return state_of<Risk>(transaction, Kind::risk, account); });
}

Result<PageOf<RiskActionRow>> History::risk_actions(const AccountFilter& accounts, const PageRequest& page) const {
    return query<PageOf<RiskActionRow>>([&](const Store::Transaction& transaction) {
        return page_by_account<RiskActionRow>(transaction, page, Kind::risk_action, accounts,
                                              [](const RiskActionRow& row) { return row.plan.account; });
    });
}

Result<PageOf<RiskPassRow>> History::risk_passes(const AccountFilter& accounts, const PageRequest& page) const {
    return query<PageOf<RiskPassRow>>([&](const Store::Transaction& transaction) {
        return page_by_account<RiskPassRow>(transaction, page, Kind::risk_pass, accounts,
                                            [](const RiskPassRow& row) { return row.pass.account; });
    });
}

}  // namespace trellis::adapters
