// The one way to state what must hold. A broken statement is a programmer's error: it throws, in release builds too, and the
// shell around the aggregate decides what to quarantine.
#pragma once

#include <stdexcept>
#include <string>

namespace trellis {

/// Thrown by TRELLIS_CHECK; what() names the statement, the file and the line.
class InvariantBroken : public std::logic_error {
public:
    explicit InvariantBroken(const std::string& what) : std::logic_error(what) {}
};

/// Throws InvariantBroken. Out of line, so that a check costs its caller one compare and one jump.
[[noreturn]] void fail_check(const char* must_hold, const char* file, int line);
[[noreturn]] void fail_check(const std::string& must_hold, const char* file, int line);

}  // namespace trellis

#define TRELLIS_CHECK(condition, must_hold)                          \
    do {                                                             \
        if (!(condition)) [[unlikely]]                               \
            ::trellis::fail_check((must_hold), __FILE__, __LINE__);  \
    } while (false)
