// The names of order vocabulary, and the id an order carries on the wire.
#include "engine/market/order.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <limits>
#include <map>

namespace trellis {
namespace {

/// Starts are counted from one; sixty-six years of one start a second stay below this.
constexpr std::uint32_t incarnation_end = 2'176'782'336;

ClientOrderId id(std::uint32_t incarnation, std::uint16_t account, std::uint32_t group, std::uint32_t order) {
    return {Incarnation{incarnation}, {{AccountId{account}, group}, OrderNumber{order}}};
}

bool is_wire_safe(const std::string& text) {
    const auto is_plain = [](char letter) {
        return (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
    };
    return text.size() <= 28 && std::ranges::all_of(text, is_plain);
}

TEST(OrderText, R7RolesHaveTheNamesOfTheReport) {
    const std::map<OrderRole, std::string_view> names{
        {OrderRole::entry, "entry"}, {OrderRole::leg_tp, "leg_tp"}, {OrderRole::aggregate_tp, "aggregate_tp"},
        {OrderRole::tp1, "tp1"}, {OrderRole::tp2, "tp2"}, {OrderRole::tp3, "tp3"}, {OrderRole::stop, "stop"},
        {OrderRole::exit, "exit"}, {OrderRole::reduce, "reduce"}, {OrderRole::risk_winner, "risk_winner"},
        {OrderRole::risk_loser, "risk_loser"}, {OrderRole::layer, "layer"}, {OrderRole::hedge, "hedge"},
        {OrderRole::hedge_close, "hedge_close"}};
    EXPECT_EQ(names.size(), 14U);
    for (const auto& [role, name] : names) {
        EXPECT_EQ(text(role), name);
        EXPECT_EQ(parse_role(name), role);
    }
    EXPECT_EQ(parse_role("Entry"), std::nullopt);
    EXPECT_EQ(parse_role(""), std::nullopt);
}

TEST(OrderText, R7StatesHaveTheNamesOfTheReportAndFourAreFinal) {
    const std::map<OrderState, std::string_view> names{
        {OrderState::planned, "PLANNED"}, {OrderState::sent, "SENT"}, {OrderState::unknown, "UNKNOWN"},
        {OrderState::working, "WORKING"}, {OrderState::partial, "PARTIAL"}, {OrderState::pending_cancel, "PENDING_CANCEL"},
        {OrderState::pending_replace, "PENDING_REPLACE"}, {OrderState::filled, "FILLED"}, {OrderState::cancelled, "CANCELLED"},
        {OrderState::rejected, "REJECTED"}, {OrderState::expired, "EXPIRED"}};
    EXPECT_EQ(names.size(), 11U);
    for (const auto& [state, name] : names) {
        EXPECT_EQ(text(state), name);
        EXPECT_EQ(is_terminal(state), state >= OrderState::filled) << name;
    }
}

TEST(OrderText, R7AnOrderIsLimitOrMarket) {
    EXPECT_EQ(text(OrderType::limit), "limit");
    EXPECT_EQ(text(OrderType::market), "market");
}

TEST(ClientOrderId, O1NamesStartAccountGroupAndOrder) {
    EXPECT_EQ(text(id(1, 1, 4, 12)), "T1Z1Z4Zc");
    EXPECT_EQ(text(id(0, 0, 0, 0)), "T0Z0Z0Z0");
    EXPECT_EQ(text(id(36, 10, 35, 1'296)), "T10ZaZzZ100");
}

TEST(ClientOrderId, O1TheLongestHasTwentyEightCharacters) {
    constexpr auto most = std::numeric_limits<std::uint32_t>::max();
    const std::string longest = text(id(incarnation_end - 1, std::numeric_limits<std::uint16_t>::max(), most, most));
    EXPECT_EQ(longest, "TzzzzzzZ1ekfZ1z141z3Z1z141z3");
    EXPECT_EQ(longest.size(), 28U);
}

TEST(ClientOrderId, O8WhatIsNotOursIsNotRead) {
    for (const auto* foreign : {"", "T", "x-abc", "T1Z1Z4", "T1Z1Z4Zc1Z1", "T1Z1Z4Z", "t1Z1Z4Zc", "T1Z1Z4ZC", "T01Z1Z4Zc", "T1Z1Z4Zc ",
                                "T1Z1ekgZ4Zc", "T1z141z4Z1Z1Z1", "TzzzzzzzzZ1Z1Z1", "T-1Z1Z4Zc"}) {
        EXPECT_EQ(parse_client_order_id(foreign), std::nullopt) << foreign;
    }
}

RC_GTEST_PROP(ClientOrderId, O1IsReadBackAsItWasWritten, ()) {
    const auto any = id(*rc::gen::inRange<std::uint32_t>(0, incarnation_end), *rc::gen::arbitrary<std::uint16_t>(),
                        *rc::gen::arbitrary<std::uint32_t>(), *rc::gen::arbitrary<std::uint32_t>());
    const std::string written = text(any);
    RC_ASSERT(is_wire_safe(written));
    RC_ASSERT(parse_client_order_id(written) == any);
}

RC_GTEST_PROP(ClientOrderId, O1NoTwoOrdersShareOne, ()) {
    const auto small = [] { return *rc::gen::inRange<std::uint32_t>(0, 40); };
    const auto account = [] { return *rc::gen::inRange<std::uint16_t>(0, 40); };
    const auto one = id(small(), account(), small(), small());
    const auto other = id(small(), account(), small(), small());
    RC_ASSERT((text(one) == text(other)) == (one == other));
}

}  // namespace
}  // namespace trellis
