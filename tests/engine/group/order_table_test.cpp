// Section 11 as one table, walked whole: every state against everything that can happen to an order. Rows that surprise say why.
#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>

#include "engine/group/order_table.hpp"

namespace trellis {
namespace {

// One column per update, in the order of OrderUpdate; one letter per state an order can be in:
//   P planned  S sent  U unknown  W working  A partial  C pending_cancel  R pending_replace
//   F filled   X cancelled  J rejected  E expired   r resting: PARTIAL with fills, WORKING without
//
// sent ack part full amend? amended cancel? refused cancelled rejected expired doubted
struct Row {
    char state;
    const char* next;
    const char* why;
};
constexpr std::array<Row, 11> table{{
    {'P', "SPPPPPPPPPPP", "nothing happens to an order that was never sent"},
    {'S', "SrAFRrCSXJEU", "a fill or an amendment before the acknowledgement proves that the venue has the order"},
    {'U', "SrAFRrCUXJEU", "re-sent under the same id (O-2); any sign of life resolves it"},
    {'W', "WWAFRWCWXJEW", "a repeated acknowledgement or a doubt about a request takes nothing back (O-4)"},
    {'A', "AAAFRACAXJEA", "a late acknowledgement behind fills is ignored (O-4)"},
    {'C', "CCCFCCCCXJEC", "only the end takes back a cancel: fills that cross it leave it under way, a last fill wins over it"},
    {'R', "RRRFRrCRXJER", "a fill that crosses an amendment leaves the amendment under way"},
    {'F', "FFFFFFFFFFFF", "filled is filled, whatever comes late"},
    {'X', "XXXFXXXXXXXX", "a cancelled order that turns out completely filled is FILLED; otherwise its fills count and it stays (O-3)"},
    {'J', "JJJFJJJJJJJJ", "the venue's own fills outrank its refusal"},
    {'E', "EEEFEEEEEEEE", "the last fill of an IOC may follow its end"},
}};

OrderState state_of(char letter, bool has_fills) {
    const std::map<char, OrderState> states{
        {'P', OrderState::planned},        {'S', OrderState::sent},            {'U', OrderState::unknown},
        {'W', OrderState::working},        {'A', OrderState::partial},         {'C', OrderState::pending_cancel},
        {'R', OrderState::pending_replace}, {'F', OrderState::filled},         {'X', OrderState::cancelled},
        {'J', OrderState::rejected},       {'E', OrderState::expired},
        {'r', has_fills ? OrderState::partial : OrderState::working}};
    return states.at(letter);
}

TEST(OrderTable, IsWalkedWhole) {
    static_assert(table.size() == order_state_count);
    for (const auto& row : table) {
        ASSERT_EQ(std::string(row.next).size(), std::size_t{order_update_count}) << row.state;
        for (int update = 0; update < order_update_count; ++update) {
            for (const bool has_fills : {false, true}) {
                const auto next = next_state(state_of(row.state, has_fills), static_cast<OrderUpdate>(update), has_fills);
                EXPECT_EQ(next, state_of(row.next[update], has_fills))
                    << "state " << row.state << ", update " << update << ", fills " << has_fills << ": " << row.why;
            }
        }
    }
}

TEST(OrderTable, NamesEveryStateOnce) {
    std::map<OrderState, int> seen;
    for (const auto& row : table) seen[state_of(row.state, false)] += 1;
    EXPECT_EQ(seen.size(), std::size_t{order_state_count});
}

TEST(OrderTable, NeverBringsAnOrderBackToLife) {
    for (const auto& row : table) {
        const OrderState state = state_of(row.state, false);
        if (!is_terminal(state)) continue;
        for (int update = 0; update < order_update_count; ++update) {
            EXPECT_TRUE(is_terminal(next_state(state, static_cast<OrderUpdate>(update), true))) << row.state << update;
        }
    }
}

}  // namespace
}  // namespace trellis
