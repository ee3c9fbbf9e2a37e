// A scenario as the runner takes it: instruments, configuration with its accounts, and the timeline, typed and with every name
// resolved. Whatever a run cannot carry out is refused here, before the first entry (scenario.md, R-1 to ).
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/config/input_error.hpp"
#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/order.hpp"
#include "engine/world/request.hpp"

namespace trellis::adapters {

/// `quote`: the book becomes bid/ask; absent sizes are unlimited (PV-1).
struct QuoteEntry {
    InstrumentId instrument;
    Price bid;
    Price ask;
    std::optional<Quantity> bid_size;
    std::optional<Quantity> ask_size;
    bool operator==(const QuoteEntry&) const = default;
};
/// `trade`: a print (PV-4).
struct PrintEntry {
    InstrumentId instrument;
    Price price;
    Quantity quantity;
    bool operator==(const PrintEntry&) const = default;
};
/// `signal`: a webhook body, byte for byte as it stands in the scenario.
struct SignalEntry {
    AccountId account;
    std::string body;
    bool operator==(const SignalEntry&) const = default;
};
/// `fill`: the first working limit order that matches; what is absent matches any.
struct ForcedFillEntry {
    AccountId account;
    InstrumentId instrument;
    std::optional<PyramidIndex> pyramid;
    std::optional<LegIndex> leg;
    std::optional<OrderRole> role;
    std::optional<std::uint32_t> timeframe_seconds;  ///< of the group
    std::optional<PositionSide> side;                ///< of the group
    Quantity quantity;
    bool operator==(const ForcedFillEntry&) const = default;
};
/// `admin`: as written, and what it asks for.
struct AdminEntry {
    std::string method;
    std::string path;
    std::string body;  ///< JSON text, "{}" when absent
    AdminRequest request;
    bool operator==(const AdminEntry&) const = default;
};

enum class FaultKind : std::uint8_t {
    reject, timeout_before_accept, timeout_after_accept, server_error, disconnect, drop_fill, duplicate_fill,
    reorder_fills, clock_step, cancel_by_venue, rate_limit, metadata_missing, manual_trade,
    late_fee, unknown_order,
};
std::string_view text(FaultKind kind);

/// `fault`.
struct FaultEntry {
    std::optional<AccountId> account;  ///< absent only for clock_step
    FaultKind kind{};
    std::uint32_t orders = 1;          ///< new-order requests of the account from here on
    std::string code;                  ///< of `reject`
    Duration lasts{};                  ///< `for` of `disconnect`, `metadata_missing` and `late_fee`, `retry_after`
    Duration step{};                   ///< `by` of `clock_step`, maybe negative
    OrderSide side{};                  ///< of `manual_trade` and `unknown_order`
    Quantity quantity;                 ///< of `manual_trade` and `unknown_order`
    std::optional<InstrumentId> instrument;  ///< of `manual_trade`, `metadata_missing` and `unknown_order`
    Price price{};                     ///< of `unknown_order`
    std::string client_id{};           ///< of `unknown_order`
    bool operator==(const FaultEntry&) const = default;
};
/// What a venue changes of an instrument's rules; what is absent stays.
struct RulesChange {
    std::optional<Price> tick;
    std::optional<Quantity> step;
    std::optional<Quantity> min_quantity;
    std::optional<Quantity> max_quantity;
    std::optional<Quantity> max_market_quantity;
    std::optional<Money> min_notional;
    std::optional<std::uint32_t> max_orders;
    std::optional<Ratio> price_band_percent;
    std::optional<Ratio> maker_fee;
    std::optional<Ratio> taker_fee;
    bool operator==(const RulesChange&) const = default;
};
/// The rules with the change made.
InstrumentRules changed(InstrumentRules rules, const RulesChange& change);

/// `rules` (V-3): the venue changes them; announced or not.
struct RulesEntry {
    InstrumentId instrument;
    RulesChange change;
    bool is_announced = false;
    bool operator==(const RulesEntry&) const = default;
};
/// `quotes_from`: a CSV whose first row is at `at`.
struct QuotesFromEntry {
    InstrumentId instrument;
    std::string file;  ///< ready to be opened
    bool operator==(const QuotesFromEntry&) const = default;
};
/// `frames_from`: recorded combined-stream frames, one a line.
struct FramesFromEntry {
    InstrumentId instrument;
    std::string file;
    bool operator==(const FramesFromEntry&) const = default;
};

using TimelineBody = std::variant<QuoteEntry, PrintEntry, SignalEntry, ForcedFillEntry, AdminEntry, FaultEntry,
                                  QuotesFromEntry, FramesFromEntry, RulesEntry>;
struct TimelineEntry {
    Timestamp at{};  ///< never before the entry in front of it
    TimelineBody body;
    bool operator==(const TimelineEntry&) const = default;
};

struct Scenario {
    Timestamp start{};
    std::uint64_t seed = 1;
    InstrumentTable instruments;
    Config config;  ///< with the scenario's accounts and their balances
    std::uint32_t snapshot_every_events = 50'000;  ///< of `config.journal`
    std::vector<TimelineEntry> timeline;
};

/// A tree of small values takes some 50 times its text; long recordings belong into files of their own.
inline constexpr std::size_t scenario_bytes_max = 32U << 20U;

/// Reads and checks a scenario; files it names are looked for below `folder`.
Checked<Scenario> read_scenario(std::string_view text, const std::filesystem::path& folder);

/// The scenario in that file, or why there is none (NO_FILE, TOO_LARGE and what read_scenario says).
Checked<Scenario> load_scenario(const std::filesystem::path& file);

}  // namespace trellis::adapters
