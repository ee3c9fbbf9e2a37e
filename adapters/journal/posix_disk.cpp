// The real disk. Interrupted and short calls are continued here, so that nobody above sees them.
#include "adapters/journal/posix_disk.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>
#include <utility>

namespace trellis::adapters {

std::string join_path(std::string_view directory, std::string_view name) {
    std::string path(directory);
    if (!path.empty() && path.back() != '/') path += '/';
    path += name;
    return path;
}

namespace {

std::string_view code_of(int error_number) {
    switch (error_number) {
        case ENOSPC:
        case EDQUOT: return "DISK_FULL";
        case EROFS:
        case EACCES:
        case EPERM: return "DISK_READ_ONLY";
        case ENOENT: return "NOT_FOUND";
        case EWOULDBLOCK: return "LOCKED";
        default: return "DISK_IO";
    }
}

/// Owns a descriptor.
class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    int get() const { return number_; }

private:
    int number_;
};

/// Calls again while a signal interrupts.
template <class Call>
auto uninterrupted(Call call) {
    for (;;) {
        const auto result = call();
        if (result >= 0 || errno != EINTR) return result;
    }
}

class PosixFile final : public File {
public:
    PosixFile(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}

    Result<std::size_t> read(std::uint64_t offset, std::span<std::byte> bytes) override {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto got = uninterrupted([&] {
                return ::pread(descriptor_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
            });
            if (got < 0) return disk_error("read", path_, errno);
            if (got == 0) break;
            done += static_cast<std::size_t>(got);
        }
        return done;
    }

    Result<void> write(std::uint64_t offset, std::span<const std::byte> bytes) override {
        std::size_t done = 0;
        while (done < bytes.size()) {
            const auto put = uninterrupted([&] {
                return ::pwrite(descriptor_.get(), bytes.data() + done, bytes.size() - done, static_cast<off_t>(offset + done));
            });
            if (put < 0) return disk_error("write to", path_, errno);
            done += static_cast<std::size_t>(put);
        }
        return {};
    }

    Result<void> sync() override {
        if (uninterrupted([&] { return ::fdatasync(descriptor_.get()); }) < 0) return disk_error("sync", path_, errno);
        return {};
    }

    Result<void> truncate(std::uint64_t size) override {
        if (uninterrupted([&] { return ::ftruncate(descriptor_.get(), static_cast<off_t>(size)); }) < 0) {
            return disk_error("truncate", path_, errno);
        }
        return {};
    }

    Result<std::uint64_t> size() override {
        struct stat status {};
        if (::fstat(descriptor_.get(), &status) < 0) return disk_error("inspect", path_, errno);
        return static_cast<std::uint64_t>(status.st_size);
    }

private:
    Descriptor descriptor_;
    std::string path_;
};

class PosixLock final : public DiskLock {
public:
    explicit PosixLock(int descriptor) : descriptor_(descriptor) {}

private:
    Descriptor descriptor_;  // closing it lets go of the lock
};

int flags_of(OpenMode mode) {
    switch (mode) {
        case OpenMode::read: return O_RDONLY | O_CLOEXEC;
        case OpenMode::write: return O_RDWR | O_CLOEXEC;
        case OpenMode::create: return O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC;
    }
    return O_RDONLY | O_CLOEXEC;
}

constexpr mode_t file_mode = 0640;
constexpr mode_t directory_mode = 0750;

/// What the holder wrote into its lock file.
std::string holder_of(int descriptor) {
    std::array<char, 32> text{};
    const auto got = ::pread(descriptor, text.data(), text.size(), 0);
    std::string pid(text.data(), static_cast<std::size_t>(std::max<ssize_t>(got, 0)));
    pid.erase(std::find_if(pid.begin(), pid.end(), [](char c) { return c < '0' || c > '9'; }), pid.end());
    return pid.empty() ? "another process" : "process " + pid;
}

}  // namespace

Error disk_error(std::string_view what, std::string_view path, int error_number) {
    std::string detail = "cannot ";
    detail.append(what).append(" ").append(path).append(": ").append(std::generic_category().message(error_number));
    return Error{std::string(code_of(error_number)), std::move(detail)};
}

Result<std::unique_ptr<File>> PosixDisk::open(const std::string& path, OpenMode mode) {
    const int descriptor = uninterrupted([&] { return ::open(path.c_str(), flags_of(mode), file_mode); });
    if (descriptor < 0) return disk_error("open", path, errno);
    return std::unique_ptr<File>(std::make_unique<PosixFile>(descriptor, path));
}

Result<void> PosixDisk::create_directory(const std::string& path) {
    if (::mkdir(path.c_str(), directory_mode) < 0 && errno != EEXIST) return disk_error("create", path, errno);
    return {};
}

Result<std::vector<std::string>> PosixDisk::list(const std::string& directory) {
    DIR* opened = ::opendir(directory.c_str());
    if (opened == nullptr) return disk_error("list", directory, errno);
    std::vector<std::string> names;
    for (errno = 0; const dirent* entry = ::readdir(opened); errno = 0) {
        const std::string_view name = entry->d_name;
        if (name != "." && name != "..") names.emplace_back(name);
    }
    const int error_number = errno;
    ::closedir(opened);
    if (error_number != 0) return disk_error("list", directory, error_number);
    std::ranges::sort(names);
    return names;
}

Result<void> PosixDisk::remove(const std::string& path) {
    if (::unlink(path.c_str()) < 0) return disk_error("remove", path, errno);
    return {};
}

Result<void> PosixDisk::rename(const std::string& from, const std::string& to) {
    if (::rename(from.c_str(), to.c_str()) < 0) return disk_error("rename to", to, errno);
    return {};
}

Result<void> PosixDisk::sync_directory(const std::string& path) {
    const Descriptor directory(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.get() < 0) return disk_error("open", path, errno);
    if (uninterrupted([&] { return ::fsync(directory.get()); }) < 0) return disk_error("sync", path, errno);
    return {};
}

Result<std::unique_ptr<DiskLock>> PosixDisk::lock(const std::string& path) {
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, file_mode);
    if (descriptor < 0) return disk_error("open", path, errno);
    auto lock = std::make_unique<PosixLock>(descriptor);
    if (uninterrupted([&] { return ::flock(descriptor, LOCK_EX | LOCK_NB); }) < 0) {
        if (errno != EWOULDBLOCK) return disk_error("lock", path, errno);
        return Error{"LOCKED", path + " is held by " + holder_of(descriptor)};
    }
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(descriptor, 0) < 0) return disk_error("write to", path, errno);
    if (::pwrite(descriptor, pid.data(), pid.size(), 0) < 0) return disk_error("write to", path, errno);
    return std::unique_ptr<DiskLock>(std::move(lock));
}

}  // namespace trellis::adapters
