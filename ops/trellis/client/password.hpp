// Passwords on their way from a person to the server: typed without an echo, or a line of standard input; never an argument, which others
// see in the list of processes.
#pragma once

#include <iosfwd>
#include <string>

#include "adapters/secrets/secret.hpp"

namespace trellis::program {

/// Asks on `err` where standard input is a terminal.
adapters::Secret read_password(const std::string& question, std::ostream& err);

/// {"user":...,"password":...} and the like: texts in JSON, of which one may be a secret.
std::string json_text(std::string_view text);

}  // namespace trellis::program
