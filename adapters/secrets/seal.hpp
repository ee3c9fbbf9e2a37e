// Seals API keys for the journal: whoever has a copy of the data, of a backup or of an export has nothing without the key file of this
// installation, and the key file is of no use on another machine (Z-1).
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "adapters/secrets/secret.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

class Seal {
  public:
    /// Reads the key file, or makes it (0600). `node`: what names the machine; it goes into the key. Errors: SEAL_KEY_EXPOSED (others may read
    /// it), SEAL_KEY_BROKEN, CANNOT_WRITE.
    static Result<Seal> open(const std::string& path, std::string_view node);

    Seal(Seal&& other) noexcept;
    Seal& operator=(Seal&&) = delete;
    Seal(const Seal&) = delete;
    Seal& operator=(const Seal&) = delete;
    ~Seal();

    /// Base64. `context` says what it is for: a box that was moved to another place does not open there.
    std::string close(std::string_view plain, std::string_view context) const;
    /// Error SEAL_BROKEN: it was closed by another installation, for something else, or was changed since.
    Result<Secret> unseal(std::string_view box, std::string_view context) const;

  private:
    static constexpr std::size_t key_bytes = 32;
    explicit Seal(const std::array<unsigned char, key_bytes>& key) : key_(key) {}

    std::array<unsigned char, key_bytes> key_;
};

/// 256 random bits in hex digits: letters and digits of a path.
std::string draw_token();

/// What names this machine: /etc/machine-id; empty where there is none.
std::string machine_name();

/// "****A4B1": the last four characters of what is long enough to lose them.
std::string masked(std::string_view secret);

}  // namespace trellis::adapters
