// What is read: lists to their end, things by name, exports; against the run's own rows.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {

namespace {

class Lists : public ::testing::Test {
  protected:
    /// The member of every item, page after page.
    std::vector<std::string> all(const std::string& target, const std::string& member, const std::string& limit = "2") {
        std::vector<std::string> found;
        std::string next = "/api/v1" + target + (target.find('?') == std::string::npos ? "?" : "&") + "limit=" + limit;
        for (int pages = 0; !next.empty() && pages < 1000; ++pages) {
            const auto response = run_.get(next);
            EXPECT_EQ(response.status, 200U) << next << response.body;
            const auto document = parsed(response);
            const auto* items = document.root().find("items");
            if (items == nullptr) return found;
            EXPECT_LE(items->size(), std::stoul(limit));
            for (const auto& item : items->elements())
                found.emplace_back(item.find(member)->is_string() ? item.find(member)->string() : item.find(member)->raw());
            next = next_of(response, *document.root().find("next"));
        }
        return found;
    }
    /// Where the Link leads, which says the same as `next`.
    static std::string next_of(const HttpResponse& response, const json::Value& cursor) {
        const std::string link = header_of(response, "Link");
        EXPECT_EQ(link.empty(), cursor.is_null()) << link;
        if (link.empty()) return "";
        EXPECT_TRUE(link.ends_with(">; rel=\"next\"")) << link;
        EXPECT_NE(link.find("cursor=" + std::string(cursor.string())), std::string::npos) << link;
        return link.substr(1, link.find('>') - 1);
    }
    json::Document read(const std::string& target) {
        const auto response = run_.get("/api/v1" + target);
        EXPECT_EQ(response.status, 200U) << target << response.body;
        return parsed(response);
    }
    static std::string text(const json::Document& document, std::string_view name) {
        const auto* value = document.root().find(name);
        if (value == nullptr) return "(absent)";
        return std::string(value->is_string() ? value->string() : value->raw());
    }
    ServedRun run_;
};

using Words = std::vector<std::string>;

}  // namespace

TEST_F(Lists, PageToTheirEnd) {
    EXPECT_EQ(all("/signals", "id"), (Words{"s7", "s6", "s5", "s4", "s3", "s2", "s1"}));
    EXPECT_EQ(all("/signals", "id", "1"), all("/signals", "id", "500"));
    EXPECT_EQ(all("/groups?state=all", "id"), (Words{"g2.1", "g1.3", "g1.2", "g1.1"}));
    EXPECT_EQ(all("/orders", "id", "3"), all("/orders", "id", "500"));
    EXPECT_EQ(all("/fills", "event", "1"), all("/fills", "event", "500"));
    const auto events = all("/events", "seq", "7");
    EXPECT_EQ(events.size(), run_.last_sequence());
    EXPECT_EQ(std::set<std::string>(events.begin(), events.end()).size(), events.size());
    EXPECT_EQ(events.front(), std::to_string(run_.last_sequence()));
    EXPECT_EQ(events.back(), "1");
}

TEST_F(Lists, FilterGroups) {
    EXPECT_EQ(all("/groups", "id"), (Words{"g2.1", "g1.3", "g1.2"}));
    EXPECT_EQ(all("/groups?state=ended", "id"), Words{"g1.1"});
    EXPECT_EQ(all("/groups/history", "id"), Words{"g1.1"});
    EXPECT_EQ(all("/groups?account=other", "id"), Words{"g2.1"});
    EXPECT_EQ(all("/groups?symbol=ETHUSDT", "id"), Words{"g1.3"});
    EXPECT_EQ(all("/groups?symbol=binance:spot:BTC-USDT&state=all&account=main", "id"), (Words{"g1.2", "g1.1"}));
    EXPECT_EQ(all("/groups?timeframe=3600", "id"), Words{"g1.2"});
    EXPECT_EQ(all("/groups?side=short", "id"), Words{});
    EXPECT_EQ(all("/groups?side=long", "id").size(), 3U);
}

