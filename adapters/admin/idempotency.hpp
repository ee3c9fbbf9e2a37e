// Requests that were answered already, by their Idempotency-Key: who asks again, because the answer was lost on the way, gets the
// same answer and nothing happens twice. In memory and bounded; a restart forgets it.
//
//   begin ──► fresh ──► finish (answer kept for a day) | abandon (nothing kept)
//         ├─► in flight: the first has no answer yet
//         ├─► answered:  the same request: its answer again
//         └─► mismatch:  another request under the same key
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"
#include "adapters/secrets/secret.hpp"
#include "engine/base/time.hpp"

namespace trellis::adapters::admin {

inline constexpr Duration answers_kept_for = std::chrono::hours(24);
inline constexpr std::size_t answers_kept_max = 4'096;
inline constexpr std::size_t answers_bytes_max = 16U << 20U;
inline constexpr std::size_t idempotency_key_bytes_max = 255;

/// 1 to 255 visible ASCII characters.
bool is_idempotency_key(std::string_view key);

/// Any thread.
class IdempotencyTable {
  public:
    enum class State : std::uint8_t { fresh, in_flight, answered, mismatch, full };
    struct Begun {
        State state{};
        std::optional<HttpResponse> answer{};  ///< answered
    };

    /// `request`: of everything that makes two requests the same. After `fresh` follows finish or abandon.
    Begun begin(const std::string& key, const Fingerprint& request, Timestamp now);
    void finish(const std::string& key, const HttpResponse& answer);
    void abandon(const std::string& key);

  private:
    struct Entry {
        std::string key;
        Fingerprint request{};
        Timestamp at{};
        std::optional<HttpResponse> answer;
        std::size_t bytes = 0;
    };
    using Entries = std::list<Entry>;

    void forget(Entries::iterator entry);
    void forget_older_than(Timestamp now);
    void make_room();

    std::mutex mutex_;  // guards what follows
    Entries entries_;   // oldest first
    std::map<std::string, Entries::iterator, std::less<>> by_key_;
    std::size_t bytes_ = 0;
};

}  // namespace trellis::adapters::admin
