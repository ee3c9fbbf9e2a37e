// Blocking TCP over the loopback, for both ends of what the server's benchmarks measure.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>

namespace trellis::bench {

class Socket {
public:
    Socket() = default;
    explicit Socket(int descriptor) : descriptor_(descriptor) {}
    Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    Socket& operator=(Socket&& other) noexcept {
        std::swap(descriptor_, other.descriptor_);
        return *this;
    }
    ~Socket();

    int descriptor() const { return descriptor_; }
    /// Throws when the other side is gone.
    void write(std::string_view bytes) const;
    /// Waits for some bytes; how many, 0 at the end.
    std::size_t read(char* to, std::size_t size) const;
    /// Ends both directions: who reads sees the end.
    void shut() const;

private:
    int descriptor_ = -1;
};

Socket listen_on_loopback();
std::uint16_t port_of(const Socket& listening);
Socket accept_from(const Socket& listening);
Socket connect_to(std::uint16_t port);

}  // namespace trellis::bench
