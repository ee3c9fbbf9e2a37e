// People in the directory: named once, numbered for good, and never without somebody who can manage the others (Z-3, Z-4, Z-9).
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

#include "tests/engine/directory/support.hpp"

namespace trellis {
namespace {

using tests::Office;
using tests::somebody_else;
using tests::template_id;

CreateUser user(const std::string& name, UserRole role = UserRole::viewer) { return {name, {"", role, true}, {"hash of " + name}}; }

OwnerId made(Office& office, const std::string& name, UserRole role = UserRole::viewer) {
    const auto told = office.tell(user(name, role));
    EXPECT_TRUE(told.ok()) << name;
    return std::get<UserCreated>(told->front()).user;
}

CreateToken token(OwnerId owner, const std::string& name, Scopes scopes = {true, false, false}) {
    return {owner, name, scopes, std::nullopt, {"fingerprint of " + name}};
}

TEST(People, B26ANewUserTradesByTheConservativeScalper) {
    Office office;
    const OwnerId ann = made(office, "ann");
    EXPECT_EQ(ann, OwnerId{2}) << "1 is the operator";
    EXPECT_EQ(office.directory.defaults.at(ann), template_id("Conservative Scalper"));
}

TEST(People, AreNamedOnceAndNumberedForGood) {
    Office office;
    const OwnerId ann = made(office, "ann");
    EXPECT_EQ(office.refusal(user("ann")), "NAME_TAKEN");
    ASSERT_TRUE(office.tell(DeleteUser{ann}).ok());
    EXPECT_EQ(office.directory.people.find(ann), nullptr);
    const OwnerId another = made(office, "ann");
    EXPECT_EQ(another, OwnerId{3}) << "what was the first one's is not the second one's";
    EXPECT_EQ(office.directory.people.find_named("ann")->id, another);
}

TEST(People, HaveNamesThatNobodyMistakes) {
    for (const char* name : {"a", "0", "ann.b_c-d", "u", "u2x"}) EXPECT_TRUE(is_user_name(name)) << name;
    for (const char* name : {"", "Ann", "a b", "-a", ".a", "operator", "system", "me", "u2", "\xc3\xa4"}) EXPECT_FALSE(is_user_name(name)) << name;
    EXPECT_TRUE(is_user_name(std::string(64, 'a')));
    EXPECT_FALSE(is_user_name(std::string(65, 'a')));
    Office office;
    EXPECT_EQ(office.refusal(user("Ann")), "INVALID_USER");
}

TEST(People, Z4OnlyAdminsManageThem) {
    Office office;
    const OwnerId ann = made(office, "ann", UserRole::operating);
    const OwnerId root = made(office, "root", UserRole::admin);
    EXPECT_EQ(office.refusal(user("bob"), ann), "FORBIDDEN");
    EXPECT_EQ(office.refusal(DeleteUser{root}, ann), "FORBIDDEN");
    EXPECT_EQ(office.refusal(ChangeUser{ann, {}, UserRole::admin, {}}, ann), "FORBIDDEN");
    EXPECT_EQ(office.refusal(ChangeUser{root, "Root", {}, {}}, ann), "NOT_FOUND") << "of others he knows nothing";
    EXPECT_EQ(office.refusal(ChangePassword{root, {"x"}}, ann), "NOT_FOUND");
    EXPECT_EQ(office.refusal(ChangeUser{ann, "Ann B.", {}, {}}, ann), "");
    EXPECT_EQ(office.refusal(user("bob"), root), "");
}

TEST(People, Z4NobodyChangesHisOwnRole) {
    Office office;
    const OwnerId root = made(office, "root", UserRole::admin);
    made(office, "second", UserRole::admin);
    EXPECT_EQ(office.refusal(ChangeUser{root, {}, UserRole::viewer, {}}, root), "FORBIDDEN");
    EXPECT_EQ(office.refusal(ChangeUser{root, {}, UserRole::viewer, {}}), "");
}

TEST(People, KeepAnAdminWhoCanLogIn) {
    Office office;
    const OwnerId root = made(office, "root", UserRole::admin);
    EXPECT_EQ(office.refusal(DeleteUser{root, true}), "LAST_ADMIN");
    EXPECT_EQ(office.refusal(ChangeUser{root, {}, UserRole::operating, {}}), "LAST_ADMIN");
    EXPECT_EQ(office.refusal(ChangeUser{root, {}, {}, false}), "LAST_ADMIN");
    const OwnerId second = made(office, "second", UserRole::admin);
    EXPECT_EQ(office.refusal(ChangeUser{root, {}, {}, false}), "");
    EXPECT_EQ(office.refusal(DeleteUser{second}), "LAST_ADMIN") << "a disabled admin manages nobody";
}

TEST(People, WhoOwnsAccountsIsNotDeletedByAccident) {
    Office office;
    const OwnerId ann = made(office, "ann");
    office.config.accounts.front().owner = ann;
    EXPECT_EQ(office.refusal(DeleteUser{ann}), "IN_USE");
    EXPECT_EQ(office.refusal(DeleteUser{ann, true}), "");
}

TEST(People, AreChangedOnlyAsTheyWereSeen) {
    Office office;
    const OwnerId ann = made(office, "ann");
    office.expected_revision = 7;
    EXPECT_EQ(office.refusal(ChangeUser{ann, "Ann", {}, {}}), "VERSION_STALE");
    office.expected_revision = 1;
    EXPECT_EQ(office.refusal(ChangeUser{ann, "Ann", {}, {}}), "");
    office.expected_revision.reset();
    EXPECT_TRUE(office.tell(ChangeUser{ann, "Ann", {}, {}})->empty()) << "it is so already";
}

TEST(Tokens, Z4DoNoMoreThanTheirOwnerMay) {
    Office office;
    const OwnerId ann = made(office, "ann", UserRole::operating);
    EXPECT_EQ(office.refusal(token(ann, "bot", {true, true, true}), ann), "FORBIDDEN");
    EXPECT_EQ(office.refusal(token(ann, "bot", {}), ann), "INVALID_TOKEN");
    EXPECT_EQ(office.refusal(token(ann, "bot", {true, true, false}), ann), "");
    EXPECT_EQ(office.refusal(token(ann, "bot"), ann), "NAME_TAKEN");
    EXPECT_EQ(office.refusal(token(ann, "other")), "NOT_FOUND") << "not even the operator speaks in another's name";
}

TEST(Tokens, Z9AreRevokedByTheirOwnerOrAnAdmin) {
    Office office;
    const OwnerId ann = made(office, "ann");
    const OwnerId bob = made(office, "bob");
    ASSERT_TRUE(office.tell(token(ann, "one"), ann).ok());
    EXPECT_EQ(office.refusal(RevokeToken{TokenId{1}}, bob), "NOT_FOUND");
    EXPECT_EQ(office.refusal(RevokeToken{TokenId{1}}, ann), "");
    EXPECT_EQ(office.refusal(RevokeToken{TokenId{1}}, ann), "NOT_FOUND");
    ASSERT_TRUE(office.tell(token(ann, "one"), ann).ok());
    EXPECT_EQ(office.directory.people.newest_token, TokenId{2}) << "a number is given once";
    EXPECT_EQ(office.refusal(RevokeToken{TokenId{2}}), "");
}

TEST(Tokens, AreGoodUntilTheyExpire) {
    Office office;
    const OwnerId ann = made(office, "ann");
    auto command = token(ann, "one");
    command.expires_at = office.now;
    EXPECT_EQ(office.refusal(command, ann), "INVALID_TOKEN");
    command.expires_at = office.now + std::chrono::hours(1);
    ASSERT_TRUE(office.tell(command, ann).ok());
    const People& people = office.directory.people;
    EXPECT_NE(people.find_token("fingerprint of one", office.now), nullptr);
    EXPECT_EQ(people.find_token("fingerprint of one", *command.expires_at), nullptr);
    EXPECT_EQ(people.find_token("fingerprint of two", office.now), nullptr);
}

TEST(Tokens, GoWithTheirOwner) {
    Office office;
    const OwnerId ann = made(office, "ann");
    ASSERT_TRUE(office.tell(token(ann, "one"), ann).ok());
    ASSERT_TRUE(office.tell(DeleteUser{ann}).ok());
    EXPECT_TRUE(office.directory.people.tokens.empty());
}

TEST(Tokens, AreLimited) {
    Office office;
    const OwnerId ann = made(office, "ann");
    for (std::size_t i = 0; i < tokens_per_user_max; ++i) ASSERT_EQ(office.refusal(token(ann, std::to_string(i)), ann), "");
    EXPECT_EQ(office.refusal(token(ann, "one more"), ann), "TOO_MANY_TOKENS");
}

TEST(People, AnActionStandsInTheJournalAndInNoState) {
    Office office;
    const Directory before = office.directory;
    const auto told = office.tell(NoteAction{"POST /trading/panic"}, somebody_else);
    ASSERT_TRUE(told.ok());
    EXPECT_EQ(std::get<ActionTaken>(told->front()).by, somebody_else);
    EXPECT_EQ(office.directory, before);
}

/// Whatever people tell each other: who is none of the admins changes only himself, and an admin remains.
RC_GTEST_PROP(People, Z4NoWordOfAStrangerChangesAnother, ()) {
    Office office;
    made(office, "root", UserRole::admin);
    const OwnerId ann = made(office, "ann", UserRole::operating);
    const OwnerId bob = made(office, "bob");
    const auto steps = *rc::gen::container<std::vector<std::pair<int, bool>>>(rc::gen::pair(rc::gen::inRange(0, 5), rc::gen::arbitrary<bool>()));
    for (const auto& [what, is_on_himself] : steps) {
        const User before = *office.directory.people.find(ann);
        const OwnerId whom = is_on_himself ? bob : ann;
        switch (what) {
            case 0: (void)office.tell(ChangeUser{whom, {}, UserRole::admin, {}}, bob); break;
            case 1: (void)office.tell(ChangePassword{whom, {"another"}}, bob); break;
            case 2: (void)office.tell(DeleteUser{whom, true}, bob); break;
            case 3: (void)office.tell(ChangeUser{whom, "x", {}, {}}, bob); break;
            default: (void)office.tell(token(whom, "t", {true, true, true}), bob); break;
        }
        RC_ASSERT(*office.directory.people.find(ann) == before);
        RC_ASSERT(office.directory.people.find(bob)->standing.role == UserRole::viewer);
    }
}

}  // namespace
}  // namespace trellis
