// A directory that is gone with everything in it when its user is.
#pragma once

#include <cstdlib>

#include <filesystem>
#include <string>

namespace trellis::program {

class TemporaryDirectory {
public:
    /// Its path stays empty when none can be made.
    TemporaryDirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "trellis-XXXXXX").string();
        if (::mkdtemp(name.data()) != nullptr) path_ = name;
    }
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;
    ~TemporaryDirectory() {
        std::error_code ignored;
        if (!path_.empty()) std::filesystem::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace trellis::program
