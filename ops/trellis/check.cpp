#include "ops/trellis/check.hpp"

#include <filesystem>
#include <ostream>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "adapters/scenario/scenario.hpp"
#include "ops/trellis/exit_code.hpp"

namespace trellis::program {

namespace {

using adapters::json::Layout;
using JsonWriter = adapters::json::Writer;

Result<std::string> read_input(const std::string& file) {
    return adapters::read_text_file(file == "-" ? "/dev/stdin" : file, adapters::scenario_bytes_max);
}

enum class DocumentKind : std::uint8_t { scenario, config };

std::string_view text(DocumentKind kind) { return kind == DocumentKind::scenario ? "scenario" : "configuration"; }

/// A scenario has keys that no configuration has. What is no JSON object is called a configuration: its reader says what is wrong.
DocumentKind kind_of(const std::string& text) {
    const auto document = adapters::json::Document::parse(text);
    if (!document.ok()) return DocumentKind::config;
    for (const char* key : {"timeline", "instruments", "start", "seed"}) {
        if (document->root().find(key) != nullptr) return DocumentKind::scenario;
    }
    return DocumentKind::config;
}

struct Finding {
    DocumentKind kind{};
    adapters::InputErrors errors;
    std::string summary;
};

std::string counted(std::size_t count, std::string_view one, std::string_view many) {
    return std::to_string(count) + " " + std::string(count == 1 ? one : many);
}

std::string place_of(const adapters::ListenerSettings& listener) {
    const bool is_ipv6 = listener.address.find(':') != std::string::npos;
    return (is_ipv6 ? "[" + listener.address + "]" : listener.address) + ":" + std::to_string(listener.port) +
           (listener.tls ? " (TLS)" : "");
}

std::string summary_of(const adapters::ConfigDocument& document) {
    return counted(document.config.accounts.size(), "account", "accounts") + ", " +
           counted(document.security.routes.size(), "route", "routes") + ", " +
           counted(document.paper.instruments.size(), "instrument", "instruments") + ", " +
           counted(document.config.strategies.size(), "strategy rule", "strategy rules") + ", paper; webhook " +
           place_of(document.security.webhook) + ", admin " + place_of(document.security.admin);
}

Finding examine(const std::string& bytes, const std::filesystem::path& folder) {
    Finding found{kind_of(bytes), {}, ""};
    if (found.kind == DocumentKind::scenario) {
        auto scenario = adapters::read_scenario(bytes, folder);
        found.errors = std::move(scenario.errors);
        if (scenario.ok()) {
            found.summary = counted(scenario->instruments.all().size(), "instrument", "instruments") + ", " +
                            counted(scenario->config.accounts.size(), "account", "accounts") + ", " +
                            counted(scenario->timeline.size(), "timeline entry", "timeline entries");
        }
    } else {
        auto config = adapters::read_config(bytes);
        found.errors = std::move(config.errors);
        if (config.ok()) {
            found.summary = summary_of(*config);
        }
    }
    return found;
}

std::string as_json(const CheckOptions& options, const Finding& found) {
    JsonWriter out(Layout::indented);
    out.begin_object();
    out.name("file").string(options.file);
    out.name("kind").string(text(found.kind));
    out.name("ok").boolean(found.errors.empty());
    out.name("summary").string(found.summary);
    out.name("errors").begin_array();
    for (const auto& error : found.errors) {
        out.begin_object();
        out.name("pointer").string(error.field.pointer);
        out.name("code").string(error.code);
        out.name("value").string(error.field.value);
        out.name("rule").string(error.field.rule);
        out.name("hint").string(error.field.hint);
        out.end_object();
    }
    out.end_array();
    out.end_object();
    return out.take();
}

}  // namespace

int check(const CheckOptions& asked, std::ostream& out, std::ostream& err) {
    CheckOptions options = asked;
    if (options.file.empty()) options.file = "trellis.json";
    const auto bytes = read_input(options.file);
    if (!bytes.ok()) {
        err << "trellis check: " << bytes.error().code << ": " << bytes.error().detail << '\n';
        return static_cast<int>(ExitCode::invalid_input);
    }
    const auto folder = options.file == "-" ? std::filesystem::path(".") : std::filesystem::path(options.file).parent_path();
    const Finding found = examine(*bytes, folder);
    if (options.json) {
        out << as_json(options, found) << '\n';
    } else if (found.errors.empty()) {
        out << options.file << ": ok, a " << text(found.kind) << ": " << found.summary << '\n';
    }
    if (found.errors.empty()) return static_cast<int>(ExitCode::ok);
    if (!options.json) {
        for (const auto& error : found.errors) err << options.file << ": " << adapters::text(error) << '\n';
    }
    err << "trellis check: " << counted(found.errors.size(), "error", "errors") << " in " << options.file << ", read as a "
        << text(found.kind) << '\n';
    return static_cast<int>(ExitCode::invalid_input);
}

}  // namespace trellis::program
