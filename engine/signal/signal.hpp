// A signal as its sender wrote it: fields typed and checked one by one (1.2), meaning not yet decided.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/side.hpp"

namespace trellis {

enum class SignalAction : std::uint8_t { buy = 0, sell = 1, go_long = 2, go_short = 3 };
enum class MarketPosition : std::uint8_t { flat = 0, long_position = 1, short_position = 2 };
enum class SignalType : std::uint8_t { signal = 0, exit = 1, reduce = 2, reverse = 3 };
enum class SizeType : std::uint8_t { quote = 0, base = 1, contracts = 2 };

/// The webhook body of 1.2. Absent optional fields are empty; numbers passed the noise guard (N-2).
struct Signal {
    AccountId account;
    SignalNumber number;
    Timestamp received_at{};
    std::optional<Timestamp> timestamp;         ///< bar or alert time of the payload
    std::string idempotency_key;                ///< `idempotency_key` or `signal_id`
    std::string exchange;                       ///< `tv.exchange`, empty = the account's venue
    std::string symbol;
    std::string timeframe;
    SignalAction action{};
    std::optional<MarketPosition> position;
    std::optional<Quantity> position_size;
    std::optional<MarketPosition> previous_position;
    std::optional<Quantity> previous_position_size;
    std::optional<Price> entry_price;
    std::optional<Quantity> order_size;         ///< unit by size_type
    std::string trade_id;
    std::string alert_name;
    std::string alert_message;
    SignalType type = SignalType::signal;
    std::optional<SignalAction> intent_side;    ///< `execution_intent.side`
    SizeType size_type = SizeType::quote;       ///< W-4
    std::optional<Ratio> max_slippage_percent;  ///< W-6
    std::optional<Price> stop_loss;             ///< W-5: information, unless the account uses it
    std::optional<Price> take_profit;
    std::optional<Price> structure_stop;        ///< `risk.structure_sl` (B-7)
    std::string preset;
    std::string body;                           ///< as received, secret masked
    bool operator==(const Signal&) const = default;
};

/// One thing wrong with a document: where, what stood there, what the rule is, what would be right.
struct FieldError {
    std::string pointer;  ///< JSON pointer
    std::string value;
    std::string rule;
    std::string hint;
    bool operator==(const FieldError&) const = default;
    static void fields(auto& self, auto&& each) { each(self.pointer, self.value, self.rule, self.hint); }
};

/// A body that is no signal: all its errors at once. Refused with code SCHEMA, recorded all the same.
struct MalformedSignal {
    AccountId account;
    SignalNumber number;
    Timestamp received_at{};
    std::vector<FieldError> errors;
    std::string body;  ///< secret masked
    bool operator==(const MalformedSignal&) const = default;
};

using ReceivedSignal = std::variant<Signal, MalformedSignal>;

}  // namespace trellis
