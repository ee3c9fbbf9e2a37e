// What an event of the directory took the place of (Z-10): found by the history, kept over a rebuilt file, and never with a secret in it.
#include "adapters/history/facts.hpp"

#include <gtest/gtest.h>

#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {
namespace {

constexpr AccountId account{1001};
constexpr OwnerId owner{2};

ConnectionSettings settings(std::uint16_t leverage) {
    ConnectionSettings settings;
    settings.name = "second";
    settings.leverage = leverage;
    return settings;
}

CredentialSealed sealed(const std::string& mask) { return {account, SealedCredential{mask, "Ym94IG9mIGE="}, owner, Timestamp{}}; }

TEST(Facts, Z10WhatAnEventReplacesIsKnown) {
    JournaledTrading trading(41);
    const auto options = options_of(trading);
    trading.trade(200);
    const auto first = trading.sequence() + 1;
    const PresetAssigned assigned{{owner, account}, PresetId{owner, 3}, owner, Timestamp{}};
    const PresetAssigned of_another{{owner, AccountId{1002}}, PresetId{owner, 4}, owner, Timestamp{}};
    const PresetAssigned none{{owner, account}, std::nullopt, owner, Timestamp{}};
    trading.slip_in({ConnectionOpened{account, owner, settings(1), 24, owner, Timestamp{}}, ConnectionChanged{account, settings(3), owner, Timestamp{}}});
    trading.slip_in({assigned, of_another, none, sealed("****A4B1"), sealed("****C5D2")});
    trading.slip_in({ConnectionRemoved{account, owner, Timestamp{}}});
    auto history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    const auto replaced = [&](std::uint64_t place) { return history->replaced_by(first + place).value(); };
    EXPECT_FALSE(replaced(0).has_value()) << "nothing was";
    EXPECT_EQ(replaced(1), facts_of(ConnectionOpened{account, owner, settings(1), 24, owner, Timestamp{}}));
    EXPECT_FALSE(replaced(2).has_value());
    EXPECT_FALSE(replaced(3).has_value()) << "another account's";
    EXPECT_EQ(replaced(4), R"({"preset":"p2.3"})");
    EXPECT_EQ(replaced(6), R"({"api_key":"****A4B1"})");
    EXPECT_EQ(replaced(7), facts_of(ConnectionChanged{account, settings(3), owner, Timestamp{}}));
    EXPECT_FALSE(history->replaced_by(first - 1).value().has_value()) << "of a desk or a group";
    history.reset();
    history = open_history(trading.disk(), options);
    follow(*history, trading.sequence());
    EXPECT_EQ(replaced(4), R"({"preset":"p2.3"})") << "as it was written";
}

TEST(Facts, Z10BotsAndStrategiesHaveThem) {
    BotTerms terms;
    terms.name = "night";
    const BotId bot{owner, 4};
    EXPECT_EQ(facts_about(BotCreated{bot, terms, owner, Timestamp{}}), facts_about(BotRevised{bot, terms, owner, Timestamp{}}));
    EXPECT_EQ(facts_of(BotSwitched{bot, BotState::paused, owner, Timestamp{}}), R"({"state":"paused","flattens":false})");
    EXPECT_EQ(facts_of(BotPresetAssigned{bot, std::nullopt, owner, Timestamp{}}), R"({"preset":null})");
    const StrategyDeleted deleted{StrategyId{owner, 2}, owner, Timestamp{}};
    StrategyRevised revised;
    revised.strategy = deleted.strategy;
    revised.terms.name = "wide";
    EXPECT_EQ(facts_about(revised), facts_about(deleted));
    EXPECT_NE(facts_of(revised).find(R"("name":"wide")"), std::string::npos);
    EXPECT_EQ(facts_of(deleted), "{}");
}

TEST(Facts, Z1HoldNoSecret) {
    const ConnectionWebhookSet webhook{account, WebhookProof{"aaaa", "bbbb"}, owner, Timestamp{}};
    EXPECT_EQ(facts_of(webhook), R"({"webhook":true})");
    EXPECT_EQ(facts_of(sealed("****A4B1")).find("Ym94"), std::string::npos);
    const TokenCreated token{TokenId{3}, owner, "bot", {true, false, false}, std::nullopt, Hidden{"f1f1"}, owner, Timestamp{}};
    EXPECT_EQ(facts_of(token), R"({"name":"bot","scopes":{"reads":true,"trades":false,"administers":false},"expires_at":null})");
    EXPECT_FALSE(facts_about(PasswordChanged{owner, Hidden{"argon2id"}, owner, Timestamp{}}).has_value());
}

}  // namespace
}  // namespace trellis::adapters::testing
