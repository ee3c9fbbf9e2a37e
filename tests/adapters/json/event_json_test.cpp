// An event's JSON line says everything about it, in words that a person or a script can take.
#include "adapters/json/event_json.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/adapters/json/event_from_json.hpp"
#include "tests/support/arbitrary.hpp"

namespace trellis::adapters {
namespace {

const Timestamp at = parse_rfc3339("2026-01-05T00:00:08.5Z").value();

RC_GTEST_PROP(EventJson, NeverLosesADigit, ()) {
    const auto event = tests::arbitrary_event();
    const auto line = event_line({.at = at}, 1, event);
    RC_ASSERT(line.find('\n') == std::string::npos);
    const auto document = json::Document::parse(line);
    RC_ASSERT(document.ok());
    const bool is_the_same = tests::event_from(document->root()) == tests::as_shown(event);  // RapidCheck cannot show an event
    if (!is_the_same) RC_LOG() << line;
    RC_ASSERT(is_the_same);
}

TEST(EventJson, ShowsSequenceTimeCauseAndFields) {
    const OrderFilled fill{.group = {AccountId{1}, 4},
                           .order = {2},
                           .trade = {9007199254740993},
                           .price = decimal<Price>("64231.37"),
                           .quantity = decimal<Quantity>("0.015"),
                           .fee = decimal<Money>("0.96"),
                           .fee_asset = FeeAsset::quote,
                           .maker = true,
                           .at = at};
    EXPECT_EQ(event_line({.first_sequence = 56, .event_count = 2, .at = at, .cause = {CauseKind::trade, 12}}, 57, fill),
              R"({"seq":57,"at":"2026-01-05T00:00:08.5Z","cause":{"kind":"trade","id":12},"type":"OrderFilled","data":{"group":"g1.4",)"
              R"("order":2,"trade":"9007199254740993","price":"64231.37","quantity":"0.015","fee":"0.96","fee_asset":"quote",)"
              R"("maker":true,"at":"2026-01-05T00:00:08.5Z","paid":{"unit":"","amount":"0"},"fee_state":"settled"}})");
}

TEST(EventJson, Z1NeverShowsAPasswordOrAFingerprint) {
    const UserCreated created{OwnerId{2}, "ann", {"Ann", UserRole::viewer, true}, {"$argon2id$v=19$secret"}, operator_owner, at};
    const std::string line = event_line({.at = at}, 1, created);
    EXPECT_EQ(line.find("argon2id"), std::string::npos);
    EXPECT_NE(line.find(R"("password":"***")"), std::string::npos);
    const TokenCreated token{TokenId{1}, OwnerId{2}, "bot", {true, false, false}, {}, {"0badc0de"}, OwnerId{2}, at};
    EXPECT_EQ(event_line({.at = at}, 1, token).find("0badc0de"), std::string::npos);
}

TEST(EventJson, NamesTheEventThatWasTheCause) {
    const SlotTaken slot{.group = {AccountId{2}, 1}, .identity = {.instrument = {3}, .timeframe_seconds = 900, .side = PositionSide::short_side}};
    EXPECT_EQ(event_line({.at = at, .cause = {CauseKind::event, 5}}, 6, slot),
              R"({"seq":6,"at":"2026-01-05T00:00:08.5Z","cause":{"event":5},"type":"SlotTaken",)"
              R"("data":{"group":"g2.1","identity":{"instrument":3,"timeframe_seconds":900,"side":"short"},"is_forced":false}})");
}

TEST(EventJson, ShowsAbsentFieldsAsNull) {
    json::Writer writer;
    CloseStarted close;
    close.group = {AccountId{1}, 1};
    close.role = OrderRole::exit;
    close.at = at;
    write_event_data(writer, close);
    EXPECT_EQ(writer.take(), R"({"group":"g1.1","reason":"exit_signal","role":"exit","signal":null,"max_slippage_percent":null,)"
                             R"("at":"2026-01-05T00:00:08.5Z","offset":null})");
}

TEST(EventJson, KnowsEveryCause) {
    static_assert(enumerator_count<CauseKind> == cause_kind_last + 1);
    json::Writer writer;
    write_cause(writer, {CauseKind::follow_up, 3});
    EXPECT_EQ(writer.take(), R"({"kind":"follow_up","id":3})");
}

}  // namespace
}  // namespace trellis::adapters
