// Labels are bounded: what is not in their list counts as `other`, and the list of codes is the engine's.
#include "adapters/metrics/labelled.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <regex>
#include <set>

#include "adapters/metrics/codes.hpp"
#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

std::set<std::string> codes_in(const char* file) {
    std::ifstream in(tests::project_root() / file);
    const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
    const std::regex code("\"([A-Z][A-Z_]{3,})\"");
    std::set<std::string> found;
    for (std::sregex_iterator at(text.begin(), text.end(), code), end; at != end; ++at) found.insert((*at)[1].str());
    return found;
}

TEST(SignalCodes, AreThoseOfTheEngine) {
    std::set<std::string> engine;
    for (const char* file :
         {"engine/pool/admission.cpp", "engine/pool/bots.cpp", "engine/pool/entry.cpp", "engine/pool/entry_plan.cpp", "engine/pool/ladder.cpp", "engine/pool/limits.cpp", "engine/pool/preset_entry.cpp", "engine/pool/preset_ladder.cpp", "engine/pool/promotion.cpp",
          "engine/pool/queue.cpp", "engine/pool/reverse.cpp", "engine/pool/sizing.cpp", "engine/pool/slots.cpp", "engine/pool/waiting.cpp", "engine/signal/interpret.cpp", "engine/group/apply.cpp"}) {
        engine.merge(codes_in(file));
    }
    EXPECT_GT(engine.size(), 10U);
    EXPECT_EQ(engine, std::set<std::string>(signal_codes.begin(), signal_codes.end()));
}

TEST(OrderCodes, AreThoseOfThePaperVenue) {
    std::set<std::string> venue = codes_in("adapters/exchange/paper/requests.cpp");
    EXPECT_GT(venue.size(), 4U);
    venue.insert("REJECTED");
    EXPECT_EQ(venue, std::set<std::string>(order_codes.begin(), order_codes.end()));
}

TEST(PresetCodes, AreThoseOfTheReaderAndTheDirectory) {
    // How a list is read, and who may, is no fault of a preset.
    const std::set<std::string> of_others{"DUPLICATE_ID", "UNKNOWN_PRESET", "UNKNOWN_ACCOUNT", "HEDGE_UNSUPPORTED", "NOT_FOUND", "VERSION_STALE", "SERVER",
                                          "NOT_BUILT"};
    std::set<std::string> known;
    for (const char* file : {"engine/directory/decide.cpp", "engine/directory/fit.cpp", "adapters/config/presets.cpp",
                             "adapters/config/section_values.cpp"}) {
        known.merge(codes_in(file));
    }
    std::erase_if(known, [&](const std::string& code) { return of_others.contains(code); });
    EXPECT_EQ(known, std::set<std::string>(preset_codes.begin(), preset_codes.end()));
}

TEST(Codes, AreSorted) {
    EXPECT_TRUE(std::ranges::is_sorted(preset_codes));
    EXPECT_TRUE(std::ranges::is_sorted(signal_codes));
    EXPECT_TRUE(std::ranges::is_sorted(order_codes));
}

TEST(ByCode, CountsWhatItDoesNotKnowAsOther) {
    ByCode counters(order_codes);
    counters["FILTER"].add();
    counters["AAA"].add();
    counters["ZZZ"].add();
    counters[""].add();
    for (std::size_t i = 0; i < counters.size(); ++i) {
        const std::uint64_t expected = counters.label(i) == "FILTER" ? 1 : counters.label(i) == other_label ? 3 : 0;
        EXPECT_EQ(counters.at(i).value(), expected) << counters.label(i);
    }
}

TEST(ByPlace, CountsWhatLiesBehindItsBoundAsOther) {
    const std::vector<std::string> names(label_names_max + 5, "name");
    ByPlace counters(names, Writers::one);
    for (std::size_t place = 0; place < names.size(); ++place) counters[place].add();
    ASSERT_EQ(counters.size(), label_names_max + 1);
    EXPECT_EQ(counters.at(label_names_max - 1).value(), 1U);
    EXPECT_EQ(counters.at(label_names_max).value(), 5U);
    EXPECT_EQ(counters.label(label_names_max), other_label);
}

}  // namespace
}  // namespace trellis::adapters
