// What a signal wants: every row of table 3.2 and the side of an exit.
#include "engine/signal/intent.hpp"

#include <gtest/gtest.h>

#include "tests/engine/signal/signals.hpp"

namespace trellis {
namespace {

using enum MarketPosition;
using enum SignalAction;

constexpr auto longs = PositionSide::long_side;
constexpr auto shorts = PositionSide::short_side;

/// The fields that decide; sizes are "" where none is sent.
struct Sent {
    SignalType type = SignalType::signal;
    SignalAction action = buy;
    std::optional<MarketPosition> previous = {};
    std::optional<MarketPosition> current = {};
    const char* previous_size = "";
    const char* current_size = "";
};

std::optional<Quantity> size_of(const char* text) {
    return *text == '\0' ? std::nullopt : std::optional(decimal<Quantity>(text));
}

IntendedAction read(const Sent& sent, Market market = Market::linear, bool infer_intent = true) {
    Signal signal = tests::buy_signal();
    signal.type = sent.type;
    signal.action = sent.action;
    signal.previous_position = sent.previous;
    signal.position = sent.current;
    signal.previous_position_size = size_of(sent.previous_size);
    signal.position_size = size_of(sent.current_size);
    return intended_action(signal, market, infer_intent);
}

IntendedAction stated(Intent intent, PositionSide side) { return {intent, side, false}; }
IntendedAction inferred(Intent intent, PositionSide side) { return {intent, side, true}; }

TEST(Intent, I6TheSideOfAnExitIsThatOfThePreviousPosition) {
    EXPECT_EQ(read({SignalType::exit, sell, short_position}), stated(Intent::exit, shorts));
    EXPECT_EQ(read({SignalType::exit, buy, long_position}), stated(Intent::exit, longs));
    EXPECT_EQ(read({SignalType::exit, go_short, long_position}), stated(Intent::exit, longs));
}

TEST(Intent, I6WithoutAPreviousPositionANamedActionIsTheSide) {
    EXPECT_EQ(read({SignalType::exit, go_long}), stated(Intent::exit, longs));
    EXPECT_EQ(read({SignalType::exit, go_short}), stated(Intent::exit, shorts));
    EXPECT_EQ(read({SignalType::exit, go_short, flat}), stated(Intent::exit, shorts));
}

TEST(Intent, I6OtherwiseSellClosesLongAndBuyClosesShort) {
    EXPECT_EQ(read({SignalType::exit, sell}), stated(Intent::exit, longs));
    EXPECT_EQ(read({SignalType::exit, buy}), stated(Intent::exit, shorts));
    EXPECT_EQ(read({SignalType::exit, sell, flat}), stated(Intent::exit, longs));
}

TEST(Intent, I6OnSpotAnExitAlwaysClosesLong) {
    for (const auto action : {buy, sell, go_long, go_short}) {
        EXPECT_EQ(read({SignalType::exit, action}, Market::spot), stated(Intent::exit, longs));
        EXPECT_EQ(read({SignalType::exit, action, short_position}, Market::spot), stated(Intent::exit, longs));
    }
}

TEST(Intent, R33TheSideOfAReduceIsThatOfThePositionElseThatOfAnExit) {
    EXPECT_EQ(read({SignalType::reduce, sell, long_position, short_position}), stated(Intent::reduce, shorts));
    EXPECT_EQ(read({SignalType::reduce, buy, {}, long_position}), stated(Intent::reduce, longs));
    EXPECT_EQ(read({SignalType::reduce, sell, short_position, flat}), stated(Intent::reduce, shorts));
    EXPECT_EQ(read({SignalType::reduce, sell}), stated(Intent::reduce, longs));
    EXPECT_EQ(read({SignalType::reduce, buy}), stated(Intent::reduce, shorts));
}

TEST(Intent, I8AReverseGoesToTheSideOfItsAction) {
    EXPECT_EQ(read({SignalType::reverse, buy}), stated(Intent::reverse, longs));
    EXPECT_EQ(read({SignalType::reverse, go_long, long_position, short_position}), stated(Intent::reverse, longs));
    EXPECT_EQ(read({SignalType::reverse, sell}), stated(Intent::reverse, shorts));
    EXPECT_EQ(read({SignalType::reverse, go_short}), stated(Intent::reverse, shorts));
}

TEST(Intent, I5ASignalThatLeavesThePositionFlatIsAnExitOfIt) {
    EXPECT_EQ(read({SignalType::signal, sell, long_position, flat}), inferred(Intent::exit, longs));
    EXPECT_EQ(read({SignalType::signal, buy, short_position, flat}), inferred(Intent::exit, shorts));
    EXPECT_EQ(read({SignalType::signal, sell, long_position, flat, "4", "0"}), inferred(Intent::exit, longs));
}

TEST(Intent, I5ASignalThatTurnsThePositionIsAReverse) {
    EXPECT_EQ(read({SignalType::signal, sell, long_position, short_position}), inferred(Intent::reverse, shorts));
    EXPECT_EQ(read({SignalType::signal, buy, short_position, long_position}), inferred(Intent::reverse, longs));
    EXPECT_EQ(read({SignalType::signal, sell, long_position, short_position, "4", "1"}), inferred(Intent::reverse, shorts));
}

TEST(Intent, I5ASignalThatShrinksThePositionIsAReduce) {
    EXPECT_EQ(read({SignalType::signal, sell, long_position, long_position, "4", "3"}), inferred(Intent::reduce, longs));
    EXPECT_EQ(read({SignalType::signal, buy, short_position, short_position, "4", "0.5"}), inferred(Intent::reduce, shorts));
}

TEST(Intent, I5WhatDoesNotShrinkTheSamePositionIsAnEntry) {
    EXPECT_EQ(read({SignalType::signal, buy, long_position, long_position, "3", "4"}), stated(Intent::entry, longs));
    EXPECT_EQ(read({SignalType::signal, buy, long_position, long_position, "3", "3"}), stated(Intent::entry, longs));
    EXPECT_EQ(read({SignalType::signal, buy, long_position, long_position, "4", ""}), stated(Intent::entry, longs));
    EXPECT_EQ(read({SignalType::signal, buy, long_position, long_position, "", "3"}), stated(Intent::entry, longs));
}

TEST(Intent, I5WithoutBothPositionsNothingIsInferred) {
    EXPECT_EQ(read({SignalType::signal, sell, {}, flat}), stated(Intent::entry, shorts));
    EXPECT_EQ(read({SignalType::signal, sell, long_position, {}}), stated(Intent::entry, shorts));
    EXPECT_EQ(read({SignalType::signal, sell, flat, flat}), stated(Intent::entry, shorts));
    EXPECT_EQ(read({SignalType::signal, sell, flat, short_position}), stated(Intent::entry, shorts));
}

TEST(Intent, I5InferenceCanBeTurnedOff) {
    const auto plain = [](const Sent& sent) { return read(sent, Market::linear, false); };
    EXPECT_EQ(plain({SignalType::signal, sell, long_position, flat}), stated(Intent::entry, shorts));
    EXPECT_EQ(plain({SignalType::signal, sell, long_position, short_position}), stated(Intent::entry, shorts));
    EXPECT_EQ(plain({SignalType::signal, sell, long_position, long_position, "4", "3"}), stated(Intent::entry, shorts));
    EXPECT_EQ(plain({SignalType::exit, sell, long_position, flat}), stated(Intent::exit, longs));
}

TEST(Intent, I5AStatedTypeIsNeverOverruledByThePositions) {
    EXPECT_EQ(read({SignalType::exit, sell, long_position, short_position}), stated(Intent::exit, longs));
    EXPECT_EQ(read({SignalType::reduce, sell, long_position, flat}), stated(Intent::reduce, longs));
    EXPECT_EQ(read({SignalType::reverse, sell, long_position, flat}), stated(Intent::reverse, shorts));
}

TEST(Intent, I9AnEntryGoesTheWayOfItsActionOnSpotToo) {
    for (const auto market : {Market::spot, Market::linear}) {
        EXPECT_EQ(read({SignalType::signal, buy}, market), stated(Intent::entry, longs));
        EXPECT_EQ(read({SignalType::signal, go_long}, market), stated(Intent::entry, longs));
        EXPECT_EQ(read({SignalType::signal, sell}, market), stated(Intent::entry, shorts));
        EXPECT_EQ(read({SignalType::signal, go_short}, market), stated(Intent::entry, shorts));
    }
}

}  // namespace
}  // namespace trellis
