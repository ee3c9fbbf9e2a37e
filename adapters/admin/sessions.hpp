// Who has logged in (Z-3): in memory, so that a restart ends every session, and for a bounded time. A token is told once and kept as its
// fingerprint.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "adapters/secrets/secret.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"

namespace trellis::adapters::admin {

inline constexpr Duration session_lasts = std::chrono::hours(12);
inline constexpr Duration session_idles = std::chrono::minutes(30);
inline constexpr std::size_t sessions_max = 1'000;

/// Any thread.
class Sessions {
  public:
    struct Opened {
        std::string token;
        Timestamp expires_at{};
    };
    /// Where there are too many the one that was used least lately ends.
    Opened open(OwnerId user, Timestamp now);
    /// Whose it is; it has been used now.
    std::optional<OwnerId> use(const Fingerprint& token, Timestamp now);
    /// False: it was none.
    bool end(const Fingerprint& token);
    void end_all_of(OwnerId user);

  private:
    struct Entry {
        OwnerId user;
        Timestamp opened_at{};
        Timestamp used_at{};
        bool is_good_at(Timestamp now) const { return now < opened_at + session_lasts && now < used_at + session_idles; }
    };
    void make_room(Timestamp now);

    std::mutex mutex_;  // guards entries_
    std::map<Fingerprint, Entry> entries_;
};

}  // namespace trellis::adapters::admin
