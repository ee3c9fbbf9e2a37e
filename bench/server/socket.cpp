#include "bench/server/socket.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace trellis::bench {

namespace {

[[noreturn]] void fail(const char* what) { throw std::system_error(errno, std::generic_category(), what); }

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

Socket made() {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) fail("socket");
    // A reader that is not scheduled in time must not stop who is measured.
    const int bytes = 4 << 20;
    if (::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes) != 0) {
        ::setsockopt(descriptor, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
    }
    return Socket(descriptor);
}

void without_delay(const Socket& socket) {
    const int on = 1;
    ::setsockopt(socket.descriptor(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

}  // namespace

Socket::~Socket() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

void Socket::write(std::string_view bytes) const {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) fail("send");
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::size_t Socket::read(char* to, std::size_t size) const {
    for (;;) {
        const ssize_t taken = ::recv(descriptor_, to, size, 0);
        if (taken >= 0) return static_cast<std::size_t>(taken);
        if (errno == ECONNRESET) return 0;
        if (errno != EINTR) fail("recv");
    }
}

void Socket::shut() const { ::shutdown(descriptor_, SHUT_RDWR); }

Socket listen_on_loopback() {
    Socket socket = made();
    const sockaddr_in address = loopback(0);
    if (::bind(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("bind");
    if (::listen(socket.descriptor(), 512) != 0) fail("listen");
    return socket;
}

std::uint16_t port_of(const Socket& listening) {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    if (::getsockname(listening.descriptor(), reinterpret_cast<sockaddr*>(&address), &size) != 0) fail("getsockname");
    return ntohs(address.sin_port);
}

Socket accept_from(const Socket& listening) {
    const int descriptor = ::accept4(listening.descriptor(), nullptr, nullptr, SOCK_CLOEXEC);
    if (descriptor < 0) return {};
    Socket accepted(descriptor);
    without_delay(accepted);
    return accepted;
}

Socket connect_to(std::uint16_t port) {
    Socket socket = made();
    const sockaddr_in address = loopback(port);
    if (::connect(socket.descriptor(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) fail("connect");
    without_delay(socket);
    return socket;
}

}  // namespace trellis::bench
