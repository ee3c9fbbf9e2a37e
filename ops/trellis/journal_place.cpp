#include "ops/trellis/journal_place.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <ostream>

#include "ops/trellis/exit_code.hpp"

namespace trellis::program {
namespace {

bool holds_journal(const std::filesystem::path& directory) {
    std::error_code ignored;
    return std::filesystem::exists(directory / "JOURNAL", ignored);
}

template <std::size_t count>
bool is_one_of(std::string_view code, const std::array<std::string_view, count>& codes) {
    return std::ranges::find(codes, code) != codes.end();
}

constexpr std::array<std::string_view, 2> absent{"JOURNAL_NOT_FOUND", "JOURNAL_STARTS_LATER"};
constexpr std::array<std::string_view, 15> unhealthy{
    "JOURNAL_DAMAGED",  "JOURNAL_MISSING_SEGMENT", "JOURNAL_FOREIGN_SEGMENT", "JOURNAL_VERSION", "MALFORMED_EVENT",
    "UNKNOWN_EVENT",    "NEWER_EVENT",             "REPLAY_FAILED",           "STATE_DIFFERS",   "SNAPSHOT_DIFFERS",
    "SNAPSHOT_AHEAD",   "SNAPSHOT_FOREIGN",        "SNAPSHOT_DAMAGED",        "SNAPSHOT_VERSION", "NO_BASE"};

}  // namespace

Result<JournalPlace> find_journal(const std::string& directory) {
    const std::filesystem::path given(directory);
    if (holds_journal(given / "journal")) return JournalPlace{(given / "journal").string(), (given / "state.mdb").string()};
    if (holds_journal(given)) {
        std::error_code ignored;
        const auto whole = std::filesystem::absolute(given, ignored).lexically_normal();
        const auto parent = whole.has_filename() ? whole.parent_path() : whole.parent_path().parent_path();
        return JournalPlace{given.string(), (parent / "state.mdb").string()};
    }
    return Error{"JOURNAL_NOT_FOUND", "there is no journal in " + directory + " or " + (given / "journal").string()};
}

int exit_code_of(const Error& error) {
    if (is_one_of(error.code, absent)) return static_cast<int>(ExitCode::not_found);
    if (is_one_of(error.code, unhealthy)) return static_cast<int>(ExitCode::unhealthy);
    return static_cast<int>(ExitCode::failure);
}

int fail_journal(std::ostream& err, std::string_view command, const Error& error) {
    err << "trellis journal " << command << ": " << error.code << ": " << error.detail << '\n';
    return exit_code_of(error);
}

}  // namespace trellis::program
