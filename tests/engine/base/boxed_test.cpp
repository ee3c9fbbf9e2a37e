// Optionals and lists of one pointer behave as the standard ones do, copies included.
#include "engine/base/boxed.hpp"

#include <gtest/gtest.h>

#include <string>

namespace trellis {
namespace {

TEST(Boxed, HoldsNothingUntilItIsGivenAValue) {
    Boxed<std::string> box;
    EXPECT_FALSE(box.has_value());
    EXPECT_FALSE(static_cast<bool>(box));
    EXPECT_THROW(box.value(), InvariantBroken);
    box = std::string("held");
    ASSERT_TRUE(box.has_value());
    EXPECT_EQ(*box, "held");
    EXPECT_EQ(box.value(), "held");
    EXPECT_EQ(box->size(), 4U);
    box.reset();
    EXPECT_EQ(box, Boxed<std::string>{});
}

TEST(Boxed, IsComparedByItsValue) {
    EXPECT_EQ(Boxed<int>(1), Boxed<int>(1));
    EXPECT_NE(Boxed<int>(1), Boxed<int>(2));
    EXPECT_NE(Boxed<int>(0), Boxed<int>());
    EXPECT_NE(Boxed<int>(), Boxed<int>(0));
}

TEST(Boxed, CopiesItsValueAndNotItsPlace) {
    Boxed<int> one(1);
    Boxed<int> other(one);
    *other = 2;
    EXPECT_EQ(*one, 1);
    other = one;
    *one = 3;
    EXPECT_EQ(*other, 1);
    one = *&one;
    EXPECT_EQ(*one, 3);
    other = Boxed<int>();
    EXPECT_FALSE(other.has_value());
}

TEST(Boxed, TakesTheRoomOfAPointer) {
    EXPECT_EQ(sizeof(Boxed<std::string>), sizeof(void*));
    EXPECT_EQ(sizeof(BoxedVector<std::string>), sizeof(void*));
}

TEST(BoxedVector, HoldsWhatWasAppended) {
    BoxedVector<int> list;
    EXPECT_EQ(list.size(), 0U);
    EXPECT_EQ(list.begin(), list.end());
    list.push_back(7);
    list.push_back(8);
    EXPECT_EQ(std::vector<int>(list.begin(), list.end()), (std::vector<int>{7, 8}));
    const BoxedVector<int> copy = list;
    list.push_back(9);
    EXPECT_EQ(copy.size(), 2U);
    EXPECT_NE(copy, list);
    list.clear();
    EXPECT_EQ(list, BoxedVector<int>{});
}

}  // namespace
}  // namespace trellis
