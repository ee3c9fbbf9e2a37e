// TLS contexts from PEM text. OpenSSL's ways stay in here; what is wrong with a certificate is said in a sentence without its key.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "adapters/net/http_server.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters {

/// TLS 1.2 and later. Wipes the key's text, also on failure. Errors: INVALID_TLS.
Result<std::shared_ptr<boost::asio::ssl::context>> make_server_tls(TlsMaterial& material);

struct ClientTlsOptions {
    std::string ca_pem;        ///< whom to believe; empty: the system's authorities
    bool is_insecure = false;  ///< believe anybody
};

/// Errors: INVALID_TLS.
Result<std::shared_ptr<boost::asio::ssl::context>> make_client_tls(const ClientTlsOptions& options);

}  // namespace trellis::adapters
