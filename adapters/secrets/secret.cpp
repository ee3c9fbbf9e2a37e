#include "adapters/secrets/secret.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <utility>

#include "engine/base/check.hpp"

namespace trellis::adapters {

Secret::Secret(std::string_view text) : text_(std::make_unique<char[]>(text.size())), size_(text.size()) {
    std::ranges::copy(text, text_.get());
}

Secret::Secret(Secret&& other) noexcept : text_(std::move(other.text_)), size_(std::exchange(other.size_, 0)) {}

Secret& Secret::operator=(Secret&& other) noexcept {
    if (this == &other) return *this;
    wipe();
    text_ = std::move(other.text_);
    size_ = std::exchange(other.size_, 0);
    return *this;
}

Secret::~Secret() { wipe(); }

void Secret::wipe() noexcept {
    if (text_ != nullptr) adapters::wipe(text_.get(), size_);
}

// Digests have one length, so not even the secret's length is told.
bool Secret::matches(std::string_view offered) const {
    const bool is_equal = is_same(fingerprint(reveal()), fingerprint(offered));
    return is_equal && !is_empty();
}

void wipe(std::string& text) noexcept {
    wipe(text.data(), text.size());
    text.clear();
}

void wipe(char* begin, std::size_t size) noexcept { OPENSSL_cleanse(begin, size); }

Fingerprint fingerprint(std::string_view text) {
    Fingerprint out{};
    const bool is_done = EVP_Digest(text.data(), text.size(), out.data(), nullptr, EVP_sha256(), nullptr) == 1;
    TRELLIS_CHECK(is_done, "OpenSSL must know SHA-256");
    return out;
}

Fingerprint signature(const Secret& key, std::string_view message) {
    Fingerprint out{};
    const std::string_view text = key.reveal();
    const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
    const auto* done = HMAC(EVP_sha256(), text.data(), static_cast<int>(text.size()), bytes, message.size(), out.data(), nullptr);
    TRELLIS_CHECK(done != nullptr, "OpenSSL must know HMAC-SHA256");
    return out;
}

bool is_same(const Fingerprint& a, const Fingerprint& b) { return CRYPTO_memcmp(a.data(), b.data(), a.size()) == 0; }

}  // namespace trellis::adapters
