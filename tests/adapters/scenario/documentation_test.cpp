// What is committed of documentation and schemas is what the key tables say now; `trellis_config_doc .` writes it.
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "adapters/config/presets.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/scenario/schema.hpp"
#include "tests/support/paths.hpp"

namespace trellis::adapters {
namespace {

std::string committed(const std::string& path) {
    std::ifstream stream(trellis::tests::project_root() / path, std::ios::binary);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

constexpr auto how_to_mend = "run bin/trellis_config_doc with the project's root after a change to a key table";

TEST(Documentation, OfTheConfigurationIsUpToDate) {
    EXPECT_TRUE(committed("docs/configuration.md") == configuration_markdown()) << how_to_mend;
}

TEST(Documentation, HasTheSchemaOfTheConfiguration) {
    EXPECT_TRUE(committed("schemas/config.schema.json") == config_schema()) << how_to_mend;
}

TEST(Documentation, HasTheSchemaOfPresets) {
    EXPECT_TRUE(committed("schemas/preset.schema.json") == preset_schema()) << how_to_mend;
}

TEST(Documentation, HasTheSchemaOfScenarios) {
    EXPECT_TRUE(committed("schemas/scenario.schema.json") == scenario_schema()) << how_to_mend;
}

}  // namespace
}  // namespace trellis::adapters
