// Where `trellis login` keeps its token, so that the next command finds it: a file of the user's own, one line for each server.
//
//   http://127.0.0.1:7780 TOKEN
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "engine/base/result.hpp"

namespace trellis::program {

/// $XDG_STATE_HOME/trellis/session, or the same below $HOME/.local/state.
std::filesystem::path session_file();

/// The token for the server at that place; nothing where there is none, or where others may read the file.
std::optional<std::string> kept_token(const std::string& place);
/// Mode 0600. Error CANNOT_WRITE.
Result<void> keep_token(const std::string& place, const std::string& token);
/// False: there was none.
Result<bool> forget_token(const std::string& place);

}  // namespace trellis::program
