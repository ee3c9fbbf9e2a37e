// Orders that stand at the venue and that no engine here placed (O-8): they trade and hold balances as any other. The account's stream
// tells of those that bear an id of ours, and of all that they change what the account holds.
#include <algorithm>

#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/exchange/paper/filters.hpp"

namespace trellis::adapters {

namespace {

VenueOrder order_of(const Fault& fault, InstrumentId instrument, Timestamp now) {
    VenueOrder order;
    order.instrument = instrument;
    order.side = fault.side;
    order.position = fault.side == OrderSide::buy ? PositionSide::long_side : PositionSide::short_side;
    order.price = fault.price;
    order.quantity = fault.quantity;
    order.state = OrderState::working;
    order.placed_at = now;
    order.held_at = fault.price;
    order.client_id = fault.client_id;
    return order;
}

}  // namespace

// What the filters refuse, or what cannot be paid, does not happen.
void PaperExchange::place_outside(const Fault& fault, Timestamp now) {
    if (!fault.instrument.has_value() || fault.client_id.empty()) return;
    Account& owner = account(fault.account);
    const Instrument& instrument = instruments_.at(*fault.instrument);
    VenueOrder order = order_of(fault, instrument.id, now);
    order.id.key = {{fault.account, 0}, OrderNumber{next_outside_++}};  // groups count from 1
    if (filter_violated(instrument, {order.type, order.price, order.quantity, false}) || !hold(owner, order)) return;
    accept(owner, std::move(order), now, true);
}

// A stream tells of every order of its account; of those whose id is not one of this account's, our side makes nothing.
void PaperExchange::report_outside(const VenueOrder& order, const ReportBody& body, Timestamp now) {
    Account& owner = account(order.id.key.group.account);
    const auto own = parse_client_order_id(order.client_id);
    if (own.has_value() && own->key.group.account == owner.config.id) {
        wire_.send(owner.config.id, {*own, order.instrument, body}, now, {});
    }
    if (std::holds_alternative<OrderFill>(body)) report_holdings(owner, instruments_.at(order.instrument), order.position, now);
}

void PaperExchange::cancel_orphan(const CancelOrphan& request, Timestamp now) {
    OrphanReported answer{request.account, OrderState::unknown, {}};
    VenueOrder* order = find_outside(request.account, text(request.id));
    if (order == nullptr) order = find_known(request.id);
    if (order != nullptr && !is_terminal(order->state)) {
        leave(*order);
        end(*order, OrderState::cancelled, now);
    }
    if (order != nullptr) {
        answer.state = order->state;
        answer.cumulative = order->filled;
    }
    wire_.send(request.account, {request.id, request.instrument, answer}, now, {});
}

VenueOrder* PaperExchange::find_outside(AccountId owner, std::string_view client_id) {
    const auto found = std::ranges::find_if(orders_, [&](const auto& entry) {
        return entry.first.key.group.account == owner && entry.second.client_id == client_id;
    });
    return found == orders_.end() ? nullptr : &found->second;
}

std::optional<std::vector<OpenOrder>> PaperExchange::open_orders(AccountId id, Timestamp now) const {
    if (!wire_.is_connected(id, now)) return std::nullopt;
    std::vector<OpenOrder> open;
    for (const auto& resting : working(id)) {
        const VenueOrder& order = orders_.at(resting);
        open.push_back({order.is_of_outside() ? order.client_id : text(order.id), order.instrument, order.side, order.price,
                        order.quantity, order.filled});
    }
    return open;
}

}  // namespace trellis::adapters
