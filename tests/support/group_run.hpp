// One position group and a script for it: commands in, rows of text out. Every commit is also applied to a second group from its
// events alone, and the two must stay equal (replay is the same code path as life).
#pragma once

#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "engine/group/board.hpp"
#include "engine/group/commands.hpp"
#include "engine/group/outlook.hpp"

namespace trellis {

/// How GoogleTest shows a number.
template <class Tag>
void PrintTo(const Decimal<Tag>& value, std::ostream* out) {
    *out << value.text();
}

}  // namespace trellis

namespace trellis::tests {

/// binance:spot:BTC-USDT: tick 0.01, step 0.00001, no minimum, fees of 0.1 % in quote.
Instrument bitcoin();
/// The same on binance:linear, where closing orders are reduce-only.
Instrument bitcoin_perpetual();

struct LegText {
    const char* price;
    const char* quantity;
    const char* take_profit = "1";
};
/// A pyramid's plan with these legs; leg 0's price is the base price.
PyramidPlan ladder(const std::vector<LegText>& legs, std::uint16_t pyramid = 0);
/// The five legs of 7.1 for 1,000 USDT at 64231.37.
PyramidPlan default_ladder();

/// "leg_tp 0/1 sell 0.00312 @ 64229.76 WORKING"; with fills "0.001/0.00312", a market order "@ market".
std::string row(const Order& order);
/// The names of the events, one after the other: "OrderFilled OrderPlaced".
std::string names(const GroupEvents& events);

class GroupRun {
public:
    explicit GroupRun(Instrument instrument = bitcoin(), PositionSide side = PositionSide::long_side);

    // What the group is told.
    GroupEvents open(const PyramidPlan& plan);
    GroupEvents add(const PyramidPlan& plan);
    GroupEvents exit();
    /// A REDUCE of that many parts of `whole`.
    GroupEvents reduce(const char* part, const char* whole = "1");
    /// Any command that the group must obey.
    GroupEvents tell(const GroupCommand& command);
    /// It broke: quarantined, with nothing else done.
    void quarantine(const char* reason);
    /// The code with which the group refuses.
    std::string refusal(const GroupCommand& command);
    GroupEvents evaluate(const char* bid, const char* ask);
    /// Sets the book without waking the group.
    void quote(const char* bid, const char* ask);
    /// Its next timer, as whoever fires them knows it: behind one that found nothing to do.
    std::optional<Due> due() const { return next_due_after(group, passed); }
    /// Moves the clock to the next timer and fires it.
    GroupEvents timer();
    void pass(Duration time) { now += time; }

    // What the venue says of order `number`.
    GroupEvents report(std::uint32_t number, const ReportBody& body);
    GroupEvents acknowledge(std::uint32_t number);
    void acknowledge_all();
    /// A new trade with the instrument's maker fee, in the asset of R-13.
    GroupEvents fill(std::uint32_t number, const char* price, const char* quantity);
    GroupEvents fill_whole(std::uint32_t number);
    GroupEvents cancelled(std::uint32_t number);
    GroupEvents expired(std::uint32_t number);
    GroupEvents rejected(std::uint32_t number, std::string code = "REJECTED");
    /// The venue makes every amendment and cancel that is on its way.
    void answer_requests();
    /// The fill that `fill` would report, without reporting it.
    OrderFill fill_of(std::uint32_t number, const char* price, const char* quantity);

    // What there is to see.
    const Order& order(std::uint32_t number) const { return group.order(OrderNumber{number}); }
    std::string row(std::uint32_t number) const { return tests::row(order(number)); }
    const Order& newest() const { return group.orders.back(); }
    std::string newest_row() const { return tests::row(newest()); }
    std::string state() const { return std::string(text(state_of(group))); }
    const Leg& leg(std::uint16_t index, std::uint16_t pyramid = 0) const { return group.pyramids[pyramid].legs[index]; }
    std::vector<VenueRequest> requests(const GroupEvents& events) const { return requests_of(group, events, instrument); }
    GroupContext context() const;

    Instrument instrument;
    GridStrategy strategy;
    PositionSide side;
    Ratio account_bound = Ratio::from_integer(1);
    std::optional<Ratio> payload_bound;
    std::optional<Price> stop_loss;    ///< of the opening signal, as an account that uses it hands it over (W-5)
    std::optional<Price> take_profit;
    Config config = default_config();
    bool cancels_at_once = true;
    std::optional<Quote> book;
    Board board;                       ///< quotes of other instruments
    InstrumentTable table;             ///< theirs
    const WalletPort* wallets = nullptr;  ///< who is asked for rules (V-3)
    std::optional<BarReading> bars;       ///< that a stop may trail behind (R-55)
    Timestamp now{std::chrono::hours(24 * 365 * 56)};
    Group group;
    Timestamp passed = Timestamp::min();  ///< until when its timers found nothing to do
    std::uint64_t signals = 0;
    std::uint64_t trades = 0;

private:
    Group rebuilt_;
};

}  // namespace trellis::tests
