// Fetches a secret from where a document says it is. What goes wrong is told by place and remedy, never by content.
#pragma once

#include <filesystem>

#include "adapters/config/server_settings.hpp"
#include "adapters/secrets/secret.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

inline constexpr std::size_t secret_bytes_max = 4096;

/// Files are relative to `base`; one newline at the end is not part of the secret. Errors: SECRET_MISSING, SECRET_EXPOSED (others
/// may read it), SECRET_SIZE (none or more than secret_bytes_max bytes), SECRET_NOT_BUILT (sealed ones).
Result<Secret> load_secret(const SecretReference& reference, const std::filesystem::path& base);

}  // namespace trellis::adapters
