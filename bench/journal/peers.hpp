// What the journal is held against: the same record made durable by raw calls, by redis and by PostgreSQL.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

namespace trellis::bench {

/// One way to store records. Construction through the functions below; each returns nothing when the peer is not there, and says
/// why on stderr.
class Peer {
public:
    Peer() = default;
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;
    virtual ~Peer() = default;

    /// Stores `count` records as one group and returns when the peer has answered for all of them.
    virtual void store(std::span<const std::byte> record, std::size_t count) = 0;
};

/// Names what redis promises when it answers.
enum class RedisSync { always, everysec };

std::unique_ptr<Peer> redis_peer(RedisSync sync);  ///< TRELLIS_BENCH_REDIS=host:port; XADD; changes the server's appendfsync
std::unique_ptr<Peer> postgres_peer();             ///< TRELLIS_BENCH_POSTGRES=conninfo; INSERT, synchronous_commit on
/// pwrite into a prewritten file, then fdatasync if asked.
std::unique_ptr<Peer> floor_peer(const std::string& directory, bool has_sync);

}  // namespace trellis::bench
