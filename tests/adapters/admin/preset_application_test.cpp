// A version of a preset for open groups, as the API answers it (B-25). The groups are those of governed.json.
#include <gtest/gtest.h>

#include "tests/adapters/admin/support.hpp"

namespace trellis::adapters::testing {
namespace {

class PresetApplication : public ::testing::Test {
protected:
    std::string told(const std::string& target, const std::string& body) { return run_.post("/api/v1/presets/p0.1/apply" + target, body).body; }
    static bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }
    ServedRun run_{"governed.json", 3};
};

// Conservative Scalper has its stop 20 pips of 9 below the entry; trailing has it higher already.
TEST_F(PresetApplication, B25SaysBeforehandWhatAGroupWouldMakeOfIt) {
    const std::string answer = told("?dry_run=true", R"({"groups":["g1.1"]})");
    EXPECT_TRUE(has(answer, R"("group":"g1.1","result":"applied","code":null,"detail":null,"stop":{"asked":"89820","is_taken":false},"event":null)")) << answer;
    EXPECT_TRUE(run_.control().told_.empty());
}

TEST_F(PresetApplication, B25MeansTheGroupsThatAreOpenUnderIt) {
    EXPECT_TRUE(has(told("", ""), R"("preset":"p0.1","name":"Conservative Scalper","version":1,"groups":[])"));
    EXPECT_TRUE(run_.control().told_.empty());
}

TEST_F(PresetApplication, B25TellsEachGroupThatIsNamedAndGathersTheirAnswers) {
    run_.control().disobeying_.emplace(AccountId{2}, Error{"WOULD_TRIGGER", "the stop would fire at once"});
    const std::string answer = told("", R"({"groups":["g1.1","g2.1","g1.77"]})");
    EXPECT_TRUE(has(answer, R"({"group":"g1.1","result":"unchanged")")) << answer;
    EXPECT_TRUE(has(answer, R"({"group":"g2.1","result":"refused","code":"WOULD_TRIGGER")")) << answer;
    EXPECT_TRUE(has(answer, R"({"group":"g1.77","result":"refused","code":"NOT_FOUND")")) << answer;
}

TEST_F(PresetApplication, RefusesWhatIsNoListOfGroups) {
    EXPECT_EQ(run_.post("/api/v1/presets/p0.1/apply", R"({"groups":"g1.1"})").status, 400U);
    EXPECT_EQ(run_.post("/api/v1/presets/p0.1/apply", R"({"groups":[7]})").status, 400U);
    EXPECT_EQ(run_.post("/api/v1/presets/p0.77/apply", "").status, 404U);
}

}  // namespace
}  // namespace trellis::adapters::testing
