// The MessagePack subset against the forms of its specification, byte for byte, and against hostile bytes.
#include "engine/event/msgpack.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <initializer_list>
#include <limits>
#include <string>

namespace trellis {
namespace {

using Bytes = std::vector<std::byte>;

Bytes bytes(std::initializer_list<int> values) {
    Bytes out;
    for (const int value : values) out.push_back(static_cast<std::byte>(value));
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

Bytes integer(std::int64_t value) {
    return written([&](MsgpackWriter& w) { value < 0 ? w.negative(value) : w.integer(static_cast<std::uint64_t>(value)); });
}

constexpr Int128 lowest = std::numeric_limits<std::int64_t>::min();
constexpr Int128 highest = std::numeric_limits<std::uint64_t>::max();

TEST(Msgpack, WritesIntegersInTheirShortestForm) {
    EXPECT_EQ(integer(0), bytes({0x00}));
    EXPECT_EQ(integer(127), bytes({0x7f}));
    EXPECT_EQ(integer(128), bytes({0xcc, 0x80}));
    EXPECT_EQ(integer(255), bytes({0xcc, 0xff}));
    EXPECT_EQ(integer(256), bytes({0xcd, 0x01, 0x00}));
    EXPECT_EQ(integer(65536), bytes({0xce, 0x00, 0x01, 0x00, 0x00}));
    EXPECT_EQ(integer(4294967296), bytes({0xcf, 0, 0, 0, 1, 0, 0, 0, 0}));
    EXPECT_EQ(integer(-1), bytes({0xff}));
    EXPECT_EQ(integer(-32), bytes({0xe0}));
    EXPECT_EQ(integer(-33), bytes({0xd0, 0xdf}));
    EXPECT_EQ(integer(-129), bytes({0xd1, 0xff, 0x7f}));
    EXPECT_EQ(integer(-32769), bytes({0xd2, 0xff, 0xff, 0x7f, 0xff}));
    EXPECT_EQ(integer(-2147483649), bytes({0xd3, 0xff, 0xff, 0xff, 0xff, 0x7f, 0xff, 0xff, 0xff}));
}

TEST(Msgpack, WritesTextArraysAndMapsWithTheShortestHead) {
    const auto text_of = [](std::size_t size) {
        auto out = written([&](MsgpackWriter& w) { w.text(std::string(size, 'x')); });
        EXPECT_EQ(out.back(), size == 0 ? std::byte{0xa0} : std::byte{'x'});
        out.resize(out.size() - size);
        return out;
    };
    EXPECT_EQ(text_of(0), bytes({0xa0}));
    EXPECT_EQ(text_of(31), bytes({0xbf}));
    EXPECT_EQ(text_of(32), bytes({0xd9, 32}));
    EXPECT_EQ(text_of(256), bytes({0xda, 1, 0}));
    EXPECT_EQ(text_of(65536), bytes({0xdb, 0, 1, 0, 0}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.array(15); }), bytes({0x9f}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.array(16); }), bytes({0xdc, 0, 16}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.array(65536); }), bytes({0xdd, 0, 1, 0, 0}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.map(2); }), bytes({0x82}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.map(16); }), bytes({0xde, 0, 16}));
    EXPECT_EQ(written([](MsgpackWriter& w) { w.nil(), w.boolean(true), w.boolean(false); }), bytes({0xc0, 0xc3, 0xc2}));
}

TEST(Msgpack, ReadsEveryFormOfAnInteger) {
    const auto read = [](const Bytes& in) {
        MsgpackReader reader(in);
        const auto value = reader.integer(lowest, highest);
        EXPECT_TRUE(reader.is_ok());
        EXPECT_EQ(reader.left(), 0U);
        return value;
    };
    EXPECT_EQ(read(bytes({0xcf, 0, 0, 0, 0, 0, 0, 0, 5})), 5);
    EXPECT_EQ(read(bytes({0xcf, 255, 255, 255, 255, 255, 255, 255, 255})), highest);
    EXPECT_EQ(read(bytes({0xd3, 0x80, 0, 0, 0, 0, 0, 0, 0})), lowest);
    EXPECT_EQ(read(bytes({0xd0, 0x80})), -128);
    EXPECT_EQ(read(bytes({0xd0, 0x05})), 5);
    EXPECT_EQ(read(bytes({0xe0})), -32);
}

