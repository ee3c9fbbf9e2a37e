// A real server in the benchmark's process, on a directory of its own and with a wire of ours, and the webhooks that it is sent.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "bench/server/wire.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::bench {

/// A folder that is gone at the end.
class Folder {
public:
    Folder();
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    ~Folder();
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

struct LiveOptions {
    bool waits_for_sync = true;
    bool times_stages = true;
    bool spin = false;
    int legs = 5;
};

class Live {
public:
    explicit Live(const LiveOptions& options);
    ~Live();

    program::Server& server() { return *server_; }
    TcpWire& wire() { return wire_; }
    std::uint16_t port() const { return server_->webhook_port(); }
    std::string journal() const { return (folder_.path() / "data/journal").string(); }

    /// The next entry: another position each time, 900 bytes of body.
    std::string next_entry() { return request(next_++, "buy", "signal"); }
    /// Entry or exit `number` of a position that comes again: one of 40.
    std::string request_to_one_of_few(std::uint64_t number);
    /// One more pyramid of a position.
    std::string entry(std::uint64_t position) { return request(position, "buy", "signal"); }
    /// Whatever the wire was asked is answered.
    void settle() { wire_.answer(server_->venue_sink()); }

private:
    std::string request(std::uint64_t position, const char* action, const char* type);
    std::string post(const std::string& body) const;

    Folder folder_;
    std::uint64_t next_ = 0;
    std::uint64_t sent_ = 0;
    TcpWire wire_;
    program::Log log_{program::LogLevel::off};
    program::ServiceManager manager_;
    std::unique_ptr<program::Server> server_;
};

}  // namespace trellis::bench
