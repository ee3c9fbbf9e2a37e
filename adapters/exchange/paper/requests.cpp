// What the paper exchange does with each request: accept, refuse with the venue's words, amend in place, cancel, answer (PV-6, PV-8,
//
#include <algorithm>
#include <utility>

#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/exchange/paper/filters.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

VenueOrder order_of(const PlaceOrder& request, Timestamp now) {
    VenueOrder order;
    order.id = request.id;
    order.instrument = request.instrument;
    order.side = request.side;
    order.type = request.type;
    order.time_in_force = request.time_in_force;
    order.reduce_only = request.reduce_only;
    order.post_only = request.post_only;
    order.position = request.position;
    order.price = request.type == OrderType::market ? Price{} : request.price;
    order.quantity = request.quantity;
    order.state = OrderState::working;
    order.placed_at = now;
    order.held_at = order.price;
    return order;
}

bool would_take(const VenueOrder& order, const std::optional<Quote>& quote) {
    if (!quote.has_value()) return false;
    return order.side == OrderSide::buy ? order.price >= quote->ask : order.price <= quote->bid;
}

// Whether rules that were in force once would have taken the terms. An amendment may keep a price that older rules rounded beside a
// quantity that newer ones did.
bool were_right(const OrderTerms& terms, const std::vector<Instrument>& earlier, const Instrument& present) {
    std::vector<Instrument> all = earlier;
    all.push_back(present);
    return std::ranges::any_of(all, [&](const Instrument& rounds_price) {
        return std::ranges::any_of(all, [&](Instrument rounds_quantity) {
            rounds_quantity.tick = rounds_price.tick;
            return !filter_violated(rounds_quantity, terms).has_value();
        });
    });
}

}  // namespace

void PaperExchange::place(Account& owner, const PlaceOrder& request, Timestamp now) {
    const auto fault = owner.faults.next_order();
    const auto is_fault = [&](VenueFaultKind kind) { return fault && fault->kind == kind; };
    if (is_fault(VenueFaultKind::timeout_before_accept)) return;
    VenueOrder order = order_of(request, now);
    if (is_fault(VenueFaultKind::rate_limit)) return refuse_for_rate(owner, order, fault->duration, now);
    if (is_fault(VenueFaultKind::server_error)) return report(order, RequestUnanswered{}, now);
    if (const VenueOrder* known = find_known(request.id)) {
        violations_.push_back({"duplicate intent", request.id, text(request.id) + " was placed twice"});
        return report(*known, OrderAcknowledged{}, now);
    }
    if (is_fault(VenueFaultKind::reject)) return reject(std::move(order), fault->code, now, false);
    const bool is_answer_lost = is_fault(VenueFaultKind::timeout_after_accept);
    if (auto code = refusal(owner, order)) return reject(std::move(order), std::move(*code), now, is_answer_lost);
    accept(owner, std::move(order), now, is_answer_lost);
}

// O-5: an entry waits as long as the venue says, and those behind it with it; what closes is tried again as after any failure.
void PaperExchange::refuse_for_rate(Account& owner, const VenueOrder& order, Duration wait, Timestamp now) {
    owner.budget.pause_entries(now + wait);
    const bool is_entry = adapters::lane_of(order.side, order.position) == Lane::entry;
    report(order, RequestNotSent{is_entry ? std::optional(wait) : std::nullopt}, now);
}

void PaperExchange::accept(Account& owner, VenueOrder order, Timestamp now, bool is_answer_lost) {
    order.place = next_place_++;
    order.age = next_age_++;
    const auto id = order.id;
    VenueOrder& accepted = orders_[id] = std::move(order);
    if (!is_answer_lost) report(accepted, OrderAcknowledged{}, now);
    match_new(owner, accepted, now);
}

// The record is kept, the id is free again: a venue that refused an order never had it.
void PaperExchange::reject(VenueOrder order, std::string code, Timestamp now, bool is_answer_lost) {
    order.state = OrderState::rejected;
    order.reject_code = code;
    const auto id = order.id;
    const VenueOrder& refused = orders_[id] = std::move(order);
    if (!is_answer_lost) report(refused, OrderRejected{std::move(code)}, now);
}

