// A new set-up: every file in it is taken by the reader that a server uses, and nobody else may read its secrets.
#include "ops/trellis/init.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <set>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/json/document.hpp"
#include "adapters/secrets/load.hpp"
#include "adapters/webhook/parse.hpp"
#include "ops/trellis/check.hpp"
#include "ops/trellis/init_texts.hpp"
#include "ops/trellis/plan.hpp"
#include "tests/ops/trellis/setup.hpp"

namespace trellis::program {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;
using ::testing::Not;
using tests::InADirectory;
using tests::Said;
using tests::say;
using tests::text_of;

class Init : public InADirectory {
  protected:
    Said run() const { return say(init, InitOptions{(home / "set-up").string()}); }
    fs::path file(const std::string& name) const { return home / "set-up" / name; }
    unsigned mode_of(const std::string& name) const {
        struct stat found {};
        EXPECT_EQ(stat(file(name).c_str(), &found), 0) << name;
        return found.st_mode & 0777U;
    }
};

TEST_F(Init, WritesASetUpThatCheckTakes) {
    ASSERT_EQ(run().code, 0);
    const auto checked = say(check, CheckOptions{file("trellis.json").string(), false});
    EXPECT_EQ(checked.code, 0) << checked.err;
    EXPECT_THAT(checked.out, HasSubstr("ok, a configuration: 1 account, 1 route, 2 instruments, 0 strategy rules, paper; webhook "
                                       "127.0.0.1:7781, admin 127.0.0.1:7780"));
}

TEST_F(Init, SaysTheDefaultsOfTheStrategyInFull) {
    ASSERT_EQ(run().code, 0);
    const auto document = adapters::load_config(file("trellis.json"));
    ASSERT_TRUE(document.ok());
    EXPECT_EQ(document->config.grid_strategy, adapters::read_config("{}")->config.grid_strategy);
    EXPECT_EQ(document->config.accounts.at(0).balances.at("USDT"), decimal<Money>("10000"));
    EXPECT_EQ(document->base_dir, file("").parent_path());
    EXPECT_EQ(text_of(file("config.schema.json")), adapters::config_schema());
}

TEST_F(Init, MakesSecretsThatLoadAndThatAreItsUsersAlone) {
    ASSERT_EQ(run().code, 0);
    EXPECT_EQ(mode_of("secrets"), 0700U);
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(file("secrets"))) {
        EXPECT_EQ(mode_of("secrets/" + entry.path().filename().string()), 0600U) << entry.path();
        ++count;
    }
    EXPECT_EQ(count, 4U);
    const auto document = adapters::load_config(file("trellis.json"));
    ASSERT_TRUE(document.ok());
    const auto& route = document->security.routes.at(0);
    for (const auto& reference : {*route.token, route.secrets.at(0)}) {
        const auto secret = adapters::load_secret(reference, document->base_dir);
        ASSERT_TRUE(secret.ok()) << secret.error().detail;
        EXPECT_EQ(secret->reveal().size(), 43U);
        EXPECT_EQ(secret->reveal().find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
                  std::string_view::npos);
    }
}

TEST_F(Init, MakesOtherSecretsEveryTime) {
    std::set<std::string> secrets;
    for (const char* name : {"a", "b", "c"}) {
        ASSERT_EQ(say(init, InitOptions{(home / name).string()}).code, 0);
        secrets.insert(text_of(home / name / "secrets/webhook-secret"));
        secrets.insert(text_of(home / name / "secrets/hook-token"));
    }
    EXPECT_EQ(secrets.size(), 6U);
}

TEST_F(Init, ShowsNoSecretOutsideOfTheirFolder) {
    const auto said = run();
    std::string secret = text_of(file("secrets/webhook-secret"));
    std::string token = text_of(file("secrets/hook-token"));
    secret.pop_back();
    token.pop_back();
    for (const std::string& text :
         {said.out, said.err, text_of(file("trellis.json")), text_of(file("README.md")), text_of(file("alert.json"))}) {
        EXPECT_THAT(text, Not(HasSubstr(secret)));
        EXPECT_THAT(text, Not(HasSubstr(token)));
    }
    EXPECT_THAT(text_of(file("secrets/alert.json")), HasSubstr("\"secret\": \"" + secret + "\""));
    EXPECT_THAT(text_of(file("secrets/signal.json")), HasSubstr("\"secret\": \"" + secret + "\""));
}