TEST_F(Lists, FilterSignalsOrdersAndFills) {
    EXPECT_EQ(all("/signals?outcome=rejected", "id"), (Words{"s6", "s5", "s4"}));
    EXPECT_EQ(all("/signals?account=other", "id"), Words{"s7"});
    EXPECT_EQ(all("/fills?group=g1.2", "order"), (Words{"g1.2/entry/0/1", "g1.2/entry/0/0"}));
    const auto working = all("/orders?state=working", "is_working", "500");
    EXPECT_EQ(std::ranges::count(working, "true"), std::ssize(working));
    EXPECT_LT(working.size(), all("/orders", "id", "500").size());
    for (const auto& group : all("/orders?group=main:BTCUSDT:3600:long", "group", "500")) EXPECT_EQ(group, "g1.2");
    EXPECT_EQ(all("/orders/unknown", "id"), Words{});
}

TEST_F(Lists, FilterEvents) {
    EXPECT_EQ(all("/events?type=SignalRefused", "type"), Words(3, "SignalRefused"));
    EXPECT_EQ(all("/events?category=operational", "type", "500"), (Words{"ConfigApplied", "RunStarted"}));
    EXPECT_EQ(all("/events?first=3&last=5", "seq"), (Words{"5", "4", "3"}));
    EXPECT_EQ(all("/events?q=NOPEUSDT", "type"), Words{"SignalRefused"});
    EXPECT_EQ(all("/events?from=2026-01-05T00:00:06Z&to=2026-01-05T00:00:08Z", "type"), Words(2, "SignalRefused"));
    const auto of_group = all("/events?group=g1.1&type=OrderFilled", "seq", "500");
    EXPECT_EQ(of_group.size(), all("/fills?group=g1.1", "event", "500").size());
}

TEST_F(Lists, RefuseWhatNobodyCanMean) {
    for (const auto& [target, code] :
         std::vector<std::pair<std::string, std::string>>{{"/groups?account=nobody", "UNKNOWN_ACCOUNT"},
                                                          {"/groups?symbol=XRPUSDT", "UNKNOWN_INSTRUMENT"},
                                                          {"/groups?timeframe=0", "INVALID_PARAMETER"},
                                                          {"/groups?timeframe=4294967296", "INVALID_PARAMETER"},
                                                          {"/groups?side=up", "INVALID_PARAMETER"},
                                                          {"/groups?state=closed", "INVALID_PARAMETER"},
                                                          {"/groups?cursor=x", "BAD_CURSOR"},
                                                          {"/groups?limit=501", "BAD_LIMIT"},
                                                          {"/groups?limit=x", "INVALID_PARAMETER"},
                                                          {"/signals?outcome=good", "INVALID_PARAMETER"},
                                                          {"/signals/4", "INVALID_PARAMETER"},
                                                          {"/signals/s99", "NOT_FOUND"},
                                                          {"/orders?state=open", "INVALID_PARAMETER"},
                                                          {"/fills?group=4", "INVALID_PARAMETER"},
                                                          {"/fills?limit=0", "BAD_LIMIT"},
                                                          {"/events?type=OrderFiled", "INVALID_PARAMETER"},
                                                          {"/events?category=x", "INVALID_PARAMETER"},
                                                          {"/events?from=today", "INVALID_PARAMETER"},
                                                          {"/events/x", "INVALID_PARAMETER"},
                                                          {"/events/99999", "NOT_FOUND"},
                                                          {"/events/0", "NOT_FOUND"},
                                                          {"/events.csv?limit=10001", "BAD_LIMIT"},
                                                          {"/events/99999/why", "NOT_FOUND"},
                                                          {"/groups/g9.9", "NOT_FOUND"},
                                                          {"/why/s99", "NOT_FOUND"},
                                                          {"/config/history/7", "NOT_FOUND"},
                                                          {"/config/history/x", "INVALID_PARAMETER"},
                                                          {"/config/effective?explain=1", "INVALID_PARAMETER"}}) {
        EXPECT_EQ(code_of(run_.get("/api/v1" + target)), code) << target;
    }
}

