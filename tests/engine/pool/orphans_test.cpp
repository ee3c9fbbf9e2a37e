// Open orders that bear our prefix and that no journal knows (O-8).
#include <gtest/gtest.h>

#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

constexpr Incarnation lost{1295};  // a start whose journal is gone: "zz" in an id

/// What the venue lists.
class Venue final : public WalletPort {
public:
    std::optional<Wallet> wallet(AccountId) const override { return std::nullopt; }
    std::optional<Money> free(AccountId, std::string_view) const override { return std::nullopt; }
    bool is_connected(AccountId) const override { return true; }
    std::optional<std::vector<OpenOrder>> open_orders(AccountId) const override { return open; }

    void rest(std::string client_id) {
        open->push_back({std::move(client_id), InstrumentId{1}, OrderSide::buy, decimal<Price>("2400"), decimal<Quantity>("0.5"),
                         decimal<Quantity>("0.2")});
    }

    std::optional<std::vector<OpenOrder>> open{std::in_place};
};

struct Rig : DeskRig {
    Rig() { wallets = &venue; }

    DeskEvents sweep_orders() { return tell(SweepOrphans{}); }
    DeskEvents answer(const std::string& order, OrderState state, const char* filled) {
        return tell(OrphanAnswered{parse_client_order_id(order).value(), state, decimal<Quantity>(filled)});
    }
    /// The board shows that the group placed one order, in that start.
    void place(GroupId id, Incarnation placed_in) {
        Group group;
        group.id = id;
        group.identity = desk.find(id)->identity;
        group.placed_in = {placed_in};
        board.note(group, false);
    }

    Venue venue;
};

std::string id_of(GroupId group, std::uint32_t order, Incarnation start) { return text({start, {group, OrderNumber{order}}}); }

TEST(Orphans, O8CancelsAnOrderOfAGroupThatNeverWasAndSaysAllItsNumbers) {
    Rig rig;
    rig.venue.rest("TzzZ1Z9Z1");
    const auto events = rig.sweep_orders();
    EXPECT_EQ(events, (DeskEvents{OrphanFound{AccountId{1}, InstrumentId{1}, "TzzZ1Z9Z1", OrderSide::buy, decimal<Price>("2400"),
                                              decimal<Quantity>("0.5"), decimal<Quantity>("0.2"), true, 1, rig.now}}));
    const ClientOrderId id{lost, {{AccountId{1}, 9}, OrderNumber{1}}};
    EXPECT_EQ(requests_of(events), (std::vector<VenueRequest>{CancelOrphan{id, InstrumentId{1}, AccountId{1}}}));
    EXPECT_EQ(rig.answer("TzzZ1Z9Z1", OrderState::cancelled, "0.2"),
              (DeskEvents{OrphanEnded{AccountId{1}, InstrumentId{1}, "TzzZ1Z9Z1", OrphanEnd::cancelled, decimal<Quantity>("0.2"), rig.now}}));
    EXPECT_TRUE(rig.desk.orphans.empty());
}

