#include "bench/memory/groups.hpp"

#include <string>

#include "engine/base/check.hpp"
#include "engine/base/rounding.hpp"
#include "engine/world/shell.hpp"

namespace trellis::bench {

namespace {

constexpr std::uint32_t instruments_max = 20;
constexpr std::uint16_t pyramids = 5;
constexpr std::uint16_t legs_each = 7;
constexpr Incarnation incarnation{1};
constexpr Timestamp now{std::chrono::seconds(1'767'571'208)};

Quote quote() {
    Quote quote;
    quote.bid = decimal<Price>("64000");
    quote.ask = decimal<Price>("64000.01");
    quote.at = now;
    return quote;
}

PyramidPlan ladder(std::uint16_t pyramid) {
    PyramidPlan plan{PyramidIndex{pyramid}, decimal<Price>("64231.37"), decimal<Money>("1000"), {}};
    for (std::uint16_t leg = 0; leg < legs_each; ++leg) {
        const Price price = plan.base_price - Price::from_integer(300 * (leg + 1));
        plan.legs.push_back(
            {.price = price, .quantity = decimal<Quantity>("0.00314"), .take_profit = decimal<Ratio>("1"),
             .gap = {}, .weight = {}, .index = LegIndex{leg}});
    }
    return plan;
}

GridStrategy strategy() {
    GridStrategy made;
    made.levels.assign(legs_each, GridLevel{decimal<Ratio>("-0.5"), decimal<Ratio>("14"), decimal<Ratio>("1")});
    made.max_pyramids = pyramids;
    return made;
}

/// One group and the moment in which it is told something.
struct Scene {
    GroupId id;
    GroupContext context;
    Group group{};

    void tell(const GroupCommand& command) { step(group, id, command, context, incarnation); }

    void acknowledge_all() {
        for (std::uint32_t number = 1; number <= group.orders.size(); ++number) {
            if (group.order({number}).state == OrderState::sent) tell(HandleReport{{number}, OrderAcknowledged{}});
        }
    }

    void fill(OrderNumber number) {
        const Order order = group.order(number);
        OrderFill fill;
        fill.trade = TradeId{number.value};
        fill.price = order.price;
        fill.quantity = order.quantity;
        fill.cumulative = order.quantity;
        tell(HandleReport{number, fill});
    }
};

Group group_at_rest(GroupId id, const Identity& identity, Rest rest, const GroupContext& context) {
    Scene scene{id, context};
    scene.tell(OpenGroup{id, identity, SignalNumber{1}, strategy(), ladder(0), {}});
    for (std::uint16_t pyramid = 1; pyramid < pyramids; ++pyramid) {
        scene.tell(AddPyramid{SignalNumber{1ULL + pyramid}, ladder(pyramid)});
    }
    scene.acknowledge_all();
    if (rest == Rest::filled) {
        const auto entries = static_cast<std::uint32_t>(scene.group.orders.size());
        for (std::uint32_t number = 1; number <= entries; ++number) scene.fill({number});
        scene.acknowledge_all();
    }
    TRELLIS_CHECK(scene.group.live_orders == pyramids * legs_each, "as many orders work as there are legs");
    return std::move(scene.group);
}

}  // namespace

Config config_of_many() {
    Config config;
    AccountConfig account;
    account.id = AccountId{1};
    account.venue = "binance";
    config.accounts = {account};
    config.max_open_groups = 1'000'000;
    return config;
}

InstrumentTable instruments_of_many() {
    InstrumentTable table;
    for (std::uint32_t i = 0; i < instruments_max; ++i) {
        Instrument instrument = parse_instrument_name("binance:spot:C" + std::to_string(i) + "-USDT").value();
        instrument.tick = decimal<Price>("0.01");
        instrument.step = decimal<Quantity>("0.00001");
        instrument.min_quantity = instrument.step;
        table.add(instrument).value();
    }
    return table;
}

World world_of(std::uint32_t count, Rest rest, const Config& config, const InstrumentTable& instruments) {
    World world;
    world.incarnation = incarnation;
    Desk& desk = world.desks[AccountId{1}];
    desk.account = AccountId{1};
    desk.group_counter = count;
    for (std::uint32_t i = 0; i < count; ++i) {
        const GroupId id{AccountId{1}, i + 1};
        const Identity identity{InstrumentId{i % instruments_max}, 60 * (1 + i / instruments_max), PositionSide::long_side};
        const auto context = group_context(config, instruments.at(identity.instrument), id.account, quote(), now);
        world.groups.emplace(id, group_at_rest(id, identity, rest, context));
        DeskGroup known;
        known.id = id;
        known.identity = identity;
        known.strategy = strategy();
        known.entries_total = pyramids;
        desk.groups.emplace(id, std::move(known));
        desk.by_identity.emplace(identity, id);
    }
    check_invariants(desk);
    return world;
}

}  // namespace trellis::bench
