// Passwords as they may be kept (Z-3): argon2id with its own salt, which takes a while and a lot of memory on purpose.
#pragma once

#include <string>

#include "adapters/secrets/secret.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

inline constexpr std::size_t password_bytes_min = 12;
inline constexpr std::size_t password_bytes_max = 1'024;

/// What one try costs whoever tries; as libsodium names them.
struct PasswordCost {
    unsigned long long operations = 3;
    std::size_t memory_bytes = 256U << 20U;
};
/// For tests of everything but the cost.
inline constexpr PasswordCost cheapest_cost{1, 8192};

/// "$argon2id$v=19$..." with a salt of its own. Error BUSY: there is no memory for it now.
Result<std::string> hash_password(const Secret& password, const PasswordCost& cost);
/// Takes as long for a wrong one as for the right one.
bool is_password_of(const std::string& hash, const Secret& password);

/// How a token is kept: SHA-256 in hex digits.
std::string kept_form(const Fingerprint& fingerprint);

}  // namespace trellis::adapters
