// libarchive's calls, their handles owned and their codes turned into errors.
#include "ops/trellis/tar_file.hpp"

#include <archive.h>
#include <archive_entry.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <memory>
#include <set>
#include <span>

#include "adapters/journal/posix_disk.hpp"

namespace trellis::program {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t block_bytes = 1U << 20U;
constexpr mode_t mode_for_me = 0600;

using Writing = std::unique_ptr<archive, decltype([](archive* handle) { archive_write_free(handle); })>;
using Reading = std::unique_ptr<archive, decltype([](archive* handle) { archive_read_free(handle); })>;
using Entry = std::unique_ptr<archive_entry, decltype([](archive_entry* entry) { archive_entry_free(entry); })>;

Error disk_fault(const std::string& path, archive* handle) {
    const char* said = archive_error_string(handle);
    return {"DISK_ERROR", path + ": " + (said != nullptr ? said : "cannot be written")};
}
Error disk_fault(const Error& error) { return {"DISK_ERROR", error.detail}; }
Error not_a_backup(const std::string& path, const std::string& why) { return {"INVALID_BACKUP", path + " is no backup: " + why}; }

Result<void> add_file(archive* tar, const std::string& path, const std::string& name) {
    adapters::PosixDisk disk;
    const auto file = disk.open(path, adapters::OpenMode::read);
    if (!file) return disk_fault(file.error());
    const auto size = (*file)->size();
    if (!size) return disk_fault(size.error());
    const Entry entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), name.c_str());
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(*size));
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), mode_for_me);
    archive_entry_set_mtime(entry.get(), std::chrono::system_clock::to_time_t(std::chrono::system_clock::now()), 0);
    if (archive_write_header(tar, entry.get()) != ARCHIVE_OK) return disk_fault(name, tar);
    std::vector<std::byte> block(block_bytes);
    for (std::uint64_t at = 0; at < *size;) {
        const auto got = (*file)->read(at, block);
        if (!got) return disk_fault(got.error());
        if (*got == 0) return Error{"DISK_ERROR", path + " became shorter"};
        if (archive_write_data(tar, block.data(), *got) != static_cast<la_ssize_t>(*got)) return disk_fault(name, tar);
        at += *got;
    }
    return {};
}

Result<void> write_all(const std::string& directory, const std::vector<std::string>& names, const std::string& file) {
    const Writing tar(archive_write_new());
    archive_write_set_format_pax_restricted(tar.get());
    if (archive_write_open_filename(tar.get(), file.c_str()) != ARCHIVE_OK) return disk_fault(file, tar.get());
    for (const auto& name : names) {
        if (auto added = add_file(tar.get(), adapters::join_path(directory, name), name); !added) return added;
    }
    if (archive_write_close(tar.get()) != ARCHIVE_OK) return disk_fault(file, tar.get());
    return {};
}

Result<void> make_durable(const std::string& file) {
    adapters::PosixDisk disk;
    auto opened = disk.open(file, adapters::OpenMode::write);
    if (!opened) return opened.error();
    return (*opened)->sync();
}

Result<void> extract_data(archive* tar, const std::string& path) {
    adapters::PosixDisk disk;
    auto file = disk.open(path, adapters::OpenMode::create);
    if (!file) return disk_fault(file.error());
    std::vector<std::byte> block(block_bytes);
    std::uint64_t at = 0;
    for (;;) {
        const la_ssize_t got = archive_read_data(tar, block.data(), block.size());
        if (got < 0) return not_a_backup(path, archive_error_string(tar));
        if (got == 0) break;
        const auto bytes = static_cast<std::size_t>(got);
        if (auto written = (*file)->write(at, std::span<const std::byte>(block).first(bytes)); !written) return disk_fault(written.error());
        at += bytes;
    }
    if (auto synced = (*file)->sync(); !synced) return disk_fault(synced.error());
    return {};
}

}  // namespace

Result<void> write_tar(const std::string& directory, const std::vector<std::string>& names, const std::string& file) {
    std::error_code ignored;
    if (fs::exists(file, ignored)) return Error{"FILE_EXISTS", file + " exists already"};
    const std::string beside = file + ".part";
    auto done = write_all(directory, names, beside);
    if (done) fs::permissions(beside, fs::perms::owner_read | fs::perms::owner_write, ignored);
    if (done) done = make_durable(beside);
    adapters::PosixDisk disk;
    if (done) done = disk.rename(beside, file);
    if (!done) {
        fs::remove(beside, ignored);
        return disk_fault(done.error());
    }
    const auto folder = fs::path(file).parent_path();
    if (auto synced = disk.sync_directory(folder.empty() ? "." : folder.string()); !synced) return disk_fault(synced.error());
    return {};
}

Result<std::vector<std::string>> read_tar(const std::string& file, const std::string& directory,
                                          const std::function<bool(std::string_view name)>& is_allowed) {
    const Reading tar(archive_read_new());
    archive_read_support_format_tar(tar.get());
    if (archive_read_open_filename(tar.get(), file.c_str(), block_bytes) != ARCHIVE_OK) {
        return not_a_backup(file, archive_error_string(tar.get()));
    }
    std::vector<std::string> names;
    std::set<std::string> folders;
    for (;;) {
        archive_entry* entry = nullptr;
        const int code = archive_read_next_header(tar.get(), &entry);
        if (code == ARCHIVE_EOF) break;
        if (code != ARCHIVE_OK) return not_a_backup(file, archive_error_string(tar.get()));
        const char* name = archive_entry_pathname(entry);
        const bool is_right = name != nullptr && archive_entry_filetype(entry) == AE_IFREG && is_allowed(name) &&
                              std::ranges::find(names, name) == names.end();
        if (!is_right) return not_a_backup(file, std::string("it holds ") + (name != nullptr ? name : "a file without a name"));
        const fs::path path = fs::path(directory) / name;
        std::error_code fault;
        fs::create_directories(path.parent_path(), fault);
        if (fault) return Error{"DISK_ERROR", path.parent_path().string() + ": " + fault.message()};
        folders.insert(path.parent_path().string());
        if (auto extracted = extract_data(tar.get(), path.string()); !extracted) return extracted.error();
        names.emplace_back(name);
    }
    adapters::PosixDisk disk;
    for (const auto& folder : folders) {
        if (auto synced = disk.sync_directory(folder); !synced) return disk_fault(synced.error());
    }
    return names;
}

}  // namespace trellis::program
