#include "adapters/net/http_reply.hpp"

#include <utility>

namespace trellis::adapters {
namespace {

/// The user's end. Its end is the stream's end, so the connection holds the queue and not this.
class StreamHandle final : public HttpStream {
public:
    explicit StreamHandle(std::shared_ptr<StreamQueue> queue) : queue_(std::move(queue)) {}
    ~StreamHandle() override { queue_->close(); }
    bool write(std::string text) override { return queue_->write(text); }
    bool is_open() const override { return queue_->is_open(); }
    void close() override { queue_->close(); }

private:
    std::shared_ptr<StreamQueue> queue_;
};

}  // namespace

ReplyTarget::ReplyTarget(std::shared_ptr<IoMailbox> mailbox, std::weak_ptr<ReplySink> sink, std::uint64_t request,
                         std::size_t stream_bytes_max)
    : mailbox_(std::move(mailbox)), sink_(std::move(sink)), request_(request), stream_bytes_max_(stream_bytes_max) {}

ReplyTarget::~ReplyTarget() {
    if (is_used_.load(std::memory_order_acquire)) return;
    // Always by post: a handler that drops its reply may be in the middle of something.
    mailbox_->post([sink = sink_, request = request_] {
        if (const auto connection = sink.lock()) connection->answer_missing(request);
    });
}

void ReplyTarget::send(HttpResponse response) {
    if (is_used_.exchange(true, std::memory_order_acq_rel)) return;
    if (mailbox_->is_current()) {
        if (const auto connection = sink_.lock()) connection->answer(request_, std::move(response));
        return;
    }
    // The connection is looked up over there only: its last owner must not be this thread.
    mailbox_->post([sink = sink_, request = request_, response = std::move(response)]() mutable {
        if (const auto connection = sink.lock()) connection->answer(request, std::move(response));
    });
}

std::shared_ptr<HttpStream> ReplyTarget::stream(HttpResponse head) {
    auto queue = std::make_shared<StreamQueue>(mailbox_, sink_, stream_bytes_max_);
    auto handle = std::make_shared<StreamHandle>(queue);
    if (is_used_.exchange(true, std::memory_order_acq_rel)) {
        queue->connection_ended();
        return handle;
    }
    const auto is_taken = mailbox_->post([sink = sink_, request = request_, head = std::move(head), queue]() mutable {
        if (const auto connection = sink.lock()) return connection->begin_stream(request, std::move(head), std::move(queue));
        queue->connection_ended();
    });
    if (!is_taken) queue->connection_ended();
    return handle;
}

StreamQueue::StreamQueue(std::shared_ptr<IoMailbox> mailbox, std::weak_ptr<ReplySink> sink, std::size_t bytes_max)
    : mailbox_(std::move(mailbox)), sink_(std::move(sink)), bytes_max_(bytes_max) {}

bool StreamQueue::write(const std::string& text) {
    {
        const std::scoped_lock guard(mutex_);
        if (!is_connected_ || ending_ != Ending::none) return false;
        if (text.size() > bytes_max_ - unsent_bytes_) {
            has_overflowed_ = true;
            return false;
        }
        unsent_bytes_ += text.size();
        waiting_ += text;
        if (text.empty() || std::exchange(is_woken_, true)) return true;
    }
    wake();
    return true;
}

bool StreamQueue::is_open() const {
    const std::scoped_lock guard(mutex_);
    return is_connected_ && ending_ == Ending::none;
}

void StreamQueue::close() {
    {
        const std::scoped_lock guard(mutex_);
        if (!is_connected_ || ending_ != Ending::none) return;
        ending_ = has_overflowed_ ? Ending::cut : Ending::finished;
    }
    wake();
}

StreamQueue::Ending StreamQueue::take(std::string& out) {
    const std::scoped_lock guard(mutex_);
    is_woken_ = false;
    out.clear();
    out.swap(waiting_);
    return ending_;
}

void StreamQueue::sent(std::size_t bytes) {
    const std::scoped_lock guard(mutex_);
    unsent_bytes_ -= bytes;
}

bool StreamQueue::is_cut() const {
    const std::scoped_lock guard(mutex_);
    return ending_ == Ending::cut;
}

void StreamQueue::connection_ended() {
    const std::scoped_lock guard(mutex_);
    is_connected_ = false;
    waiting_.clear();
}

void StreamQueue::wake() {
    mailbox_->post([sink = sink_] {
        if (const auto connection = sink.lock()) connection->pump_stream();
    });
}

}  // namespace trellis::adapters
