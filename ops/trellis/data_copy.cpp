#include "ops/trellis/data_copy.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <span>
#include <vector>

#include "adapters/archive/archive.hpp"
#include "adapters/archive/recovery.hpp"
#include "adapters/config/config_reader.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/history/history.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/json/writer.hpp"
#include "ops/trellis/server/data_directory.hpp"
#include "ops/trellis/tar_file.hpp"

namespace trellis::program {

namespace {

namespace fs = std::filesystem;
using adapters::join_path;

constexpr const char* manifest_name = "backup.json";
constexpr const char* identity_name = "JOURNAL";
constexpr int copy_format = 1;
/// A running server may drop segments or take the copied snapshot up again meanwhile: then all of it is copied anew.
constexpr int attempts_max = 3;

Error disk_fault(const Error& error) { return {"DISK_ERROR", error.detail}; }

/// A folder of its own beside `near`, removed with all that is in it unless it was moved away.
class Scratch {
public:
    static Result<Scratch> make(const std::string& near) {
        std::string name = near + ".XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) return Error{"DISK_ERROR", "cannot make a folder beside " + near};
        return Scratch(std::move(name));
    }
    Scratch(Scratch&& other) noexcept : path_(std::exchange(other.path_, {})) {}
    Scratch& operator=(Scratch&&) = delete;
    Scratch(const Scratch&) = delete;
    ~Scratch() {
        std::error_code ignored;
        if (!path_.empty()) fs::remove_all(path_, ignored);
    }
    const std::string& path() const { return path_; }

private:
    explicit Scratch(std::string path) : path_(std::move(path)) {}
    std::string path_;
};

std::string parent_of(const std::string& path) {
    const auto parent = fs::path(path).parent_path();
    return parent.empty() ? "." : parent.string();
}

Result<void> write_file(const std::string& path, std::span<const std::byte> bytes) {
    adapters::PosixDisk disk;
    auto file = disk.open(path, adapters::OpenMode::create);
    if (!file) return disk_fault(file.error());
    if (auto written = (*file)->write(0, bytes); !written) return disk_fault(written.error());
    if (auto synced = (*file)->sync(); !synced) return disk_fault(synced.error());
    return {};
}
Result<void> write_file(const std::string& path, const std::string& text) { return write_file(path, std::as_bytes(std::span(text))); }

/// The first `bytes` of a file; all of it when it has fewer.
Result<void> copy_file(const std::string& from, const std::string& to, std::uint64_t bytes = UINT64_MAX) {
    adapters::PosixDisk disk;
    auto content = adapters::read_file(disk, from);
    if (!content) return content.error();
    if (content->size() > bytes) content->resize(bytes);
    return write_file(to, *content);
}

struct Copied {
    BackupSummary summary;
    std::vector<std::string> names;  ///< in the order of the tar file
};

Result<void> copy_journal(const std::string& from, const std::string& to, Copied& copied) {
    adapters::PosixDisk disk;
    const auto end = adapters::read_to_end(disk, from, {.from_sequence = 0, .known_durable = 0});
    if (!end) return end.error();
    const auto list = adapters::list_segments(disk, from);
    if (!list) return list.error();
    adapters::JournalIdentity identity = list->identity;
    identity.newest = end->segment;
    copied.summary.journal = text_of(identity.id);
    copied.summary.last_event = end->next_sequence - 1;
    for (const auto& segment : list->used) {
        const auto number = segment.header.number;
        if (number > end->segment) break;
        if (copied.summary.first_event == 0) copied.summary.first_event = segment.header.first_sequence;
        const std::string name = adapters::segment_name(number);
        const std::uint64_t bytes = number == end->segment ? end->offset : UINT64_MAX;
        if (auto done = copy_file(join_path(from, name), join_path(to, name), bytes); !done) return done;
        copied.names.push_back("journal/" + name);
    }
    if (auto done = write_file(join_path(to, identity_name), text_of(identity)); !done) return done;
    copied.names.push_back(std::string("journal/") + identity_name);
    return {};
}

/// The newer cut is not written to until the next snapshot begins; if that was now, the copy does not verify.
Result<void> copy_snapshot(const std::string& from, const std::string& to, Copied& copied) {
    std::optional<adapters::CutInfo> newest;
    std::string path;
    for (const auto& candidate : adapters::cut_paths(from)) {
        const auto info = adapters::peek_cut(candidate);
        if (!info || info->sequence == 0) continue;
        if (newest && newest->sequence >= info->sequence) continue;
        newest = *info;
        path = candidate;
    }
    if (!newest) return Error{"NO_BASE", from + " has no snapshot, and the journal's beginning is not kept"};
    const std::string name = fs::path(path).filename().string();
    if (auto done = copy_file(path, join_path(to, name)); !done) return done;
    if (const auto verified = adapters::verify_cut(join_path(to, name)); !verified) return verified.error();
    copied.names.push_back("state.mdb/" + name);
    return {};
}

Result<void> copy_lists(const std::string& to, const CopyHistory& history, Copied& copied) {
    if (auto done = history(join_path(to, adapters::history_file_name)); !done) return done;
    copied.names.push_back(std::string("state.mdb/") + adapters::history_file_name);
    return {};
}

/// Before the journal: what they hold must stand in the journal that is copied.
Result<void> copy_state(const std::string& data_dir, const std::string& to, const CopyHistory& history, Copied& copied) {
    adapters::PosixDisk disk;
    const auto list = adapters::list_segments(disk, join_path(data_dir, "journal"));
    if (!list) return list.error();
    const bool is_whole = list->identity.oldest <= 1;
    if (is_whole) return {};
    const std::string state = join_path(to, "state.mdb");
    if (auto made = disk.create_directory(state); !made) return disk_fault(made.error());
    if (auto done = copy_snapshot(join_path(data_dir, "state.mdb"), state, copied); !done) return done;
    return copy_lists(state, history, copied);
}

std::string manifest_of(const BackupSummary& summary) {
    adapters::json::Writer out(adapters::json::Layout::indented);
    out.begin_object().name("format").integer(copy_format).name("journal").string(summary.journal);
    out.name("first_event").integer(summary.first_event).name("last_event").integer(summary.last_event);
    return out.end_object().take() + "\n";
}

Result<Copied> copy_data(const std::string& data_dir, const std::string& to, const CopyHistory& history) {
    adapters::PosixDisk disk;
    Copied copied;
    if (auto done = copy_file(join_path(data_dir, config_copy_name), join_path(to, config_copy_name)); !done) {
        return Error{"NO_DATA", data_dir + " holds no server's data: " + done.error().detail};
    }
    if (auto done = copy_state(data_dir, to, history, copied); !done) return done.error();
    const std::string journal = join_path(to, "journal");
    if (auto made = disk.create_directory(journal); !made) return disk_fault(made.error());
    if (auto done = copy_journal(join_path(data_dir, "journal"), journal, copied); !done) return done.error();
    if (auto done = write_file(join_path(to, manifest_name), manifest_of(copied.summary)); !done) return done.error();
    copied.names.insert(copied.names.begin(), {manifest_name, config_copy_name});
    return copied;
}

/// As a start would: that is what it is for.
Result<std::uint64_t> recovered_groups(const std::string& directory, std::uint64_t last_event) {
    const auto text = adapters::read_text_file(join_path(directory, config_copy_name), adapters::config_bytes_max);
    if (!text) return text.error();
    const auto config = adapters::read_config(*text);
    if (!config.ok()) return Error{"INVALID_BACKUP", std::string(config_copy_name) + ": " + adapters::text(config.errors.front())};
    adapters::PosixDisk disk;
    const auto recovered =
        adapters::recover(disk, {join_path(directory, "journal"), join_path(directory, "state.mdb"), true}, config->config);
    if (!recovered) return recovered.error();
    if (recovered->last_sequence() < last_event) {
        return Error{"INVALID_BACKUP", "it ends with event " + std::to_string(recovered->last_sequence()) + ", not with " + std::to_string(last_event)};
    }
    return recovered->world.groups.size();
}

bool is_backup_file(std::string_view name) {
    if (name == manifest_name || name == config_copy_name) return true;
    constexpr std::string_view journal = "journal/";
    if (name.starts_with(journal)) {
        name.remove_prefix(journal.size());
        return name == identity_name || adapters::segment_number_of(name).has_value();
    }
    return name == "state.mdb/a.mdb" || name == "state.mdb/b.mdb" || name == "state.mdb/history.mdb";
}

Result<BackupSummary> read_manifest(const std::string& path) {
    const auto text = adapters::read_text_file(path, adapters::config_bytes_max);
    if (!text) return Error{"INVALID_BACKUP", "it says not what it is: " + text.error().detail};
    const auto document = adapters::json::Document::parse(*text);
    if (!document) return Error{"INVALID_BACKUP", document.error().detail};
    const auto number = [&](std::string_view name) {
        const auto* value = document->root().find(name);
        return value != nullptr && value->is_number() ? std::strtoull(std::string(value->number()).c_str(), nullptr, 10) : 0ULL;
    };
    if (number("format") != copy_format) return Error{"INVALID_BACKUP", "its format is not " + std::to_string(copy_format)};
    const auto* journal = document->root().find("journal");
    const bool is_named = journal != nullptr && journal->is_string();
    return BackupSummary{is_named ? std::string(journal->string()) : "", number("first_event"), number("last_event"), 0};
}

bool is_worth_another(const Error& error) { return error.code != "DISK_ERROR" && error.code != "NO_DATA" && error.code != "DISK_FULL"; }

}  // namespace

CopyHistory copy_of_history(const std::string& data_dir) {
    return [from = join_path(join_path(data_dir, "state.mdb"), adapters::history_file_name)](const std::string& to) {
        return copy_file(from, to);
    };
}

Result<BackupSummary> write_backup(const std::string& data_dir, const std::string& file, std::uint64_t durable, const CopyHistory& history) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) return Error{"FILE_EXISTS", file + " exists already"};
    for (int attempt = 1;; ++attempt) {
        const auto scratch = Scratch::make(file);
        if (!scratch) return scratch.error();
        auto copied = copy_data(data_dir, scratch->path(), history);
        const auto groups = copied ? recovered_groups(scratch->path(), std::max(durable, copied->summary.last_event))
                                   : Result<std::uint64_t>(copied.error());
        if (!groups && attempt < attempts_max && is_worth_another(groups.error())) continue;
        if (!groups) return groups.error();
        copied->summary.groups = *groups;
        if (auto written = write_tar(scratch->path(), copied->names, file); !written) return written.error();
        return copied->summary;
    }
}

