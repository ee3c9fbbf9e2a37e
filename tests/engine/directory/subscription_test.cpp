// Copy subscriptions in the directory: who may copy whom, on which terms, and what desks then decide by (B-20, B-29, B-30).
#include <gtest/gtest.h>

#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::preset;
using tests::somebody_else;

constexpr SubscriptionId first{operator_owner, 1};

CopyTerms terms(std::uint16_t leader = 1, std::uint16_t follower = 2) {
    CopyTerms made;
    made.leader = AccountId{leader};
    made.follower = AccountId{follower};
    return made;
}

struct Subscriptions : testing::Test {
    std::string create(const CopyTerms& wanted = terms(), OwnerId by = operator_owner) { return office.refusal(CreateSubscription{wanted, {}, false}, by); }
    Subscription seen() const { return with_directory(office.config, office.directory).subscriptions.at(0); }

    Office office;
};

TEST_F(Subscriptions, DesksDecideByThem) {
    ASSERT_EQ(create(), "");
    EXPECT_EQ(seen().id, first);
    EXPECT_EQ(seen().terms, terms());
    EXPECT_EQ(seen().state, SubscriptionState::active);
    EXPECT_EQ(seen().since, office.now);
    EXPECT_EQ(text(first), "c1.1");
}

TEST_F(Subscriptions, B30APairHasOneAndNobodyCopiesHimself) {
    ASSERT_EQ(create(), "");
    EXPECT_EQ(create(), "PAIR_TAKEN");
    EXPECT_EQ(create(terms(2, 1)), "") << "a circle ends at once: copies are not copied on";
    EXPECT_EQ(create(terms(1, 1)), "SELF_COPY");
    ASSERT_EQ(office.refusal(SwitchSubscription{first, SubscriptionState::ended}), "");
    EXPECT_EQ(create(), "") << "the pair is free again";
}

TEST_F(Subscriptions, Z9TheFollowerIsOnesOwnAndTheLeaderIsOrIsShared) {
    office.config.accounts.at(0).owner = somebody_else;
    EXPECT_EQ(create(), "UNKNOWN_ACCOUNT");
    EXPECT_EQ(office.refusal(ShareAccount{AccountId{1}, true}), "UNKNOWN_ACCOUNT") << "only its owner shares it";
    ASSERT_EQ(office.refusal(ShareAccount{AccountId{1}, true}, somebody_else), "");
    EXPECT_EQ(create(terms(), somebody_else), "UNKNOWN_ACCOUNT") << "the follower is the operator's";
    EXPECT_EQ(create(), "");
    ASSERT_EQ(office.refusal(ShareAccount{AccountId{1}, false}, somebody_else), "");
    EXPECT_EQ(seen().state, SubscriptionState::active) << "who copies it already goes on";
    EXPECT_EQ(office.refusal(SwitchSubscription{first, SubscriptionState::paused}, somebody_else), "NOT_FOUND");
}

TEST_F(Subscriptions, B29TermsHaveTheirRanges) {
    const auto with = [](const auto& change) {
        CopyTerms wanted = terms();
        change(wanted);
        return wanted;
    };
    const auto refused = [&](const auto& change) { return create(with(change)); };
    EXPECT_EQ(refused([](CopyTerms& t) { t.multiplier = decimal<Ratio>("0.09"); }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.multiplier = decimal<Ratio>("10.1"); }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.percentage = decimal<Ratio>("0.009"); }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.percentage = decimal<Ratio>("100.1"); }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.mode = CopyMode::fixed_quantity; }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.min_quantity = Quantity{}; }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) {
                  t.min_quantity = decimal<Quantity>("2");
                  t.max_quantity = decimal<Quantity>("1");
              }),
              "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.max_position_size = Money{}; }), "INVALID_TERMS");
    EXPECT_EQ(refused([](CopyTerms& t) { t.multiplier = decimal<Ratio>("0.1"); }), "");
}

TEST_F(Subscriptions, AreRevisedOnTopOfWhatOneSawAndKeepTheirPair) {
    ASSERT_EQ(create(), "");
    CopyTerms wanted = terms();
    wanted.multiplier = decimal<Ratio>("0.5");
    office.expected_revision = 7;
    EXPECT_EQ(office.refusal(ReviseSubscription{first, wanted}), "VERSION_STALE");
    office.expected_revision = 1;
    EXPECT_EQ(office.refusal(ReviseSubscription{first, wanted}), "");
    office.expected_revision.reset();
    EXPECT_EQ(seen().terms, wanted);
    EXPECT_TRUE(office.tell(ReviseSubscription{first, wanted})->empty()) << "nothing happens twice";
    EXPECT_EQ(office.refusal(ReviseSubscription{first, terms(2, 1)}), "INVALID_TERMS");
}

TEST_F(Subscriptions, B30ADeletedOneIsNotThereButItsCopiesStillFollow) {
    ASSERT_EQ(create(), "");
    ASSERT_EQ(office.refusal(SwitchSubscription{first, SubscriptionState::ended}), "");
    EXPECT_EQ(office.refusal(SwitchSubscription{first, SubscriptionState::active}), "NOT_FOUND");
    EXPECT_EQ(seen().state, SubscriptionState::ended) << "desks know it";
}

TEST_F(Subscriptions, B20APresetIsAssignedToThem) {
    const PresetId own = office.create(preset("careful"));
    ASSERT_EQ(create(), "");
    ASSERT_EQ(office.refusal(AssignSubscriptionPreset{first, own}), "");
    EXPECT_EQ(seen().preset, "careful");
    EXPECT_EQ(office.refusal(DeletePreset{own, false}), "IN_USE");
    ASSERT_EQ(office.refusal(DeletePreset{own, true}), "");
    EXPECT_EQ(seen().preset, "");
}

TEST_F(Subscriptions, EndWithAConnectionThatIsRemoved) {
    ConnectionSettings settings;
    settings.name = "third";
    settings.venue = "binance";
    ASSERT_TRUE(office.tell(OpenConnection{settings}).ok());
    office.config = with_directory(office.config, office.directory);
    const AccountId third{document_accounts_max + 1};
    ASSERT_EQ(create(terms(1, third.value)), "");
    ASSERT_EQ(office.refusal(RemoveConnection{third}), "");
    EXPECT_EQ(office.directory.subscriptions.at(first).state, SubscriptionState::ended);
}

}  // namespace
}  // namespace trellis
