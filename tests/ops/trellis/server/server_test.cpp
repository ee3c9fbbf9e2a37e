// The whole server in this process: listeners, worker, journal, venue and archive, over real sockets on ports of the system's choice.
#include "ops/trellis/server/server.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>

#include "adapters/net/http_client.hpp"
#include "ops/trellis/init_texts.hpp"
#include "ops/trellis/temporary_directory.hpp"
#include "tests/ops/trellis/server/waiting.hpp"

namespace trellis::program {
namespace {

using testing::HasSubstr;

constexpr const char* secret = "a-secret-of-the-test";
constexpr const char* token = "a-token-of-the-test";

class ServerTest : public testing::Test {
protected:
    ServerTest() {
        std::filesystem::create_directory(place_.path() + "/secrets");
        write("secrets/webhook-secret", secret, 0600);
        write("secrets/hook-token", token, 0600);
        write("trellis.json", initial_config(), 0644);
    }

    void write(const std::string& name, std::string_view text, mode_t mode) const {
        const std::string path = place_.path() + "/" + name;
        std::ofstream(path, std::ios::trunc) << text;
        ::chmod(path.c_str(), mode);
    }

    Result<std::unique_ptr<Server>> start(const std::string& data = "data") {
        auto document = adapters::load_config(place_.path() + "/trellis.json");
        EXPECT_TRUE(document.ok());
        ServerOptions options;
        std::ifstream stream(place_.path() + "/trellis.json");
        options.config_text.assign(std::istreambuf_iterator<char>(stream), {});
        options.config = std::move(*document);
        options.data_dir = place_.path() + "/" + data;
        options.webhook_listen = adapters::ListenAddress{"127.0.0.1", 0};
        options.admin_listen = adapters::ListenAddress{"127.0.0.1", 0};
        options.on_fatal = [] { ADD_FAILURE() << "the server cannot go on"; };
        return Server::start(std::move(options), log_, manager_);
    }

    static adapters::HttpResponse post(const Server& server, const std::string& body) {
        adapters::HttpCall call;
        call.port = server.webhook_port();
        call.method = "POST";
        call.target = std::string("/hook/") + token;
        call.body = body;
        auto answer = adapters::http_call(call);
        EXPECT_TRUE(answer.ok());
        return answer.ok() ? *answer : adapters::HttpResponse{};
    }

    static std::string alert(const std::string& symbol, const std::string& key) {
        return R"({"secret":")" + std::string(secret) + R"(","idempotency_key":")" + key + R"(","tv":{"symbol":")" + symbol +
               R"(","timeframe":"15","action":"buy","entry_price":"60000","order_size":"500"}})";
    }

    TemporaryDirectory place_;
    Log log_{LogLevel::error};
    ServiceManager manager_;
};

TEST_F(ServerTest, AnswersASignalWhenItIsDurable) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    const auto answer = post(**server, alert("BTCUSDT", "one"));
    EXPECT_EQ(answer.status, 202U);
    EXPECT_EQ(answer.body, R"({"signal_id":"s1","status":"accepted"})");
    EXPECT_GE((*server)->status().durable_sequence, 3U);
    EXPECT_EQ(post(**server, alert("BTCUSDT", "one")).status, 200U) << "W-8: the same alert again";
    EXPECT_EQ(post(**server, alert("XRPUSDT", "two")).status, 422U);
}

TEST_F(ServerTest, GoesOnWhereItEnded) {
    {
        auto server = start();
        ASSERT_TRUE(server.ok()) << server.error().detail;
        EXPECT_EQ(post(**server, alert("BTCUSDT", "one")).status, 202U);
        (*server)->stop();
    }
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    EXPECT_EQ((*server)->status().incarnation, Incarnation{2});
    EXPECT_THAT(post(**server, alert("BTCUSDT", "one")).body, HasSubstr(R"("duplicate":true,"signal_id":"s1")"));
    EXPECT_THAT(post(**server, alert("ETHUSDT", "two")).body, HasSubstr("\"s3\"")) << "numbers are never used twice";
    const auto group = (*server)->history().group(GroupId{AccountId{1}, 1});
    ASSERT_TRUE(group.ok() && group->has_value());
    EXPECT_EQ((*group)->group.orders.size(), 5U);
}

