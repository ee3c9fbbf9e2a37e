// The paper exchange of a live server: one thread that owns the exchange and its market, takes requests in and lets quotes and
// reports out, each at its time.
//
//   send ──► inbox ─────────┐                    ┌─► sink.quote    the quote, then what it filled
//   market feed ─(by clock)─┼─► PaperExchange ───┤
//   reports under way ──────┘   (this thread)    └─► sink.report   in the venue's order
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "adapters/clock/engine_clock.hpp"
#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/market/feed.hpp"
#include "engine/base/result.hpp"
#include "engine/ports.hpp"

namespace trellis::adapters {

/// Where the venue's thread puts what it says.
class VenueSink {
public:
    VenueSink() = default;
    VenueSink(const VenueSink&) = delete;
    VenueSink& operator=(const VenueSink&) = delete;
    virtual ~VenueSink() = default;
    virtual void quote(InstrumentId instrument, const Quote& quote) = 0;
    virtual void report(OrderReport report) = 0;
    /// False while the engine is behind: the market waits then, requests and reports do not.
    virtual bool has_room() = 0;
};

struct PaperVenueCounts {
    std::uint64_t requests = 0;
    std::uint64_t reports = 0;
    std::uint64_t quotes = 0;
    std::uint64_t prints = 0;
    bool operator==(const PaperVenueCounts&) const = default;
};

class PaperVenue final : public VenuePort, public WalletPort {
public:
    /// Told on the venue's thread, as the last thing it does, when the market's feed or the venue broke.
    using FailureHandler = std::function<void(const Error&)>;

    /// `clock` and `sink` outlive it.
    PaperVenue(PaperExchange exchange, std::unique_ptr<MarketFeed> market, const EngineClock& clock, VenueSink& sink,
               FailureHandler on_failure);
    ~PaperVenue() override;

    void start();
    /// Answers what was sent before and ends the thread; reports that latency still holds back are lost, as with any process. Not
    /// from the sink or the failure handler.
    void stop();

    /// Any thread; what comes after stop() or a failure is dropped. An empty list only makes the venue look at the clock.
    void send(std::vector<VenueRequest> requests) override;

    /// Any thread; one more account, before anything is sent for it.
    void open_account(const AccountConfig& config);

    // ---- for status: any thread, while nothing happens in the books ----

    std::map<std::string, Balance, std::less<>> balances(AccountId account) const;
    Money equity(AccountId account) const;
    std::optional<Wallet> wallet(AccountId account) const override;
    std::optional<Money> free(AccountId account, std::string_view asset) const override;
    bool is_connected(AccountId account) const override;
    bool has_rules(InstrumentId instrument, Timestamp at) const override;
    std::optional<std::vector<OpenOrder>> open_orders(AccountId account) const override;
    std::optional<InstrumentRules> rules(InstrumentId instrument, Timestamp at) const override;
    std::vector<VenuePosition> positions(AccountId account) const;
    std::optional<Quote> quote(InstrumentId instrument) const;
    PaperVenueCounts counts() const;
    /// Shows all the books at once; `look` is short and calls nothing of this class.
    void examine(const std::function<void(const PaperExchange&)>& look) const;

private:
    void run();
    Result<void> play();
    bool wait_for_work();
    Duration time_to_next() const;
    void serve(const VenueRequest& request);
    Result<void> play_market();
    Result<void> read_market();
    void pass_reports(std::vector<OrderReport> reports);
    void settle();

    const EngineClock& clock_;
    VenueSink& sink_;
    FailureHandler on_failure_;

    // The venue's thread changes these; others read the exchange under the mutex.
    mutable std::mutex books_mutex_;
    PaperExchange exchange_;
    std::unique_ptr<MarketFeed> market_;
    std::optional<FeedRow> row_;  // the market's next
    std::vector<VenueRequest> in_hand_;

    std::mutex inbox_mutex_;
    std::condition_variable called_;
    std::vector<VenueRequest> inbox_;
    bool is_called_ = false;
    bool is_stopping_ = false;
    bool is_ended_ = false;

    std::atomic<std::uint64_t> requests_{0};
    std::atomic<std::uint64_t> reports_{0};
    std::atomic<std::uint64_t> quotes_{0};
    std::atomic<std::uint64_t> prints_{0};
    std::thread thread_;
};

}  // namespace trellis::adapters
