// Commands called as the program calls them, and a directory of their own to work in.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

namespace trellis::program::tests {

struct Said {
    int code = 0;
    std::string out;
    std::string err;
};

template <class Options>
Said say(int (*command)(const Options&, std::ostream&, std::ostream&), const Options& options) {
    std::ostringstream out;
    std::ostringstream err;
    const int code = command(options, out, err);
    return {code, out.str(), err.str()};
}

inline std::string text_of(const std::filesystem::path& file) {
    std::ifstream stream(file, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

class InADirectory : public ::testing::Test {
protected:
    InADirectory() {
        std::string name = (std::filesystem::temp_directory_path() / "trellis-setup-XXXXXX").string();
        if (mkdtemp(name.data()) != nullptr) home = name;
    }
    ~InADirectory() override {
        std::error_code fault;
        if (!home.empty()) std::filesystem::remove_all(home, fault);
    }
    std::string write(const std::string& name, const std::string& text) const {
        const auto file = home / name;
        std::ofstream(file, std::ios::binary) << text;
        return file.string();
    }

    std::filesystem::path home;
};

}  // namespace trellis::program::tests