TEST_F(ServerTest, ClosesAGroupAndSaysByWhichEvent) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    post(**server, alert("BTCUSDT", "one"));
    ASSERT_TRUE((*server)->history().await((*server)->status().durable_sequence, std::chrono::seconds(10)));
    tests::Collected<std::optional<std::uint64_t>> answers;
    const CloseGroup close{CloseReason::manual, std::nullopt, std::nullopt};
    (*server)->command(GroupId{AccountId{1}, 1}, close, [&](const Result<adapters::Obeyed>& done) { answers.add(done.ok() ? done->event : 0); });
    EXPECT_GT(answers.wait_for(1)[0].value_or(0), 3U);
    (*server)->command(GroupId{AccountId{1}, 9}, close, [&](const Result<adapters::Obeyed>& done) {
        // Lists that are behind cannot say that it never was; then its desk does nothing.
        EXPECT_TRUE(done.ok() ? !done->event.has_value() : done.error().code == "NOT_FOUND");
        answers.add(std::nullopt);
    });
    EXPECT_EQ(answers.wait_for(2).back(), std::nullopt);
}

// A fill that no book can hold breaks one group; it is loaded again while the others trade on, and a restart knows of it.
TEST_F(ServerTest, QuarantinesAGroupThatBreaks) {
    const GroupId broken{AccountId{1}, 1};
    const auto tell = [&](Server& server, const GroupCommand& command) {
        tests::Collected<std::string> answers;
        server.command(broken, command, [&](const Result<adapters::Obeyed>& done) { answers.add(done.ok() ? "obeyed" : done.error().code); });
        return answers.wait_for(1).front();
    };
    const CloseGroup close{CloseReason::manual, std::nullopt, std::nullopt};
    {
        auto server = start();
        ASSERT_TRUE(server.ok()) << server.error().detail;
        post(**server, alert("BTCUSDT", "one"));
        ASSERT_TRUE((*server)->history().await((*server)->status().durable_sequence, std::chrono::seconds(10)));
        const auto before = (*server)->history().group(broken);
        ASSERT_TRUE(before.ok() && before->has_value());
        OrderFill absurd;
        absurd.trade = TradeId{1'000'000};
        absurd.price = Price::parse("17000000000000000000000").value();
        absurd.quantity = Quantity::from_integer(1'000'000);
        const ClientOrderId last{Incarnation{1}, {broken, OrderNumber{5}}};
        (*server)->venue_sink().report({last, (*before)->group.identity.instrument, absurd});
        EXPECT_EQ(tell(**server, close), "GROUP_QUARANTINED");
        EXPECT_EQ(post(**server, alert("ETHUSDT", "two")).status, 202U) << "the others trade on";
        (*server)->stop();
    }
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    const auto row = (*server)->history().group(broken);
    ASSERT_TRUE(row.ok() && row->has_value() && (*row)->group.quarantine.has_value());
    EXPECT_THAT((*row)->group.quarantine->reason, HasSubstr("(engine/"));
    // Its entries were cancelled and it holds nothing: once it acts again, it ends.
    EXPECT_EQ(tell(**server, ReleaseQuarantine{}), "obeyed");
}

TEST_F(ServerTest, PausesOnceAndHasNothingToDoThen) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    tests::Collected<bool> decided;
    const auto pause = [&] {
        (*server)->set_trading(AccountId{1}, {TradingState::reducing, false, false},
                               [&](const Result<adapters::Obeyed>& done) { decided.add(done->event.has_value()); });
    };
    pause();
    decided.wait_for(1);
    pause();
    EXPECT_EQ(decided.wait_for(2), (std::vector<bool>{true, false}));
    EXPECT_EQ(post(**server, alert("BTCUSDT", "one")).status, 202U) << "it waits (R-31)";
}

TEST_F(ServerTest, TakesAConfigurationWholeOrNotAtAll) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    const auto apply = [&](std::string text) {
        tests::Collected<std::string> answers;
        (*server)->apply_config(std::move(text), by_admin, std::nullopt, [&](const adapters::Checked<std::uint64_t>& done) {
            answers.add(done.ok() ? "version " + std::to_string(*done) : done.errors.front().code);
        });
        return answers.wait_for(1).front();
    };
    std::string text((*server)->config()->text);
    EXPECT_EQ(apply("{"), "JSON_INVALID");
    std::string moved = text;
    moved.replace(moved.find("7781"), 4, "7791");
    EXPECT_EQ(apply(moved), "NEEDS_RESTART");
    std::string smaller = text;
    smaller.replace(smaller.find("\"max_open_groups\": 10"), 21, "\"max_open_groups\": 1");
    EXPECT_EQ(apply(smaller), "version 2");
    EXPECT_EQ((*server)->config()->document.config.max_open_groups, 1U);
    EXPECT_EQ(post(**server, alert("BTCUSDT", "one")).status, 202U);
    EXPECT_EQ(post(**server, alert("ETHUSDT", "two")).status, 202U) << "one slot: it waits";
}

