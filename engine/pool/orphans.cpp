#include "engine/pool/orphans.hpp"

#include <chrono>
#include <set>

namespace trellis {

namespace {

constexpr Duration sweep_interval = std::chrono::minutes(5);
constexpr std::size_t found_max = 100;  // in one sweep: a commit has an end, and a venue's budget too

/// Only what we could have written ourselves is ours: whatever else begins like it belongs to somebody else.
std::optional<ClientOrderId> own_id(const OpenOrder& order) {
    const auto id = parse_client_order_id(order.client_id);
    return id.has_value() && text(*id) == order.client_id ? id : std::nullopt;
}

bool is_orphan(const OpenOrder& order, const DeskContext& context) {
    const auto id = own_id(order);
    if (!id.has_value()) return false;
    return id->key.group.account != context.account.id || !context.board.has_order(*id);
}

OrphanFound found(const Desk& desk, const OpenOrder& order, const DeskContext& context) {
    const auto known = desk.orphans.find(order.client_id);
    OrphanFound event;
    event.account = desk.account;
    event.instrument = order.instrument;
    event.order = order.client_id;
    event.side = order.side;
    event.price = order.price;
    event.quantity = order.quantity;
    event.filled = order.filled;
    event.is_cancelled = context.config.cancel_orphans;
    event.times = known == desk.orphans.end() ? 1 : known->second.times + 1;
    event.at = context.now;
    return event;
}

OrphanEnd end_of(OrderState state) {
    if (state == OrderState::filled) return OrphanEnd::filled;
    return state == OrderState::cancelled ? OrphanEnd::cancelled : OrphanEnd::gone;
}

}  // namespace

std::string_view text(OrphanEnd end) {
    switch (end) {
        case OrphanEnd::cancelled: return "CANCELLED";
        case OrphanEnd::filled: return "FILLED";
        case OrphanEnd::gone: return "GONE";
    }
    return "";
}

Due next_sweep(const Config& config, Timestamp now) {
    const auto passed = (now - config.timer_origin) / sweep_interval;
    return {config.timer_origin + (passed + 1) * sweep_interval, TimerKind::orphan_sweep};
}

DeskEvents sweep_orphans(const Desk& desk, const DeskContext& context) {
    if (context.wallets == nullptr) return {};
    const auto open = context.wallets->open_orders(desk.account);
    if (!open.has_value()) return {};
    DeskEvents events;
    std::set<std::string_view> orphans;
    for (const auto& order : *open) {
        if (!is_orphan(order, context)) continue;
        orphans.insert(order.client_id);
        // One that is only told is told once; one that is to be cancelled is told until it is gone.
        if (desk.orphans.contains(order.client_id) && !context.config.cancel_orphans) continue;
        if (events.size() < found_max) events.emplace_back(found(desk, order, context));
    }
    for (const auto& [id, known] : desk.orphans) {
        if (orphans.contains(id)) continue;
        events.emplace_back(OrphanEnded{desk.account, known.instrument, id, OrphanEnd::gone, known.filled, context.now});
    }
    return events;
}

DeskEvents end_orphan(const Desk& desk, const OrphanAnswered& answer, Timestamp now) {
    const auto known = desk.orphans.find(text(answer.order));
    if (known == desk.orphans.end()) return {};
    const Quantity filled = std::max(answer.filled, known->second.filled);
    return {OrphanEnded{desk.account, known->second.instrument, known->first, end_of(answer.state), filled, now}};
}

std::vector<VenueRequest> requests_of(const DeskEvents& events) {
    std::vector<VenueRequest> requests;
    for (const auto& event : events) {
        const auto* orphan = std::get_if<OrphanFound>(&event);
        if (orphan == nullptr || !orphan->is_cancelled) continue;
        requests.emplace_back(CancelOrphan{parse_client_order_id(orphan->order).value(), orphan->instrument, orphan->account});
    }
    return requests;
}

}  // namespace trellis
