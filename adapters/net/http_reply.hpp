// The ends that handlers hold: one answer, or one stream. Both may be used from any thread and outlive connection, server and io
// thread; what they do reaches the connection on its own thread, at once when they are used there.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "adapters/net/http.hpp"
#include "adapters/net/io_mailbox.hpp"

namespace trellis::adapters {

class StreamQueue;

/// A connection, as replies see it. Only called on its io thread; `request` says to which of its requests the answer belongs.
class ReplySink {
public:
    ReplySink() = default;
    ReplySink(const ReplySink&) = delete;
    ReplySink& operator=(const ReplySink&) = delete;
    virtual ~ReplySink() = default;
    virtual void answer(std::uint64_t request, HttpResponse response) = 0;
    /// The reply was dropped.
    virtual void answer_missing(std::uint64_t request) = 0;
    virtual void begin_stream(std::uint64_t request, HttpResponse head, std::shared_ptr<StreamQueue> queue) = 0;
    /// Its stream has something to send, or ended.
    virtual void pump_stream() = 0;
};

class ReplyTarget final : public HttpReply::Target {
public:
    ReplyTarget(std::shared_ptr<IoMailbox> mailbox, std::weak_ptr<ReplySink> sink, std::uint64_t request, std::size_t stream_bytes_max);
    ~ReplyTarget() override;
    void send(HttpResponse response) override;
    std::shared_ptr<HttpStream> stream(HttpResponse head) override;

private:
    std::shared_ptr<IoMailbox> mailbox_;
    std::weak_ptr<ReplySink> sink_;
    std::uint64_t request_;
    std::size_t stream_bytes_max_;
    std::atomic<bool> is_used_{false};
};

/// What waits to be sent on one stream.
class StreamQueue : public std::enable_shared_from_this<StreamQueue> {
public:
    enum class Ending : std::uint8_t {
        none,      ///< open
        finished,  ///< what waits is sent, then the connection ends
        cut        ///< the reader fell behind: nothing more is sent
    };

    StreamQueue(std::shared_ptr<IoMailbox> mailbox, std::weak_ptr<ReplySink> sink, std::size_t bytes_max);

    bool write(const std::string& text);
    bool is_open() const;
    void close();

    /// The io thread's side: moves what waits to `out`, and says whether the user closed it.
    Ending take(std::string& out);
    void sent(std::size_t bytes);
    bool is_cut() const;
    void connection_ended();

private:
    void wake();

    const std::shared_ptr<IoMailbox> mailbox_;
    const std::weak_ptr<ReplySink> sink_;
    const std::size_t bytes_max_;
    mutable std::mutex mutex_;
    std::string waiting_;
    std::size_t unsent_bytes_ = 0;  ///< waiting, or on its way to the socket
    Ending ending_ = Ending::none;
    bool is_connected_ = true;
    bool has_overflowed_ = false;
    bool is_woken_ = false;
};

}  // namespace trellis::adapters
