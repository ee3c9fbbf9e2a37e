// One tar file of plain files: written beside, synced and renamed; read back with nothing trusted in it.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace trellis::program {

/// Packs these files below `directory`, in this order, into the new file `file`. Errors: FILE_EXISTS, DISK_ERROR.
Result<void> write_tar(const std::string& directory, const std::vector<std::string>& names, const std::string& file);

/// Unpacks into `directory`, whose folders are made as they are needed. Errors: INVALID_BACKUP (no tar file, or a name in it that
/// `is_allowed` does not know), DISK_ERROR. Returns the names.
Result<std::vector<std::string>> read_tar(const std::string& file, const std::string& directory,
                                          const std::function<bool(std::string_view name)>& is_allowed);

}  // namespace trellis::program
