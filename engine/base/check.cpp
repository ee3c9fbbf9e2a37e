// Builds the text of a broken invariant, away from the code that states it.
#include "engine/base/check.hpp"

#include <string_view>

namespace trellis {

namespace {

/// Where the tree lies says nothing, and the text may be journaled.
std::string in_tree(std::string_view file) {
    constexpr std::string_view own = __FILE__;
    constexpr std::string_view name = "engine/base/check.cpp";
    static_assert(own.ends_with(name));
    constexpr std::string_view root = own.substr(0, own.size() - name.size());
    return std::string(file.starts_with(root) ? file.substr(root.size()) : file);
}

}  // namespace

void fail_check(const char* must_hold, const char* file, int line) { fail_check(std::string(must_hold), file, line); }

void fail_check(const std::string& must_hold, const char* file, int line) {
    throw InvariantBroken(must_hold + " (" + in_tree(file) + ":" + std::to_string(line) + ")");
}

}  // namespace trellis
