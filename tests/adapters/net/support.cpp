#include "tests/adapters/net/support.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <stdexcept>

namespace trellis::tests {
namespace {

constexpr int patience_ms = 10'000;

std::string text_of(BIO* memory) {
    char* data = nullptr;
    const auto length = BIO_get_mem_data(memory, &data);
    std::string text(data, static_cast<std::size_t>(length));
    BIO_free(memory);
    return text;
}

void add_names(X509* certificate) {
    X509_EXTENSION* names = X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost,IP:127.0.0.1");
    X509_add_ext(certificate, names, -1);
    X509_EXTENSION_free(names);
}

std::size_t content_length(std::string_view head) {
    constexpr std::string_view name = "Content-Length: ";
    const auto at = head.find(name);
    std::size_t length = 0;
    if (at != std::string_view::npos) std::from_chars(head.data() + at + name.size(), head.data() + head.size(), length);
    return length;
}

}  // namespace

void echo(const HttpRequest& request, const HttpReply& reply) {
    const auto query = request.query.empty() ? "" : "?" + request.query;
    reply.send({.status = 200,
                .content_type = "text/plain",
                .headers = {},
                .body = request.method + " " + request.path + query + "\n" + request.body});
}

HttpServerOptions patient_options() {
    HttpServerOptions options{.name = "test", .handler = echo};
    for (auto* limit : {&options.limits.header_timeout, &options.limits.body_timeout, &options.limits.idle_timeout,
                        &options.limits.reply_timeout, &options.limits.linger_timeout}) {
        *limit = std::chrono::minutes{10};
    }
    return options;
}

TestServer::TestServer(HttpServerOptions options) {
    auto started = HttpServer::start(thread, std::move(options));
    if (!started) throw std::runtime_error(started.error().detail);
    server = std::move(*started);
}

RawClient::RawClient() : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {}

void RawClient::connect(std::uint16_t port) const {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) throw std::runtime_error("connect");
}

RawClient::~RawClient() { close(); }

void RawClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
}

bool RawClient::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent < 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

void RawClient::finish_sending() { ::shutdown(socket_, SHUT_WR); }

bool RawClient::receive() {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, patience_ms) != 1) throw std::runtime_error("nothing came for ten seconds, after: " + input_);
    std::array<char, 65536> bytes{};
    const auto count = ::recv(socket_, bytes.data(), bytes.size(), 0);
    if (count <= 0) return false;
    input_.append(bytes.data(), static_cast<std::size_t>(count));
    return true;
}

Answer RawClient::read_answer() {
    std::size_t head_end = std::string::npos;
    while ((head_end = input_.find("\r\n\r\n")) == std::string::npos) {
        if (!receive()) return {};
    }
    Answer answer;
    answer.head = input_.substr(0, head_end + 4);
    input_.erase(0, head_end + 4);
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    const auto length = content_length(answer.head);
    while (input_.size() < length) {
        if (!receive()) break;
    }
    answer.body = input_.substr(0, length);
    input_.erase(0, length);
    return answer;
}

std::string RawClient::read_to_end() {
    while (receive()) {
    }
    return std::exchange(input_, {});
}

std::string RawClient::read_until(std::string_view bytes) {
    while (input_.find(bytes) == std::string::npos) {
        if (!receive()) break;
    }
    return std::exchange(input_, {});
}

std::string post(std::string_view path, std::string_view body, std::string_view more_headers) {
    return "POST " + std::string(path) + " HTTP/1.1\r\nHost: test\r\n" + std::string(more_headers) +
           "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

Answer ask(std::uint16_t port, std::string_view bytes) {
    RawClient client(port);
    client.send(bytes);
    return client.read_answer();
}

Certificate make_certificate(const std::string& common_name) {
    EVP_PKEY* key = EVP_EC_gen("P-256");
    X509* certificate = X509_new();
    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 86'400);
    X509_set_pubkey(certificate, key);
    auto* name = X509_get_subject_name(certificate);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>(common_name.c_str()), -1, -1, 0);
    X509_set_issuer_name(certificate, name);
    add_names(certificate);
    X509_sign(certificate, key, EVP_sha256());
    BIO* certificate_text = BIO_new(BIO_s_mem());
    BIO* key_text = BIO_new(BIO_s_mem());
    PEM_write_bio_X509(certificate_text, certificate);
    PEM_write_bio_PrivateKey(key_text, key, nullptr, nullptr, 0, nullptr, nullptr);
    X509_free(certificate);
    EVP_PKEY_free(key);
    return {.certificate_pem = text_of(certificate_text), .key_pem = text_of(key_text)};
}

}  // namespace trellis::tests