Result<BackupSummary> restore_backup(const std::string& file, const std::string& directory) {
    std::error_code fault;
    const bool is_there = fs::exists(directory, fault);
    if (is_there && (!fs::is_directory(directory, fault) || !fs::is_empty(directory, fault))) {
        return Error{"NOT_EMPTY", directory + " is not an empty directory, and nothing is overwritten"};
    }
    const auto whole = fs::absolute(directory, fault).lexically_normal();
    const std::string target = whole.has_filename() ? whole.string() : whole.parent_path().string();
    const auto scratch = Scratch::make(target);
    if (!scratch) return scratch.error();
    const auto names = read_tar(file, scratch->path(), is_backup_file);
    if (!names) return names.error();
    auto summary = read_manifest(join_path(scratch->path(), manifest_name));
    if (!summary) return summary;
    const auto groups = recovered_groups(scratch->path(), summary->last_event);
    if (!groups) return groups.error();
    summary->groups = *groups;
    adapters::PosixDisk disk;
    fs::permissions(scratch->path(), fs::perms(0750), fault);
    if (auto moved = disk.rename(scratch->path(), target); !moved) return disk_fault(moved.error());
    if (auto synced = disk.sync_directory(parent_of(target)); !synced) return disk_fault(synced.error());
    return summary;
}

}  // namespace trellis::program
