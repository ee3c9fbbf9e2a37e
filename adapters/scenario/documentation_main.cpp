// trellis_config_doc ROOT: writes what is generated from the key tables into the project at ROOT. A test compares the files.
#include <filesystem>
#include <fstream>
#include <iostream>

#include "adapters/config/presets.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/scenario/schema.hpp"

namespace {

bool write(const std::filesystem::path& file, const std::string& text) {
    std::ofstream stream(file, std::ios::binary);
    stream << text;
    stream.close();
    if (stream) return true;
    std::cerr << file << " cannot be written\n";
    return false;
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 2) {
        std::cerr << "usage: trellis_config_doc ROOT\n";
        return 2;
    }
    const std::filesystem::path root = arguments[1];
    const bool is_written = write(root / "docs" / "configuration.md", trellis::adapters::configuration_markdown()) &&
                            write(root / "schemas" / "config.schema.json", trellis::adapters::config_schema()) &&
                            write(root / "schemas" / "preset.schema.json", trellis::adapters::preset_schema()) &&
                            write(root / "schemas" / "scenario.schema.json", trellis::adapters::scenario_schema());
    return is_written ? 0 : 1;
}