TEST_F(ServerTest, KeepsWhatTheAdminSetUntilTheFileIsEdited) {
    const std::string text(initial_config());
    std::string smaller = text;
    smaller.replace(smaller.find("\"max_open_groups\": 10"), 21, "\"max_open_groups\": 3");
    {
        auto server = start();
        ASSERT_TRUE(server.ok()) << server.error().detail;
        tests::Collected<bool> applied;
        (*server)->apply_config(smaller, by_admin, 1, [&](const adapters::Checked<std::uint64_t>& done) { applied.add(done.ok()); });
        EXPECT_TRUE(applied.wait_for(1).front());
    }
    {
        auto server = start();
        ASSERT_TRUE(server.ok()) << server.error().detail;
        EXPECT_EQ((*server)->config()->version, 2U);
        EXPECT_EQ((*server)->config()->document.config.max_open_groups, 3U);
    }
    std::string edited = text;
    edited.replace(edited.find("\"max_open_groups\": 10"), 21, "\"max_open_groups\": 7");
    write("trellis.json", edited, 0644);
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    EXPECT_EQ((*server)->config()->version, 3U);
    EXPECT_EQ((*server)->config()->document.config.max_open_groups, 7U);
}

TEST_F(ServerTest, KeepsWhatTheAdminSetWhenAnUneditedFileIsReadAgain) {
    std::string smaller(initial_config());
    smaller.replace(smaller.find("\"max_open_groups\": 10"), 21, "\"max_open_groups\": 3");
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    tests::Collected<bool> applied;
    (*server)->apply_config(smaller, by_admin, 1, [&](const adapters::Checked<std::uint64_t>& done) { applied.add(done.ok()); });
    ASSERT_TRUE(applied.wait_for(1).front());
    (*server)->reload(place_.path() + "/trellis.json");
    EXPECT_EQ((*server)->config()->version, 2U);
    EXPECT_EQ((*server)->config()->document.config.max_open_groups, 3U);
}

TEST_F(ServerTest, NamesTheMarketFileThatIsNotThere) {
    std::string text(initial_config());
    const std::string synthetic = R"("synthetic": { "seed": 1, "price": "64000", "swing_percent": "2", "interval_ms": 100 })";
    ASSERT_NE(text.find(synthetic), std::string::npos);
    text.replace(text.find(synthetic), synthetic.size(), R"("quotes": "nowhere.csv")");
    write("trellis.json", text, 0644);
    const auto server = start();
    ASSERT_FALSE(server.ok());
    EXPECT_THAT(server.error().detail, HasSubstr("nowhere.csv"));
}

TEST_F(ServerTest, DoesNotWeakenAHaltByAPause) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    tests::Collected<bool> decided;
    const auto set = [&](TradingState state) {
        (*server)->set_trading(AccountId{1}, {state, false, false}, [&](const Result<adapters::Obeyed>& done) { decided.add(done->event.has_value()); });
    };
    set(TradingState::halted);
    decided.wait_for(1);
    ASSERT_TRUE((*server)->history().await((*server)->status().durable_sequence, std::chrono::seconds(10)));
    set(TradingState::reducing);
    EXPECT_EQ(decided.wait_for(2), (std::vector<bool>{true, false}));
}

TEST_F(ServerTest, RefusesAccountsThatMoved) {
    { ASSERT_TRUE(start().ok()); }
    std::string renamed(initial_config());
    for (std::size_t at = renamed.find("\"main\""); at != std::string::npos; at = renamed.find("\"main\"")) renamed.replace(at, 6, "\"other\"");
    write("trellis.json", renamed, 0644);
    const auto again = start();
    ASSERT_FALSE(again.ok());
    EXPECT_EQ(again.error().code, "CONFIG_MISMATCH");
    EXPECT_THAT(again.error().detail, HasSubstr("main"));
}

TEST_F(ServerTest, RefusesADirectoryThatIsInUse) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    const auto second = start();
    ASSERT_FALSE(second.ok());
    EXPECT_EQ(second.error().code, "LOCKED");
}

TEST_F(ServerTest, IsAliveAsLongAsTheWorkerPassesMessages) {
    auto server = start();
    ASSERT_TRUE(server.ok()) << server.error().detail;
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    int answered = 0;
    while (answered < 3 && std::chrono::steady_clock::now() < limit) answered += (*server)->is_alive() ? 1 : 0;
    EXPECT_EQ(answered, 3);
}

}  // namespace
}  // namespace trellis::program
