#include "ops/trellis/serve.hpp"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <ostream>

#include "adapters/config/text_file.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/server/process.hpp"

namespace trellis::program {

namespace {

int fail(std::ostream& err, const std::string& what, ExitCode code) {
    err << "trellis serve: " << what << '\n';
    return static_cast<int>(code);
}

ExitCode exit_code_for(const Error& error) {
    if (error.code == "LOCKED" || error.code == "JOURNAL_LOCKED") return ExitCode::try_again;
    if (error.code == "OTHER_INPUT" || error.code == "CONFIG_MISMATCH" || error.code.starts_with("SECRET_")) return ExitCode::invalid_input;
    return ExitCode::failure;
}

/// Flag, variable, file: which address a listener gets.
Result<std::optional<adapters::ListenAddress>> listen_address(const std::string& flag) {
    if (flag.empty()) return std::optional<adapters::ListenAddress>();
    auto parsed = adapters::parse_listen(flag);
    if (!parsed.ok()) return parsed.error();
    return std::optional(*parsed);
}

}  // namespace

int serve(const ServeOptions& options, std::ostream& out, std::ostream& err) {
    return serve(options, [](Server&) { return [] {}; }, out, err);
}

int serve(const ServeOptions& options, const Accompaniment& accompany, std::ostream& out, std::ostream& err) {
    // Read once: what is checked is what is journaled.
    auto text = adapters::read_text_file(options.config, adapters::config_bytes_max);
    if (!text.ok()) return fail(err, text.error().code + ": " + text.error().detail, ExitCode::invalid_input);
    auto document = adapters::read_config(*text);
    if (document.ok()) document->base_dir = std::filesystem::path(options.config).parent_path().string();
    if (!document.ok()) {
        for (const auto& error : document.errors) err << options.config << ": " << adapters::text(error) << '\n';
        return static_cast<int>(ExitCode::invalid_input);
    }
    if (options.live) return fail(err, "NOT_BUILT: --live: this version trades on paper only", ExitCode::invalid_input);

    ServerOptions how;
    how.data_dir = !options.data_dir.empty() ? options.data_dir : document->data_dir.has_value() ? document->resolve(*document->data_dir).string() : "";
    if (how.data_dir.empty()) return fail(err, "no data directory: give --data-dir DIR or set app.data_dir", ExitCode::usage);
    for (const auto& [flag, to] : {std::pair{&options.webhook_listen, &how.webhook_listen}, {&options.admin_listen, &how.admin_listen}}) {
        auto address = listen_address(*flag);
        if (!address.ok()) return fail(err, address.error().code + ": " + address.error().detail, ExitCode::usage);
        *to = std::move(address).value();
    }
    how.config_text = std::move(text).value();
    how.config = std::move(*document);

    hold_process_signals();
    raise_file_limit();
    const ServiceManager manager;
    Log log(parse_log_level(how.config.log_level));
    how.on_fatal = [&log] {
        log.flush();
        ::_exit(EXIT_FAILURE);
    };
    auto server = Server::start(std::move(how), log, manager);
    if (!server.ok()) return fail(err, server.error().code + ": " + server.error().detail, exit_code_for(server.error()));
    (*server)->announce(out);
    const auto end = accompany(**server);
    const int code = run_process(**server, options.config, log, manager, end);
    server->reset();
    return code;
}

}  // namespace trellis::program
