// Results, checks and visitors: small, but everything stands on them.
#include "engine/base/result.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/overloaded.hpp"

namespace trellis::tests {
namespace {

Result<std::string> named(bool is_known) {
    if (is_known) return "BTCUSDT";
    return Error{"UNKNOWN_INSTRUMENT", "no instrument BTCUSD on bybit"};
}

Result<void> opened(bool is_open) {
    if (is_open) return {};
    return Error{"CLOSED", "the gate is closed"};
}

TEST(Result, HoldsAValue) {
    auto result = named(true);
    ASSERT_TRUE(result.ok());
    EXPECT_TRUE(static_cast<bool>(result));
    EXPECT_EQ(*result, "BTCUSDT");
    EXPECT_EQ(result->size(), 7U);
    result.value() += ".P";
    EXPECT_EQ(std::move(result).value(), "BTCUSDT.P");
}

TEST(Result, HoldsAnError) {
    const auto result = named(false);
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().code, "UNKNOWN_INSTRUMENT");
    EXPECT_EQ(result, (Result<std::string>(Error{"UNKNOWN_INSTRUMENT", "no instrument BTCUSD on bybit"})));
}

TEST(Result, MovesWhatCannotBeCopied) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(7);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 7);
}

TEST(Result, OfNothingIsSuccessOrAnError) {
    EXPECT_TRUE(opened(true).ok());
    EXPECT_NO_THROW(opened(true).value());
    EXPECT_EQ(opened(false).error().detail, "the gate is closed");
    EXPECT_THROW(opened(false).value(), InvariantBroken);
    EXPECT_THROW(static_cast<void>(opened(true).error()), InvariantBroken);
}

TEST(Result, BreaksAnInvariantWhenTheWrongSideIsRead) {
    EXPECT_THROW(static_cast<void>(named(true).error()), InvariantBroken);
    EXPECT_THROW(static_cast<void>(named(false)->size()), InvariantBroken);
    try {
        static_cast<void>(named(false).value());
        FAIL() << "the value of an error was read";
    } catch (const InvariantBroken& broken) {
        EXPECT_NE(std::string(broken.what()).find("UNKNOWN_INSTRUMENT: no instrument BTCUSD on bybit"), std::string::npos);
    }
}

TEST(Check, NamesTheStatementAndItsLine) {
    EXPECT_NO_THROW(TRELLIS_CHECK(1 + 1 == 2, "sums must add up"));
    const int line = __LINE__ + 2;
    try {
        TRELLIS_CHECK(1 + 1 == 3, "sums must add up");
        FAIL() << "the check held";
    } catch (const InvariantBroken& broken) {
        const std::string what = broken.what();
        EXPECT_EQ(what.find("sums must add up ("), 0U);
        EXPECT_NE(what.find("result_test.cpp:" + std::to_string(line) + ")"), std::string::npos) << what;
    }
}

TEST(Overloaded, CallsTheLambdaOfTheAlternative) {
    const std::vector<std::variant<int, std::string>> values{7, "seven"};
    std::string seen;
    for (const auto& value : values) {
        std::visit(
            Overloaded{[&seen](int number) { seen += std::to_string(number); }, [&seen](const std::string& text) { seen += text; }},
            value);
    }
    EXPECT_EQ(seen, "7seven");
}

}  // namespace
}  // namespace trellis::tests
