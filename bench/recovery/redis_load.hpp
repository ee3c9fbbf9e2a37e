// Redis reading its append-only file again: what a full replay is held against.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace trellis::bench {

class RedisLoad {
public:
    RedisLoad() = default;
    RedisLoad(const RedisLoad&) = delete;
    RedisLoad& operator=(const RedisLoad&) = delete;
    virtual ~RedisLoad() = default;

    /// Appends one entry to the stream.
    virtual void add(std::span<const std::byte> entry) = 0;
    /// Everything added is in the file.
    virtual void finish() = 0;
    /// Empties the server and loads the file; nanoseconds.
    virtual double load() = 0;
};

/// TRELLIS_BENCH_REDIS=host:port, a server of the bench's own with DEBUG allowed. Nothing when it is not there; stderr says why.
std::unique_ptr<RedisLoad> redis_load();

}  // namespace trellis::bench
