// The listening socket: accepts, turns away what is too much, and watches over the deadlines of its connections. One timer for all of
// them, so that a request costs no timer at all.
#pragma once

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_waitable_timer.hpp>
#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "adapters/net/http_connection.hpp"

namespace trellis::adapters {

class HttpListener final : public HttpConnection::Owner, public std::enable_shared_from_this<HttpListener> {
public:
    using Acceptor = boost::asio::basic_socket_acceptor<boost::asio::ip::tcp, IoExecutor>;
    using Tls = std::shared_ptr<boost::asio::ssl::context>;

    HttpListener(std::shared_ptr<HttpShared> shared, Acceptor acceptor, Tls tls);

    // On the io thread:
    void open();
    void stop_accepting();
    void cut_all();
    void use_tls(Tls tls) { tls_ = std::move(tls); }
    void connection_closed(const std::shared_ptr<HttpConnection>& connection) override;

    /// From any other thread: until no connection is left, or the time is over.
    bool wait_until_empty(std::chrono::milliseconds limit);

private:
    using Timer = boost::asio::basic_waitable_timer<std::chrono::steady_clock, boost::asio::wait_traits<std::chrono::steady_clock>,
                                                    IoExecutor>;
    void accept();
    void on_accepted(TcpSocket socket);
    void turn_away(TcpSocket& socket);
    void accept_backlog();
    void pause_accepting();
    void watch();
    void expire_overdue();

    const std::shared_ptr<HttpShared> shared_;
    Acceptor acceptor_;
    Timer retry_;
    Timer watch_;
    bool is_watching_ = false;
    bool is_stopping_ = false;
    bool is_cut_ = false;
    std::chrono::milliseconds tick_;
    boost::asio::ip::tcp::endpoint peer_;
    Tls tls_;
    std::set<std::shared_ptr<HttpConnection>> connections_;
    std::string busy_answer_;

    std::mutex mutex_;
    std::condition_variable emptied_;
    std::size_t open_count_ = 0;  ///< as connections_, for those who wait
};

/// A socket that listens, made or inherited. Errors: CANNOT_LISTEN.
Result<HttpListener::Acceptor> make_acceptor(const IoExecutor& executor, const HttpServerOptions& options);

}  // namespace trellis::adapters
