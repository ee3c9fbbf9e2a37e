// A group that a preset governs, as the API shows it: the stop with its rule, targets, layers, hedge.
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {
namespace {

class GovernedGroup : public ::testing::Test {
protected:
    /// The member of a group, or of what lies below it, as written.
    std::string raw(const std::string& group, const std::vector<std::string>& path) {
        const std::string body = run_.get("/api/v1/groups/" + group).body;
        const auto document = json::Document::parse(body);
        if (!document.ok()) return "no JSON: " + body;
        const auto* value = &document->root();
        for (const auto& name : path) {
            const bool is_place = !name.empty() && name.find_first_not_of("0123456789") == std::string::npos;
            value = is_place ? &value->elements()[std::stoul(name)] : value->find(name);
            if (value == nullptr) return "no " + name;
        }
        return std::string(value->raw());
    }
    std::string governed(const std::string& group, std::vector<std::string> path) {
        path.insert(path.begin(), "governed");
        return raw(group, path);
    }
    ServedRun run_{"governed.json", 3};
};

TEST_F(GovernedGroup, R53ShowsPresetEntryAndInitialRisk) {
    EXPECT_EQ(governed("g1.1", {"preset"}), R"("followed")");
    EXPECT_EQ(governed("g1.1", {"level"}), R"("connection")");
    EXPECT_EQ(governed("g1.1", {"entry"}), R"("90000")");
    EXPECT_EQ(governed("g1.1", {"pip"}), R"("9")");
    EXPECT_EQ(governed("g1.1", {"planned_stop"}), R"("88200")");
    EXPECT_EQ(governed("g1.1", {"risk"}), R"("1800")");
}

TEST_F(GovernedGroup, R54ShowsWhereTheStopStandsAndByWhichRule) {
    EXPECT_EQ(governed("g1.1", {"stop"}), R"({"price":"91980","reason":"TRAILING"})") << "two whole steps of 180 behind 91800";
    EXPECT_EQ(governed("g1.1", {"break_even"}), R"({"enabled":true,"is_done":true})");
    EXPECT_EQ(governed("g1.1", {"trailing"}),
              R"({"enabled":true,"mode":"STEP_PIPS","active_from":"91800","best_mark":"92250","last_moved_at":"2026-02-02T10:02:00Z"})");
    run_.control().quotes_[InstrumentId{0}] = {Price::parse("92250").value(), Price::parse("92250.1").value(), std::nullopt, std::nullopt, {}, 1};
    EXPECT_EQ(governed("g1.1", {"r_multiple"}), R"("1.25")") << "2250 of 1800";
}

TEST_F(GovernedGroup, B8ShowsWhatEachTargetTookAndTakes) {
    EXPECT_EQ(governed("g1.1", {"targets", "0", "filled_qty"}), R"("0.4")");
    EXPECT_EQ(governed("g1.1", {"targets", "0", "is_over"}), "true");
    EXPECT_EQ(governed("g1.1", {"targets", "0", "order"}), "null");
    EXPECT_EQ(governed("g1.1", {"targets", "1", "price"}), R"("93600")");
    EXPECT_EQ(governed("g1.1", {"targets", "1", "filled_qty"}), R"("0")");
    EXPECT_EQ(governed("g1.1", {"targets", "1", "order", "qty"}), R"("0.6")");
    EXPECT_EQ(raw("g1.1", {"open_qty"}), R"("0.6")");
}

TEST_F(GovernedGroup, B15ShowsLayersEachWithItsOwnStop) {
    EXPECT_EQ(governed("g2.1", {"stop", "price"}), R"("2940")");
    EXPECT_EQ(governed("g2.1", {"layers", "0", "price"}), R"("2994")");
    EXPECT_EQ(governed("g2.1", {"layers", "0", "stop", "price"}), R"("2934")");
    EXPECT_EQ(governed("g2.1", {"layers", "1", "state"}), R"("OPEN")");
    EXPECT_EQ(governed("g2.1", {"layers", "1", "open_qty"}), R"("10")");
}

TEST_F(GovernedGroup, B16ShowsTheHedge) {
    EXPECT_EQ(governed("g1.1", {"hedge"}), "null");
    EXPECT_EQ(governed("g2.1", {"hedge"}), R"({"state":"OPEN","level":"2980","qty":"30","open_qty":"30"})");
}

TEST(UngovernedGroup, ShowsThatAGridTradesAlone) {
    ServedRun run;
    EXPECT_NE(run.get("/api/v1/groups/g1.1").body.find(R"("governed":null)"), std::string::npos);
}

}  // namespace
}  // namespace trellis::adapters::testing
