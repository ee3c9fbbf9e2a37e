// Trading made up from a seed: signals, quotes, stops and a venue that acknowledges, fills, refuses and forgets as it likes, run
// through direct execution. For whoever needs a long and busy journal: the archive's tests, recovery, benches.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <vector>

#include "engine/world/direct.hpp"
#include "engine/world/timers.hpp"

namespace trellis::tests {

struct TradingOptions {
    std::uint16_t accounts = 2;
    std::uint32_t instruments = 4;
    std::uint32_t max_open_groups = 10;
    /// Of the venue: how many of a hundred reports are neither acknowledgements nor fills nor cancels.
    unsigned mischief_percent = 10;
};

Config trading_config(const TradingOptions& options = {});
InstrumentTable trading_instruments(const TradingOptions& options = {});

class Trading final : public CommitPort, public LinePort {
public:
    using Sink = std::function<void(const Commit&)>;
    using ItemSink = std::function<void(const NumberedItem&)>;

    Trading(std::uint64_t seed, Sink sink, const TradingOptions& options = {});
    /// `items` sees every item before the engine does.
    Trading(std::uint64_t seed, Sink sink, const TradingOptions& options, ItemSink items);

    /// One thing from outside, and whatever follows from it until nothing is left to do.
    void step();
    /// A new start of the process on the same journal: its number goes into the world and, as an event, to the sink.
    void begin(Incarnation incarnation);

    const World& world() const { return engine_->world(); }
    const Config& config() const { return config_; }

    void commit(Commit commit) override;
    void fact(AccountId account, DeskFact fact) override;
    void evaluate(GroupAddress address) override;
    void due(TimerOwner owner, std::optional<Due> due) override;

private:
    struct VenueOrder {
        InstrumentId instrument;
        Price price;
        Quantity quantity;
        Quantity filled;
        bool is_closing = false;
    };

    std::uint64_t random(std::uint64_t bound);
    void put(Item item);
    void start(World world);
    void run_line();
    void advance_clock();
    void send_signal();
    void send_quote();
    void send_stop();
    void venue_acts();
    void fill(const ClientOrderId& id, VenueOrder& order);
    void answer(const VenueRequest& request);
    void on_place(const PlaceOrder& place);
    void report(const ClientOrderId& id, InstrumentId instrument, ReportBody body);
    Price price_of(InstrumentId instrument);

    TradingOptions options_;
    Config config_;
    InstrumentTable instruments_;
    Sink sink_;
    ItemSink item_sink_;
    std::uint64_t seed_;
    Timestamp now_{std::chrono::hours(24 * 365 * 56)};
    std::uint64_t items_ = 0;
    std::uint64_t signals_ = 0;
    std::uint64_t trades_ = 0;
    std::deque<Item> line_;
    TimerQueue timers_;
    std::map<ClientOrderId, VenueOrder> venue_;
    std::vector<ClientOrderId> known_;  // of venue_, and some that are gone: to draw one by number
    std::unique_ptr<DirectEngine> engine_;
};

}  // namespace trellis::tests
