// A connected socket, bare or with TLS over it, behind one set of calls: what reads and writes is compiled once, not once for each.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <optional>
#include <utility>

namespace trellis::adapters {

using IoExecutor = boost::asio::io_context::executor_type;
using TcpSocket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, IoExecutor>;

class Wire {
public:
    explicit Wire(TcpSocket socket) : socket_(std::move(socket)) {}
    Wire(const Wire&) = delete;
    Wire& operator=(const Wire&) = delete;

    TcpSocket& socket() { return socket_; }
    bool is_secure() const { return tls_.has_value(); }
    boost::asio::ssl::stream<TcpSocket&>& secure(boost::asio::ssl::context& context) { return tls_.emplace(socket_, context); }

    template <class Handler>
    void handshake(boost::asio::ssl::stream_base::handshake_type side, Handler&& handler) {
        tls_->async_handshake(side, std::forward<Handler>(handler));
    }
    template <class Handler>
    void read_some(boost::asio::mutable_buffer into, Handler&& handler) {
        if (tls_) return tls_->async_read_some(into, std::forward<Handler>(handler));
        socket_.async_read_some(into, std::forward<Handler>(handler));
    }
    template <class Handler>
    void write_some(boost::asio::const_buffer from, Handler&& handler) {
        if (tls_) return tls_->async_write_some(from, std::forward<Handler>(handler));
        socket_.async_write_some(from, std::forward<Handler>(handler));
    }
    /// Tells the other side that nothing follows, and waits for the same from there. Only with TLS.
    template <class Handler>
    void say_goodbye(Handler&& handler) {
        tls_->async_shutdown(std::forward<Handler>(handler));
    }
    /// Nothing more is sent; reading goes on.
    void finish_sending() {
        boost::system::error_code ignored;
        socket_.shutdown(boost::asio::socket_base::shutdown_send, ignored);
    }
    void close() {
        boost::system::error_code ignored;
        socket_.close(ignored);
    }

private:
    TcpSocket socket_;
    std::optional<boost::asio::ssl::stream<TcpSocket&>> tls_;
};

}  // namespace trellis::adapters
