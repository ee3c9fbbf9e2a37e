// Ours: a venue's report to a group with a ladder of five. The group decides one event, commits it and tells its symbol.
#include "actors/group.hpp"
#include "actors/journal.hpp"
#include "bench/actors/hop.hpp"

namespace trellis::bench {

namespace {

using actors::GroupTask;

constexpr GroupId id{AccountId{1}, 1};
constexpr Timestamp now{std::chrono::seconds(1'700'000'000)};

/// Forgets what it is given.
class NullJournal final : public CommitPort {
public:
    explicit NullJournal(Probe& probe) : probe_(probe) {}
    void commit(Commit) override { probe_.command_arrived(); }

private:
    Probe& probe_;
};

struct SinkState {
    const char* name = "symbol";
};

/// Takes what a group tells its symbol; the rest never comes.
actors::Behavior<actors::SymbolActor> symbol_sink(actors::Self<actors::SymbolActor, SinkState>) {
    return {
        [](const Quote&) {},
        [](const actors::Timed<OrderReport>&) {},
        [](const actors::GroupOrder&) {},
        [](const actors::GroupActed&) {},
        [](const actors::Release&) {},
        [](const actors::ArmGroup&) {},
        [](const actors::HandIn&) {},
    };
}

Config config() {
    Config config;
    AccountConfig account;
    account.id = id.account;
    account.venue = "binance";
    config.accounts = {account};
    return config;
}

InstrumentTable instruments() {
    Instrument instrument = parse_instrument_name("binance:spot:BTC-USDT").value();
    instrument.tick = decimal<Price>("0.01");
    instrument.step = decimal<Quantity>("0.00001");
    instrument.min_quantity = instrument.step;
    InstrumentTable table;
    table.add(instrument).value();
    return table;
}

PyramidPlan ladder() {
    PyramidPlan plan{PyramidIndex{0}, decimal<Price>("60000"), decimal<Money>("1000"), {}};
    for (std::uint16_t leg = 0; leg < 5; ++leg) {
        const Price price = plan.base_price - Price::from_integer(300 * leg);
        plan.legs.push_back(
            {.price = price, .quantity = decimal<Quantity>("0.003"), .take_profit = decimal<Ratio>("1"),
             .gap = {}, .weight = {}, .index = LegIndex{leg}});
    }
    return plan;
}

Quote quote() {
    Quote quote;
    quote.bid = decimal<Price>("60000");
    quote.ask = decimal<Price>("60000.01");
    quote.at = now;
    return quote;
}

class GroupHop final : public Hop {
public:
    GroupHop(caf::actor_system& system, Probe& probe)
        : config_(config()), instruments_(instruments()), ring_{std::make_shared<const Config>(config_), std::make_shared<const std::vector<BarWish>>(), instruments_, Incarnation{1}}, port_(probe) {
        journal_ = system.spawn(actors::journal, &ring_, &port_);
        symbol_ = system.spawn(symbol_sink);
        actors::GroupStart start{&ring_, symbol_, journal_, {InstrumentId{0}, id}, open_group(), actors::Presence(ring_.harvest)};
        group_ = system.spawn(actors::group, std::move(start));
        // Refused by the connection: each time one event, the next retry, and the group is as large as before.
        task_.order = {HandleReport{OrderNumber{1}, RequestNotSent{}}, Cause{CauseKind::trade, 1}, now};
        task_.newest = quote();
    }

    void send() override { actors::tell(group_, task_); }
    void stop() override {
        actors::tell(group_, actors::End{});
        actors::tell(journal_, actors::End{});
        caf::anon_send_exit(symbol_, caf::exit_reason::user_shutdown);
        ring_.harvest.await_all();
    }

private:
    Group open_group() const {
        Group group;
        const OpenGroup open{id, {InstrumentId{0}, 3600, PositionSide::long_side}, SignalNumber{1}, {}, ladder(), {}};
        const GroupContext context = group_context(config_, instruments_.at(InstrumentId{0}), id.account, quote(), now);
        trellis::step(group, id, open, context, ring_.incarnation);
        return group;
    }

    Config config_;
    InstrumentTable instruments_;
    actors::Ring ring_;
    NullJournal port_;
    actors::JournalActor journal_;
    actors::SymbolActor symbol_;
    actors::GroupActor group_;
    GroupTask task_;
};

}  // namespace

std::unique_ptr<Hop> group_hop(caf::actor_system& system, Probe& probe) { return std::make_unique<GroupHop>(system, probe); }

}  // namespace trellis::bench
