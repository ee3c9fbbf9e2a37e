// Slows down who guesses passwords (Z-3): after a few wrong ones for a name or from an address each next one has to wait twice as long,
// and waits even if it were right.
//
//   wrong ones   1..4    5     6     7   ...  15 and more
//   then wait    -      1 s   2 s   4 s  ...  15 min
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "engine/base/time.hpp"

namespace trellis::adapters::admin {

inline constexpr std::uint32_t free_tries = 4;
inline constexpr Duration login_wait_min = std::chrono::seconds(1);
inline constexpr Duration login_wait_max = std::chrono::minutes(15);
/// After that long without a try nothing is held against anybody.
inline constexpr Duration tries_kept_for = std::chrono::hours(24);
inline constexpr std::size_t tries_kept_max = 10'000;

/// Any thread.
class LoginThrottle {
  public:
    /// How long whoever tries has to wait. Nothing: he may, and this counts as a wrong one until it is forgiven.
    std::optional<Duration> begin(const std::string& name, const std::string& address, Timestamp now);
    /// It was the right one: the name begins anew, the address has one wrong one less.
    void forgive(const std::string& name, const std::string& address);
    /// Nobody looked whether it was right.
    void take_back(const std::string& name, const std::string& address);

  private:
    struct Tries {
        std::uint32_t wrong = 0;
        Timestamp last{};
        Duration wait() const;
    };
    using Table = std::map<std::string, Tries>;

    static std::optional<Duration> left(const Table& table, const std::string& key, Timestamp now);
    static void count(Table& table, const std::string& key, Timestamp now);
    static void uncount(Table& table, const std::string& key);

    std::mutex mutex_;  // guards both
    Table names_;
    Table addresses_;
};

}  // namespace trellis::adapters::admin