TEST_F(Init, WritesASignalThatTheServerUnderstands) {
    const auto parsed = adapters::parse_webhook(initial_signal("s3cret"), {AccountId{1}, SignalNumber{1}, Timestamp{}});
    const auto* signal = std::get_if<Signal>(&parsed.signal);
    ASSERT_NE(signal, nullptr);
    EXPECT_EQ(signal->symbol, "BTCUSDT");
    EXPECT_EQ(parsed.unknown_fields, 0U);
}

TEST_F(Init, WritesAnAlertWhoseEveryFieldIsKnownOncePlaceholdersAreFilled) {
    const std::vector<std::pair<std::string, std::string>> filled{{"timenow", "2026-01-05T00:00:00Z"},
                                                                  {"exchange", "BINANCE"},
                                                                  {"ticker", "ETHUSDT"},
                                                                  {"interval", "60"},
                                                                  {"strategy.order.action", "buy"},
                                                                  {"strategy.market_position", "long"},
                                                                  {"strategy.market_position_size", "1"},
                                                                  {"strategy.prev_market_position", "flat"},
                                                                  {"strategy.prev_market_position_size", "0"},
                                                                  {"strategy.order.price", "3200.5"},
                                                                  {"close", "3200"},
                                                                  {"strategy.order.id", "Long"},
                                                                  {"strategy.order.comment", "entry"}};
    std::string alert = initial_alert("s3cret");
    for (const auto& [name, value] : filled) {
        const std::string placeholder = "{{" + name + "}}";
        const auto place = alert.find(placeholder);
        ASSERT_NE(place, std::string::npos) << name;
        alert.replace(place, placeholder.size(), value);
    }
    EXPECT_THAT(alert, Not(HasSubstr("{{")));
    const auto parsed = adapters::parse_webhook(alert, {AccountId{1}, SignalNumber{1}, Timestamp{}});
    const auto* signal = std::get_if<Signal>(&parsed.signal);
    ASSERT_NE(signal, nullptr);
    EXPECT_EQ(signal->symbol, "ETHUSDT");
    EXPECT_EQ(parsed.unknown_fields, 0U);
}

TEST_F(Init, NamesTheNextSteps) {
    const auto said = run();
    for (const std::string step : {"trellis check ", "trellis serve --config ", "/hook/$(cat ", "secrets/alert.json", "README.md"})
        EXPECT_THAT(said.out, HasSubstr(step));
    EXPECT_EQ(said.err, "");
}

TEST_F(Init, TakesAnEmptyDirectory) {
    fs::create_directory(home / "set-up");
    EXPECT_EQ(run().code, 0);
}

TEST_F(Init, MakesTheFoldersAboveToo) { EXPECT_EQ(say(init, InitOptions{(home / "a/b/c").string()}).code, 0); }

TEST_F(Init, RefusesADirectoryThatIsNotEmptyAndChangesNothing) {
    ASSERT_EQ(run().code, 0);
    const std::string secret = text_of(file("secrets/webhook-secret"));
    const auto again = run();
    EXPECT_EQ(again.code, 4);
    EXPECT_THAT(again.err, HasSubstr("NOT_EMPTY"));
    EXPECT_THAT(again.err, HasSubstr("name a new directory"));
    EXPECT_EQ(again.out, "");
    EXPECT_EQ(text_of(file("secrets/webhook-secret")), secret);
}

TEST_F(Init, RefusesAFile) {
    const auto said = say(init, InitOptions{write("file", "x")});
    EXPECT_EQ(said.code, 4);
    EXPECT_THAT(said.err, HasSubstr("is a file"));
}

TEST_F(Init, FailsWhereNothingCanBeWritten) {
    const auto said = say(init, InitOptions{"/proc/self/set-up"});
    EXPECT_EQ(said.code, 1);
    EXPECT_THAT(said.err, HasSubstr("NOT_WRITTEN"));
}

TEST_F(Init, WritesASetUpThatPlanTakes) {
    ASSERT_EQ(run().code, 0);
    PlanOptions options;
    options.symbol = "BTCUSDT";
    options.price = "64000";
    options.config = file("trellis.json").string();
    const auto said = say(plan, options);
    EXPECT_EQ(said.code, 0) << said.err;
}

}  // namespace
}  // namespace trellis::program
