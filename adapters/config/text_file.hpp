// A whole file as text, bounded: how documents that people write come in.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "engine/base/result.hpp"

namespace trellis::adapters {

/// Errors NO_FILE (absent, a folder, not readable) and TOO_LARGE, naming the file.
Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t bytes_max);

}  // namespace trellis::adapters
