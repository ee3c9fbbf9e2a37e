// Logging in and out, and passwords on their way in (Z-3): what is checked of them, where they are hashed, and that nothing of them stays.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "adapters/admin/body.hpp"
#include "adapters/admin/doorkeeper.hpp"
#include "adapters/admin/router.hpp"

namespace trellis::adapters::admin {

/// A body with a secret in it: gone when this goes.
class SecretBody {
  public:
    explicit SecretBody(HttpRequest& request);
    SecretBody(const SecretBody&) = delete;
    SecretBody& operator=(const SecretBody&) = delete;
    ~SecretBody();

    Result<Body>& body() { return body_; }
    /// A text of at most password_bytes_max bytes; where it is none the body says so.
    Secret password(std::string_view name);

  private:
    HttpRequest& request_;
    Result<Body> body_;
};

/// Why a password may not be this user's; empty: it may. 12 to 1024 bytes, and not the name.
std::string against_password(std::string_view user, const Secret& password);

/// Somebody says that he is a user.
struct Claim {
    std::string user;
    std::string peer;  ///< his address
    std::shared_ptr<const Secret> password;
};
/// Waits its turn, and asks whether it is so; wrong ones count against name and address. `done` comes on another thread. Who has to wait is
/// answered at once: TOO_MANY_ATTEMPTS with its Retry-After, BUSY.
void check_password(const AdminServices& services, Doorkeeper& doorkeeper, const Claim& claim, const std::function<void(bool)>& done,
                    const HttpReply& reply);

}  // namespace trellis::adapters::admin
