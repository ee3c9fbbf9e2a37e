// Server-Sent Events: their text, where they begin, and who is dropped.
#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/admin/events.hpp"
#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

class EventStream : public ::testing::Test {
  protected:
    std::shared_ptr<Answer> open(const std::string& query = "", std::vector<HttpHeader> headers = {}) {
        HttpRequest request;
        request.method = "GET";
        request.path = "/api/v1/stream";
        request.peer = "127.0.0.1";
        request.query = query;
        request.headers = std::move(headers);
        request.headers.push_back({"Host", "localhost"});
        request.headers.push_back({"Authorization", "Bearer " + std::string(admin_token)});
        const auto answer = std::make_shared<Answer>();
        run_.send(request, HttpReply(answer));
        return answer;
    }
    void pump() {
        while (run_.feed().pump(run_.last_sequence())) {
        }
    }
    static std::vector<std::string> ids(const std::string& text) {
        std::vector<std::string> found;
        for (std::size_t at = text.find("id: "); at != std::string::npos; at = text.find("\nid: ", at + 1)) {
            const auto start = text.find(": ", at) + 2;
            found.push_back(text.substr(start, text.find('\n', start) - start));
        }
        return found;
    }
    ServedRun run_;
};

}  // namespace

TEST_F(EventStream, FramesAnEventByItsSequenceTypeAndLine) {
    const auto row = run_.history().event(5).value().value();
    const auto text = admin::sse_text(row);
    EXPECT_EQ(text, "id: 5\nevent: PyramidAdded\ndata: " + run_.get("/api/v1/events/5").body + "\n\n");
    const auto config = run_.history().event(run_.last_sequence()).value().value();
    const auto lines = admin::sse_text(config);  // a document of several lines stays one line of data
    EXPECT_EQ(std::ranges::count(lines, '\n'), 4);
}

TEST_F(EventStream, BeginsBehindTheLastEventOfItsReader) {
    pump();
    const auto last = std::to_string(run_.last_sequence() - 3);
    for (const auto& answer : {open("", {{"Last-Event-ID", last}}), open("last_event_id=" + last)}) {
        ASSERT_TRUE(answer->streamed != nullptr) << answer->responses.front().body;
        EXPECT_EQ(answer->responses.front().content_type, "text/event-stream");
        EXPECT_TRUE(answer->streamed->text.starts_with("retry: 2000\n\n"));
        pump();
        const auto found = ids(answer->streamed->text);
        ASSERT_EQ(found.size(), 3U) << answer->streamed->text;
        EXPECT_EQ(found.back(), std::to_string(run_.last_sequence()));
    }
}

TEST_F(EventStream, BeginsWithWhatComesNextWithoutOne) {
    pump();
    const auto answer = open();
    pump();
    EXPECT_EQ(ids(answer->streamed->text), std::vector<std::string>{});
    run_.journal_config(2, "{}");
    pump();
    EXPECT_EQ(ids(answer->streamed->text), std::vector<std::string>{std::to_string(run_.last_sequence())});
}

TEST_F(EventStream, LeavesOutWhatIsNotWanted) {
    const auto refused = open("last_event_id=0&type=SignalRefused");
    const auto operational = open("last_event_id=0&category=operational");
    const auto group = open("last_event_id=0&group=g1.1&type=GroupClosed");
    pump();
    EXPECT_EQ(ids(refused->streamed->text).size(), 3U);
    EXPECT_EQ(ids(operational->streamed->text).size(), 2U);
    EXPECT_EQ(ids(group->streamed->text).size(), 1U);
}

TEST_F(EventStream, OffersASlowReaderTheSameEventAgain) {
    const auto answer = open("last_event_id=0");
    answer->streamed->is_full = true;
    pump();
    EXPECT_TRUE(ids(answer->streamed->text).empty());
    answer->streamed->is_full = false;
    pump();
    EXPECT_EQ(ids(answer->streamed->text).size(), run_.last_sequence());
}

TEST_F(EventStream, DropsAReaderWhoIsGone) {
    const auto answer = open("last_event_id=0");
    EXPECT_EQ(run_.feed().subscribers(), 1U);
    answer->streamed->open = false;
    pump();
    EXPECT_EQ(run_.feed().subscribers(), 0U);
}

TEST_F(EventStream, BeatsWhenNothingHappens) {
    const auto answer = open();
    const auto now = EventFeed::Clock::now();
    run_.feed().pump(run_.last_sequence(), now);
    run_.feed().pump(run_.last_sequence(), now + heartbeat_every + std::chrono::seconds(1));
    EXPECT_NE(answer->streamed->text.find(": heartbeat\n\n"), std::string::npos) << answer->streamed->text;
}

TEST_F(EventStream, IsOnlyAHeadForAHead) {
    const auto response = run_.ask("HEAD", "/api/v1/stream");
    EXPECT_EQ(response.content_type, "text/event-stream");
    EXPECT_EQ(run_.feed().subscribers(), 0U);
}

TEST_F(EventStream, RefusesWhatItCannotServe) {
    EXPECT_EQ(code_of(open("", {{"Last-Event-ID", "x"}})->responses.front()), "INVALID_HEADER");
    EXPECT_EQ(code_of(open("last_event_id=18446744073709551615")->responses.front()), "INVALID_HEADER");
    EXPECT_EQ(code_of(open("last_event_id=999999")->responses.front()), "NOT_FOUND");
    EXPECT_EQ(code_of(open("type=Nothing")->responses.front()), "INVALID_PARAMETER");
    std::vector<std::shared_ptr<Answer>> all;
    for (std::size_t i = 0; i < subscribers_max; ++i) all.push_back(open());
    EXPECT_EQ(code_of(open()->responses.front()), "TOO_MANY_STREAMS");
}

}  // namespace trellis::adapters::testing