TEST_F(Lists, ShowAGroupWithItsBooksToTheDigit) {
    const auto group = read("/groups/g1.2");
    EXPECT_EQ(text(group, "open_qty"), "8.14171");
    EXPECT_EQ(text(group, "mark"), "99");
    // K-4: 8.14171 x 99 - 799.9992471 - 0.7999992471 - 0.001 x 806.02929
    EXPECT_EQ(text(group, "unrealised_pnl"), "4.4240143629");
    EXPECT_EQ(group.root().find("pyramids")->size(), 1U);
    EXPECT_EQ(group.root().find("pyramids")->elements()[0].find("legs")->size(), 5U);
    EXPECT_EQ(group.root().find("fills")->size(), 2U);
    EXPECT_EQ(text(group, "has_more_fills"), "false");
    const auto ended = read("/groups/g1.1");
    EXPECT_EQ(text(ended, "state"), "CLOSED");
    EXPECT_EQ(text(ended, "close_reason"), "MANUAL");
    EXPECT_EQ(text(ended, "unrealised_pnl"), "null");
    EXPECT_EQ(text(read("/groups/main:BTCUSDT:3600:long"), "id"), "g1.2");
}

TEST_F(Lists, ShowTheOrdersOfALeg) {
    const auto group = read("/groups/g1.2");
    const auto& legs = *group.root().find("pyramids")->elements()[0].find("legs");
    EXPECT_EQ(legs.elements()[0].find("state")->string(), "OPEN");
    EXPECT_EQ(legs.elements()[0].find("entry")->find("id")->string(), "g1.2/entry/0/0");
    EXPECT_EQ(legs.elements()[0].find("target")->find("state")->string(), "WORKING");
    EXPECT_EQ(legs.elements()[4].find("state")->string(), "WORKING");
    EXPECT_TRUE(legs.elements()[4].find("target")->is_null());
}

TEST_F(Lists, ShowASignalWithItsBodyMasked) {
    const auto signal = run_.get("/api/v1/signals/s1");
    EXPECT_EQ(signal.body.find("never-shown"), std::string::npos);
    EXPECT_NE(signal.body.find("***"), std::string::npos);
    const auto malformed = read("/signals/s5");
    EXPECT_EQ(malformed.root().find("errors")->size(), 3U);
    EXPECT_EQ(malformed.root().find("signal")->find("code")->string(), "SCHEMA");
    for (const std::string target : {"/events?limit=500", "/events.jsonl", "/events.csv", "/events.txt", "/why/s1", "/dashboard"}) {
        EXPECT_EQ(run_.get("/api/v1" + target).body.find("never-shown"), std::string::npos) << target;
    }
}

TEST_F(Lists, ShowEachAccount) {
    const auto status = read("/status");
    const auto& main = status.root().find("accounts")->elements()[0];
    EXPECT_EQ(main.find("id")->string(), "main");
    EXPECT_EQ(main.find("pool")->raw(), R"({"used":2,"limit":3})");
    EXPECT_EQ(main.find("equity")->string(), "99000.25");
    EXPECT_EQ(main.find("realised_pnl")->string(), "-7.233807698");
    const auto& other = status.root().find("accounts")->elements()[1];
    EXPECT_EQ(other.find("trading_state")->string(), "REDUCING");
    EXPECT_TRUE(other.find("equity")->is_null());
}

TEST_F(Lists, AreAsNewAsWhatWasDurable) {
    run_.control().now_.durable_sequence = run_.last_sequence() + 1;  // never comes: answered all the same
    EXPECT_EQ(run_.get("/api/v1/groups").status, 200U);
}

