// The bytes of frames, segment headers and names.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "adapters/journal/frame.hpp"
#include "adapters/journal/segment.hpp"
#include "engine/base/check.hpp"
#include "tests/adapters/journal/support.hpp"

namespace trellis::adapters {
namespace {

using testing::Bytes;

constexpr std::uint64_t segment = 3;

FrameHeader a_header() {
    return {.first_sequence = 5, .event_count = 2, .at = Timestamp(Duration(1'000)), .cause = {CauseKind::event, 4}, .synced = 3};
}

Bytes a_frame(const FrameHeader& header, std::size_t payload_bytes = 9) {
    Bytes out;
    encode_frame(out, header, Bytes(payload_bytes, std::byte{0x5a}), segment);
    return out;
}

bool is_fault(const FrameParse& parsed, FrameFault fault) {
    const auto* found = std::get_if<FrameFault>(&parsed);
    return found != nullptr && *found == fault;
}

TEST(Frame, ReadsWhatWasWritten) {
    const auto bytes = a_frame(a_header());
    const auto parsed = parse_frame(bytes, segment);
    const auto& frame = std::get<ParsedFrame>(parsed);
    EXPECT_EQ(frame.view.header, a_header());
    EXPECT_EQ(frame.size, bytes.size());
    EXPECT_TRUE(std::ranges::equal(frame.view.payload, Bytes(9, std::byte{0x5a})));
}

TEST(Frame, HasTheLayoutOfItsGrammar) {
    const auto bytes = a_frame(a_header(), 2);
    ASSERT_EQ(bytes.size(), 12U + 37U + 2U);
    const std::array<std::uint8_t, 39> body{5, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0xe8, 3, 0, 0, 0, 0, 0, 0,
                                            0, 4, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0,    0, 0, 0, 0, 0x5a, 0x5a};
    EXPECT_EQ(bytes[0], std::byte{39});
    EXPECT_TRUE(std::ranges::equal(std::span(bytes).subspan(12), std::as_bytes(std::span(body))));
}

TEST(Frame, BelongsToItsSegmentOnly) {
    const auto bytes = a_frame(a_header());
    EXPECT_TRUE(is_fault(parse_frame(bytes, segment + 1), FrameFault::bad_checksum));
}

TEST(Frame, EveryFlippedBitIsNoticed) {
    const auto good = a_frame(a_header());
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bytes = good;
        bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
        EXPECT_FALSE(std::holds_alternative<ParsedFrame>(parse_frame(bytes, segment))) << "bit " << bit;
    }
}

TEST(Frame, EveryTruncationIsNoticed) {
    const auto good = a_frame(a_header());
    for (std::size_t size = 1; size < good.size(); ++size) {
        EXPECT_TRUE(is_fault(parse_frame(std::span(good).first(size), segment), FrameFault::cut_short)) << "size " << size;
    }
    EXPECT_TRUE(std::holds_alternative<EndOfFrames>(parse_frame({}, segment)));
}

TEST(Frame, ZerosAreTheEnd) {
    EXPECT_TRUE(std::holds_alternative<EndOfFrames>(parse_frame(Bytes(100), segment)));
    EXPECT_TRUE(std::holds_alternative<EndOfFrames>(parse_frame(Bytes(3), segment)));
}

TEST(Frame, ALengthBelowItsHeaderIsImpossible) {
    Bytes bytes(100);
    bytes[0] = std::byte{36};
    EXPECT_TRUE(is_fault(parse_frame(bytes, segment), FrameFault::bad_length));
    bytes[3] = std::byte{0xff};
    EXPECT_TRUE(is_fault(parse_frame(bytes, segment), FrameFault::bad_length));
}

TEST(Frame, WhatNoReaderAcceptsIsNotWritten) {
    Bytes out;
    const Bytes payload(4);
    const auto with = [](auto change) {
        auto header = a_header();
        change(header);
        return header;
    };
    for (const auto& header : {
             with([](FrameHeader& h) { h.first_sequence = 0; }),
             with([](FrameHeader& h) { h.synced = h.first_sequence; }),
             with([](FrameHeader& h) { h.cause.id = h.first_sequence; }),
             with([](FrameHeader& h) { h.cause.id = 0; }),
             with([](FrameHeader& h) { h.cause.kind = static_cast<CauseKind>(cause_kind_last + 1); }),
             with([](FrameHeader& h) { h.event_count = 5; }),
             with([](FrameHeader& h) { h.event_count = 0; }),
         }) {
        EXPECT_THROW(encode_frame(out, header, payload, segment), InvariantBroken);
    }
}

TEST(Frame, TheScanFindsTheHighestMarkAtAnyOffset) {
    auto header = a_header();
    for (std::size_t garbage = 0; garbage < 20; ++garbage) {
        Bytes bytes(garbage, std::byte{0x11});
        header.first_sequence = 7;
        header.synced = 3;
        encode_frame(bytes, header, Bytes(5), segment);
        bytes.resize(bytes.size() + garbage);
        header.first_sequence = 9;
        header.synced = 6;
        encode_frame(bytes, header, Bytes(5), segment);
        EXPECT_EQ(highest_mark_behind(bytes, segment, 5), std::optional<std::uint64_t>(6)) << garbage;
        EXPECT_EQ(highest_mark_behind(bytes, segment, 8), std::optional<std::uint64_t>(6)) << garbage;
        EXPECT_EQ(highest_mark_behind(bytes, segment, 10), std::nullopt) << garbage;
        EXPECT_EQ(highest_mark_behind(bytes, segment + 1, 5), std::nullopt) << garbage;
    }
}

TEST(SegmentHeader, ReadsWhatWasWrittenAndNoticesEveryFlippedBit) {
    const SegmentHeader header{.number = 12, .journal = testing::test_id(), .first_sequence = 99};
    const auto good = encode_segment_header(header);
    EXPECT_EQ(std::get<SegmentHeader>(parse_segment_header(good)), header);
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
        auto bytes = good;
        bytes[bit / 8] ^= static_cast<std::byte>(1U << (bit % 8));
        EXPECT_TRUE(std::holds_alternative<BrokenHeader>(parse_segment_header(bytes))) << "bit " << bit;
    }
    for (std::size_t size = 1; size < good.size(); ++size) {
        EXPECT_TRUE(std::holds_alternative<BrokenHeader>(parse_segment_header(std::span(good).first(size)))) << size;
    }
    EXPECT_TRUE(std::holds_alternative<BlankHeader>(parse_segment_header(Bytes(64))));
    EXPECT_TRUE(std::holds_alternative<BlankHeader>(parse_segment_header({})));
}

TEST(SegmentName, IsItsNumberAndBack) {
    EXPECT_EQ(segment_name(1), "00000001.trl");
    EXPECT_EQ(segment_name(123'456'789), "123456789.trl");
    EXPECT_EQ(segment_number_of("00000042.trl"), std::optional<std::uint64_t>(42));
    EXPECT_EQ(segment_number_of("123456789.trl"), std::optional<std::uint64_t>(123'456'789));
    for (const auto* name : {"00000000.trl", "1.trl", "000000001.trl", "00000001", "0000001x.trl", "JOURNAL", ".trl"}) {
        EXPECT_EQ(segment_number_of(name), std::nullopt) << name;
    }
}

}  // namespace
}  // namespace trellis::adapters
