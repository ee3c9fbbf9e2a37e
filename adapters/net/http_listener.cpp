#include "adapters/net/http_listener.hpp"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <boost/asio/error.hpp>
#include <iterator>
#include <utility>
#include <vector>

#include "adapters/net/http_text.hpp"

namespace trellis::adapters {
namespace {

using Code = boost::system::error_code;
using boost::asio::ip::tcp;

/// How long nothing is accepted when the process has no descriptor left.
constexpr std::chrono::milliseconds accept_pause{100};

std::string text_of(boost::asio::ip::address address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        address = boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6());
    }
    return address.to_string();
}

/// Fine enough that a deadline is late by an eighth of the shortest limit.
std::chrono::milliseconds tick_of(const HttpLimits& limits) {
    const auto shortest = std::min({limits.header_timeout, limits.body_timeout, limits.idle_timeout, limits.reply_timeout,
                                    limits.linger_timeout});
    return std::clamp(shortest / 8, std::chrono::milliseconds{1}, std::chrono::milliseconds{250});
}

std::string busy_text(HttpShared& shared) {
    const auto response = shared.refusal(503, "Too many connections.");
    std::string out;
    append_head(out, response, {});
    return out + response.body;
}

Error cannot_listen(const HttpServerOptions& options, const std::string& why) {
    const auto host = options.address.find(':') == std::string::npos ? options.address : "[" + options.address + "]";
    const auto place = options.inherited_fd ? "descriptor " + std::to_string(*options.inherited_fd)
                                            : host + ":" + std::to_string(options.port);
    return {.code = "CANNOT_LISTEN", .detail = place + ": " + why};
}

std::string advice(const Code& code) {
    if (code == boost::asio::error::address_in_use) return "; is it running already? Otherwise choose another port";
    if (code == boost::asio::error::access_denied) return "; ports below 1024 need CAP_NET_BIND_SERVICE";
    if (code == boost::system::errc::address_not_available) return "; this machine has no such address";
    return {};
}

Result<HttpListener::Acceptor> inherit(const IoExecutor& executor, const HttpServerOptions& options) {
    const int descriptor = *options.inherited_fd;
    int listens = 0;
    socklen_t length = sizeof listens;
    if (getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length) != 0 || listens == 0) {
        return cannot_listen(options, "it is not a listening socket");
    }
    int family = 0;
    length = sizeof family;
    getsockopt(descriptor, SOL_SOCKET, SO_DOMAIN, &family, &length);
    if (family != AF_INET && family != AF_INET6) return cannot_listen(options, "it is not a TCP socket");
    HttpListener::Acceptor acceptor(executor);
    Code code;
    acceptor.assign(family == AF_INET ? tcp::v4() : tcp::v6(), descriptor, code);
    if (code) return cannot_listen(options, code.message());
    return acceptor;
}

}  // namespace

Result<HttpListener::Acceptor> make_acceptor(const IoExecutor& executor, const HttpServerOptions& options) {
    Code code;
    // Accepted sockets inherit it: an answer leaves at once, and no connection costs a call for it.
    const tcp::no_delay no_delay(true);
    if (options.inherited_fd) {
        auto acceptor = inherit(executor, options);
        if (acceptor) acceptor->set_option(no_delay, code);
        return acceptor;
    }
    const auto address = boost::asio::ip::make_address(options.address, code);
    if (code) return cannot_listen(options, "this is not an address; write 127.0.0.1, 0.0.0.0 or ::");
    const tcp::endpoint endpoint(address, options.port);
    HttpListener::Acceptor acceptor(executor);
    acceptor.open(endpoint.protocol(), code);
    if (!code) acceptor.set_option(HttpListener::Acceptor::reuse_address(true), code);
    if (!code) acceptor.set_option(no_delay, code);
    if (!code) acceptor.bind(endpoint, code);
    if (!code) acceptor.listen(boost::asio::socket_base::max_listen_connections, code);
    if (code) return cannot_listen(options, code.message() + advice(code));
    return acceptor;
}

HttpListener::HttpListener(std::shared_ptr<HttpShared> shared, Acceptor acceptor, Tls tls)
    : shared_(std::move(shared)),
      acceptor_(std::move(acceptor)),
      retry_(acceptor_.get_executor()),
      watch_(acceptor_.get_executor()),
      tick_(tick_of(shared_->options.limits)),
      tls_(std::move(tls)) {}

void HttpListener::open() {
    busy_answer_ = busy_text(*shared_);
    accept();
}

