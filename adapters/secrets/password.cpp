#include "adapters/secrets/password.hpp"

#include <sodium.h>

#include <array>

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

/// Safe to call from any thread and again.
void begin_sodium() { TRELLIS_CHECK(sodium_init() >= 0, "libsodium must find a source of randomness"); }

constexpr std::string_view digits = "0123456789abcdef";

std::string in_hex(const Fingerprint& bytes) {
    std::string text;
    for (const unsigned char byte : bytes) {
        text += digits[byte >> 4U];
        text += digits[byte & 15U];
    }
    return text;
}

}  // namespace

Result<std::string> hash_password(const Secret& password, const PasswordCost& cost) {
    begin_sodium();
    std::array<char, crypto_pwhash_STRBYTES> out{};
    const std::string_view text = password.reveal();
    const int done = crypto_pwhash_str_alg(out.data(), text.data(), text.size(), cost.operations, cost.memory_bytes, crypto_pwhash_ALG_ARGON2ID13);
    if (done != 0) return Error{"BUSY", "there is no memory for a password now"};
    return std::string(out.data());
}

bool is_password_of(const std::string& hash, const Secret& password) {
    begin_sodium();
    const std::string_view text = password.reveal();
    return crypto_pwhash_str_verify(hash.c_str(), text.data(), text.size()) == 0;
}

std::string kept_form(const Fingerprint& fingerprint) { return in_hex(fingerprint); }

}  // namespace trellis::adapters