TEST(Orphans, O8NeverTouchesWhatDoesNotBearOurPrefix) {
    Rig rig;
    for (const char* id : {"web_4711", "", "T2026order", "TzzZ1Z9", "tzzZ1Z9Z1", "T01Z1Z9Z1", "TzzZ1Z9Z1-2", "xTzzZ1Z9Z1"}) rig.venue.rest(id);
    EXPECT_EQ(rig.sweep_orders(), DeskEvents{});
    rig.venue.rest(text(ClientOrderId{Incarnation{3'000'000'000U}, {{AccountId{1}, 9}, OrderNumber{1}}}));
    EXPECT_EQ(only<OrphanFound>(rig.sweep_orders()).size(), 1U) << "as it would be written";
    rig.venue.open->clear();
    rig.venue.rest("T1000000Z1Z9Z1");  // above what a start is written with
    EXPECT_TRUE(only<OrphanFound>(rig.sweep_orders()).empty());
}

TEST(Orphans, O8KnowsTheOrdersOfItsGroupsByNumberAndStart) {
    Rig rig;
    const GroupId group = rig.open(on(buy_signal(), "BTCUSDT", "15"));
    rig.place(group, Incarnation{4});
    rig.venue.rest(id_of(group, 1, Incarnation{4}));
    EXPECT_EQ(rig.sweep_orders(), DeskEvents{});
    rig.venue.rest(id_of(group, 2, Incarnation{4}));  // not placed yet
    rig.venue.rest(id_of(group, 1, lost));            // the same number in another journal
    rig.venue.rest(id_of({AccountId{7}, 1}, 1, lost));  // an account that is not this one
    const auto found = only<OrphanFound>(rig.sweep_orders());
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].order, id_of(group, 2, Incarnation{4}));
    EXPECT_EQ(found[1].order, id_of(group, 1, lost));
    EXPECT_EQ(found[2].order, "TzzZ7Z1Z1");
}

TEST(Orphans, O8AsksAgainWithTheNextSweepWhatWasNotAnswered) {
    Rig rig;
    rig.venue.rest("TzzZ1Z9Z1");
    rig.sweep_orders();
    rig.pass(std::chrono::minutes(5));
    const auto again = rig.sweep_orders();
    ASSERT_EQ(only<OrphanFound>(again).size(), 1U);
    EXPECT_EQ(only<OrphanFound>(again)[0].times, 2U);
    EXPECT_EQ(requests_of(again).size(), 1U);
    EXPECT_EQ(rig.desk.orphans.at("TzzZ1Z9Z1").found_at, start);
    rig.venue.open.reset();
    EXPECT_EQ(rig.sweep_orders(), DeskEvents{}) << "the venue does not say: nothing is known";
    EXPECT_EQ(rig.desk.orphans.size(), 1U);
}

TEST(Orphans, O8WithoutCancelOrphansTellsOfEachOnceAndAsksForNothing) {
    Rig rig;
    rig.config.cancel_orphans = false;
    rig.venue.rest("TzzZ1Z9Z1");
    const auto events = rig.sweep_orders();
    ASSERT_EQ(only<OrphanFound>(events).size(), 1U);
    EXPECT_FALSE(only<OrphanFound>(events)[0].is_cancelled);
    EXPECT_TRUE(requests_of(events).empty());
    EXPECT_EQ(rig.sweep_orders(), DeskEvents{});
    rig.config.cancel_orphans = true;
    EXPECT_EQ(requests_of(rig.sweep_orders()).size(), 1U);
}

TEST(Orphans, O8SaysOfEachHowItEnded) {
    Rig rig;
    rig.venue.rest("TzzZ1Z9Z1");
    rig.venue.rest("TzzZ1Z9Z2");
    rig.venue.rest("TzzZ1Z9Z3");
    rig.sweep_orders();
    const auto ended = [](const DeskEvents& events) { return only<OrphanEnded>(events).at(0); };
    EXPECT_EQ(ended(rig.answer("TzzZ1Z9Z1", OrderState::filled, "0.5")).end, OrphanEnd::filled);
    EXPECT_EQ(ended(rig.answer("TzzZ1Z9Z2", OrderState::unknown, "0")).end, OrphanEnd::gone);
    EXPECT_EQ(rig.answer("TzzZ1Z9Z2", OrderState::cancelled, "0"), DeskEvents{}) << "it was told";
    rig.venue.open->clear();
    const auto gone = ended(rig.sweep_orders());
    EXPECT_EQ(gone.order, "TzzZ1Z9Z3");
    EXPECT_EQ(gone.end, OrphanEnd::gone);
    EXPECT_EQ(gone.filled, decimal<Quantity>("0.2")) << "what was known of it";
    EXPECT_EQ(rig.sweep_orders(), DeskEvents{});
}

TEST(Orphans, O8AsksForNoMoreThanAHundredCancelsAtOnce) {
    Rig rig;
    for (std::uint32_t number = 1; number <= 250; ++number) rig.venue.rest(id_of({AccountId{1}, 9}, number, lost));
    EXPECT_EQ(requests_of(rig.sweep_orders()).size(), 100U);
    EXPECT_EQ(rig.desk.orphans.size(), 100U);
    rig.venue.open->erase(rig.venue.open->begin(), rig.venue.open->begin() + 100);
    EXPECT_EQ(requests_of(rig.sweep_orders()).size(), 100U) << "the rest follows";
    EXPECT_EQ(rig.desk.orphans.size(), 100U);
}

TEST(Orphans, O8SweepsEachFiveMinutesAndAtAStartAtOnce) {
    Config config;
    config.timer_origin = start;
    EXPECT_EQ(next_sweep(config, start), (Due{start + std::chrono::minutes(5), TimerKind::orphan_sweep}));
    EXPECT_EQ(next_sweep(config, start + std::chrono::minutes(5)).at, start + std::chrono::minutes(10));
    EXPECT_EQ(next_sweep(config, start + std::chrono::minutes(14)).at, start + std::chrono::minutes(15));
    EXPECT_LE(next_sweep(config, {}).at, start) << "armed as from long ago: it is due already";
}

}  // namespace
}  // namespace trellis::tests
