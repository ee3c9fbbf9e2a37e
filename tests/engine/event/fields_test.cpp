// Any type made of fields comes back as it went, and what does not belong is refused with its place.
#include "engine/event/fields.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "tests/support/arbitrary.hpp"

namespace trellis {
namespace {

enum class Phase : std::uint8_t { idle, busy, done };

struct Inner {
    Price price;
    std::optional<Phase> phase;
    bool operator==(const Inner&) const = default;
    static void fields(auto& self, auto&& each) { each(self.price, self.phase); }
};

/// One of everything that state may be made of.
struct State {
    GroupId id;
    OrderKey order;
    Phase phase{};
    bool is_open = false;
    std::int8_t small{};
    std::uint64_t large{};
    std::int64_t negative{};
    Timestamp at{};
    Duration wait{};
    std::string name;
    std::vector<Inner> list;
    std::array<Inner, 2> pair;
    std::map<GroupId, Inner> by_group;
    std::map<std::string, std::vector<Money>> by_name;
    std::set<SignalNumber> seen;
    std::optional<Inner> maybe;
    bool operator==(const State&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.id, self.order, self.phase, self.is_open, self.small, self.large, self.negative, self.at, self.wait, self.name,
             self.list, self.pair, self.by_group, self.by_name, self.seen, self.maybe);
    }
};

/// Inner as it was before `phase`, and as it may be one day.
struct Older {
    Price price;
    bool operator==(const Older&) const = default;
    static void fields(auto& self, auto&& each) { each(self.price); }
};
struct Newer {
    Price price;
    std::optional<Phase> phase;
    std::uint32_t added = 7;
    bool operator==(const Newer&) const = default;
    static void fields(auto& self, auto&& each) { each(self.price, self.phase, self.added); }
};

template <class T>
std::vector<std::byte> encoded(const T& value) {
    std::vector<std::byte> out;
    encode_fields(value, out);
    return out;
}

/// As encoded() would give, but from parts that no type would write.
template <class Write>
std::vector<std::byte> written(Write write) {
    std::vector<std::byte> out;
    MsgpackWriter writer(out);
    write(writer);
    writer.flush();
    return out;
}

template <class T>
std::string refusal(const std::vector<std::byte>& bytes) {
    const auto result = decode_fields<T>(bytes);
    if (result.ok()) return "accepted";
    EXPECT_EQ(result.error().code, "MALFORMED_STATE");
    return result.error().detail;
}

RC_GTEST_PROP(Fields, GiveAnyStateBack, ()) {
    const auto state = tests::arbitrary_value<State>();
    const auto back = decode_fields<State>(encoded(state));
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value() == state);
}

RC_GTEST_PROP(Fields, RefuseAnyCutState, ()) {
    const auto bytes = encoded(tests::arbitrary_value<State>());
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
    RC_ASSERT(!decode_fields<State>(std::span(bytes).first(cut)).ok());
}

TEST(Fields, CountOnlyTheStructsOwn) { EXPECT_EQ(field_count(State{}), 16U); }

TEST(Fields, KeepTheirDefaultWhenAnOlderProgramDidNotWriteThem) {
    const auto price = Price::from_integer(5);
    EXPECT_EQ(decode_fields<Newer>(encoded(Older{price})).value(), (Newer{.price = price, .phase = {}, .added = 7}));
    EXPECT_EQ(decode_fields<Newer>(encoded(Inner{price, Phase::done})).value(), (Newer{.price = price, .phase = Phase::done, .added = 7}));
}

TEST(Fields, OfANewerProgramAreRefused) {
    EXPECT_EQ(refusal<Older>(encoded(Inner{})), "byte 0: there are more fields than this program knows");
}

