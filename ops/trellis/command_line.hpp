// The command line as a user types it: which command with which options, its help, and what is wrong with it. The only header of
// the one file that knows CLI11.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace trellis::program {

/// Runs one command; `arguments` without the program's name. Data goes to `out`, messages to `err`. Returns the exit code.
int run_command_line(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
