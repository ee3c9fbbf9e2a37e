// Of two documents only what differs: what the audit trail says of a change (Z-10).
#include "adapters/admin/audit_words.hpp"

#include <gtest/gtest.h>

namespace trellis::adapters::admin {
namespace {

TEST(AuditWords, Z10SayWhatDiffers) {
    const auto turned = difference_of(R"({"name":"a","leverage":1,"pip":{"crypto":null,"amount":"0.5"}})",
                                      R"({"name":"a","leverage":3,"pip":{"crypto":"of its own","amount":"0.5"}})");
    EXPECT_EQ(turned.before, "leverage 1; pip.crypto none");
    EXPECT_EQ(turned.after, R"(leverage 3; pip.crypto "of its own")");
}

TEST(AuditWords, Z10SayAllOfWhatCameOrWent) {
    const auto came = difference_of("{}", R"({"leader":1,"follower":2})");
    EXPECT_EQ(came.before, "");
    EXPECT_EQ(came.after, "follower 2; leader 1");
    const auto went = difference_of(R"({"leader":1,"follower":2})", "{}");
    EXPECT_EQ(went.before, "follower 2; leader 1");
    EXPECT_EQ(went.after, "");
}

TEST(AuditWords, Z10NameNothingWhereThereIsOneThingToSay) {
    const auto turned = difference_of(R"({"preset":"p2.3"})", R"({"preset":null})");
    EXPECT_EQ(turned.before, "p2.3");
    EXPECT_EQ(turned.after, "none");
    EXPECT_EQ(difference_of("{}", R"({"preset":"p2.3"})").after, "p2.3");
    EXPECT_EQ(difference_of(R"({"tags":["a","b"]})", R"({"tags":[]})").before, R"(["a","b"])");
}

}  // namespace
}  // namespace trellis::adapters::admin
