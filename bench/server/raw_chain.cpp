#include "bench/server/raw_chain.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <stdexcept>
#include <string>
#include <string_view>

namespace trellis::bench {

namespace {

constexpr std::int64_t file_bytes = 16 << 20;

int prewritten(const std::filesystem::path& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (file < 0) throw std::runtime_error("no file for the floor");
    const std::string zeros(1 << 20, '\0');
    for (std::int64_t at = 0; at < file_bytes; at += static_cast<std::int64_t>(zeros.size())) {
        if (::pwrite(file, zeros.data(), zeros.size(), at) < 0) throw std::runtime_error("no room for the floor");
    }
    ::fsync(file);
    return file;
}

/// Reads one request with its body; false at the end of the connection.
bool read_request(const Socket& connection) {
    std::string got;
    char bytes[4096];
    for (;;) {
        const std::size_t size = connection.read(bytes, sizeof bytes);
        if (size == 0) return false;
        got.append(bytes, size);
        const auto head = got.find("\r\n\r\n");
        if (head == std::string::npos) continue;
        const auto field = got.find("Content-Length: ");
        std::size_t length = 0;
        if (field != std::string::npos) std::from_chars(got.data() + field + 16, got.data() + head, length);
        if (got.size() >= head + 4 + length) return true;
    }
}

constexpr std::string_view answer_text =
    "HTTP/1.1 202 Accepted\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: 41\r\n\r\n"
    R"({"signal":"s1","outcome":"accepted","e":1})";

}  // namespace

void RawChain::Baton::pass() {
    {
        const std::scoped_lock guard(mutex_);
        is_here_ = true;
    }
    passed_.notify_one();
}

void RawChain::Baton::await() {
    std::unique_lock guard(mutex_);
    passed_.wait(guard, [this] { return is_here_; });
    is_here_ = false;
}

RawChain::RawChain(const RawOptions& options)
    : options_(options), file_(prewritten(folder_.path() / "floor")), listening_(listen_on_loopback()) {
    const Socket wire = listen_on_loopback();
    sink_ = connect_to(port_of(wire));
    wire_ = accept_from(wire);
    for (int stage = 0; stage <= options.stages; ++stage) batons_.push_back(std::make_unique<Baton>());
    for (std::size_t stage = 0; stage < static_cast<std::size_t>(options.stages); ++stage) {
        threads_.emplace_back([this, stage] { run_stage(stage); });
    }
    threads_.emplace_back([this] { serve(); });
}

RawChain::~RawChain() {
    is_stopping_ = true;
    listening_.shut();
    for (auto& baton : batons_) baton->pass();
    for (auto& thread : threads_) thread.join();
    ::close(file_);
}

void RawChain::serve() {
    while (!is_stopping_) {
        const Socket connection = accept_from(listening_);
        if (connection.descriptor() < 0 || !read_request(connection)) continue;
        batons_.front()->pass();
        batons_.back()->await();
        connection.write(answer_text);
    }
}

void RawChain::run_stage(std::size_t stage) {
    const bool is_last = stage + 1 == static_cast<std::size_t>(options_.stages);
    for (;;) {
        batons_[stage]->await();
        if (is_stopping_) return;
        if (is_last) append();
        batons_[stage + 1]->pass();
    }
}

void RawChain::append() {
    const std::string record(options_.appended_bytes, 'r');
    if (end_ + static_cast<std::int64_t>(record.size()) > file_bytes) end_ = 0;
    if (::pwrite(file_, record.data(), record.size(), end_) < 0) throw std::runtime_error("the floor cannot write");
    end_ += static_cast<std::int64_t>(record.size());
    if (options_.syncs && ::fdatasync(file_) != 0) throw std::runtime_error("the floor cannot sync");
    if (options_.has_wire) wire_.write(std::string(request_bytes, 'o'));
}

}  // namespace trellis::bench
