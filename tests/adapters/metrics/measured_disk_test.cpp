// The disk that times another one: what the journal waits for is counted, what is prepared ahead or fails is not.
#include "adapters/metrics/measured_disk.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cerrno>

#include "adapters/journal/testing/faulty_disk.hpp"

namespace trellis::adapters {
namespace {

constexpr std::array<std::byte, 100> bytes{};

std::uint64_t count_of(const Histogram& histogram) {
    std::uint64_t count = 0;
    for (std::size_t i = 0; i < histogram_buckets; ++i) count += histogram.bucket(i);
    return count;
}

TEST(MeasuredDisk, CountsWritesAndSyncsOfAFileInUse) {
    FaultyDisk disk;
    ASSERT_TRUE(disk.create_directory("/journal").ok());
    ASSERT_TRUE(disk.open("/journal/segment", OpenMode::create).ok());
    Metrics metrics;
    MeasuredDisk measured(disk, metrics);
    const auto file = std::move(measured.open("/journal/segment", OpenMode::write).value());
    ASSERT_TRUE(file->write(0, bytes).ok());
    ASSERT_TRUE(file->write(100, bytes).ok());
    ASSERT_TRUE(file->sync().ok());
    EXPECT_EQ(count_of(metrics.journal_append), 2U);
    EXPECT_EQ(metrics.journal_bytes.value(), 200U);
    EXPECT_EQ(count_of(metrics.journal_sync), 1U);
    EXPECT_EQ(file->size().value(), 200U);
}

TEST(MeasuredDisk, LeavesOutTheZerosOfANewSegment) {
    FaultyDisk disk;
    ASSERT_TRUE(disk.create_directory("/journal").ok());
    Metrics metrics;
    MeasuredDisk measured(disk, metrics);
    const auto file = std::move(measured.open("/journal/segment", OpenMode::create).value());
    ASSERT_TRUE(file->write(0, bytes).ok());
    ASSERT_TRUE(file->sync().ok());
    EXPECT_EQ(count_of(metrics.journal_append), 0U);
    EXPECT_EQ(count_of(metrics.journal_sync), 0U);
    EXPECT_EQ(metrics.journal_bytes.value(), 0U);
    ASSERT_TRUE(file->write(0, bytes).ok());
    ASSERT_TRUE(file->sync().ok());
    EXPECT_EQ(count_of(metrics.journal_append), 1U);
    EXPECT_EQ(count_of(metrics.journal_sync), 1U);
}

TEST(MeasuredDisk, PassesErrorsOnAndCountsNone) {
    FaultyDisk disk;
    ASSERT_TRUE(disk.create_directory("/journal").ok());
    Metrics metrics;
    MeasuredDisk measured(disk, metrics);
    EXPECT_EQ(measured.open("/journal/absent", OpenMode::write).error().code, "NOT_FOUND");
    const auto file = std::move(measured.open("/journal/segment", OpenMode::create).value());
    ASSERT_TRUE(file->sync().ok());
    disk.fail_call(DiskCall::write, 1, ENOSPC);
    disk.fail_call(DiskCall::sync, 1, EIO);
    EXPECT_EQ(file->write(0, bytes).error().code, "DISK_FULL");
    EXPECT_FALSE(file->sync().ok());
    EXPECT_EQ(count_of(metrics.journal_append), 0U);
    EXPECT_EQ(count_of(metrics.journal_sync), 0U);
}

}  // namespace
}  // namespace trellis::adapters
