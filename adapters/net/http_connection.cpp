// The life of a connection:
//
//   handshake ──► header ──► body ──► handling ──► answering ──► idle ──► header ...
//                   │          │         │             │
//                   └──────────┴─────────┤             └──► lingering ──► closed
//                      refused: answered │                      ▲
//                      and closed        └──► streaming ────────┘
//
// Each phase but `handling` and a quiet `streaming` waits for the socket; each has a deadline that the listener watches over. One read
// and one write are under way at most.
#include "adapters/net/http_connection.hpp"

#include <algorithm>
#include <cstddef>
#include <exception>
#include <optional>
#include <utility>

#include "adapters/net/http_reply.hpp"
#include "adapters/net/http_text.hpp"
#include "adapters/net/request_parser.hpp"

namespace trellis::adapters {
namespace {

using Code = boost::system::error_code;
using Fault = boost::beast::http::error;

/// How much of a refused request is read and thrown away, so that its sender sees the answer before the connection breaks.
constexpr std::size_t linger_bytes_max = 256U << 10U;
constexpr std::size_t buffer_kept_max = 64U << 10U;

class Connection final : public HttpConnection, public ReplySink, public std::enable_shared_from_this<Connection> {
public:
    Connection(std::shared_ptr<HttpShared> shared, std::weak_ptr<Owner> owner, Accepted accepted)
        : shared_(std::move(shared)),
          limits_(shared_->options.limits),
          owner_(std::move(owner)),
          wire_(std::move(accepted.socket)),
          peer_(std::move(accepted.peer)),
          input_(limits_.header_bytes_max + 8192, '\0') {
        if (accepted.tls != nullptr) wire_.secure(*accepted.tls);
    }

    void start() override;
    Clock::time_point deadline() const override { return deadline_; }
    void expire() override;
    void drain() override;
    void cut() override;

    void answer(std::uint64_t request, HttpResponse response) override;
    void answer_missing(std::uint64_t request) override;
    void begin_stream(std::uint64_t request, HttpResponse head, std::shared_ptr<StreamQueue> queue) override;
    void pump_stream() override;

private:
    enum class Phase : std::uint8_t { handshake, header, body, handling, answering, idle, streaming, lingering, closed };

    void enter(Phase phase, std::chrono::milliseconds limit) {
        phase_ = phase;
        deadline_ = Clock::now() + limit;
    }
    void expect_request();
    void read();
    void on_read(Code code, std::size_t bytes);
    void on_end_of_input();
    void advance();
    bool begin_body();
    void hand_over();
    void respond(const HttpResponse& response);
    void refuse(unsigned status, std::string_view reason);
    void refuse_malformed(Code code);
    void write();
    void on_written(Code code, std::size_t bytes);
    void on_all_written();
    void send_stream();
    void finish();
    void discard_rest();
    void linger(std::size_t bytes);

    const std::shared_ptr<HttpShared> shared_;
    const HttpLimits& limits_;
    const std::weak_ptr<Owner> owner_;
    Wire wire_;
    const std::string peer_;
    Phase phase_ = Phase::handshake;
    Clock::time_point deadline_ = Clock::time_point::max();

    std::string input_;             ///< a fixed buffer; [begin_, end_) is not parsed yet
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    Clock::time_point received_at_{};
    std::optional<RequestParser> parser_;
    bool is_reading_ = false;
    bool has_seen_end_ = false;

    std::uint64_t request_ = 0;     ///< counts requests and refusals: an answer for another number comes too late
    bool is_head_request_ = false;
    bool keeps_alive_ = false;
    bool is_draining_ = false;

    std::string output_;
    std::size_t written_ = 0;
    bool is_writing_ = false;
    bool is_continuing_ = false;    ///< output_ is a "100 Continue"
    std::size_t lingered_bytes_ = 0;

