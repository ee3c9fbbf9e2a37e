// The one place that talks to OpenSSL's digests. They fail only for want of memory or a broken build, which no caller can mend.
#include "adapters/digest/sha256.hpp"

#include <openssl/evp.h>

#include <array>

#include "engine/base/check.hpp"

namespace trellis::adapters {

void Sha256::Free::operator()(evp_md_ctx_st* context) const { EVP_MD_CTX_free(context); }

Sha256::Sha256() : context_(EVP_MD_CTX_new()) {
    TRELLIS_CHECK(context_ != nullptr, "OpenSSL must give a digest context");
    TRELLIS_CHECK(EVP_DigestInit_ex(context_.get(), EVP_sha256(), nullptr) == 1, "OpenSSL must know SHA-256");
}

void Sha256::update(std::span<const std::byte> bytes) {
    TRELLIS_CHECK(EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()) == 1, "SHA-256 must take bytes");
}

std::string Sha256::hex() const {
    const std::unique_ptr<evp_md_ctx_st, Free> copy(EVP_MD_CTX_new());
    TRELLIS_CHECK(copy != nullptr, "OpenSSL must give a digest context");
    TRELLIS_CHECK(EVP_MD_CTX_copy_ex(copy.get(), context_.get()) == 1, "a SHA-256 under way must be copied");
    std::array<unsigned char, 32> digest{};
    TRELLIS_CHECK(EVP_DigestFinal_ex(copy.get(), digest.data(), nullptr) == 1, "SHA-256 must end");
    std::string out;
    for (const unsigned char byte : digest) {
        out += "0123456789abcdef"[byte >> 4U];
        out += "0123456789abcdef"[byte & 0xfU];
    }
    return out;
}

std::string sha256_hex(std::span<const std::byte> bytes) {
    Sha256 digest;
    digest.update(bytes);
    return digest.hex();
}

std::string sha256_hex(std::string_view text) { return sha256_hex(std::as_bytes(std::span(text))); }

}  // namespace trellis::adapters
