#include "ops/trellis/client/session_file.hpp"

#include <sys/stat.h>

#include <cstdlib>
#include <fstream>
#include <map>

namespace trellis::program {

namespace {

using Tokens = std::map<std::string, std::string>;

std::filesystem::path state_directory() {
    if (const char* given = std::getenv("XDG_STATE_HOME"); given != nullptr && *given != '\0') return given;
    const char* home = std::getenv("HOME");
    return std::filesystem::path(home == nullptr ? "/" : home) / ".local" / "state";
}

bool is_private(const std::filesystem::path& path) {
    struct stat status {};
    return ::stat(path.c_str(), &status) == 0 && (status.st_mode & (S_IRWXG | S_IRWXO)) == 0;
}

Tokens read_all() {
    Tokens tokens;
    if (!is_private(session_file())) return tokens;
    std::ifstream stream(session_file());
    std::string place;
    std::string token;
    while (stream >> place >> token) tokens.insert_or_assign(place, token);
    return tokens;
}

/// Beside it first, so that nobody reads half of it; nobody else reads any of it.
Result<void> write_all(const Tokens& tokens) {
    const auto path = session_file();
    const auto beside = path.string() + ".new";
    std::error_code fault;
    std::filesystem::create_directories(path.parent_path(), fault);
    std::filesystem::remove(beside, fault);
    const mode_t before = ::umask(0177);
    {
        std::ofstream stream(beside, std::ios::binary);
        for (const auto& [place, token] : tokens) stream << place << ' ' << token << '\n';
        stream.flush();
        ::umask(before);
        if (!stream) return Error{"CANNOT_WRITE", beside};
    }
    std::filesystem::rename(beside, path, fault);
    if (fault) return Error{"CANNOT_WRITE", path.string() + ": " + fault.message()};
    return {};
}

}  // namespace

std::filesystem::path session_file() { return state_directory() / "trellis" / "session"; }

std::optional<std::string> kept_token(const std::string& place) {
    const Tokens tokens = read_all();
    const auto found = tokens.find(place);
    return found == tokens.end() ? std::nullopt : std::optional(found->second);
}

Result<void> keep_token(const std::string& place, const std::string& token) {
    Tokens tokens = read_all();
    tokens.insert_or_assign(place, token);
    return write_all(tokens);
}

Result<bool> forget_token(const std::string& place) {
    Tokens tokens = read_all();
    if (tokens.erase(place) == 0) return false;
    if (auto written = write_all(tokens); !written) return written.error();
    return true;
}

}  // namespace trellis::program
