#include "engine/pool/holdings.hpp"

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
    const Quantity shortage = event.held - told.total;
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
