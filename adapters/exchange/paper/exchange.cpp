#include "adapters/exchange/paper/exchange.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::adapters {

namespace {

std::variant<SpotLedger, LinearLedger> ledger_of(const AccountConfig& account) {
    if (account.market == Market::spot) return SpotLedger(account.balances);
    return LinearLedger(account);
}

}  // namespace

PaperExchange::PaperExchange(InstrumentTable instruments, const std::vector<AccountConfig>& accounts)
    : instruments_(std::move(instruments)), books_(instruments_.all().size()), trade_counts_(instruments_.all().size()) {
    for (const auto& config : accounts) open_account(config);
}

void PaperExchange::open_account(const AccountConfig& config) {
    const bool is_new = accounts_.emplace(config.id, Account{config, ledger_of(config), {}, {}}).second;
    TRELLIS_CHECK(is_new, "an account is opened once");
    wire_.add_account(config.id, std::chrono::milliseconds(config.latency_ms));
}

namespace {

AccountId sender_of(const VenueRequest& request) {
    if (const auto* orphan = std::get_if<CancelOrphan>(&request)) return orphan->account;
    return std::visit([](const auto& any) { return any.id.key.group.account; }, request);
}

}  // namespace

void PaperExchange::request(const VenueRequest& request, Timestamp now) {
    const auto id = std::visit([](const auto& any) { return any.id; }, request);
    const auto instrument = std::visit([](const auto& any) { return any.instrument; }, request);
    Account& sender = account(sender_of(request));
    if (!wire_.is_connected(sender.config.id, now)) {
        wire_.answer_locally(sender.config.id, {id, instrument, RequestNotSent{}}, now);
    } else if (const auto wait = sender.budget.take(lane_of(request), now)) {
        wire_.answer_locally(sender.config.id, {id, instrument, RequestNotSent{wait}}, now);
    } else {
        std::visit(Overloaded{[&](const PlaceOrder& order) { place(sender, order, now); },
                              [&](const AmendOrder& order) { amend(sender, order, now); },
                              [&](const CancelOrder& order) { cancel(order, now); },
                              [&](const QueryOrder& order) { query(order, now); },
                              [&](const CancelOrphan& orphan) { cancel_orphan(orphan, now); }},
                   request);
    }
    wire_.advance(now);
}

void PaperExchange::limit_rate(AccountId id, RateLimit limit) { account(id).budget = RateBudget(limit); }

Lane PaperExchange::lane_of(const VenueRequest& request) const {
    const VenueOrder* known = order(std::visit([](const auto& any) { return any.id; }, request));
    return adapters::lane_of(request, known == nullptr ? std::optional<Lane>() : adapters::lane_of(known->side, known->position));
}

void PaperExchange::inject(const Fault& fault, Timestamp now) {
    Account& target = account(fault.account);
    switch (fault.kind) {
        case VenueFaultKind::disconnect: wire_.disconnect(fault.account, now, now + fault.duration); break;
        case VenueFaultKind::cancel_by_venue: cancel_by_venue(fault, now); break;
        case VenueFaultKind::metadata_missing:
            TRELLIS_CHECK(fault.instrument.has_value(), "missing rules are those of an instrument");
            rules_missing_[*fault.instrument].push_back({now, now + fault.duration});
            break;
        case VenueFaultKind::manual_trade: trade_by_hand(fault, now); break;
        case VenueFaultKind::unknown_order: place_outside(fault, now); break;
        case VenueFaultKind::reject:
        case VenueFaultKind::timeout_before_accept:
        case VenueFaultKind::timeout_after_accept:
        case VenueFaultKind::server_error:
        case VenueFaultKind::rate_limit:
        case VenueFaultKind::drop_fill:
        case VenueFaultKind::duplicate_fill:
        case VenueFaultKind::late_fee:
        case VenueFaultKind::reorder_fills: target.faults.add(fault); break;
    }
    wire_.advance(now);
}

void PaperExchange::advance(Timestamp now) {
    while (!late_fees_.empty() && late_fees_.begin()->first <= now) {
        auto late = late_fees_.extract(late_fees_.begin());
        const auto to = late.mapped().id.key.group.account;
        wire_.send(to, std::move(late.mapped()), late.key(), {});
    }
    wire_.advance(now);
}

std::optional<Timestamp> PaperExchange::next_due() const {
    const auto next = wire_.next_due();
    if (late_fees_.empty()) return next;
    const Timestamp fee = late_fees_.begin()->first;
    return next.has_value() ? std::min(*next, fee) : fee;
}

void PaperExchange::settle(Timestamp now) { wire_.settle(now); }

std::map<std::string, Balance, std::less<>> PaperExchange::balances(AccountId id) const {
    return std::visit([](const auto& ledger) { return std::map<std::string, Balance, std::less<>>(ledger.balances()); },
                      account(id).ledger);
}

std::optional<Money> PaperExchange::free(AccountId id, std::string_view asset) const {
    return std::visit([&](const auto& ledger) { return ledger.free(asset); }, account(id).ledger);
}

bool PaperExchange::is_heard(AccountId id, Timestamp now) const {
    const auto since = wire_.silent_since(id, now);
    return !since.has_value() || now - *since <= silence_max;
}

bool PaperExchange::has_rules(InstrumentId instrument, Timestamp at) const {
    const auto found = rules_missing_.find(instrument);
    if (found == rules_missing_.end()) return true;
    return std::ranges::none_of(found->second, [at](const Span& span) { return span.from <= at && at < span.until; });
}

std::optional<InstrumentRules> PaperExchange::rules(InstrumentId instrument, Timestamp at) const {
    if (!has_rules(instrument, at)) return std::nullopt;
    return rules_of(instruments_.at(instrument));
}

