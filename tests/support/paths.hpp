// Where the project's files are. A test binary knows no absolute path (a compiled-in path would spoil the compiler cache of every
// other clone), so ctest names the root in TRELLIS_ROOT, and a test started by hand looks upwards from where it stands.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace trellis::tests {

inline bool is_project_root(const std::filesystem::path& directory) {
    return std::filesystem::exists(directory / "engine" / "CMakeLists.txt") &&
           std::filesystem::exists(directory / "tests" / "CMakeLists.txt");
}

/// The checkout this test belongs to.
inline std::filesystem::path project_root() {
    if (const char* named = std::getenv("TRELLIS_ROOT"); named != nullptr) return named;
    for (const auto& start : {std::filesystem::current_path(), std::filesystem::read_symlink("/proc/self/exe")}) {
        for (auto at = start; at != at.parent_path(); at = at.parent_path()) {
            if (is_project_root(at)) return at;
        }
    }
    throw std::runtime_error("no project root above the working directory: set TRELLIS_ROOT");
}

/// Recorded data beside the checkout; absent on most machines, so a test that wants it skips with a clear word.
inline std::filesystem::path shared_data() { return project_root().parent_path() / "shared" / "data"; }

}  // namespace trellis::tests
