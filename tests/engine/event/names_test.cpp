// Every event has a name, a tag of its own and the right side of the operational line.
#include "engine/event/names.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <typeinfo>

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace trellis {
namespace {

template <class E>
std::string type_name() {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(abi::__cxa_demangle(typeid(E).name(), nullptr, nullptr, &status), &std::free);
    const std::string whole = name.get();
    return whole.substr(whole.rfind(':') + 1);
}

TEST(EventNames, AreThoseOfTheTypes) {
    for_each_event_type([]<class E>(std::type_identity<E>) { EXPECT_EQ(name_of(E::tag), type_name<E>()); });
}

TEST(EventNames, AndTagsAreUnique) {
    std::set<EventTag> tags;
    std::set<std::string_view> names;
    for_each_event_type([&]<class E>(std::type_identity<E>) {
        tags.insert(E::tag);
        names.insert(name_of(E::tag));
    });
    EXPECT_EQ(tags.size(), std::variant_size_v<Event::Alternatives>);
    EXPECT_EQ(names.size(), std::variant_size_v<Event::Alternatives>);
}

TEST(EventNames, KnowWhatIsOperational) {
    EXPECT_TRUE(is_operational(Event{RunStarted{}}));
    EXPECT_TRUE(is_operational(Event{CommitHashed{}}));
    EXPECT_FALSE(is_operational(Event{OrderFilled{}}));
    EXPECT_EQ(name_of(Event{OrderFilled{}}), "OrderFilled");
    EXPECT_EQ(tag_of(Event{OrderFilled{}}), EventTag::order_filled);
}

TEST(EventNames, AreEmptyForANumberThatIsNoTag) { EXPECT_EQ(name_of(static_cast<EventTag>(0x7777)), ""); }

}  // namespace
}  // namespace trellis
