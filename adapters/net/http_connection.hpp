// One connection of a listener, from accept to close: what the listener may do with it.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <memory>
#include <string>

#include "adapters/net/http_shared.hpp"
#include "adapters/net/wire.hpp"

namespace trellis::adapters {

/// Only on the io thread.
class HttpConnection {
public:
    using Clock = std::chrono::steady_clock;

    /// Who is told once that a connection has closed; it outlives its connections' sockets.
    class Owner {
    public:
        Owner() = default;
        Owner(const Owner&) = delete;
        Owner& operator=(const Owner&) = delete;
        virtual ~Owner() = default;
        virtual void connection_closed(const std::shared_ptr<HttpConnection>& connection) = 0;
    };

    struct Accepted {
        TcpSocket socket;
        std::string peer;
        boost::asio::ssl::context* tls = nullptr;  ///< needed until this call returns
    };
    static std::shared_ptr<HttpConnection> make(std::shared_ptr<HttpShared> shared, std::weak_ptr<Owner> owner, Accepted accepted);

    HttpConnection() = default;
    HttpConnection(const HttpConnection&) = delete;
    HttpConnection& operator=(const HttpConnection&) = delete;
    virtual ~HttpConnection() = default;

    virtual void start() = 0;
    virtual Clock::time_point deadline() const = 0;
    /// The deadline has passed.
    virtual void expire() = 0;
    /// No further request after the one under way.
    virtual void drain() = 0;
    virtual void cut() = 0;
};

}  // namespace trellis::adapters
