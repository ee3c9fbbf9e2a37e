#include "adapters/exchange/paper/paper_venue.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

constexpr Duration longest_wait = std::chrono::seconds(1);
constexpr Duration room_poll = std::chrono::milliseconds(2);  // nobody says when the engine has caught up

}  // namespace

PaperVenue::PaperVenue(PaperExchange exchange, std::unique_ptr<MarketFeed> market, const EngineClock& clock, VenueSink& sink,
                       FailureHandler on_failure)
    : clock_(clock),
      sink_(sink),
      on_failure_(std::move(on_failure)),
      exchange_(std::move(exchange)),
      market_(std::move(market)) {}

PaperVenue::~PaperVenue() { stop(); }

void PaperVenue::start() {
    TRELLIS_CHECK(!thread_.joinable(), "a venue is started once");
    thread_ = std::thread([this] { run(); });
}

void PaperVenue::stop() {
    {
        const std::scoped_lock guard(inbox_mutex_);
        is_stopping_ = true;
    }
    called_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void PaperVenue::send(std::vector<VenueRequest> requests) {
    {
        const std::scoped_lock guard(inbox_mutex_);
        if (is_stopping_ || is_ended_) return;
        is_called_ = true;
        inbox_.insert(inbox_.end(), std::make_move_iterator(requests.begin()), std::make_move_iterator(requests.end()));
    }
    called_.notify_one();
}

// ---- the venue's thread ----

void PaperVenue::run() {
    std::optional<Error> failure;
    try {
        if (auto played = play(); !played) failure = played.error();
    } catch (const std::exception& broken) {
        failure = Error{"VENUE_FAILED", broken.what()};
    } catch (...) {
        failure = Error{"VENUE_FAILED", "the paper venue threw something that is no exception"};
    }
    {
        const std::scoped_lock guard(inbox_mutex_);
        is_ended_ = true;
        inbox_.clear();
    }
    if (failure && on_failure_) on_failure_(*failure);
}

Result<void> PaperVenue::play() {
    if (auto read = read_market(); !read) return read;
    bool is_last = false;
    while (!is_last) {
        is_last = wait_for_work();
        for (const auto& request : in_hand_) serve(request);
        in_hand_.clear();
        if (!is_last) {
            if (auto played = play_market(); !played) return played;
        }
        settle();
    }
    return {};
}

// Takes the inbox in hand, at the latest when something is due. True: this round is the last.
bool PaperVenue::wait_for_work() {
    const Duration patience = time_to_next();
    std::unique_lock guard(inbox_mutex_);
    if (patience > Duration{}) called_.wait_for(guard, patience, [this] { return is_called_ || is_stopping_; });
    is_called_ = false;
    in_hand_.swap(inbox_);
    return is_stopping_;
}

Duration PaperVenue::time_to_next() const {
    const Timestamp now = clock_.now();
    Duration patience = longest_wait;
    if (const auto due = exchange_.next_due()) patience = std::min(patience, *due - now);
    if (!row_) return patience;
    if (row_->due > now) return std::min(patience, row_->due - now);
    return std::min(patience, sink_.has_room() ? Duration{} : room_poll);
}

void PaperVenue::serve(const VenueRequest& request) {
    std::vector<OrderReport> reports;
    {
        const std::scoped_lock guard(books_mutex_);
        exchange_.request(request, clock_.now());
        reports = exchange_.take_reports();
    }
    requests_.fetch_add(1, std::memory_order_relaxed);
    pass_reports(std::move(reports));
}

// One row, so that requests never wait behind a market that has to catch up.
Result<void> PaperVenue::play_market() {
    if (!row_ || row_->due > clock_.now() || !sink_.has_room()) return {};
    const auto* quote = std::get_if<Quote>(&row_->body);
    std::vector<OrderReport> reports;
    {
        const std::scoped_lock guard(books_mutex_);
        if (quote != nullptr) {
            exchange_.on_quote(row_->instrument, *quote, clock_.now());
        } else {
            const auto& print = std::get<Print>(row_->body);
            exchange_.on_print(row_->instrument, print.price, print.quantity, clock_.now());
        }
        reports = exchange_.take_reports();
    }
    (quote != nullptr ? quotes_ : prints_).fetch_add(1, std::memory_order_relaxed);
    if (quote != nullptr) sink_.quote(row_->instrument, *quote);
    pass_reports(std::move(reports));
    return read_market();
}

Result<void> PaperVenue::read_market() {
    auto row = market_->next();
    if (!row) return row.error();
    row_ = std::move(*row);
    return {};
}

void PaperVenue::pass_reports(std::vector<OrderReport> reports) {
    reports_.fetch_add(reports.size(), std::memory_order_relaxed);
    for (auto& report : reports) sink_.report(std::move(report));
}

// What is due by now arrives, and the streams' heartbeat fetches what was lost.
void PaperVenue::settle() {
    std::vector<OrderReport> reports;
    {
        const std::scoped_lock guard(books_mutex_);
        exchange_.settle(clock_.now());
        reports = exchange_.take_reports();
    }
    pass_reports(std::move(reports));
}

// ---- any thread ----

std::map<std::string, Balance, std::less<>> PaperVenue::balances(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.balances(account);
}

Money PaperVenue::equity(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.equity(account);
}

void PaperVenue::open_account(const AccountConfig& config) {
    const std::scoped_lock guard(books_mutex_);
    exchange_.open_account(config);
}

std::optional<Wallet> PaperVenue::wallet(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.wallet(account, clock_.now());
}

std::optional<Money> PaperVenue::free(AccountId account, std::string_view asset) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.free(account, asset).value_or(Money{});
}

bool PaperVenue::is_connected(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.is_heard(account, clock_.now());
}

bool PaperVenue::has_rules(InstrumentId instrument, Timestamp at) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.has_rules(instrument, at);
}

std::optional<std::vector<OpenOrder>> PaperVenue::open_orders(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.open_orders(account, clock_.now());
}

std::optional<InstrumentRules> PaperVenue::rules(InstrumentId instrument, Timestamp at) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.rules(instrument, at);
}

std::vector<VenuePosition> PaperVenue::positions(AccountId account) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.positions(account);
}

std::optional<Quote> PaperVenue::quote(InstrumentId instrument) const {
    const std::scoped_lock guard(books_mutex_);
    return exchange_.quote(instrument);
}

PaperVenueCounts PaperVenue::counts() const {
    return {requests_.load(std::memory_order_relaxed), reports_.load(std::memory_order_relaxed),
            quotes_.load(std::memory_order_relaxed), prints_.load(std::memory_order_relaxed)};
}

void PaperVenue::examine(const std::function<void(const PaperExchange&)>& look) const {
    const std::scoped_lock guard(books_mutex_);
    look(exchange_);
}

}  // namespace trellis::adapters
