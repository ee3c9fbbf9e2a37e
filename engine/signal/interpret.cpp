// From a signal's fields to an instruction: the first part of R-30, in its order.
#include "engine/base/rounding.hpp"
#include "engine/signal/instruction.hpp"
#include "engine/signal/intent.hpp"

namespace trellis {

namespace {

constexpr Duration future_tolerance = std::chrono::seconds(5);

Error missing(std::string_view field, std::string_view why) {
    return {"SCHEMA", std::string(field) + " is missing: " + std::string(why)};
}

/// W-10: a missing stamp is the time of receipt; one too far in the future is clamped to it.
Timestamp stamp_of(const Signal& signal) {
    if (!signal.timestamp.has_value()) return signal.received_at;
    if (*signal.timestamp > signal.received_at + future_tolerance) return signal.received_at;
    return *signal.timestamp;
}

Result<const Instrument*> find_instrument(const Signal& signal, const AccountConfig& account,
                                          const InstrumentTable& instruments) {
    std::string_view venue = account.venue;
    if (!signal.exchange.empty()) {
        venue = canonical_venue(signal.exchange);
        if (venue.empty()) return Error{"UNKNOWN_VENUE", "tv.exchange " + signal.exchange + " is no known venue"};
        if (venue != account.venue) {
            return Error{"UNKNOWN_INSTRUMENT", "account " + account.name + " trades on " + account.venue + ", not on " +
                                                   std::string(venue)};
        }
    }
    const Instrument* found = instruments.resolve(venue, account.market, signal.symbol);
    if (found == nullptr) {
        return Error{"UNKNOWN_INSTRUMENT", "tv.symbol " + signal.symbol + " is not listed on " + std::string(venue)};
    }
    return found;
}

/// what an intent cannot do without, tested right after the intent.
Result<void> require_fields(const Signal& signal, Intent intent) {
    switch (intent) {
        case Intent::entry:
        case Intent::reverse:
            if (!signal.entry_price.has_value()) return missing("tv.entry_price", "an entry needs its price");
            return {};
        case Intent::reduce:
            if (signal.order_size.has_value()) return {};
            if (!signal.position_size.has_value()) return missing("tv.market_position_size", "a reduce needs a size");
            if (!signal.previous_position_size.has_value()) {
                return missing("tv.prev_market_position_size", "a reduce needs a size");
            }
            return {};
        case Intent::exit: return {};
    }
    return {};
}

/// W-8: an explicit key, else the tuple that makes two alerts the same.
std::string duplicate_key(const Signal& signal, const Instruction& instruction, const std::string& instrument) {
    constexpr char separator = '\x1f';
    std::string key;
    if (!signal.idempotency_key.empty()) {
        key = "key";
        key += separator;
        return key + signal.idempotency_key;
    }
    const auto add = [&](std::string_view part) {
        key += part;
        key += separator;
    };
    add(instrument);  // names venue and market too
    add(std::to_string(instruction.identity.timeframe_seconds));
    add(std::to_string(static_cast<int>(instruction.intent)));
    add(text(instruction.identity.side));
    add(signal.trade_id);
    add(std::to_string(signal.timestamp.value_or(signal.received_at).time_since_epoch().count()));
    add(signal.alert_message);
    add(signal.order_size.has_value() ? signal.order_size->text() : std::string());
    add(signal.entry_price.has_value() ? signal.entry_price->text() : std::string());
    return key;
}

/// A preset asks for the signal's levels itself, whatever the account does with them (B-6, B-7).
PresetWish wish_of(const Signal& signal) { return {signal.preset, {signal.stop_loss, signal.structure_stop}}; }

/// S-1, S-2: a contract is so much of the base asset, and everything behind this counts in base.
void count_in_base(Instruction& instruction, const Instrument& instrument) {
    instruction.size_type = SizeType::base;
    if (!instruction.order_size.has_value()) return;
    instruction.order_size = share(*instruction.order_size, instrument.contract_size, Quantity::from_integer(1));
}

}  // namespace

Result<Instruction> interpret(const Signal& signal, const AccountConfig& account, const InstrumentTable& instruments,
                              bool infer_intent) {
    const auto instrument = find_instrument(signal, account, instruments);
    if (!instrument.ok()) return instrument.error();
    const auto timeframe = parse_timeframe(signal.timeframe);
    if (!timeframe.has_value()) {
        return Error{"UNSUPPORTED_TIMEFRAME",
                     "tv.timeframe " + signal.timeframe + " is not minutes, nS, [n]D, [n]W or [n]M"};
    }
    if (signal.intent_side.has_value() && direction(*signal.intent_side) != direction(signal.action)) {
        return Error{"SIDE_CONFLICT", "execution_intent.side contradicts tv.action"};
    }
    const auto action = intended_action(signal, account.market, infer_intent);
    if (const auto complete = require_fields(signal, action.intent); !complete.ok()) return complete.error();

    Instruction result;
    result.identity = {(*instrument)->id, *timeframe, action.side};
    result.intent = action.intent;
    result.inferred = action.inferred;
    result.stamp = stamp_of(signal);
    result.candle = candle_index(result.stamp, *timeframe);
    result.entry_price = signal.entry_price;
    result.order_size = signal.order_size;
    result.size_type = signal.size_type;
    if (result.size_type == SizeType::contracts) count_in_base(result, **instrument);
    result.max_slippage_percent = signal.max_slippage_percent;
    if (account.use_signal_sl) result.stop_loss = signal.stop_loss;
    if (account.use_signal_tp) result.take_profit = signal.take_profit;
    if (action.intent == Intent::reduce || action.intent == Intent::reverse) {
        result.position_size = signal.position_size;
        result.previous_position_size = signal.previous_position_size;
    }
    if (PresetWish wish = wish_of(signal); wish != PresetWish{}) result.wish = std::move(wish);
    result.duplicate_key = duplicate_key(signal, result, (*instrument)->name);
    return result;
}

}  // namespace trellis
