// How each outcome reads on the wire (interfaces: webhook answers); R-30's SCHEMA among them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

#include "adapters/json/document.hpp"
#include "adapters/webhook/intake.hpp"
#include "tests/adapters/webhook/intake_fixture.hpp"

namespace trellis::adapters {
namespace {

SignalAnswer refused(SignalOutcome outcome, const std::string& code = {}, const std::string& detail = {}) {
    SignalAnswer out{.signal = SignalNumber{3}, .event = 7, .is_admitted = false, .refused = SignalRefused{}};
    out.refused->outcome = outcome;
    out.refused->code = code;
    out.refused->detail = detail;
    return out;
}

TEST(WebhookAnswer, W1AnAdmittedSignalIs202) {
    const auto answer = answer_of(SignalAnswer{.signal = SignalNumber{3}, .event = 7, .is_admitted = true, .refused = {}}, {});
    EXPECT_EQ(answer.outcome, WebhookOutcome::accepted);
    EXPECT_EQ(answer.response.status, 202U);
    EXPECT_EQ(answer.response.content_type, "application/json");
    EXPECT_EQ(answer.response.body, R"({"signal_id":"s3","status":"accepted"})");
}

TEST(WebhookAnswer, W1CarriesTheWarnings) {
    const auto answer = answer_of(SignalAnswer{.signal = SignalNumber{3}, .event = 7, .is_admitted = true, .refused = {}},
                                  {.warnings = {"a \"b\""}, .original_outcome = {}});
    EXPECT_EQ(answer.response.body, R"({"signal_id":"s3","status":"accepted","warnings":["a \"b\""]})");
}

TEST(WebhookAnswer, W1AQueuedSignalIs202) {
    const auto answer = answer_of(refused(SignalOutcome::queued), {});
    EXPECT_EQ(answer.response.status, 202U);
    EXPECT_EQ(answer.outcome, WebhookOutcome::queued);
    EXPECT_EQ(answer.response.body, R"({"signal_id":"s3","status":"queued"})");
}

TEST(WebhookAnswer, W8ADuplicateIs200WithTheFirst) {
    auto duplicate = refused(SignalOutcome::duplicate);
    duplicate.refused->original = SignalNumber{1};
    const auto answer = answer_of(duplicate, {.warnings = {}, .original_outcome = "rejected"});
    EXPECT_EQ(answer.response.status, 200U);
    EXPECT_EQ(answer.outcome, WebhookOutcome::duplicate);
    EXPECT_EQ(answer.response.body, R"({"duplicate":true,"signal_id":"s1","status":"duplicate","outcome":"rejected"})");
    EXPECT_EQ(answer_of(duplicate, {}).response.body, R"({"duplicate":true,"signal_id":"s1","status":"duplicate"})");
}

TEST(WebhookAnswer, W1AnIgnoredSignalIs200) {
    const auto answer = answer_of(refused(SignalOutcome::ignored, "NO_POSITION", "there is none"), {});
    EXPECT_EQ(answer.response.status, 200U);
    EXPECT_EQ(answer.response.body, R"({"signal_id":"s3","status":"ignored","code":"NO_POSITION","detail":"there is none"})");
}

TEST(WebhookAnswer, R30ASchemaErrorIs400WithEveryField) {
    auto wrong = refused(SignalOutcome::rejected, "SCHEMA", "2 errors");
    wrong.refused->errors = {{"/tv/symbol", "", "1.2", "this field is required"},
                             {"/tv/action", "\"hold\"", "1.2", "expected one of buy"}};
    const auto answer = answer_of(wrong, {});
    EXPECT_EQ(answer.response.status, 400U);
    EXPECT_EQ(answer.outcome, WebhookOutcome::schema);
    EXPECT_EQ(answer.response.content_type, "application/problem+json");
    EXPECT_EQ(
        answer.response.body,
        R"({"type":"about:blank","title":"Bad Request","status":400,"code":"SCHEMA","detail":"2 errors","signal_id":"s3","errors":[)"
        R"({"pointer":"/tv/symbol","value":"","rule":"1.2","hint":"this field is required"},)"
        R"({"pointer":"/tv/action","value":"\"hold\"","rule":"1.2","hint":"expected one of buy"}]})");
}

TEST(WebhookAnswer, R30AnyOtherRejectionIs422) {
    for (const std::string code : {"UNKNOWN_INSTRUMENT", "SIDE_CONFLICT", "STALE", "MAX_PYRAMIDS"}) {
        const auto answer = answer_of(refused(SignalOutcome::rejected, code, "why"), {});
        EXPECT_EQ(answer.response.status, 422U) << code;
        EXPECT_EQ(answer.outcome, WebhookOutcome::rejected);
        EXPECT_EQ(answer.response.body, R"({"type":"about:blank","title":"Unprocessable Content","status":422,"code":")" + code +
                                            R"(","detail":"why","signal_id":"s3"})");
    }
}

TEST(WebhookAnswer, W1WhatWasNotRecordedIs503AndMayComeAgain) {
    for (const std::string code : {"BUSY", "JOURNAL_FULL", "STOPPING"}) {
        const auto answer = answer_of(Error{code, "later"}, {});
        EXPECT_EQ(answer.response.status, 503U) << code;
        EXPECT_EQ(answer.outcome, WebhookOutcome::unavailable);
        EXPECT_EQ(header_of(answer.response, "Retry-After"), "5");
    }
    const auto other = answer_of(Error{"BROKEN", "unknown"}, {});
    EXPECT_EQ(other.response.status, 500U);
    EXPECT_EQ(other.outcome, WebhookOutcome::failed);
}

TEST(WebhookAnswer, NamesEveryOutcomeDifferently) {
    std::set<std::string_view> names;
    for (std::size_t i = 0; i < webhook_outcome_count; ++i) names.insert(text(static_cast<WebhookOutcome>(i)));
    EXPECT_EQ(names.size(), webhook_outcome_count);
    EXPECT_THROW(text(static_cast<WebhookOutcome>(webhook_outcome_count)), std::exception);
}

}  // namespace
}  // namespace trellis::adapters
