#include "ops/trellis/backup.hpp"

#include <filesystem>
#include <ostream>

#include "adapters/journal/posix_disk.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/data_copy.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {

namespace {

namespace fs = std::filesystem;

constexpr std::chrono::seconds backup_timeout{3600};

int fail(std::ostream& err, const char* command, const Error& error) {
    err << "trellis " << command << ": " << error.code << ": " << error.detail << '\n';
    if (error.code == "NO_DATA") return static_cast<int>(ExitCode::not_found);
    for (const char* code : {"FILE_EXISTS", "NOT_EMPTY", "INVALID_BACKUP"}) {
        if (error.code == code) return static_cast<int>(ExitCode::invalid_input);
    }
    return exit_code_of(error);
}

std::string words_of(const BackupSummary& summary) {
    return "events " + std::to_string(summary.first_event) + " to " + std::to_string(summary.last_event) + ", " +
           std::to_string(summary.groups) + " open groups, journal " + summary.journal;
}

/// The server writes the file, as the user that it runs as; the path is one of its machine.
int ask_server(Session& session, const BackupOptions& options, std::ostream& out) {
    std::error_code fault;
    const auto path = fs::absolute(options.file, fault).lexically_normal().string();
    adapters::json::Writer body;
    body.begin_object().name("path").string(path).end_object();
    const auto answer = session.ask({.method = "POST", .target = "/backup", .body = body.take(), .timeout = backup_timeout});
    if (!answer) return session.exit_code();
    out << path << ": written by the server at " << session.place() << " and checked\n";
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int backup(const BackupOptions& options, std::ostream& out, std::ostream& err) {
    std::error_code ignored;
    Session session("backup", options.client, err);
    const std::string& data_dir = session.data_dir();
    const bool has_journal = !data_dir.empty() && fs::exists(fs::path(data_dir) / "journal", ignored);
    if (!has_journal) return ask_server(session, options, out);
    adapters::PosixDisk disk;
    const auto lock = disk.lock(adapters::join_path(data_dir, "LOCK"));
    if (!lock && lock.error().code == "LOCKED") return ask_server(session, options, out);
    if (!lock) return fail(err, "backup", lock.error());
    const auto written = write_backup(data_dir, options.file, 0, copy_of_history(data_dir));
    if (!written) return fail(err, "backup", written.error());
    out << options.file << ": " << words_of(*written) << "; no server runs on " << data_dir << '\n';
    return static_cast<int>(ExitCode::ok);
}

int restore(const RestoreOptions& options, std::ostream& out, std::ostream& err) {
    std::error_code ignored;
    if (!fs::exists(options.file, ignored)) {
        err << "trellis restore: NO_FILE: there is no file " << options.file << '\n';
        return static_cast<int>(ExitCode::not_found);
    }
    const auto restored = restore_backup(options.file, options.directory);
    if (!restored) return fail(err, "restore", restored.error());
    out << options.directory << ": " << words_of(*restored) << "\nStart with: trellis serve --config FILE --data-dir " << options.directory
        << "   (" << options.directory << "/config.json is the configuration it had)\n";
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
