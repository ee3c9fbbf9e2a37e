// What the program's exit says; documented in interfaces and tested.
#pragma once

namespace trellis::program {

enum class ExitCode : int {
    ok = 0,
    failure = 1,
    usage = 2,
    not_found = 3,
    invalid_input = 4,
    timed_out = 5,
    not_authorised = 6,
    unhealthy = 7,
    try_again = 75,
};

}  // namespace trellis::program
