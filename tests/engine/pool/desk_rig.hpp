// A desk with its configuration, market and clock, told commands one by one. Keeps every event, so that a test can replay them.
#pragma once

#include <vector>

#include "engine/pool/commands.hpp"
#include "engine/pool/ranking.hpp"
#include "tests/engine/signal/signals.hpp"

namespace trellis::tests {

class DeskRig {
public:
    explicit DeskRig(Market market = Market::linear);

    /// What the desk is told about the world now.
    DeskContext context();
    /// Decides and applies; checks the invariants.
    DeskEvents tell(const DeskCommand& command);
    /// Numbers the signal, receives it now, and stamps it now when it is stamped at all.
    DeskEvents send(Signal signal);
    /// The same without touching its stamp.
    DeskEvents receive(Signal signal);
    /// As if nothing had happened since.
    void put_back(Desk before);
    /// Groups obey the newest signal.
    void obey();

    /// The next bar of 15 minutes, so that W-11 lets the next entry pass.
    void next_bar() { now += std::chrono::minutes(15); }
    void pass(Duration duration) { now += duration; }

    /// Sends and opens; the test fails when it did not.
    GroupId open(const Signal& signal);
    void close(GroupId group) { tell(GroupClosing{group}); }
    void end(GroupId group) { tell(GroupEnded{group}); }
    void trade(TradingState state) { tell(SetTradingState{state, false, false}); }

    /// The book of an instrument.
    void quote(InstrumentId instrument, const char* bid, const char* ask);
    /// The second's sweep.
    DeskEvents sweep() { return tell(DeskTimerDue{TimerKind::queue_sweep}); }
    /// What waits, first to promote first: symbol and timeframe in seconds.
    std::vector<std::string> order();

    AccountConfig& account() { return config.accounts.front(); }

    Config config;
    InstrumentTable instruments = market();
    Board board;
    QueueRanking ranking;
    const WalletPort* wallets = nullptr;
    Desk desk;
    Timestamp now = start;
    std::uint64_t signals = 0;
    DeskEvents journal;
};

/// The code of a refusal or the reason to wait; "" when the signal was admitted.
std::string code(const DeskEvents& events);
SignalOutcome outcome(const DeskEvents& events);

template <class E>
std::vector<E> only(const DeskEvents& events) {
    std::vector<E> found;
    for (const auto& event : events) {
        if (const auto* wanted = std::get_if<E>(&event)) found.push_back(*wanted);
    }
    return found;
}

// ---- signals that say what they are ----

inline Signal on(Signal signal, const char* symbol, const char* timeframe) {
    signal.symbol = symbol;
    signal.timeframe = timeframe;
    return signal;
}
inline Signal acting(Signal signal, SignalAction action) {
    signal.action = action;
    return signal;
}
inline Signal typed(Signal signal, SignalType type) {
    signal.type = type;
    return signal;
}
inline Signal short_signal() { return acting(buy_signal(), SignalAction::go_short); }
inline Signal exit_signal(SignalAction named = SignalAction::go_long) {
    return typed(acting(buy_signal(), named), SignalType::exit);
}

}  // namespace trellis::tests