void PaperExchange::change_rules(InstrumentId instrument, const InstrumentRules& rules) {
    earlier_rules_[instrument].push_back(instruments_.at(instrument));
    instruments_.renew(instrument, rules);
}

Wallet PaperExchange::wallet(AccountId id, Timestamp now) const {
    Wallet wallet;
    for (const auto& [asset, balance] : balances(id)) wallet.assets[asset] = {balance.free, balance.locked};
    wallet.equity = equity(id);
    wallet.is_connected = is_heard(id, now);
    return wallet;
}

Money PaperExchange::equity(AccountId id) const {
    const Account& owner = account(id);
    Money total;
    for (const auto& [asset, balance] : balances(id)) total += value_in(owner, asset, balance.total());
    for (const auto& position : positions(id)) {
        const auto& quote = book(position.instrument).quote();
        if (!quote) continue;
        const Money value = notional(mark(*quote, position.side), position.quantity);
        total += position.side == PositionSide::long_side ? value - position.cost : position.cost - value;
    }
    return total;
}

// the best bid of the asset's pair with the account's currency, of the account's own market if that has a price.
Money PaperExchange::value_in(const Account& owner, std::string_view asset, Money amount) const {
    if (asset == owner.config.currency) return amount;
    const Quote* best = nullptr;
    for (const auto& instrument : instruments_.all()) {
        if (instrument.venue != owner.config.venue) continue;
        if (instrument.base != asset || instrument.quote != owner.config.currency) continue;
        const auto& quote = book(instrument.id).quote();
        if (quote && (best == nullptr || instrument.market == owner.config.market)) best = &*quote;
    }
    return best == nullptr ? Money{} : notional(best->bid, as<Quantity>(amount));
}

std::vector<VenuePosition> PaperExchange::positions(AccountId id) const {
    const auto* linear = std::get_if<LinearLedger>(&account(id).ledger);
    return linear == nullptr ? std::vector<VenuePosition>{} : linear->positions();
}

std::vector<ClientOrderId> PaperExchange::working(AccountId id) const {
    std::vector<ClientOrderId> found;
    const auto add = [&](const auto& side) {
        for (const auto& [rank, order] : side) {
            if (order.key.group.account == id) found.push_back(order);
        }
    };
    for (const auto& one : books_) add(one.buys()), add(one.sells());
    std::ranges::sort(found, {}, [&](const ClientOrderId& order) { return orders_.at(order).place; });
    return found;
}

const VenueOrder* PaperExchange::order(ClientOrderId id) const {
    const auto found = orders_.find(id);
    return found == orders_.end() ? nullptr : &found->second;
}

const std::optional<Quote>& PaperExchange::quote(InstrumentId instrument) const { return book(instrument).quote(); }

Quantity PaperExchange::net_quantity(GroupId group) const {
    return net_quantity({group, PositionSide::long_side}) + net_quantity({group, PositionSide::short_side});
}

Quantity PaperExchange::net_quantity(const GroupSide& side) const {
    const auto found = net_quantities_.find(side);
    return found == net_quantities_.end() ? Quantity{} : found->second;
}

PaperExchange::Account& PaperExchange::account(AccountId id) {
    const auto found = accounts_.find(id);
    TRELLIS_CHECK(found != accounts_.end(), "an account of this exchange");
    return found->second;
}

const PaperExchange::Account& PaperExchange::account(AccountId id) const {
    const auto found = accounts_.find(id);
    TRELLIS_CHECK(found != accounts_.end(), "an account of this exchange");
    return found->second;
}

Book& PaperExchange::book(InstrumentId id) {
    TRELLIS_CHECK(id.value < books_.size(), "an instrument of this exchange");
    return books_[id.value];
}

const Book& PaperExchange::book(InstrumentId id) const {
    TRELLIS_CHECK(id.value < books_.size(), "an instrument of this exchange");
    return books_[id.value];
}

bool PaperExchange::hold(Account& owner, VenueOrder& order) {
    return std::visit(Overloaded{[&](SpotLedger& spot) { return spot.hold(order, instruments_.at(order.instrument)); },
                                 [&](LinearLedger& linear) { return linear.hold(order); }},
                      owner.ledger);
}

bool PaperExchange::is_reducing(const VenueOrder& order) const {
    const auto* linear = std::get_if<LinearLedger>(&account(order.id.key.group.account).ledger);
    return linear != nullptr && linear->is_reducing(order);
}

VenueOrder* PaperExchange::find_known(ClientOrderId id) {
    const auto found = orders_.find(id);
    if (found == orders_.end()) return nullptr;
    return found->second.state == OrderState::rejected ? nullptr : &found->second;
}

VenueOrder* PaperExchange::find_working(ClientOrderId id) {
    VenueOrder* known = find_known(id);
    return known == nullptr || is_terminal(known->state) ? nullptr : known;
}

void PaperExchange::report(const VenueOrder& order, ReportBody body, Timestamp now) {
    if (order.is_of_outside()) return report_outside(order, body, now);
    const auto to = order.id.key.group.account;
    const bool is_fill = std::holds_alternative<OrderFill>(body);
    const auto mishap = is_fill ? account(to).faults.next_fill() : Mishap{};
    if (auto* fill = std::get_if<OrderFill>(&body); fill != nullptr && mishap.fee_after.has_value()) {
        late_fees_.emplace(now + *mishap.fee_after,
                           OrderReport{order.id, order.instrument, FeeReported{fill->trade, fill->fee, fill->fee_asset, fill->fee_unit}});
        fill->is_fee_known = false;
        fill->fee = {};
        fill->fee_unit.clear();
    }
    wire_.send(to, {order.id, order.instrument, std::move(body)}, now, mishap);
}

}  // namespace trellis::adapters
