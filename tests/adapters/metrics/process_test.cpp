// What the operating system says about a process, from files that are written by the test and from the real ones.
#include "adapters/metrics/process.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

namespace trellis::adapters {
namespace {

class Process : public testing::Test {
protected:
    void SetUp() override { std::filesystem::create_directories(proc_ / "self" / "fd"); }
    void TearDown() override { std::filesystem::remove_all(proc_); }
    void write(const char* name, const std::string& text) { std::ofstream(proc_ / name) << text; }

    std::filesystem::path proc_ = std::filesystem::temp_directory_path() / ("trellis_proc_" + std::to_string(getpid()));
};

TEST_F(Process, IsReadBehindANameWithBlanksAndParentheses) {
    const auto hertz = std::to_string(sysconf(_SC_CLK_TCK));
    write("self/stat", "77 (a) b (c) S 1 77 77 0 -1 4194560 100 0 0 0 " + hertz + " " + hertz + " 0 0 20 0 5 0 " + hertz + " 1048576 10 0 0\n");
    write("stat", "cpu  1 2 3\nbtime 1700000000\nprocesses 5\n");
    write("self/fd/0", "");
    write("self/fd/1", "");
    const auto reading = read_process(proc_.string());
    ASSERT_TRUE(reading.has_value());
    EXPECT_EQ(reading->cpu_seconds, 2);
    EXPECT_EQ(reading->threads, 5);
    EXPECT_EQ(reading->start_time_seconds, 1'700'000'001);
    EXPECT_EQ(reading->virtual_bytes, 1'048'576);
    EXPECT_EQ(reading->resident_bytes, 10.0 * static_cast<double>(sysconf(_SC_PAGESIZE)));
    EXPECT_EQ(reading->open_files, 2U);
    EXPECT_GT(reading->open_files_max, 0U);
}

TEST_F(Process, IsNotMadeUpWhereItCannotBeRead) {
    EXPECT_FALSE(read_process(proc_.string()).has_value());
    write("self/stat", "77 (a) S 1 2");
    EXPECT_FALSE(read_process(proc_.string()).has_value());
    write("self/stat", "no parenthesis");
    EXPECT_FALSE(read_process(proc_.string()).has_value());
}

TEST(ThisProcess, HasMemoryFilesAndAPast) {
    const auto reading = read_process();
    ASSERT_TRUE(reading.has_value());
    EXPECT_GT(reading->resident_bytes, 0);
    EXPECT_GT(reading->open_files, 2U);
    EXPECT_GT(reading->threads, 0);
    EXPECT_GT(reading->start_time_seconds, 1e9);
}

}  // namespace
}  // namespace trellis::adapters
