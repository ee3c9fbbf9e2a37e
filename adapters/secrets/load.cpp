#include "adapters/secrets/load.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace trellis::adapters {

namespace {

class File {
  public:
    explicit File(const std::filesystem::path& path) : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK)) {}
    File(const File&) = delete;
    File& operator=(const File&) = delete;
    ~File() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }

    int descriptor() const { return descriptor_; }

  private:
    int descriptor_;
};

/// Bytes on the stack that are wiped on every way out.
struct Buffer {
    std::array<char, secret_bytes_max + 2> bytes{};
    std::size_t size = 0;

    Buffer() = default;
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;
    ~Buffer() { wipe(bytes.data(), bytes.size()); }
};

Error missing(const std::filesystem::path& path) {
    return {"SECRET_MISSING", "the secret " + path.string() + " cannot be read: " + std::strerror(errno)};
}

/// Asked of the open file, so nobody can change it in between.
Result<void> check_access(const File& file, const std::filesystem::path& path) {
    struct stat status {};
    if (::fstat(file.descriptor(), &status) != 0) return missing(path);
    if (!S_ISREG(status.st_mode)) return Error{"SECRET_MISSING", "the secret " + path.string() + " is not a file"};
    if ((status.st_mode & (S_IRWXG | S_IRWXO)) == 0) return {};
    return Error{"SECRET_EXPOSED", "the secret " + path.string() + " is open to other users; say: chmod 600 " + path.string()};
}

Result<void> read(const File& file, const std::filesystem::path& path, Buffer& buffer) {
    while (buffer.size < buffer.bytes.size()) {
        const auto count = ::read(file.descriptor(), buffer.bytes.data() + buffer.size, buffer.bytes.size() - buffer.size);
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return missing(path);
        if (count == 0) return {};
        buffer.size += static_cast<std::size_t>(count);
    }
    return {};
}

Result<Secret> read_secret(const std::filesystem::path& path, bool is_access_checked) {
    const File file(path);
    if (file.descriptor() < 0) return missing(path);
    if (is_access_checked) {
        if (const auto checked = check_access(file, path); !checked) return checked.error();
    }
    Buffer buffer;
    if (const auto done = read(file, path, buffer); !done) return done.error();
    std::string_view text(buffer.bytes.data(), buffer.size);
    if (text.ends_with('\n')) text.remove_suffix(text.ends_with("\r\n") ? 2 : 1);
    if (text.empty()) return Error{"SECRET_SIZE", "the secret " + path.string() + " is empty"};
    if (text.size() > secret_bytes_max)
        return Error{"SECRET_SIZE",
                     "the secret " + path.string() + " has more than " + std::to_string(secret_bytes_max) + " bytes"};
    return Secret(text);
}

/// systemd guards its folder itself; the files in it may be readable by the service's group.
Result<Secret> read_credential(const std::string& name) {
    const char* folder = std::getenv("CREDENTIALS_DIRECTORY");
    if (folder == nullptr)
        return Error{"SECRET_MISSING",
                     "the credential " + name + " needs LoadCredential= of systemd: CREDENTIALS_DIRECTORY is not set"};
    if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.'))
        return Error{"SECRET_MISSING", "\"" + name + "\" is no name of a credential"};
    return read_secret(std::filesystem::path(folder) / name, false);
}

}  // namespace

Result<Secret> load_secret(const SecretReference& reference, const std::filesystem::path& base) {
    using Kind = SecretReference::Kind;
    switch (reference.kind) {
        case Kind::file:
            return read_secret(base / reference.name, true);
        case Kind::credential:
            return read_credential(reference.name);
        case Kind::sealed:
            return Error{"SECRET_NOT_BUILT",
                         "the sealed secret " + reference.name + " cannot be opened in this version; use file or credential"};
    }
    fail_check("a reference to a secret must have a kind", __FILE__, __LINE__);
}

}  // namespace trellis::adapters
