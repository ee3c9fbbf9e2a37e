// What the venue holds against what the groups say, and the account's dust.
#include <gtest/gtest.h>

#include "engine/pool/dust.hpp"
#include "tests/engine/pool/desk_rig.hpp"

namespace trellis::tests {
namespace {

/// The board shows that the group holds so much.
void hold(DeskRig& rig, GroupId id, const char* quantity) {
    Group group;
    group.id = id;
    group.identity = rig.desk.find(id)->identity;
    group.open_quantity = decimal<Quantity>(quantity);
    rig.board.note(group, false);
}

VenueHoldings holdings(const DeskRig& rig, GroupId id, const char* total) {
    const Identity& identity = rig.desk.find(id)->identity;
    return {identity.instrument, identity.side, decimal<Quantity>(total)};
}

// the shortage is shared by what the groups of the instrument hold; the last one takes the difference.
TEST(Holdings, X6SharesAShortageAmongTheGroupsOfTheInstrument) {
    DeskRig rig;
    const GroupId first = rig.open(on(buy_signal(), "BTCUSDT", "15"));
    const GroupId second = rig.open(on(buy_signal(), "BTCUSDT", "60"));
    const GroupId other = rig.open(on(buy_signal(), "ETHUSDT", "15"));
    hold(rig, first, "3");
    hold(rig, second, "1");
    hold(rig, other, "5");
    const auto events = rig.tell(holdings(rig, first, "2"));
    ASSERT_EQ(events.size(), 1U);
    const auto& shortage = std::get<ExternalShortage>(events.front());
    EXPECT_EQ(shortage.held, decimal<Quantity>("4"));
    EXPECT_EQ(shortage.cuts, (std::vector<ExternalCut>{{first, decimal<Quantity>("1.5")}, {second, decimal<Quantity>("0.5")}}));
    EXPECT_EQ(rig.desk.find(first)->taken_outside, decimal<Quantity>("1.5"));
}

// what a group is told is the whole of it.
TEST(Holdings, X6TellsEachGroupAllThatItHasToGiveUp) {
    DeskRig rig;
    const GroupId group = rig.open(on(buy_signal(), "BTCUSDT", "15"));
    hold(rig, group, "3");
    rig.tell(holdings(rig, group, "2"));
    hold(rig, group, "2");
    rig.tell(holdings(rig, group, "0.5"));
    EXPECT_EQ(rig.desk.find(group)->taken_outside, decimal<Quantity>("2.5"));
}

// more than the lots is the user's own.
TEST(Holdings, X6IgnoresWhatIsMoreThanTheLots) {
    DeskRig rig;
    const GroupId group = rig.open(on(buy_signal(), "BTCUSDT", "15"));
    hold(rig, group, "3");
    EXPECT_TRUE(rig.tell(holdings(rig, group, "3")).empty());
    EXPECT_TRUE(rig.tell(holdings(rig, group, "30")).empty());
}

/// What `tell` and the ledger make of a command.
DeskEvents booked(DeskRig& rig, const DeskCommand& command) {
    const auto events = rig.tell(command);
    const DeskContext context{rig.now, rig.config, rig.config.accounts.front(), rig.instruments, rig.board};
    auto more = book_dust(rig.desk, command, events, context);
    for (const auto& event : more) rig.desk.apply(event);
    return more;
}

// kept by instrument with its cost, whatever the key says.
TEST(DustLedger, X5KeepsWhatEndedGroupsLeave) {
    DeskRig rig(Market::spot);
    const GroupId group = rig.open(on(buy_signal(), "BTCUSDT", "15"));
    const InstrumentId instrument = rig.desk.find(group)->identity.instrument;
    const Dust dust{decimal<Quantity>("0.0004"), decimal<Money>("0.04"), {}};
    EXPECT_EQ(booked(rig, DeskFact{GroupEnded{group, instrument, dust}}), (DeskEvents{DustKept{group, instrument, dust}}));
    EXPECT_EQ(rig.desk.dust.at(instrument), dust);
}

// with sweep_dust the next group of the instrument gets all of it, without it nobody does.
TEST(DustLedger, X5GivesAllOfItToTheNextGroupWhenAskedTo) {
    for (const bool sweeps : {true, false}) {
        DeskRig rig(Market::spot);
        rig.config.trade_limits.sweep_dust = sweeps;
        const GroupId group = rig.open(on(buy_signal(), "BTCUSDT", "15"));
        const InstrumentId instrument = rig.desk.find(group)->identity.instrument;
        const Dust dust{decimal<Quantity>("0.0004"), decimal<Money>("0.04"), {}};
        booked(rig, DeskFact{GroupEnded{group, instrument, dust}});
        rig.next_bar();
        Signal next = on(buy_signal(), "BTCUSDT", "15");
        next.number = SignalNumber{++rig.signals};
        next.received_at = rig.now;
        next.timestamp = rig.now;
        const auto events = booked(rig, ReceiveSignal{next});
        ASSERT_EQ(events.size(), sweeps ? 1U : 0U);
        EXPECT_EQ(rig.desk.dust.contains(instrument), !sweeps);
        if (sweeps) {
            EXPECT_EQ(rig.desk.find(std::get<DustAllotted>(events.front()).group)->dust, dust);
        }
    }
}

}  // namespace
}  // namespace trellis::tests
