// How each event changes the risk engine: one short function per event. Nothing here decides anything.
#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/risk/risk.hpp"

namespace trellis {

namespace {

OffsetPart leg_of(const OffsetShare& share) {
    OffsetPart leg;
    leg.group = share.group;
    leg.instrument = share.instrument;
    leg.quantity = share.quantity;
    leg.is_whole = share.is_whole;
    return leg;
}

Offset& offset_of(Risk& risk, OffsetNumber number) {
    TRELLIS_CHECK(risk.offset.has_value(), "an offset is under way");
    TRELLIS_CHECK(risk.offset->number == number, "an event of an offset names the one under way");
    return *risk.offset;
}

void on(Risk& risk, const OffsetPlanned& event) {
    TRELLIS_CHECK(!risk.offset.has_value(), "one offset at a time");
    Offset offset;
    offset.number = event.offset;
    offset.sequence = event.sequence;
    offset.required = event.required;
    offset.min_cover = event.min_cover;
    offset.closes_anyway = event.closes_anyway;
    offset.cancels_entries = event.cancels_entries;
    offset.loser = leg_of(event.loser);
    offset.is_loser_ordered = event.sequence != OffsetSequence::winners_first;
    for (const auto& winner : event.winners) offset.winners.push_back(leg_of(winner));
    risk.offset = std::move(offset);
    risk.offset_counter = event.offset.counter;
    if (!risk.pass.has_value()) risk.pass = RiskPass{event.trigger, event.is_forced, 0, {}};
    ++risk.pass->actions;
    risk.pass->skipped.insert(event.skipped.begin(), event.skipped.end());
}

void book(OffsetPart& leg, const OffsetLegClosed& event) {
    TRELLIS_CHECK(!leg.is_done, "a group answers an offset once");
    leg.is_done = true;
    leg.closed = event.quantity;
    leg.realised = event.realised;
}

void on(Risk& risk, const OffsetLegClosed& event) {
    Offset& offset = offset_of(risk, event.offset);
    if (offset.loser.group == event.group) return book(offset.loser, event);
    const auto winner = std::ranges::find(offset.winners, event.group, &OffsetPart::group);
    TRELLIS_CHECK(winner != offset.winners.end(), "a group that answers an offset has a part in it");
    book(*winner, event);
}

void on(Risk& risk, const OffsetLoserOrdered& event) {
    Offset& offset = offset_of(risk, event.offset);
    offset.is_loser_ordered = true;
    offset.loser.is_whole = event.is_whole;
    if (!event.is_whole) offset.loser.quantity = event.quantity;
}

void on(Risk& risk, const OffsetCompleted& event) {
    offset_of(risk, event.offset);
    risk.offset.reset();
}

void on(Risk& risk, const RiskPassEnded& event) {
    for (const GroupId group : event.cleared) risk.skip_once.erase(group);
    risk.pass.reset();
    risk.reasons = event.reasons;
}

void on(Risk& risk, const RiskBlocked& event) { risk.blocked.insert(event.group); }

void on(Risk& risk, const RiskUnblocked& event) { risk.blocked.erase(event.group); }

void on(Risk& risk, const RiskSkipOrdered& event) { risk.skip_once.insert(event.group); }

void on(Risk& risk, const RiskGroupForgotten& event) {
    risk.blocked.erase(event.group);
    risk.skip_once.erase(event.group);
}

}  // namespace

void Risk::apply(const RiskEvent& event) {
    std::visit([this](const auto& happened) { on(*this, happened); }, event);
}

}  // namespace trellis
