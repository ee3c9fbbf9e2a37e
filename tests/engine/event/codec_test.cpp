// Every event comes back as it went; anything else is refused, named, and leaves the bytes where they were.
#include "engine/event/codec.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include "engine/event/names.hpp"
#include "tests/support/arbitrary.hpp"

namespace trellis {
namespace {

using Bytes = std::vector<std::byte>;

Bytes encoded(const Event& event) {
    Bytes out;
    encode(event, out);
    return out;
}

template <class Write>
Bytes written(Write write) {
    Bytes out;
    MsgpackWriter writer(out);
    write(writer);
    writer.flush();
    return out;
}

/// array(3) tag version, and what `write` puts behind.
template <class Write>
Bytes event_of(std::uint64_t tag, std::uint64_t version, Write write) {
    return written([&](MsgpackWriter& w) { w.array(3), w.integer(tag), w.integer(version), write(w); });
}

Error refusal(const Bytes& bytes) {
    std::span<const std::byte> in = bytes;
    const auto result = decode(in);
    EXPECT_EQ(in.size(), bytes.size()) << "a refused event must not be taken";
    return result.ok() ? Error{"accepted", {}} : result.error();
}

const OrderFilled fill{.group = {AccountId{1}, 4},
                       .order = {2},
                       .trade = {77},
                       .price = decimal<Price>("64231.37"),
                       .quantity = decimal<Quantity>("0.015"),
                       .fee = decimal<Money>("-0.0000001"),
                       .fee_asset = FeeAsset::base,
                       .maker = true,
                       .at = Timestamp{Duration{1767571208000000000}}};

RC_GTEST_PROP(Codec, GivesEveryEventBack, ()) {
    const auto event = tests::arbitrary_event();
    const auto bytes = encoded(event);
    std::span<const std::byte> in = bytes;
    const auto back = decode(in);
    RC_ASSERT(back.ok());
    RC_ASSERT(back.value() == event);
    RC_ASSERT(in.empty());
}

TEST(Codec, GivesTheEmptyEventOfEveryTypeBack) {
    for_each_event_type([]<class E>(std::type_identity<E>) {
        const auto bytes = encoded(Event{E{}});
        const auto back = decode_all(bytes, 1);
        ASSERT_TRUE(back.ok()) << back.error().detail;
        EXPECT_EQ(back.value(), (std::vector<Event>{E{}}));
    });
}

RC_GTEST_PROP(Codec, RefusesEveryCutEvent, ()) {
    const auto bytes = encoded(tests::arbitrary_event());
    const auto cut = *rc::gen::inRange<std::size_t>(0, bytes.size());
    std::span<const std::byte> in = std::span(bytes).first(cut);
    const auto back = decode(in);
    RC_ASSERT(!back.ok());
    RC_ASSERT(back.error().code == "MALFORMED_EVENT");
    RC_ASSERT(in.size() == cut);
}

TEST(Codec, WritesTheBytesThatStandInJournals) {
    const auto expected = event_of(0x0207, 2, [](MsgpackWriter& w) {
        w.array(11);
        w.array(2), w.integer(1), w.integer(4);
        w.integer(2), w.integer(77), w.text("64231.37"), w.text("0.015"), w.text("-0.0000001"), w.integer(1), w.boolean(true);
        w.integer(1767571208000000000);
        w.array(2), w.text(""), w.text("0");
        w.integer(0);
    });
    EXPECT_EQ(encoded(fill), expected);
}

TEST(Codec, WritesTheSameBytesForEveryUnionTheEventIsIn) {
    Bytes of_group, of_type;
    encode(GroupEvent{fill}, of_group);
    encode(fill, of_type);
    EXPECT_EQ(of_group, encoded(fill));
    EXPECT_EQ(of_type, encoded(fill));
    Bytes of_desk;
    encode(DeskEvent{SlotReleased{}}, of_desk);
    EXPECT_EQ(of_desk, encoded(SlotReleased{}));
}

TEST(Codec, ReadsEventsOneBehindTheOther) {
    Bytes bytes = encoded(fill);
    encode(Event{SlotReleased{}}, bytes);
    std::span<const std::byte> in = bytes;
    EXPECT_EQ(decode(in).value(), Event{fill});
    EXPECT_EQ(decode(in).value(), Event{SlotReleased{}});
    EXPECT_TRUE(in.empty());
    EXPECT_EQ(decode_all(bytes, 2).value(), (std::vector<Event>{fill, SlotReleased{}}));
}

TEST(Codec, WantsExactlyTheEventsItWasPromised) {
    Bytes bytes = encoded(SlotReleased{});
    encode(Event{SlotReleased{}}, bytes);
    EXPECT_EQ(decode_all(bytes, 1).error().detail, "event 2 of 1, at byte 9: something follows the last value");
    EXPECT_EQ(decode_all(bytes, 3).error().detail, "event 3 of 3, at byte 18: event, byte 0: the bytes end too early");
    bytes[16] = std::byte{0xc3};
    EXPECT_EQ(decode_all(bytes, 2).error().detail,
              "event 2 of 2, at byte 9: event 0x0105 (SlotReleased) version 1, byte 7: another kind of value was expected");
}

TEST(Codec, KeepsTheDefaultOfFieldsThatAnOlderProgramDidNotWrite) {
    const auto bytes = event_of(0x0109, 1, [](MsgpackWriter& w) { w.array(0); });
    EXPECT_EQ(decode_all(bytes, 1).value(), (std::vector<Event>{TaskCompleted{}}));
}

TEST(Codec, NamesTagAndVersionOfWhatItDoesNotKnow) {
    const auto empty = [](MsgpackWriter& w) { w.array(0); };
    EXPECT_EQ(refusal(event_of(0x0777, 3, empty)), (Error{"UNKNOWN_EVENT", "event 0x0777 version 3, byte 4: no event has this tag"}));
    EXPECT_EQ(refusal(event_of(0x0207, 9, empty)),
              (Error{"NEWER_EVENT", "event 0x0207 (OrderFilled) version 9, byte 4: a newer program wrote it"}));
    EXPECT_EQ(refusal(event_of(0x0207, 0, empty)),
              (Error{"MALFORMED_EVENT", "event 0x0207 (OrderFilled) version 0, byte 4: the number does not fit its field"}));
    const auto too_many = event_of(0x0105, 1, [](MsgpackWriter& w) { w.array(2), w.array(0), w.nil(); });
    EXPECT_EQ(refusal(too_many), (Error{"MALFORMED_EVENT",
                                        "event 0x0105 (SlotReleased) version 1, byte 5: there are more fields than this program knows"}));
}

TEST(Codec, RefusesAHeadThatIsNone) {
    EXPECT_EQ(refusal({}).detail, "event, byte 0: the bytes end too early");
    EXPECT_EQ(refusal(written([](MsgpackWriter& w) { w.array(2), w.nil(), w.nil(); })).detail, "event, byte 0: the number of elements is wrong");
    EXPECT_EQ(refusal(event_of(0x10207, 1, [](MsgpackWriter&) {})).detail, "event, byte 1: the number does not fit its field");
}

RC_GTEST_PROP(Codec, TurnsAnyBytesIntoAnEventThatStaysOrAnError, (const std::vector<std::uint8_t>& any)) {
    auto bytes = encoded(tests::arbitrary_event());
    for (std::size_t at = 0; at < any.size(); ++at) bytes[(at * 31 + any[at]) % bytes.size()] ^= static_cast<std::byte>(any[at]);
    std::span<const std::byte> in = bytes;
    const auto event = decode(in);
    if (!event.ok()) return;
    RC_ASSERT(decode_all(encoded(event.value()), 1).value().front() == event.value());
}

TEST(Codec, AppendsWithoutAllocatingOnceTheVectorIsLargeEnough) {
    Bytes out;
    encode(fill, out);
    const auto capacity = out.capacity();
    const auto* place = out.data();
    out.clear();
    encode(Event{fill}, out);
    EXPECT_EQ(out.capacity(), capacity);
    EXPECT_EQ(out.data(), place);
}

}  // namespace
}  // namespace trellis