// The code under which a new order is refused whole, or nothing: then its account holds what it needs.
std::optional<std::string> PaperExchange::refusal(Account& owner, VenueOrder& order) {
    const Instrument& instrument = instruments_.at(order.instrument);
    const bool is_traded_here = instrument.venue == owner.config.venue && instrument.market == owner.config.market;
    if (!is_traded_here) {
        violations_.push_back({"filter", order.id, instrument.name + " is not traded by account " + owner.config.name});
        return "UNKNOWN_INSTRUMENT";
    }
    if (order.type == OrderType::market) {
        const auto& quote = book(order.instrument).quote();
        if (!quote) return "NO_PRICE";
        order.held_at = touch(*quote, order.side);
    }
    if (violates_filter(order, order.held_at, order.quantity, "")) return "FILTER";
    if (order.post_only && would_take(order, book(order.instrument).quote())) return "POST_ONLY_WOULD_CROSS";
    if (!closable(order).is_positive()) return "REDUCE_ONLY";
    if (!hold(owner, order)) return "INSUFFICIENT_BALANCE";
    return std::nullopt;
}

// Whether a filter refuses the terms. It is a violation unless earlier rules would have taken them.
bool PaperExchange::violates_filter(const VenueOrder& order, Price price, Quantity quantity, std::string_view what) {
    const Instrument& instrument = instruments_.at(order.instrument);
    const OrderTerms terms{order.type, price, quantity, is_reducing(order)};
    const auto fault = filter_violated(instrument, terms);
    if (!fault.has_value()) return false;
    if (!were_right(terms, earlier_rules_[order.instrument], instrument)) violations_.push_back({"filter", order.id, instrument.name + ": " + std::string(what) + *fault});
    return true;
}

// a new price or more quantity makes the order new in age and lets it take what it now crosses; less keeps its age.
void PaperExchange::amend(Account& owner, const AmendOrder& request, Timestamp now) {
    VenueOrder* order = find_working(request.id);
    if (order == nullptr) {
        return wire_.send(owner.config.id, {request.id, request.instrument, RequestRefused{"ORDER_NOT_FOUND"}}, now, {});
    }
    VenueOrder changed = *order;
    if (auto code = amend_refusal(owner, changed, request)) return report(*order, RequestRefused{std::move(*code)}, now);
    const bool is_new_in_age = request.price != order->price || request.quantity > order->quantity;
    leave(*order);
    if (is_new_in_age) changed.age = next_age_++;
    *order = std::move(changed);
    report(*order, OrderAmended{order->price, order->quantity}, now);
    if (is_new_in_age) return match_new(owner, *order, now);
    rest(*order);
}

// The code under which an amendment is refused and the order stays as it was; else `order` has the new terms and its hold.
std::optional<std::string> PaperExchange::amend_refusal(Account& owner, VenueOrder& order, const AmendOrder& request) {
    if (violates_filter(order, request.price, request.quantity, "amended ")) return "FILTER";
    if (request.quantity <= order.filled) return "BELOW_FILLED";
    order.price = request.price;
    order.held_at = request.price;
    order.quantity = request.quantity;
    if (!hold(owner, order)) return "INSUFFICIENT_BALANCE";
    return std::nullopt;
}

void PaperExchange::cancel(const CancelOrder& request, Timestamp now) {
    VenueOrder* order = find_working(request.id);
    if (order == nullptr) {
        const auto to = request.id.key.group.account;
        return wire_.send(to, {request.id, request.instrument, RequestRefused{"ORDER_NOT_FOUND"}}, now, {});
    }
    leave(*order);
    end(*order, OrderState::cancelled, now);
}

// The answer stands behind every report of the account in its stream, so what was lost is fetched before it passes (O-2).
void PaperExchange::query(const QueryOrder& request, Timestamp now) {
    const VenueOrder* order = find_known(request.id);
    if (order == nullptr) {
        const auto to = request.id.key.group.account;
        return wire_.send(to, {request.id, request.instrument, OrderNotFound{}}, now, {});
    }
    report(*order, OrderFound{order->state, order->price, order->quantity, order->filled}, now);
}

void PaperExchange::cancel_by_venue(const Fault& fault, Timestamp now) {
    auto candidates = working(fault.account);
    std::erase_if(candidates, [&](const ClientOrderId& id) {
        if (fault.order && id != *fault.order) return true;
        return fault.instrument && orders_.at(id).instrument != *fault.instrument;
    });
    const bool is_spot = account(fault.account).config.market == Market::spot;
    std::stable_partition(candidates.begin(), candidates.end(), [&](const ClientOrderId& id) {
        const VenueOrder& order = orders_.at(id);
        return is_spot ? order.side == OrderSide::buy : !is_reducing(order);
    });
    candidates.resize(std::min<std::size_t>(candidates.size(), fault.orders));
    for (const auto& id : candidates) {
        VenueOrder& order = orders_.at(id);
        leave(order);
        end(order, OrderState::cancelled, now);
    }
}

}  // namespace trellis::adapters