    std::shared_ptr<StreamQueue> stream_;
    std::string stream_text_;       ///< taken from the queue, in output_ with its frame
    bool is_stream_chunked_ = false;
    bool is_stream_ending_ = false;
};

void Connection::start() {
    enter(Phase::handshake, limits_.header_timeout);
    if (!wire_.is_secure()) return expect_request();
    wire_.handshake(boost::asio::ssl::stream_base::server, [self = shared_from_this()](Code code) {
        if (self->phase_ == Phase::closed) return;
        if (code) return self->cut();
        self->expect_request();
    });
}

void Connection::expect_request() {
    parser_.emplace(RequestParser::Limits{.header_bytes = limits_.header_bytes_max, .body_bytes = limits_.body_bytes_max});
    const auto is_first = request_ == 0;
    if (is_first || begin_ < end_) {
        enter(Phase::header, limits_.header_timeout);
    } else {
        enter(Phase::idle, limits_.idle_timeout);
    }
    advance();
}

void Connection::read() {
    if (is_reading_) return;
    if (begin_ == end_) {
        begin_ = end_ = 0;
    } else if (end_ == input_.size()) {
        std::copy(input_.begin() + static_cast<std::ptrdiff_t>(begin_), input_.end(), input_.begin());
        end_ -= std::exchange(begin_, 0);
    }
    is_reading_ = true;
    wire_.read_some(boost::asio::buffer(input_.data() + end_, input_.size() - end_),
                    [self = shared_from_this()](Code code, std::size_t bytes) { self->on_read(code, bytes); });
}

void Connection::on_read(Code code, std::size_t bytes) {
    is_reading_ = false;
    if (code) has_seen_end_ = true;
    switch (phase_) {
        case Phase::closed: return;
        case Phase::lingering: return linger(bytes);
        case Phase::streaming: return has_seen_end_ ? cut() : read();  // what comes is thrown away; only the end counts
        case Phase::handshake:
        case Phase::handling:
        case Phase::answering: return;  // of a request that was refused while its rest was awaited
        case Phase::idle:
            if (code) return finish();
            enter(Phase::header, limits_.header_timeout);
            break;
        case Phase::header:
        case Phase::body: break;
    }
    if (code) return on_end_of_input();
    received_at_ = Clock::now();
    end_ += bytes;
    advance();
}

void Connection::on_end_of_input() {
    if (!parser_->got_some()) return finish();
    refuse(400, "The connection ended in the middle of the request.");
}

void Connection::advance() {
    while (begin_ < end_) {
        if (phase_ == Phase::header && !parser_->got_some() && (input_[begin_] == '\r' || input_[begin_] == '\n')) {
            ++begin_;  // empty lines between two requests
            continue;
        }
        Code code;
        begin_ += parser_->put(boost::asio::buffer(input_.data() + begin_, end_ - begin_), code);
        if (code == Fault::need_more) {
            if (begin_ == 0 && end_ == input_.size()) return refuse(400, "A line of the body's framing is too long.");
            break;
        }
        if (code) return refuse_malformed(code);
        if (parser_->is_done()) return hand_over();
        if (phase_ == Phase::header && parser_->is_header_done() && !begin_body()) return;
    }
    read();
}

/// False when "100 Continue" goes first.
bool Connection::begin_body() {
    enter(Phase::body, limits_.body_timeout);
    if (!parser_->expects_continue() || begin_ < end_) return true;
    output_ = "HTTP/1.1 100 Continue\r\n\r\n";
    is_continuing_ = true;
    write();
    return false;
}

void Connection::hand_over() {
    enter(Phase::handling, limits_.reply_timeout);
    const auto number = ++request_;
    auto& request = parser_->request();
    request.peer = peer_;
    request.received_at = received_at_;
    is_head_request_ = request.method == "HEAD";
    keeps_alive_ = limits_.keep_alive && parser_->keep_alive();
    shared_->requests.fetch_add(1, std::memory_order_relaxed);
    auto target = std::make_shared<ReplyTarget>(shared_->mailbox, std::weak_ptr<ReplySink>(shared_from_this()), number,
                                                limits_.stream_bytes_max);
    try {
        shared_->options.handler(std::move(request), HttpReply(std::move(target)));
    } catch (const std::exception& broken) {
        if (shared_->options.on_exception) shared_->options.on_exception(broken.what());
        answer_missing(number);
    }
}

void Connection::answer(std::uint64_t request, HttpResponse response) {
    if (phase_ != Phase::handling || request != request_) return;
    respond(response);
}

void Connection::answer_missing(std::uint64_t request) {
    if (phase_ != Phase::handling || request != request_) return;
    shared_->refused.fetch_add(1, std::memory_order_relaxed);
    respond(shared_->refusal(500, "The request was not answered."));
}

void Connection::respond(const HttpResponse& response) {
    if (is_draining_) keeps_alive_ = false;
    enter(Phase::answering, limits_.idle_timeout);
    output_.clear();
    append_head(output_, response, {.framing = BodyFraming::length, .keep_alive = keeps_alive_, .date = shared_->date()});
    if (!is_head_request_ && may_have_body(response.status)) output_ += response.body;
    write();
}

void Connection::refuse(unsigned status, std::string_view reason) {
    shared_->refused.fetch_add(1, std::memory_order_relaxed);
    ++request_;
    keeps_alive_ = false;
    is_head_request_ = parser_->request().method == "HEAD";
    if (is_writing_) return cut();  // a "100 Continue" that nobody reads
    respond(shared_->refusal(status, reason));
}

void Connection::refuse_malformed(Code code) {
    if (code == Fault::body_limit) return refuse(413, "The body has more than " + std::to_string(limits_.body_bytes_max) + " bytes.");
    if (code == Fault::header_limit || code == Fault::buffer_overflow) {
        return refuse(431, "Request line and headers have more than " + std::to_string(limits_.header_bytes_max) + " bytes.");
    }
    refuse(400, "This is not HTTP/1.1: " + code.message() + ".");
}

void Connection::write() {
    written_ = 0;
    is_writing_ = true;
    wire_.write_some(boost::asio::buffer(output_),
                     [self = shared_from_this()](Code code, std::size_t bytes) { self->on_written(code, bytes); });
}

void Connection::on_written(Code code, std::size_t bytes) {
    if (phase_ == Phase::closed) return;
    if (code) return cut();
    written_ += bytes;
    if (written_ == output_.size()) {
        is_writing_ = false;
        return on_all_written();
    }
    // A slow reader gets its time again for each step.
    if (phase_ != Phase::body) deadline_ = Clock::now() + limits_.idle_timeout;
    wire_.write_some(boost::asio::buffer(output_) + written_,
                     [self = shared_from_this()](Code again, std::size_t more) { self->on_written(again, more); });
}

void Connection::on_all_written() {
    if (std::exchange(is_continuing_, false)) return advance();
    if (phase_ == Phase::streaming) return send_stream();
    if (output_.capacity() > buffer_kept_max) output_ = {};
    if (!keeps_alive_ || is_draining_) return finish();
    expect_request();
}

void Connection::begin_stream(std::uint64_t request, HttpResponse head, std::shared_ptr<StreamQueue> queue) {
    if (phase_ != Phase::handling || request != request_) return queue->connection_ended();
    keeps_alive_ = false;
    stream_ = std::move(queue);
    is_stream_chunked_ = parser_->is_http_1_1();
    is_stream_ending_ = is_head_request_;
    if (is_draining_) stream_->close();
    enter(Phase::streaming, limits_.idle_timeout);
    output_.clear();
    append_head(output_, head, {.framing = is_stream_chunked_ ? BodyFraming::chunked : BodyFraming::until_close, .date = shared_->date()});
    write();
    begin_ = end_ = 0;
    if (has_seen_end_) return;
    read();
}

void Connection::pump_stream() {
    if (phase_ == Phase::streaming) send_stream();
}

/// Sends what waits, if nothing is under way; the end of that leads here again.
void Connection::send_stream() {
    if (is_writing_) {
        if (stream_->is_cut()) cut();
        return;
    }
    stream_->sent(stream_text_.size());
    if (is_stream_ending_) return finish();
    const auto ending = stream_->take(stream_text_);
    if (ending == StreamQueue::Ending::cut) return cut();
    output_.clear();
    if (!stream_text_.empty()) {
        if (is_stream_chunked_) append_chunk(output_, stream_text_);
        else output_ = stream_text_;
    }
    is_stream_ending_ = ending == StreamQueue::Ending::finished;
    if (is_stream_ending_ && is_stream_chunked_) output_ += "0\r\n\r\n";
    deadline_ = output_.empty() ? Clock::time_point::max() : Clock::now() + limits_.idle_timeout;
    if (!output_.empty()) return write();
    if (is_stream_ending_) finish();
}

void Connection::expire() {
    switch (phase_) {
        case Phase::closed: return;
        case Phase::idle: return finish();
        case Phase::lingering: return cut();
        case Phase::handshake:
        case Phase::header:
        case Phase::body:
        case Phase::handling:
        case Phase::answering:
        case Phase::streaming: shared_->timed_out.fetch_add(1, std::memory_order_relaxed); break;
    }
    if (phase_ == Phase::handling) return answer_missing(request_);
    if (phase_ == Phase::header && parser_->got_some()) return refuse(408, "The headers took too long.");
    if (phase_ == Phase::body) return refuse(408, "The body took too long.");
    cut();
}

void Connection::drain() {
    is_draining_ = true;
    if (phase_ == Phase::idle) return finish();
    if (phase_ == Phase::streaming) stream_->close();
}

/// Ends an orderly connection: the other side is told, and its own end awaited. Closing at once, with bytes of it unread, would make
/// the system throw away what it has not received yet.
void Connection::finish() {
    if (stream_) stream_->connection_ended();
    enter(Phase::lingering, limits_.linger_timeout);
    if (!wire_.is_secure() || is_reading_) return discard_rest();
    wire_.say_goodbye([self = shared_from_this()](Code) {
        if (self->phase_ != Phase::closed) self->discard_rest();
    });
}

void Connection::discard_rest() {
    wire_.finish_sending();
    linger(0);
}

void Connection::linger(std::size_t bytes) {
    lingered_bytes_ += bytes;
    if (has_seen_end_ || lingered_bytes_ > linger_bytes_max) return cut();
    if (std::exchange(is_reading_, true)) return;
    // Below TLS, which has said its goodbye.
    wire_.socket().async_read_some(boost::asio::buffer(input_), [self = shared_from_this()](Code code, std::size_t more) {
        self->on_read(code, more);
    });
}

void Connection::cut() {
    if (phase_ == Phase::closed) return;
    phase_ = Phase::closed;
    deadline_ = Clock::time_point::max();
    if (stream_) stream_->connection_ended();
    wire_.close();
    if (const auto owner = owner_.lock()) owner->connection_closed(shared_from_this());
}

}  // namespace

std::shared_ptr<HttpConnection> HttpConnection::make(std::shared_ptr<HttpShared> shared, std::weak_ptr<Owner> owner, Accepted accepted) {
    return std::make_shared<Connection>(std::move(shared), std::move(owner), std::move(accepted));
}

}  // namespace trellis::adapters