void HttpListener::accept() {
    acceptor_.async_accept(peer_, [self = shared_from_this()](Code code, TcpSocket socket) {
        if (!code && self->is_stopping_) return self->on_accepted(std::move(socket));
        if (self->is_stopping_) return;
        // What went away before it was accepted is no reason to wait; no descriptor left is.
        if (code == boost::asio::error::connection_aborted) return self->accept();
        if (code) return self->pause_accepting();
        self->on_accepted(std::move(socket));
        self->accept();
    });
}

void HttpListener::pause_accepting() {
    shared_->accept_failures.fetch_add(1, std::memory_order_relaxed);
    retry_.expires_after(accept_pause);
    retry_.async_wait([self = shared_from_this()](Code code) {
        if (!code && !self->is_stopping_) self->accept();
    });
}

void HttpListener::on_accepted(TcpSocket socket) {
    if (is_cut_) return;
    shared_->accepted.fetch_add(1, std::memory_order_relaxed);
    if (connections_.size() >= shared_->options.limits.connections_max) return turn_away(socket);
    auto connection = HttpConnection::make(shared_, weak_from_this(),
                                           {.socket = std::move(socket), .peer = text_of(peer_.address()), .tls = tls_.get()});
    connections_.insert(connection);
    shared_->connections_open.store(connections_.size(), std::memory_order_relaxed);
    {
        const std::scoped_lock guard(mutex_);
        open_count_ = connections_.size();
    }
    watch();
    connection->start();
    if (is_stopping_) connection->drain();
}

/// Never waits: the answer fits into the socket's buffer, and a sender that is faster than that gets a closed connection. With TLS
/// there is nothing to say before a handshake.
void HttpListener::turn_away(TcpSocket& socket) {
    shared_->refused.fetch_add(1, std::memory_order_relaxed);
    Code ignored;
    if (!tls_) {
        socket.non_blocking(true, ignored);
        socket.write_some(boost::asio::buffer(busy_answer_), ignored);
        socket.shutdown(boost::asio::socket_base::shutdown_send, ignored);
        std::array<char, 4096> unread{};
        socket.read_some(boost::asio::buffer(unread), ignored);  // unread bytes at the close would take the answer back
    }
    socket.close(ignored);
}

void HttpListener::connection_closed(const std::shared_ptr<HttpConnection>& connection) {
    connections_.erase(connection);
    shared_->connections_open.store(connections_.size(), std::memory_order_relaxed);
    const std::scoped_lock guard(mutex_);
    open_count_ = connections_.size();
    if (open_count_ == 0) emptied_.notify_all();
}

void HttpListener::watch() {
    if (is_watching_ || connections_.empty()) return;
    is_watching_ = true;
    watch_.expires_after(tick_);
    watch_.async_wait([self = shared_from_this()](Code) {
        self->is_watching_ = false;
        self->expire_overdue();
        self->watch();
    });
}

void HttpListener::expire_overdue() {
    const auto now = HttpConnection::Clock::now();
    std::vector<std::shared_ptr<HttpConnection>> overdue;  // apart, because expiring removes
    std::ranges::copy_if(connections_, std::back_inserter(overdue), [now](const auto& one) { return one->deadline() <= now; });
    for (const auto& connection : overdue) connection->expire();
}

void HttpListener::stop_accepting() {
    if (std::exchange(is_stopping_, true)) return;
    if (!shared_->options.inherited_fd) accept_backlog();
    Code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    const std::vector<std::shared_ptr<HttpConnection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->drain();
}

/// Closing the socket resets the connections that wait in it, and a sender does not repeat what was reset. (An inherited socket stays
/// open elsewhere; the next process finds them.)
void HttpListener::accept_backlog() {
    Code code;
    acceptor_.non_blocking(true, code);
    while (!code) {
        TcpSocket socket(acceptor_.get_executor());
        acceptor_.accept(socket, peer_, code);
        if (!code) on_accepted(std::move(socket));
    }
}

void HttpListener::cut_all() {
    is_cut_ = true;
    const std::vector<std::shared_ptr<HttpConnection>> all(connections_.begin(), connections_.end());
    for (const auto& connection : all) connection->cut();
    watch_.cancel();
}

bool HttpListener::wait_until_empty(std::chrono::milliseconds limit) {
    std::unique_lock guard(mutex_);
    return emptied_.wait_for(guard, limit, [this] { return open_count_ == 0; });
}

}  // namespace trellis::adapters
