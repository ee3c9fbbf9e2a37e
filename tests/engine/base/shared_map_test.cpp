// An ordered map whose copies share what neither has changed, held against std::map.
#include "engine/base/shared_map.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <string>

namespace trellis::tests {
namespace {

using Map = SharedMap<int, std::string>;
using Model = std::map<int, std::string>;

bool is_like(const Map& map, const Model& model) {
    return map.size() == model.size() && map.empty() == model.empty() &&
           std::equal(map.begin(), map.end(), model.begin(), [](const auto& one, const auto& other) {
               return one.first == other.first && one.second == other.second;
           });
}

Map numbered(int count) {
    Map map;
    for (int key = 0; key < count; ++key) map.emplace(key, std::to_string(key));
    return map;
}

TEST(SharedMap, FindsWhatIsThereAndNothingElse) {
    Map map;
    EXPECT_EQ(map.find(1), map.end());
    EXPECT_EQ(map.lower_bound(1), map.end());
    for (int key = 0; key < 1'000; key += 2) EXPECT_TRUE(map.emplace(key, std::to_string(key)));
    EXPECT_FALSE(map.emplace(4, "other"));
    EXPECT_EQ(map.at(4), "4");
    EXPECT_FALSE(map.contains(5));
    EXPECT_EQ(map.lower_bound(5)->first, 6);
    EXPECT_EQ(map.lower_bound(-1)->first, 0);
    EXPECT_EQ(map.lower_bound(999), map.end());
    EXPECT_THROW(static_cast<void>(map.at(5)), InvariantBroken);
    EXPECT_THROW(map.change(5, [](std::string&) {}), InvariantBroken);
}

TEST(SharedMap, IsAskedForTextWithoutMakingAString) {
    SharedMap<std::string, int> map;
    map.emplace("one", 1);
    EXPECT_EQ(map.at(std::string_view("one")), 1);
    EXPECT_EQ(map.erase(std::string_view("two")), 0U);
    EXPECT_EQ(map.erase("one"), 1U);
    EXPECT_TRUE(map.empty());
}

TEST(SharedMap, ACopyStaysAsItWas) {
    Map map = numbered(200);
    const Map before = map;
    map.change(70, [](std::string& value) { value = "changed"; });
    map.erase(100);
    map.insert_or_assign(500, "new");
    EXPECT_EQ(before, numbered(200));
    EXPECT_EQ(map.at(70), "changed");
    EXPECT_NE(map, before);
}

TEST(SharedMap, WhatACopyDoesNotChangeItShares) {
    const Map map = numbered(200);
    Map copy = map;
    copy.change(0, [](std::string& value) { value = "changed"; });
    EXPECT_EQ(&copy.at(199), &map.at(199));
    EXPECT_NE(&copy.at(0), &map.at(0));
}

RC_GTEST_PROP(SharedMapProperty, IsAStdMapAndItsCopiesStay, ()) {
    Map map;
    Model model;
    std::vector<std::pair<Map, Model>> kept;
    const int steps = *rc::gen::inRange(0, 400);
    const int keys = *rc::gen::element(5, 60, 1'000);
    for (int step = 0; step < steps; ++step) {
        const int key = *rc::gen::inRange(0, keys);
        const std::string value = std::to_string(step);
        switch (*rc::gen::inRange(0, 6)) {
            case 0:
            case 1: RC_ASSERT(map.emplace(key, value) == model.emplace(key, value).second); break;
            case 2:
                map.insert_or_assign(key, value);
                model.insert_or_assign(key, value);
                break;
            case 3: RC_ASSERT(map.erase(key) == model.erase(key)); break;
            case 4:
                if (!model.contains(key)) break;
                map.change(key, [&](std::string& one) { one += value; });
                model.at(key) += value;
                break;
            default: kept.emplace_back(map, model);
        }
        RC_ASSERT(map.contains(key) == model.contains(key));
        const auto bound = model.lower_bound(key);
        RC_ASSERT((map.lower_bound(key) == map.end()) == (bound == model.end()));
        if (bound != model.end()) RC_ASSERT(map.lower_bound(key)->first == bound->first);
    }
    RC_ASSERT(is_like(map, model));
    for (const auto& [copy, then] : kept) RC_ASSERT(is_like(copy, then));
}

}  // namespace
}  // namespace trellis::tests
