#include "adapters/secrets/seal.hpp"

#include <fcntl.h>
#include <sodium.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t nonce_bytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t tag_bytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr int base64_kind = sodium_base64_VARIANT_ORIGINAL;

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

using Key = std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES>;

/// Kept by the file system before anything is sealed with it.
Result<void> write_key(const std::string& path) {
    Key key{};
    randombytes_buf(key.data(), key.size());
    const std::string beside = path + ".new";
    ::unlink(beside.c_str());
    const int file = ::open(beside.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) return Error{"CANNOT_WRITE", beside};
    const bool is_written = ::write(file, key.data(), key.size()) == static_cast<ssize_t>(key.size()) && ::fsync(file) == 0;
    ::close(file);
    sodium_memzero(key.data(), key.size());
    // A link, not a rename: of two that come at once, one key stays.
    const bool is_there = is_written && (::link(beside.c_str(), path.c_str()) == 0 || errno == EEXIST);
    ::unlink(beside.c_str());
    if (!is_there) return Error{"CANNOT_WRITE", path};
    const std::string directory = path.substr(0, path.find_last_of('/') + 1);
    const int parent = ::open(directory.empty() ? "." : directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (parent >= 0) {
        ::fsync(parent);
        ::close(parent);
    }
    return {};
}

Result<Key> read_key(const std::string& path) {
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0) return Error{errno == ENOENT ? "NO_FILE" : "SEAL_KEY_BROKEN", path + " cannot be read"};
    struct stat about {};
    Key key{};
    const bool is_known = ::fstat(file, &about) == 0;
    const ssize_t read = ::read(file, key.data(), key.size());
    ::close(file);
    if (!is_known || read != static_cast<ssize_t>(key.size()) || about.st_size != static_cast<off_t>(key.size())) {
        return Error{"SEAL_KEY_BROKEN", path + " is not a key of " + std::to_string(key.size()) + " bytes; put back the one that was there"};
    }
    if ((about.st_mode & 077U) != 0) return Error{"SEAL_KEY_EXPOSED", "others may read " + path + "; chmod 600"};
    return key;
}

}  // namespace

Result<Seal> Seal::open(const std::string& path, std::string_view node) {
    static_assert(key_bytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
    TRELLIS_CHECK(sodium_init() >= 0, "the system gives random numbers");
    auto file_key = read_key(path);
    if (!file_key.ok() && file_key.error().code == "NO_FILE") {
        if (auto written = write_key(path); !written.ok()) return written.error();
        file_key = read_key(path);
    }
    if (!file_key.ok()) return file_key.error();
    Key key{};
    crypto_generichash(key.data(), key.size(), bytes_of(node), node.size(), file_key->data(), file_key->size());
    Seal seal(key);
    sodium_memzero(key.data(), key.size());
    sodium_memzero(file_key->data(), file_key->size());
    return seal;
}

Seal::Seal(Seal&& other) noexcept : key_(other.key_) { sodium_memzero(other.key_.data(), other.key_.size()); }

Seal::~Seal() { sodium_memzero(key_.data(), key_.size()); }

std::string Seal::close(std::string_view plain, std::string_view context) const {
    std::string sealed(nonce_bytes + plain.size() + tag_bytes, '\0');
    randombytes_buf(sealed.data(), nonce_bytes);
    crypto_aead_xchacha20poly1305_ietf_encrypt(bytes_of(sealed) + nonce_bytes, nullptr, bytes_of(plain), plain.size(), bytes_of(context),
                                               context.size(), nullptr, bytes_of(sealed), key_.data());
    std::string box(sodium_base64_encoded_len(sealed.size(), base64_kind), '\0');
    sodium_bin2base64(box.data(), box.size(), bytes_of(sealed), sealed.size(), base64_kind);
    box.pop_back();  // libsodium's zero
    return box;
}

Result<Secret> Seal::unseal(std::string_view box, std::string_view context) const {
    const Error broken{"SEAL_BROKEN", "the sealed key does not open here: it was sealed by another installation, or was changed; enter it again"};
    std::string sealed(box.size(), '\0');
    std::size_t size = 0;
    const int decoded = sodium_base642bin(bytes_of(sealed), sealed.size(), box.data(), box.size(), nullptr, &size, nullptr, base64_kind);
    if (decoded != 0 || size < nonce_bytes + tag_bytes) return broken;
    std::string plain(size - nonce_bytes - tag_bytes, '\0');
    const int opened = crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(sealed) + nonce_bytes,
                                                                  size - nonce_bytes, bytes_of(context), context.size(), bytes_of(sealed), key_.data());
    if (opened != 0) return broken;
    Secret secret(plain);
    wipe(plain);
    return secret;
}

std::string draw_token() {
    TRELLIS_CHECK(sodium_init() >= 0, "the system gives random numbers");
    std::array<unsigned char, 32> bytes{};
    randombytes_buf(bytes.data(), bytes.size());
    std::string token(2 * bytes.size() + 1, '\0');
    sodium_bin2hex(token.data(), token.size(), bytes.data(), bytes.size());
    sodium_memzero(bytes.data(), bytes.size());
    token.pop_back();  // libsodium's zero
    return token;
}

std::string machine_name() {
    std::ifstream stream("/etc/machine-id");
    std::string name;
    std::getline(stream, name);
    return name;
}

std::string masked(std::string_view secret) {
    constexpr std::size_t shown = 4;
    constexpr std::size_t long_enough = 12;
    return "****" + std::string(secret.size() < long_enough ? std::string_view() : secret.substr(secret.size() - shown));
}

}  // namespace trellis::adapters
