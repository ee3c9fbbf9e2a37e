#include "adapters/net/tls.hpp"

#include <openssl/crypto.h>
#include <openssl/ssl.h>

#include <boost/asio/buffer.hpp>
#include <string_view>

namespace trellis::adapters {
namespace {

using Code = boost::system::error_code;
using boost::asio::ssl::context;
using Made = Result<std::shared_ptr<context>>;

Error invalid(std::string_view what, const Code& code) {
    return {.code = "INVALID_TLS", .detail = std::string(what) + ": " + code.message()};
}

/// HTTP/1.1 to those who ask; a client that knows only other protocols is told by the handshake.
int choose_protocol(SSL*, const unsigned char** chosen, unsigned char* length, const unsigned char* offered, unsigned offered_length,
                    void*) {
    static constexpr unsigned char known[] = "\x08http/1.1";
    unsigned char* found = nullptr;
    if (SSL_select_next_proto(&found, length, known, sizeof known - 1, offered, offered_length) != OPENSSL_NPN_NEGOTIATED) {
        return SSL_TLSEXT_ERR_ALERT_FATAL;
    }
    *chosen = found;
    return SSL_TLSEXT_ERR_OK;
}

Made make_server_context(const TlsMaterial& material) {
    auto made = std::make_shared<context>(context::tls_server);
    Code code;
    made->set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 | context::no_tlsv1 | context::no_tlsv1_1 |
                      context::no_compression | SSL_OP_NO_RENEGOTIATION);
    SSL_CTX_set_mode(made->native_handle(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_alpn_select_cb(made->native_handle(), choose_protocol, nullptr);
    // Without an answer of ours OpenSSL would ask for the password of an encrypted key on the terminal.
    made->set_password_callback([](std::size_t, context::password_purpose) { return std::string(); }, code);
    made->use_certificate_chain(boost::asio::buffer(material.certificate_pem), code);
    if (code) return invalid("the certificate is not a PEM chain", code);
    made->use_private_key(boost::asio::buffer(material.key_pem), context::pem, code);
    if (code) return invalid("the key is not the certificate's, is encrypted, or is not PEM", code);
    return made;
}

}  // namespace

Made make_server_tls(TlsMaterial& material) {
    auto made = make_server_context(material);
    OPENSSL_cleanse(material.key_pem.data(), material.key_pem.size());
    material.key_pem.clear();
    return made;
}

Made make_client_tls(const ClientTlsOptions& options) {
    auto made = std::make_shared<context>(context::tls_client);
    Code code;
    made->set_options(context::default_workarounds | context::no_sslv2 | context::no_sslv3 | context::no_tlsv1 | context::no_tlsv1_1);
    made->set_verify_mode(options.is_insecure ? boost::asio::ssl::verify_none : boost::asio::ssl::verify_peer, code);
    if (options.is_insecure) return made;
    if (options.ca_pem.empty()) {
        made->set_default_verify_paths(code);
    } else {
        made->add_certificate_authority(boost::asio::buffer(options.ca_pem), code);
    }
    if (code) return invalid("the authorities to believe are not readable", code);
    return made;
}

}  // namespace trellis::adapters
