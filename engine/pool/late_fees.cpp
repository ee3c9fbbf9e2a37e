#include "engine/pool/late_fees.hpp"

#include <algorithm>

#include "engine/base/check.hpp"
#include "engine/group/fees.hpp"
#include "engine/pool/standing.hpp"
#include "engine/pool/week.hpp"

namespace trellis {

namespace {

FeePrices prices_for(const LeftFees& left, const DeskContext& context) {
    return {context.instruments.at(left.instrument), &context.board, &context.instruments};
}

DeskEvents booked(const Desk& desk, const LeftFees& left, const OpenFee& open, const FeeSettled& fee, const DeskContext& context) {
    const LeftFeeSettled event{fee.group, fee.order, fee.trade, fee.fee, fee.fee_asset, fee.paid, fee.state, -dearer_by(open, fee),
                               context.config.time_zone.day_of(left.closed_at).value, fee.at};
    DeskEvents events{event};
    Standing after = desk.standing;
    after.apply(event);
    for (auto& halt : halt_on_loss(desk, after, event.day, context)) events.push_back(std::move(halt));
    return events;
}

}  // namespace

DeskEvents book_stray_fee(const Desk& desk, const StrayFee& stray, const DeskContext& context) {
    const auto left = desk.left_fees.find(stray.order.group);
    if (left == desk.left_fees.end()) return {};
    const auto open = std::ranges::find(left->second.fees, stray.fee.trade, &OpenFee::trade);
    if (open == left->second.fees.end()) return {};
    const auto fee = settle_said(left->first, *open, stray.fee, prices_for(left->second, context), context.now);
    return fee.has_value() ? booked(desk, left->second, *open, *fee, context) : DeskEvents{};
}

DeskEvents settle_left_fees(const Desk& desk, const DeskContext& context) {
    for (const auto& [group, left] : desk.left_fees) {
        for (const auto& open : left.fees) {
            const auto fee = settle_priced(group, open, prices_for(left, context), context.now);
            if (fee.has_value()) return booked(desk, left, open, *fee, context);
        }
    }
    return {};
}

void note_left_fees(Desk& desk, const FeesLeftOpen& event) {
    std::erase_if(desk.left_fees, [&](const auto& left) { return left.second.closed_at + fees_waited_for < event.closed_at; });
    desk.left_fees.insert_or_assign(event.group, LeftFees{event.instrument, event.closed_at, event.fees});
}

void note_settled(Desk& desk, const LeftFeeSettled& event) {
    const auto left = desk.left_fees.find(event.group);
    TRELLIS_CHECK(left != desk.left_fees.end(), "a fee is settled once");
    take_settled(left->second.fees, as_group_would(event));
    if (left->second.fees.empty()) desk.left_fees.erase(left);
    desk.standing.apply(event);
    count_in_weeks(desk, event.amount, event.at);
}

}  // namespace trellis
