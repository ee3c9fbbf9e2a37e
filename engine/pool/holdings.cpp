#include "engine/pool/holdings.hpp"

#include <algorithm>

#include "engine/base/rounding.hpp"

namespace trellis {

namespace {

/// Spot coins lie together whatever they were bought with; a position is its instrument's own.
bool is_same_holding(const Instrument& one, const Instrument& other) {
    if (one.market != other.market) return false;
    return one.market == Market::spot ? one.base == other.base : one.id == other.id;
}

bool holds(const GroupFigures& figures) {
    if (figures.state == GroupState::closed || figures.state == GroupState::failed) return false;
    return figures.open_quantity.is_positive();
}

/// What groups of the other side hold against themselves.
Quantity hedged_on(const VenueHoldings& told, const Desk& desk, const DeskContext& context) {
    Quantity hedged;
    for (const auto& [id, group] : desk.groups) {
        const bool is_other = group.identity.side != told.side && group.identity.instrument == told.instrument;
        const GroupFigures* figures = is_other ? context.board.find(id) : nullptr;
        if (figures != nullptr) hedged += figures->hedged;
    }
    return hedged;
}

}  // namespace

DeskEvents compare_holdings(const Desk& desk, const VenueHoldings& told, const DeskContext& context) {
    const Instrument& instrument = context.instruments.at(told.instrument);
    ExternalShortage event;
    event.account = desk.account;
    event.instrument = told.instrument;
    event.side = told.side;
    event.total = told.total;
    for (const auto& [id, group] : desk.groups) {
        if (group.identity.side != told.side) continue;
        if (!is_same_holding(instrument, context.instruments.at(group.identity.instrument))) continue;
        const GroupFigures* figures = context.board.find(id);
        if (figures == nullptr || !holds(*figures)) continue;
        event.held += figures->open_quantity;
        event.cuts.push_back({id, figures->open_quantity});
    }
    // What hedges of the other side hold there is no group's of this one (B-16).
    const Quantity shortage = event.held - std::max(Quantity{}, told.total - hedged_on(told, desk, context));
    if (!shortage.is_positive()) return {};
    Quantity rest = shortage;
    for (auto& cut : event.cuts) {
        const Quantity part = &cut == &event.cuts.back() ? rest : share(cut.total, shortage, event.held);
        rest -= part;
        cut.total = desk.groups.at(cut.group).taken_outside + part;
    }
    return {std::move(event)};
}

}  // namespace trellis