TEST(Fields, AreRefusedWithTheByteThatIsWrong) {
    const auto inner = [](auto&&... write) {
        return written([&](MsgpackWriter& w) { w.array(2), (write(w), ...); });
    };
    const auto price = [](MsgpackWriter& w) { w.text("1.5"); };
    EXPECT_EQ(refusal<Inner>(inner(price, [](MsgpackWriter& w) { w.integer(3); })), "byte 5: the number has no meaning in its field");
    EXPECT_EQ(refusal<Inner>(inner([](MsgpackWriter& w) { w.text("1,5"); })), "byte 1: the text is no decimal");
    EXPECT_EQ(refusal<Inner>(inner([](MsgpackWriter& w) { w.integer(1), w.nil(); })), "byte 1: another kind of value was expected");
    EXPECT_EQ(refusal<Inner>(inner(price)), "byte 5: the bytes end too early");
    EXPECT_EQ(refusal<Inner>(inner(price, [](MsgpackWriter& w) { w.nil(), w.nil(); })), "byte 6: something follows the last value");
    EXPECT_EQ(refusal<std::uint8_t>(encoded(std::uint16_t{256})), "byte 0: the number does not fit its field");
    EXPECT_EQ(refusal<std::int8_t>(encoded(std::int16_t{-129})), "byte 0: the number does not fit its field");
    EXPECT_EQ((refusal<std::array<bool, 2>>(encoded(std::array<bool, 3>{}))), "byte 0: the number of elements is wrong");
}

TEST(Fields, WriteASmallOptionalTimeAsTheStandardOne) {
    const Timestamp at{std::chrono::seconds(1'767'571'208)};
    EXPECT_EQ(encoded(OptionalTimestamp{at}), encoded(std::optional<Timestamp>{at}));
    EXPECT_EQ(encoded(OptionalTimestamp{}), encoded(std::optional<Timestamp>{}));
    EXPECT_EQ(decode_fields<OptionalTimestamp>(encoded(std::optional<Timestamp>{at})).value(), OptionalTimestamp{at});
    EXPECT_EQ(decode_fields<OptionalTimestamp>(encoded(std::optional<Timestamp>{})).value(), OptionalTimestamp{});
    EXPECT_EQ(refusal<OptionalTimestamp>(encoded(Timestamp::min())), "byte 0: the number does not fit its field");
}

TEST(Fields, WriteBoxesAsTheStandardOptionalAndVector) {
    using Numbers = std::vector<std::uint32_t>;
    EXPECT_EQ(encoded(Boxed<Price>{Price::from_integer(5)}), encoded(std::optional(Price::from_integer(5))));
    EXPECT_EQ(encoded(Boxed<Price>{}), encoded(std::optional<Price>{}));
    EXPECT_EQ(decode_fields<Boxed<Price>>(encoded(std::optional(Price::from_integer(5)))).value(), Boxed<Price>{Price::from_integer(5)});
    EXPECT_EQ(decode_fields<Boxed<Price>>(encoded(std::optional<Price>{})).value(), Boxed<Price>{});
    BoxedVector<std::uint32_t> list;
    EXPECT_EQ(encoded(list), encoded(Numbers{}));
    list.push_back(7);
    list.push_back(8);
    EXPECT_EQ(encoded(list), encoded(Numbers{7, 8}));
    EXPECT_EQ(decode_fields<BoxedVector<std::uint32_t>>(encoded(Numbers{7, 8})).value(), list);
    EXPECT_EQ(decode_fields<BoxedVector<std::uint32_t>>(encoded(Numbers{})).value(), BoxedVector<std::uint32_t>{});
}

TEST(Fields, OfAMapComeInOneOrderOnly) {
    const auto map_of = [](std::initializer_list<std::uint64_t> keys) {
        return written([&](MsgpackWriter& w) {
            w.map(keys.size());
            for (const auto key : keys) w.integer(key), w.boolean(true);
        });
    };
    using Map = std::map<std::uint16_t, bool>;
    EXPECT_EQ(decode_fields<Map>(map_of({1, 2, 300})).value(), (Map{{1, true}, {2, true}, {300, true}}));
    EXPECT_EQ(refusal<Map>(map_of({2, 1})), "byte 3: the keys of a map do not ascend");
    EXPECT_EQ(refusal<Map>(map_of({2, 2})), "byte 3: the keys of a map do not ascend");
}

TEST(Fields, AreNotWrittenWithANumberThatMeansNothing) {
    std::vector<std::byte> out;
    EXPECT_THROW(encode_fields(static_cast<Phase>(3), out), InvariantBroken);
}

}  // namespace
}  // namespace trellis
