// How a paper exchange takes up the books of one whose process died. The journal is all there is: what reached it happened, what did
// not never did.
//
//   our order                          at the venue
//   sent, unknown                      not there: "not found", and the engine sends it again under the same id
//   working, partial                   rests, with what the journal knows as filled
//   cancel not confirmed               rests: the cancel never arrived. Without a fill it may itself never have arrived: it rests if
//                                      its account can hold it
//   amendment not confirmed            the same, with the amended terms: the amendment arrived, its answer did not
//   the same, IOC or market            expired: such an order never rests
//   filled, cancelled, expired         known as such
//   rejected                           not there
#include <algorithm>
#include <tuple>

#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/history/paper_books.hpp"
#include "engine/base/check.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/world/world.hpp"

namespace trellis::adapters {

namespace {

struct Known {
    const Group* group = nullptr;
    const Order* order = nullptr;
    Incarnation placed_in;
};

// In order of placing: by start, then by group in order of opening, then by number.
std::vector<Known> known_orders(const World& world) {
    std::vector<Known> all;
    for (const auto& [id, group] : world.groups) {
        for (const auto& order : group.orders) all.push_back({&group, &order, group.placed_in[order.number.value - 1]});
    }
    const auto place = [](const Known& known) {
        return std::tuple(known.placed_in, known.group->opened_at, known.group->id, known.order->number);
    };
    std::ranges::sort(all, {}, place);
    return all;
}

OrderState resting_state(const Order& order) {
    if (order.remaining().is_zero()) return OrderState::filled;
    const bool can_rest = order.type == OrderType::limit && order.time_in_force == TimeInForce::gtc;
    if (!can_rest) return OrderState::expired;
    return order.filled.is_positive() ? OrderState::partial : OrderState::working;
}

std::optional<OrderState> state_at_venue(const Order& order) {
    switch (order.state) {
        case OrderState::planned:
        case OrderState::sent:
        case OrderState::unknown:
        case OrderState::rejected: return std::nullopt;
        case OrderState::working:
        case OrderState::partial:
        case OrderState::pending_cancel:
        case OrderState::pending_replace: return resting_state(order);
        case OrderState::filled:
        case OrderState::cancelled:
        case OrderState::expired: return order.state;
    }
    return std::nullopt;
}

// The venue had it for certain: it was acknowledged, or it traded.
bool is_certain(const Order& order) {
    const bool is_pending = order.state == OrderState::pending_cancel || order.state == OrderState::pending_replace;
    return !is_pending || order.filled.is_positive();
}

VenueOrder venue_order(const Known& known, OrderState state, const Instrument& instrument) {
    const Order& ours = *known.order;
    VenueOrder order;
    order.id = {known.placed_in, {known.group->id, ours.number}};
    order.instrument = instrument.id;
    order.side = ours.side;
    order.type = ours.type;
    order.time_in_force = ours.time_in_force;
    order.reduce_only = is_reduce_only(ours, instrument);
    order.position = position_side(*known.group, ours);
    order.price = ours.type == OrderType::market ? Price{} : ours.price;
    order.quantity = ours.quantity;
    order.filled = ours.filled;
    order.state = state;
    order.placed_at = known.group->opened_at;
    order.held_at = order.price;
    return order;
}

std::vector<VenuePosition> positions_of(const PaperMargin& margin) {
    std::vector<VenuePosition> positions;
    for (const auto& [key, position] : margin.positions) {
        positions.push_back({key.instrument, position.side, position.quantity, position.cost});
    }
    return positions;
}

}  // namespace

void PaperExchange::restore(const World& world, const PaperBooks& books) {
    TRELLIS_CHECK(orders_.empty() && net_quantities_.empty(), "books are taken up before anything happens");
    restore_balances(books);
    for (const auto& [instrument, trade] : books.newest_trades) {
        TRELLIS_CHECK(instrument.value < trade_counts_.size(), "trades were made in instruments of this exchange");
        trade_counts_[instrument.value] = trade.value;
    }
    net_quantities_ = books.net_quantities;
    const auto all = known_orders(world);
    // What is certain holds its money first; what is not gets what is left.
    for (const bool certain : {true, false}) {
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (is_certain(*all[i].order) != certain) continue;
            const auto state = state_at_venue(*all[i].order);
            if (!state) continue;
            VenueOrder order = venue_order(all[i], *state, instruments_.at(all[i].group->identity.instrument));
            order.place = order.age = i + 1;
            restore_order(std::move(order), certain);
        }
    }
    next_place_ = next_age_ = all.size() + 1;
}

void PaperExchange::restore_balances(const PaperBooks& books) {
    for (const auto& [id, moved] : books.accounts) {
        Account& owner = account(id);
        if (auto* spot = std::get_if<SpotLedger>(&owner.ledger)) {
            for (const auto& [instrument, holding] : moved.spot) {
                spot->restore(instruments_.at(instrument).base, holding.base);
                spot->restore(instruments_.at(instrument).quote, holding.quote);
            }
            for (const auto& [asset, paid] : moved.fees) spot->restore(asset, -paid);
        } else {
            const auto& margin = owner.config.position_mode == PositionMode::hedge ? moved.hedged : moved.one_way;
            std::get<LinearLedger>(owner.ledger).restore(margin.wallet, positions_of(margin));
        }
    }
}

void PaperExchange::restore_order(VenueOrder order, bool is_certain) {
    Account& owner = account(order.id.key.group.account);
    const bool is_resting = !is_terminal(order.state);
    if (is_resting && is_certain) {
        std::visit(Overloaded{[&](SpotLedger& spot) { spot.restore_hold(order, instruments_.at(order.instrument)); },
                              [&](LinearLedger& linear) { linear.restore_hold(order); }},
                   owner.ledger);
    } else if (is_resting && !hold(owner, order)) {
        return;
    }
    const auto id = order.id;
    VenueOrder& restored = orders_[id] = std::move(order);
    if (is_resting) rest(restored);
}

}  // namespace trellis::adapters
