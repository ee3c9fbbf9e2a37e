// Builds the text of a broken invariant, away from the code that states it.
#include "engine/base/check.hpp"

namespace trellis {

void fail_check(const char* must_hold, const char* file, int line) { fail_check(std::string(must_hold), file, line); }

void fail_check(const std::string& must_hold, const char* file, int line) {
    throw InvariantBroken(must_hold + " (" + file + ":" + std::to_string(line) + ")");
}

}  // namespace trellis
