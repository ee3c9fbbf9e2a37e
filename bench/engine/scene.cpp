#include "bench/engine/scene.hpp"

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"

namespace trellis::bench {

const Instrument& bitcoin() {
    static const Instrument instrument = [] {
        Instrument made = parse_instrument_name("binance:spot:BTC-USDT").value();
        made.tick = decimal<Price>("0.01");
        made.step = decimal<Quantity>("0.00001");
        made.min_notional = decimal<Money>("5");
        made.maker_fee = decimal<Ratio>("0.001");
        return made;
    }();
    return instrument;
}

GroupContext Scene::context() const {
    const Quote quote{bid, bid + bitcoin().tick, {}, {}, now, 1};
    return {now, bitcoin(), quote, Ratio::from_integer(1), true};
}

void Scene::tell(const GroupCommand& command) {
    const auto decision = handle(group, command, context(), incarnation);
    TRELLIS_CHECK(std::holds_alternative<GroupEvents>(decision), "a benchmark's command is obeyed");
}

OrderFill Scene::fill(OrderNumber number, Quantity quantity) {
    const Order& order = group.order(number);
    OrderFill made;
    made.trade = TradeId{++trades};
    made.price = order.price;
    made.quantity = quantity;
    made.cumulative = order.filled + quantity;
    made.fee = fee_of(notional(order.price, quantity), bitcoin().maker_fee);
    return made;
}

void Scene::acknowledge_all() {
    for (std::uint32_t number = 1; number <= group.orders.size(); ++number) {
        if (group.order({number}).state == OrderState::sent) report({number}, OrderAcknowledged{});
    }
}

PyramidPlan plan(std::uint16_t pyramid) {
    constexpr const char* gaps[legs_each] = {"100", "99.5", "99", "98.5", "98"};
    PyramidPlan made;
    made.pyramid = PyramidIndex{pyramid};
    made.base_price = decimal<Price>("64231.37");
    made.capital = Money::from_integer(1'000);
    for (std::uint16_t leg = 0; leg < legs_each; ++leg) {
        PlannedLeg planned;
        planned.index = LegIndex{leg};
        planned.price = scaled_price(made.base_price, decimal<Ratio>(gaps[leg]), bitcoin().tick, Rounding::floor);
        planned.quantity = decimal<Quantity>("0.00314");
        planned.take_profit = decimal<Ratio>("1");
        made.legs.push_back(planned);
    }
    return made;
}

OpenGroup open_group(TakeProfitMode mode) {
    OpenGroup command;
    command.group = {AccountId{1}, 1};
    command.identity = {bitcoin().id, 900, PositionSide::long_side};
    command.signal = SignalNumber{1};
    command.strategy.change([&](GridStrategy& strategy) {
        strategy.levels = default_levels();
        strategy.max_pyramids = pyramids_full;
        strategy.take_profit_mode = mode;
        strategy.take_profit_aggregate_percent = decimal<Ratio>("1");
    });
    command.plan = plan(0);
    return command;
}

Scene opened(std::uint16_t pyramids, TakeProfitMode mode) {
    Scene scene;
    scene.tell(open_group(mode));
    for (std::uint16_t pyramid = 1; pyramid < pyramids; ++pyramid) {
        scene.tell(AddPyramid{SignalNumber{1ULL + pyramid}, plan(pyramid)});
    }
    scene.acknowledge_all();
    return scene;
}

Scene filled(std::uint16_t pyramids, TakeProfitMode mode, Quantity quantity) {
    Scene scene = opened(pyramids, mode);
    const auto entries = static_cast<std::uint32_t>(scene.group.orders.size());
    for (std::uint32_t number = 1; number <= entries; ++number) scene.report({number}, scene.fill({number}, quantity));
    scene.acknowledge_all();
    return scene;
}

Scene half_filled(std::uint16_t pyramids, TakeProfitMode mode) { return filled(pyramids, mode, decimal<Quantity>("0.00157")); }

}  // namespace trellis::bench
