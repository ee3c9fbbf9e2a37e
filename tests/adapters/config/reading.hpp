// Short forms for tests that read configurations and compare what was wrong with them.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "adapters/config/config_reader.hpp"

namespace trellis::adapters::tests {

/// "CODE /pointer rule" of every error.
inline std::vector<std::string> faults(const std::string& document) {
    std::vector<std::string> out;
    for (const auto& error : read_config(document).errors) out.push_back(error.code + " " + error.field.pointer + " " + error.field.rule);
    return out;
}

/// All errors as a user reads them.
inline std::string complaints(const std::string& document) {
    std::string out;
    for (const auto& error : read_config(document).errors) out += text(error) + "\n";
    return out;
}

inline ConfigDocument config_of(const std::string& document) {
    auto checked = read_config(document);
    EXPECT_TRUE(checked.ok()) << document << "\n" << complaints(document);
    return checked.ok() ? *std::move(checked.value) : ConfigDocument{};
}

inline std::vector<std::string> one(const std::string& fault) { return {fault}; }

}  // namespace trellis::adapters::tests
