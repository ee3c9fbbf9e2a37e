#include "ops/trellis/version.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/exit_code.hpp"

namespace trellis::program {

const char* program_version() { return TRELLIS_VERSION; }
const char* program_compiler() { return TRELLIS_COMPILER; }

int version(const VersionOptions& options, std::ostream& out) {
    if (options.json) {
        adapters::json::Writer writer;
        writer.begin_object();
        writer.name("name").string("trellis");
        writer.name("version").string(TRELLIS_VERSION);
        writer.name("compiler").string(TRELLIS_COMPILER);
        writer.name("build").string(TRELLIS_BUILD);
        writer.end_object();
        out << writer.take() << '\n';
    } else {
        out << "trellis " << TRELLIS_VERSION << '\n';
    }
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
