// What a sender is told about a placeholder that arrived as it was typed.
#include "adapters/webhook/placeholders.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "adapters/webhook/parse.hpp"

namespace trellis::adapters {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

TEST(Placeholders, W3SuggestsTheNearestKnownOne) {
    const std::vector<std::pair<std::string, std::string>> table{
        {"{{clsoe}}", "{{close}}"},
        {"{{symbol}}", "{{ticker}}"},
        {"{{ time now }}", "{{timenow}}"},
        {"{{Ticker}}", "{{ticker}}"},
        {"{{strategy.order.qty}}", "{{strategy.order.id}}"},
        {"{{strategy.orders.action}}", "{{strategy.order.action}}"},
        {"{{strategy.marketposition}}", "{{strategy.market_position}}"},
        {"{{strategy.previous_market_position}}", "{{strategy.prev_market_position}}"},
        {"{{plot_20}}", "{{plot_0}}"},
        {"{{syminfo.basecurrencies}}", "{{syminfo.basecurrency}}"},
    };
    for (const auto& [wrong, right] : table) {
        const std::string hint = placeholder_hint(wrong, ListOf::known);
        EXPECT_THAT(hint, StartsWith("TradingView did not know placeholder {{")) << wrong;
        EXPECT_THAT(hint, HasSubstr("; known ones: {{ticker}} ")) << wrong;
        EXPECT_THAT(hint, EndsWith("; did you mean " + right + "?")) << wrong;
    }
}

TEST(Placeholders, W3ListsEveryKnownOneOnlyWhenAsked) {
    const std::string hint = placeholder_hint("{{x}}", ListOf::known);
    for (const std::string name : {"ticker",
                                   "exchange",
                                   "open",
                                   "high",
                                   "low",
                                   "close",
                                   "volume",
                                   "time",
                                   "timenow",
                                   "interval",
                                   "plot_0",
                                   "plot_19",
                                   "plot(\"Name\")",
                                   "syminfo.currency",
                                   "syminfo.basecurrency",
                                   "strategy.position_size",
                                   "strategy.order.action",
                                   "strategy.order.contracts",
                                   "strategy.order.price",
                                   "strategy.order.id",
                                   "strategy.order.comment",
                                   "strategy.order.alert_message",
                                   "strategy.market_position",
                                   "strategy.market_position_size",
                                   "strategy.prev_market_position",
                                   "strategy.prev_market_position_size"})
        EXPECT_THAT(hint, HasSubstr("{{" + name + "}}"));
    EXPECT_THAT(placeholder_hint("{{x}}", ListOf::none), Not(HasSubstr("known ones")));
}

TEST(Placeholders, W3KnowsTheTwoThatDoNotExist) {
    EXPECT_THAT(placeholder_hint("{{strategy.position_avg_price}}", ListOf::none),
                EndsWith("did you mean {{strategy.order.price}}?"));
    EXPECT_THAT(placeholder_hint("{{alert_name}}", ListOf::none), EndsWith("write it as plain text"));
}

TEST(Placeholders, W3SaysWhyAKnownOneWasNotReplaced) {
    EXPECT_THAT(placeholder_hint("{{close}}", ListOf::known), HasSubstr("did not replace {{close}}"));
    EXPECT_THAT(placeholder_hint("{{strategy.order.price}}", ListOf::known), EndsWith("only in alerts on a strategy"));
    for (const std::string plot : {"{{plot_0}}", "{{plot_7}}", "{{plot_19}}", "{{plot(\"RSI\")}}"})
        EXPECT_THAT(placeholder_hint(plot, ListOf::known), EndsWith("with that plot")) << plot;
}

TEST(Placeholders, FindsTheFirstOfAText) {
    EXPECT_EQ(find_placeholder("a {{b}} {{c}}"), "{{b}}");
    for (const std::string text : {"", "{{", "}}{{", "{ {a}}", "{{a}"}) EXPECT_EQ(find_placeholder(text), std::nullopt) << text;
}

std::vector<FieldError> errors_of(const std::string& body) {
    return std::get<MalformedSignal>(parse_signal(body, {}, {}, {})).errors;
}

TEST(Placeholders, W3TellsTheListOnceInABody) {
    const auto errors = errors_of(R"({"tv": {"symbol": "{{tickr}}", "timeframe": "{{intervall}}", "action": "buy"}})");
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_THAT(errors[0].hint, HasSubstr("known ones"));
    EXPECT_THAT(errors[1].hint, Not(HasSubstr("known ones")));
    EXPECT_THAT(errors[1].hint, EndsWith("did you mean {{interval}}?"));
}

TEST(Placeholders, W3IsToldAlsoWhenItSpoiledTheJson) {
    const auto errors = errors_of(R"({"tv": {"symbol": "A", "timeframe": 15, "action": "buy", "entry_price": {{clsoe}}}})");
    ASSERT_EQ(errors.size(), 2U);
    EXPECT_EQ(errors[0].rule, "RFC 8259");
    EXPECT_EQ(errors[1].rule, "W-3");
    EXPECT_THAT(errors[1].hint, EndsWith("did you mean {{close}}?"));
}

TEST(Placeholders, W3ExplainsAFewOfMany) {
    std::string body = R"({"secret": "{{x}}")";
    for (int i = 0; i < 3000; ++i) body += ", \"k" + std::to_string(i) + "\": \"{{x}}\"";
    std::size_t explained = 0;
    const auto errors = errors_of(body + "}");
    for (const auto& error : errors) explained += error.hint.find("did you mean") != std::string::npos ? 1U : 0U;
    EXPECT_EQ(errors.size(), webhook_errors_max);
    EXPECT_EQ(explained, 8U);
}

TEST(Placeholders, StaysShortForALongOne) {
    const std::string hint = placeholder_hint("{{" + std::string(60'000, 'x') + "}}", ListOf::none);
    EXPECT_LT(hint.size(), 300U);
}

TEST(Placeholders, TellNoSecret) {
    for (const std::string body :
         {R"({"secret": "{{s3cr3t}}"})", R"({"note": "secret={{s3cr3t}}"})", R"({"secret": {{s3cr3t}}})"}) {
        for (const auto& error : errors_of(body)) EXPECT_THAT(error.value + error.hint, Not(HasSubstr("s3cr3t"))) << body;
    }
}

}  // namespace
}  // namespace trellis::adapters
