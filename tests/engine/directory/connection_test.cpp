// Connections in the directory: numbered behind the accounts of the document, under one owner, with books that do not change (Z-9, B-26).
#include <gtest/gtest.h>

#include <algorithm>

#include "engine/world/world.hpp"
#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::preset;
using tests::somebody_else;

constexpr AccountId first{document_accounts_max + 1};

ConnectionSettings settings(const std::string& name) {
    ConnectionSettings made;
    made.name = name;
    made.venue = "binance";
    made.balances = {{"USDT", decimal<Money>("5000")}};
    return made;
}

TEST(Connection, IsAnAccountOfItsOwnerWithTheNumberBehindTheDocuments) {
    Office office;
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    const Config seen = with_directory(office.config, office.directory);
    const AccountConfig* account = find_account(seen, first);
    ASSERT_NE(account, nullptr);
    EXPECT_EQ(account->name, "alice-1");
    EXPECT_EQ(account->owner, somebody_else);
    EXPECT_TRUE(account->enabled);
    EXPECT_EQ(account->balances.at("USDT"), decimal<Money>("5000"));
    EXPECT_EQ(find_account(seen, AccountId{2})->name, "two") << "those of the document stay at their places";
}

TEST(Connection, HasADeskAndARiskEngineInEveryWorldThatReadsItsEvent) {
    Office office;
    const auto events = office.tell(OpenConnection{settings("alice-1")}, somebody_else);
    ASSERT_TRUE(events.ok());
    World world = World::empty(office.config);
    std::visit([&](const auto& event) { world.apply(Event{event}); }, events->front());
    EXPECT_EQ(world, [&] {
        World same = World::empty(with_directory(office.config, office.directory));
        same.directory = office.directory;
        return same;
    }()) << "a restart and the running server have the same";
}

TEST(Connection, NamesAreGivenOnceAlsoBehindARemoval) {
    Office office;
    EXPECT_EQ(office.refusal(OpenConnection{settings("one")}, somebody_else), "NAME_TAKEN") << "an account of the document";
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    ASSERT_TRUE(office.tell(RemoveConnection{first}, somebody_else).ok());
    EXPECT_EQ(office.refusal(OpenConnection{settings("alice-1")}), "NAME_TAKEN") << "its groups stand in the history under it";
}

TEST(Connection, Z9IsNotThereForOthers) {
    Office office;
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    EXPECT_EQ(office.refusal(RemoveConnection{first}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(ChangeConnection{first, settings("alice-1")}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(SealCredential{first, SealedCredential{"****", "box"}}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(SetConnectionWebhook{first, WebhookProof{"a", "b"}}), "NOT_FOUND");
    EXPECT_EQ(office.refusal(AssignPreset{first, tests::template_id("Swing Trader")}), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(office.refusal(AssignPreset{first, tests::template_id("Swing Trader")}, somebody_else), "");
}

TEST(Connection, WhatItsBooksWereBegunWithStays) {
    Office office;
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    ConnectionSettings richer = settings("alice-1");
    richer.balances["USDT"] = decimal<Money>("6000");
    EXPECT_EQ(office.refusal(ChangeConnection{first, richer}, somebody_else), "NOT_CHANGEABLE");
    ConnectionSettings off = settings("alice-1");
    off.is_enabled = false;
    ASSERT_TRUE(office.tell(ChangeConnection{first, off}, somebody_else).ok());
    EXPECT_FALSE(find_account(with_directory(office.config, office.directory), first)->enabled);
    EXPECT_TRUE(office.tell(ChangeConnection{first, off}, somebody_else)->empty()) << "it is so already";
}

TEST(Connection, RemovedTradesNoMoreAndKeepsNoKeys) {
    Office office;
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    ASSERT_TRUE(office.tell(SealCredential{first, SealedCredential{"****A4B1", "box"}}, somebody_else).ok());
    ASSERT_TRUE(office.tell(SetConnectionWebhook{first, WebhookProof{"a", "b"}}, somebody_else).ok());
    ASSERT_TRUE(office.tell(AssignPreset{first, tests::template_id("Swing Trader")}, somebody_else).ok());
    ASSERT_TRUE(office.tell(RemoveConnection{first}, somebody_else).ok());
    const Connection& gone = office.directory.connections.at(first);
    EXPECT_TRUE(gone.is_removed);
    EXPECT_FALSE(gone.credential.has_value());
    EXPECT_FALSE(gone.webhook.has_value());
    EXPECT_FALSE(find_account(with_directory(office.config, office.directory), first)->enabled);
    EXPECT_TRUE(usage_of(office.directory, tests::template_id("Swing Trader")).is_empty());
}

TEST(Connection, B26ANewOneTradesByItsOwnersDefaultWhereItCan) {
    Office office;
    const PresetId own = office.create(preset("Mine"), somebody_else);
    ASSERT_TRUE(office.tell(ChooseDefaultPreset{own}, somebody_else).ok());
    ASSERT_TRUE(office.tell(OpenConnection{settings("alice-1")}, somebody_else).ok());
    const Config seen = with_directory(office.config, office.directory);
    EXPECT_EQ(find_account(seen, first)->preset, "Mine");
    ASSERT_NE(find_preset(seen, somebody_else, "Mine"), nullptr);
    EXPECT_EQ(find_preset(seen, operator_owner, "Mine"), nullptr) << "another's names are not one's own (Z-9)";
}

TEST(Connection, Z9TwoOwnersMayCallTheirPresetsAlike) {
    Office office;
    Preset tight = preset("Gold");
    tight.stop.pips = 10;
    office.create(preset("Gold"));
    office.create(tight, somebody_else);
    const Config seen = with_directory(office.config, office.directory);
    EXPECT_EQ(find_preset(seen, somebody_else, "Gold")->stop.pips, 10);
    EXPECT_NE(find_preset(seen, operator_owner, "Gold")->stop.pips, 10);
    EXPECT_NE(find_preset(seen, somebody_else, "Swing Trader"), nullptr) << "templates are everybody's";
}

}  // namespace
}  // namespace trellis