RC_GTEST_PROP(Msgpack, GivesEveryIntegerBack, (std::int64_t any, std::uint8_t shift)) {
    const auto value = any >> (shift % 64);
    const auto out = integer(value);
    MsgpackReader reader(out);
    RC_ASSERT(reader.integer(lowest, highest) == value);
    RC_ASSERT(reader.is_ok());
    RC_ASSERT(reader.left() == 0U);
}

TEST(Msgpack, KeepsTextLongerThanItsBuffer) {
    const std::string large(3000, 'z');
    const auto out = written([&](MsgpackWriter& w) { w.integer(7), w.text(large), w.integer(8); });
    MsgpackReader reader(out);
    EXPECT_EQ(reader.integer(0, 10), 7);
    EXPECT_EQ(reader.text(), large);
    EXPECT_EQ(reader.integer(0, 10), 8);
    EXPECT_TRUE(reader.is_ok());
}

struct Broken {
    Bytes in;
    DecodeFault fault;
    std::size_t offset;
};

template <class Read>
void expect_faults(std::initializer_list<Broken> cases, Read read) {
    for (const auto& [in, fault, offset] : cases) {
        MsgpackReader reader(in);
        read(reader);
        EXPECT_EQ(text(reader.fault()), text(fault));
        EXPECT_EQ(reader.offset(), offset);
    }
}

TEST(Msgpack, BelievesNoLength) {
    using enum DecodeFault;
    expect_faults({{bytes({}), cut_short, 0}, {bytes({0xa1}), cut_short, 0}, {bytes({0xd9}), cut_short, 0}, {bytes({0xdb, 255, 255, 255, 255}), cut_short, 0},
                   {bytes({0xda, 0, 3, 'a', 'b'}), cut_short, 0}, {bytes({0x90}), wrong_kind, 0}, {bytes({0xc1}), wrong_kind, 0}},
                  [](MsgpackReader& r) { EXPECT_EQ(r.text(), ""); });
    expect_faults({{bytes({}), cut_short, 0}, {bytes({0x91}), cut_short, 0}, {bytes({0xdd, 255, 255, 255, 255, 0}), cut_short, 0},
                   {bytes({0xdc, 0}), cut_short, 0}, {bytes({0x81, 0, 0}), wrong_kind, 0}},
                  [](MsgpackReader& r) { EXPECT_EQ(r.array(), 0U); });
    expect_faults({{bytes({0x82, 0, 0, 0}), cut_short, 0}, {bytes({0xdf, 0, 0, 0, 9}), cut_short, 0}, {bytes({0x91, 0}), wrong_kind, 0}},
                  [](MsgpackReader& r) { EXPECT_EQ(r.map(), 0U); });
    expect_faults({{bytes({0xcd, 1}), cut_short, 0}, {bytes({0xd3, 1, 2, 3, 4, 5, 6, 7}), cut_short, 0}, {bytes({0xc3}), wrong_kind, 0},
                   {bytes({0xa0}), wrong_kind, 0}, {bytes({0x0b}), out_of_range, 0}, {bytes({0xff}), out_of_range, 0}, {bytes({0xcf, 255, 255, 255, 255, 255, 255, 255, 255}), out_of_range, 0}},
                  [](MsgpackReader& r) { EXPECT_EQ(r.integer(0, 10), 0); });
    expect_faults({{bytes({}), cut_short, 0}, {bytes({0x01}), wrong_kind, 0}}, [](MsgpackReader& r) { EXPECT_FALSE(r.boolean()); });
}

TEST(Msgpack, KeepsItsFirstFaultAndReadsNothingAfterIt) {
    const auto in = bytes({0x05, 0xc3, 0x07});
    MsgpackReader reader(in);
    EXPECT_EQ(reader.integer(0, 10), 5);
    EXPECT_EQ(reader.text(), "");
    EXPECT_EQ(reader.integer(0, 10), 0);
    EXPECT_FALSE(reader.take_nil());
    EXPECT_EQ(text(reader.fault()), text(DecodeFault::wrong_kind));
    EXPECT_EQ(reader.offset(), 1U);
}

}  // namespace
}  // namespace trellis
