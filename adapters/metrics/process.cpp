#include "adapters/metrics/process.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace trellis::adapters {
namespace {

/// Fields of /proc/self/stat (proc(5)) behind the program's name, which may hold blanks and parentheses itself.
struct Stat {
    double user_ticks = 0;     // 14
    double system_ticks = 0;   // 15
    double threads = 0;        // 20
    double start_ticks = 0;    // 22, since the machine started
    double virtual_bytes = 0;  // 23
    double resident_pages = 0; // 24
};

std::optional<Stat> read_stat(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line)) return std::nullopt;
    const auto name_end = line.rfind(')');
    if (name_end == std::string::npos) return std::nullopt;
    std::istringstream fields(line.substr(name_end + 1));
    std::string skipped;
    const auto skip = [&](int count) {
        for (int i = 0; i < count; ++i) fields >> skipped;
    };
    Stat stat;
    skip(11);  // 3 to 13
    fields >> stat.user_ticks >> stat.system_ticks;
    skip(4);   // 16 to 19
    fields >> stat.threads >> skipped >> stat.start_ticks >> stat.virtual_bytes >> stat.resident_pages;
    return fields ? std::optional(stat) : std::nullopt;
}

double boot_time(const std::string& path) {
    std::ifstream file(path);
    double seconds = 0;
    for (std::string word; file >> word;) {
        if (word == "btime") file >> seconds;
    }
    return seconds;
}

std::uint64_t count_entries(const std::string& directory) {
    std::error_code error;
    std::uint64_t count = 0;
    for (std::filesystem::directory_iterator at(directory, error); !error && at != std::filesystem::directory_iterator();
         at.increment(error)) {
        ++count;
    }
    return count;
}

std::uint64_t open_files_limit() {
    rlimit limit{};
    return getrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : 0;
}

}  // namespace

std::optional<ProcessReading> read_process(const std::string& proc) {
    const auto stat = read_stat(proc + "/self/stat");
    if (!stat) return std::nullopt;
    const auto ticks_a_second = static_cast<double>(sysconf(_SC_CLK_TCK));
    return ProcessReading{
        .resident_bytes = stat->resident_pages * static_cast<double>(sysconf(_SC_PAGESIZE)),
        .virtual_bytes = stat->virtual_bytes,
        .cpu_seconds = (stat->user_ticks + stat->system_ticks) / ticks_a_second,
        .start_time_seconds = boot_time(proc + "/stat") + stat->start_ticks / ticks_a_second,
        .threads = stat->threads,
        .open_files = count_entries(proc + "/self/fd"),
        .open_files_max = open_files_limit(),
    };
}

}  // namespace trellis::adapters
