// Who is behind a token: the operator, whose token stands in the data directory, a user who has logged in, or a user's own token (Z-3).
// What is not known for sure is nobody.
#pragma once

#include <optional>
#include <string>

#include "adapters/admin/admin_api.hpp"
#include "adapters/admin/caller.hpp"
#include "adapters/admin/login_throttle.hpp"
#include "adapters/admin/password_worker.hpp"
#include "adapters/admin/sessions.hpp"

namespace trellis::adapters::admin {

/// Any thread.
class Doorkeeper {
  public:
    /// `services` outlives it.
    Doorkeeper(const AdminServices& services, const Fingerprint& operator_token);

    std::optional<Caller> identify(const Fingerprint& token);
    /// Where nobody can log in, only who sits at this machine is answered.
    bool admits(const std::string& peer) const;

    Sessions& sessions() { return sessions_; }
    LoginThrottle& throttle() { return throttle_; }
    PasswordWorker& worker() { return worker_; }
    /// On the worker: what is compared for a name that nobody has, so that it takes as long as for any other.
    const std::string& nobodys_hash();

  private:
    std::optional<Caller> caller_of(const People& people, OwnerId owner, const Fingerprint& token);

    const AdminServices& services_;
    const Fingerprint operator_token_;
    Sessions sessions_;
    LoginThrottle throttle_;
    std::string nobodys_hash_;
    PasswordWorker worker_;
};

}  // namespace trellis::adapters::admin
