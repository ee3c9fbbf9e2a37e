// Each factor of W-7 by itself: signatures with their window and their memory, the client behind proxies, growing delays.
#include "adapters/webhook/authentication.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/adapters/webhook/intake_fixture.hpp"

namespace trellis::adapters {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

Route signed_route() {
    Route out;
    out.hmac_keys.emplace_back("old key");
    out.hmac_keys.emplace_back("new key");
    return out;
}

Signing sign(const HttpRequest& request, Timestamp at = now) {
    IntakeMemory memory;
    return check_signature(signed_route(), request, memory, at);
}

TEST(Authentication, W7TakesASignatureByAnyLiveKey) {
    for (const std::string key : {"old key", "new key"})
        EXPECT_EQ(sign(signed_post("/", "body", key, rfc3339(now))), Signing::right) << key;
    EXPECT_EQ(sign(signed_post("/", "body", "other key", rfc3339(now))), Signing::wrong);
}

TEST(Authentication, W7SignsAsOtherToolsDo) {
    Route route;
    route.hmac_keys.emplace_back("k3y");
    HttpRequest request = post("/", R"({"tv":{}})");
    request.headers = {{"X-Trellis-Timestamp", "1767571208"},
                       {"X-Trellis-Signature", "sha256=1b5cacbe970999d305a15bbb846d88493850b16f448a145b20babfb75ca121ca"}};
    IntakeMemory memory;
    EXPECT_EQ(check_signature(route, request, memory, now), Signing::right);
}

TEST(Authentication, W7ReadsTheTimeInEachForm) {
    for (const std::string time :
         {"2026-01-05T00:00:08Z", "1767571208", "1767571208000", "1767571208.5", "2026-01-05T01:00:08+01:00"})
        EXPECT_EQ(sign(signed_post("/", "body", "new key", time)), Signing::right) << time;
    EXPECT_EQ(sign(signed_post("/", "body", "new key", "today")), Signing::wrong);
    EXPECT_EQ(sign(signed_post("/", "body", "new key", "")), Signing::wrong);
}

TEST(Authentication, W7KeepsAWindowOfThirtySecondsToBothSides) {
    const auto request = signed_post("/", "body", "new key", rfc3339(now));
    EXPECT_EQ(sign(request, now + seconds(30)), Signing::right);
    EXPECT_EQ(sign(request, now - seconds(30)), Signing::right);
    EXPECT_EQ(sign(request, now + seconds(30) + Duration(1)), Signing::wrong);
    EXPECT_EQ(sign(request, now - seconds(30) - Duration(1)), Signing::wrong);
}

TEST(Authentication, W7ASignatureIsRightOnce) {
    const Route route = signed_route();
    IntakeMemory memory;
    const auto request = signed_post("/", "body", "new key", rfc3339(now));
    EXPECT_EQ(check_signature(route, request, memory, now), Signing::right);
    EXPECT_EQ(check_signature(route, request, memory, now + seconds(1)), Signing::wrong);
    EXPECT_EQ(check_signature(route, request, memory, now + seconds(30)), Signing::wrong);
    EXPECT_EQ(check_signature(route, signed_post("/", "body", "new key", rfc3339(now + seconds(1))), memory, now + seconds(1)),
              Signing::right);
}

TEST(Authentication, W7TheSignatureCoversBodyAndTime) {
    auto request = signed_post("/", "body", "new key", rfc3339(now));
    request.body += " ";
    EXPECT_EQ(sign(request), Signing::wrong);
    request = signed_post("/", "body", "new key", rfc3339(now));
    request.headers[0].value = rfc3339(now + seconds(1));
    EXPECT_EQ(sign(request), Signing::wrong);
}

TEST(Authentication, W7RefusesWhatIsNoSignature) {
    const std::string right = signature_text("new key", rfc3339(now), "body");
    for (const std::string& text : {std::string("sha256="), right.substr(7), right + "0", right.substr(0, right.size() - 1),
                                    "sha1=" + right.substr(7), "sha256=" + std::string(64, 'g')}) {
        auto request = signed_post("/", "body", "new key", rfc3339(now));
        request.headers[1].value = text;
        EXPECT_EQ(sign(request), Signing::wrong) << text;
    }
    EXPECT_EQ(sign(post("/", "body")), Signing::absent);
    IntakeMemory memory;
    EXPECT_EQ(check_signature(Route{}, signed_post("/", "body", "new key", rfc3339(now)), memory, now), Signing::absent);
}

TEST(Authentication, W7TwoSecretsLiveWhileOneReplacesTheOther) {
    Route route;
    route.secrets = {fingerprint("old"), fingerprint("new")};
    EXPECT_TRUE(has_right_secret(route, Secret("old")));
    EXPECT_TRUE(has_right_secret(route, Secret("new")));
    EXPECT_FALSE(has_right_secret(route, Secret("olde")));
    EXPECT_FALSE(has_right_secret(route, Secret()));
    EXPECT_FALSE(has_right_secret(Route{}, Secret("old")));
}

struct Hops {
    std::string peer;
    std::vector<std::string> forwarded;
    std::string client;  ///< empty: none
};

TEST(Authentication, W7BelievesOnlyTrustedProxies) {
    AddressSet trusted;
    ASSERT_TRUE(trusted.add("10.0.0.0/8").ok());
    const std::vector<Hops> table{
        {"1.1.1.1", {}, "1.1.1.1"},
        {"1.1.1.1", {"9.9.9.9"}, "1.1.1.1"},
        {"10.0.0.1", {}, "10.0.0.1"},
        {"10.0.0.1", {"9.9.9.9"}, "9.9.9.9"},
        {"10.0.0.1", {"8.8.8.8, 9.9.9.9"}, "9.9.9.9"},
        {"10.0.0.1", {"8.8.8.8, 9.9.9.9 ,10.0.0.2"}, "9.9.9.9"},
        {"10.0.0.1", {"8.8.8.8", "9.9.9.9:1234, 10.0.0.2"}, "9.9.9.9"},
        {"10.0.0.1", {"10.0.0.3, 10.0.0.2"}, "10.0.0.3"},
        {"10.0.0.1", {"[2001:db8::1]:99"}, "2001:db8::1"},
        {"10.0.0.1", {"8.8.8.8, unknown"}, ""},
        {"10.0.0.1", {"8.8.8.8,"}, ""},
        {"nothing", {}, ""},
    };
    for (const auto& row : table) {
        HttpRequest request;
        request.peer = row.peer;
        for (const auto& value : row.forwarded) request.headers.push_back({"x-forwarded-for", value});
        EXPECT_EQ(client_of(request, trusted), row.client.empty() ? std::nullopt : parse_address(row.client))
            << row.peer << " " << testing::PrintToString(row.forwarded);
    }
}

TEST(Authentication, W7AnEmptyListLetsEveryoneInAndAnyOtherOnlyThoseOnIt) {
    Route route;
    EXPECT_TRUE(is_allowed(route, std::nullopt));
    ASSERT_TRUE(route.allow.add("tradingview").ok());
    EXPECT_TRUE(is_allowed(route, parse_address("52.32.178.7")));
    EXPECT_FALSE(is_allowed(route, parse_address("52.32.178.8")));
    EXPECT_FALSE(is_allowed(route, std::nullopt));
}

TEST(IntakeMemory, W7TakesASignatureAgainWhenNothingWasRecordedOfIt) {
    IntakeMemory memory;
    const auto request = signed_post("/", "body", "new key", rfc3339(now));
    EXPECT_EQ(check_signature(signed_route(), request, memory, now), Signing::right);
    EXPECT_EQ(check_signature(signed_route(), request, memory, now), Signing::wrong);
    memory.forget_signature(signature_of(request).value());
    EXPECT_EQ(check_signature(signed_route(), request, memory, now), Signing::right);
}

TEST(IntakeMemory, W7DelaysGrowBySourceToTwoSeconds) {
    IntakeMemory memory;
    for (int i = 0; i < 30; ++i)
        EXPECT_EQ(memory.count_failure("a", now), std::min<Duration>(milliseconds(100) * i, seconds(2))) << i;
    EXPECT_EQ(memory.count_failure("b", now), Duration::zero());
    static_assert(failure_delay_max < seconds(3), "TradingView waits three seconds");
}

TEST(IntakeMemory, ASourceBeginsAnewAfterTenQuietMinutes) {
    IntakeMemory memory;
    for (int i = 0; i < 5; ++i) memory.count_failure("a", now);
    EXPECT_EQ(memory.count_failure("a", now + failure_memory), milliseconds(500));
    EXPECT_EQ(memory.count_failure("a", now + failure_memory * 2 + Duration(1)), Duration::zero());
}

TEST(IntakeMemory, ForgetsTheSourceThatFailedLongestAgoWhenItIsFull) {
    IntakeMemory memory;
    for (std::size_t i = 0; i < failing_sources_max; ++i) memory.count_failure(std::to_string(i), now);
    memory.count_failure("0", now);
    memory.count_failure("one more", now);
    EXPECT_EQ(memory.count_failure("0", now), milliseconds(200));
    EXPECT_EQ(memory.count_failure("1", now), Duration::zero());
}

Fingerprint numbered(std::size_t number) { return fingerprint(std::to_string(number)); }

TEST(IntakeMemory, HasRoomAgainWhenSignaturesAreTooOld) {
    IntakeMemory memory;
    for (std::size_t i = 0; i < used_signatures_max; ++i)
        ASSERT_EQ(memory.use_signature(numbered(i), now, now + seconds(30)), IntakeMemory::Use::first);
    EXPECT_EQ(memory.use_signature(numbered(used_signatures_max), now, now + seconds(30)), IntakeMemory::Use::no_room);
    EXPECT_EQ(memory.use_signature(numbered(0), now + seconds(30), now + seconds(60)), IntakeMemory::Use::again);
    EXPECT_EQ(memory.use_signature(numbered(0), now + seconds(30) + Duration(1), now + seconds(60)), IntakeMemory::Use::first);
}

}  // namespace
}  // namespace trellis::adapters
