#include "adapters/net/http_server.hpp"

#include <utility>

#include "adapters/net/http_listener.hpp"
#include "adapters/net/io_mailbox.hpp"
#include "adapters/net/tls.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

struct HttpServer::Impl {
    std::shared_ptr<HttpShared> shared;
    std::shared_ptr<HttpListener> listener;  ///< belongs to the io thread: touched there only, but for the waiting
    std::uint16_t port = 0;
    bool has_tls = false;
};

Result<std::unique_ptr<HttpServer>> HttpServer::start(IoThread& thread, HttpServerOptions options) {
    TRELLIS_CHECK(options.handler != nullptr, "a listener has a handler");
    HttpListener::Tls tls;
    if (options.tls) {
        auto made = make_server_tls(*options.tls);
        if (!made) return Error{.code = made.error().code, .detail = options.name + ": " + made.error().detail};
        tls = std::move(*made);
    }
    auto acceptor = make_acceptor(thread.mailbox()->executor(), options);
    if (!acceptor) return Error{.code = acceptor.error().code, .detail = options.name + ": " + acceptor.error().detail};
    boost::system::error_code code;
    const auto port = acceptor->local_endpoint(code).port();

    auto impl = std::make_unique<Impl>();
    impl->port = port;
    impl->has_tls = tls != nullptr;
    impl->shared = std::make_shared<HttpShared>();
    impl->shared->options = std::move(options);
    impl->shared->mailbox = thread.mailbox();
    impl->listener = std::make_shared<HttpListener>(impl->shared, std::move(*acceptor), std::move(tls));
    thread.mailbox()->call([listener = impl->listener] { listener->open(); });
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() {
    stop(std::chrono::milliseconds{0});
    impl_->shared->mailbox->call([this] { impl_->listener.reset(); });
}

std::uint16_t HttpServer::port() const { return impl_->port; }

void HttpServer::stop_accepting() {
    impl_->shared->mailbox->call([this] { impl_->listener->stop_accepting(); });
}

bool HttpServer::wait_until_empty(std::chrono::milliseconds limit) { return impl_->listener->wait_until_empty(limit); }

void HttpServer::stop(std::chrono::milliseconds drain) {
    TRELLIS_CHECK(!impl_->shared->mailbox->is_current(), "a server is not stopped by its own io thread");
    stop_accepting();
    impl_->listener->wait_until_empty(drain);
    impl_->shared->mailbox->call([this] { impl_->listener->cut_all(); });
}

Result<void> HttpServer::reload_tls(TlsMaterial material) {
    if (!impl_->has_tls) return Error{.code = "INVALID_TLS", .detail = impl_->shared->options.name + ": it listens without TLS"};
    auto made = make_server_tls(material);
    if (!made) return Error{.code = made.error().code, .detail = impl_->shared->options.name + ": " + made.error().detail};
    impl_->shared->mailbox->call([this, &made] { impl_->listener->use_tls(std::move(*made)); });
    return {};
}

HttpServer::Counters HttpServer::counters() const {
    const auto& shared = *impl_->shared;
    return {.connections_open = shared.connections_open.load(std::memory_order_relaxed),
            .accepted = shared.accepted.load(std::memory_order_relaxed),
            .refused = shared.refused.load(std::memory_order_relaxed),
            .timed_out = shared.timed_out.load(std::memory_order_relaxed),
            .requests = shared.requests.load(std::memory_order_relaxed),
            .accept_failures = shared.accept_failures.load(std::memory_order_relaxed)};
}

}  // namespace trellis::adapters