TEST_F(Lists, ExportEventsInBoundedPieces) {
    const auto whole = run_.get("/api/v1/events.jsonl?limit=10000");
    EXPECT_EQ(whole.content_type, "application/x-ndjson");
    EXPECT_EQ(static_cast<std::uint64_t>(std::ranges::count(whole.body, '\n')), run_.last_sequence());
    EXPECT_EQ(header_of(whole, "Link"), "");
    std::string joined;
    for (std::string next = "/api/v1/events.jsonl?limit=30"; !next.empty();) {
        const auto piece = run_.get(next);
        joined += piece.body;
        const auto link = header_of(piece, "Link");
        next = link.empty() ? "" : link.substr(1, link.find('>') - 1);
    }
    EXPECT_EQ(joined, whole.body);
    const auto table = run_.get("/api/v1/events.csv?type=OrderAccepted&limit=1").body;
    EXPECT_TRUE(table.starts_with("seq,at,type,groups,data\r\n107,2026-01-05T00:00:11Z,OrderAccepted,g2.1,\"{\"\"group\"\":"))
        << table;
}

TEST_F(Lists, NameALongConfigurationInsteadOfShowingIt) {
    run_.journal_config(2, "{\"app\": {}" + std::string(20'000, ' ') + "}");
    run_.follow_journal();
    const auto listed = run_.get("/api/v1/events?type=ConfigApplied&limit=1").body;
    EXPECT_NE(listed.find("(20011 bytes: /api/v1/config/history/2)"), std::string::npos) << listed.substr(0, 300);
    EXPECT_GT(run_.get("/api/v1/config/history/2").body.size(), 20'000U);
}

TEST_F(Lists, SayWhyInTheWordsOfTheCommandLine) {
    const auto order = read("/why/g1.1/entry/0/0");
    EXPECT_EQ(text(order, "kind"), "order");
    EXPECT_GT(order.root().find("chain")->size(), 3U);
    EXPECT_EQ(text(read("/why/T1Z1Z1Z1"), "id"), "g1.1/entry/0/0");
    EXPECT_EQ(text(read("/why/s1"), "kind"), "signal");
    EXPECT_EQ(text(read("/events/e5/why"), "id"), "e5");
    EXPECT_EQ(run_.get("/api/v1/events/5/why").body, run_.get("/api/v1/why/e5").body);
}

TEST_F(Lists, PreviewWhatTheEngineWouldDo) {
    const auto preview = [&](const std::string& account, const std::string& tv) {
        const auto response = run_.post("/api/v1/signals/preview", R"({"account":")" + account + R"(","tv":)" + tv + "}");
        EXPECT_EQ(response.status, 200U) << response.body;
        const auto document = parsed(response);
        return text(document, "outcome") + " " + text(document, "code") + " " + text(document, "would") + " " +
               text(document, "groups");
    };
    const std::string entry = R"("action":"buy","entry_price":10,"order_size":500})";
    EXPECT_EQ(preview("main", R"({"symbol":"ETHUSDT","timeframe":60,)" + entry), R"(accepted null open_group ["g1.4"])");
    EXPECT_EQ(preview("main", R"({"symbol":"ETHUSDT","timeframe":15,)" + entry), R"(accepted null add_pyramid ["g1.3"])");
    EXPECT_EQ(preview("main", R"({"symbol":"XRPUSDT","timeframe":15,)" + entry), "rejected UNKNOWN_INSTRUMENT null []");
    EXPECT_EQ(preview("other", R"({"symbol":"ETHUSDT","timeframe":15,)" + entry), "queued PAUSED wait []");
    EXPECT_EQ(
        preview(
            "main",
            R"({"symbol":"BTCUSDT","timeframe":60,"action":"sell","type":"exit","market_position":"flat","prev_market_position":"long"})"),
        R"(accepted null close_groups ["g1.2"])");
    EXPECT_EQ(preview("main", R"({"symbol":5})"), "rejected SCHEMA null []");
    EXPECT_TRUE(run_.control().told_.empty());
}

}  // namespace trellis::adapters::testing
