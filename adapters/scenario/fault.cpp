// Readers of `fault` entries: each kind takes some of the keys, and a key that another kind has is an error.
#include <array>

#include "adapters/scenario/key_table.hpp"
#include "adapters/scenario/reading.hpp"

namespace trellis::adapters {

namespace {

struct KindRow {
    FaultKind kind;
    std::string_view name;
    std::string_view parameter;  ///< the key that only this kind has
    bool needs_parameter;
};
constexpr std::array<KindRow, 15> kinds{{
    {FaultKind::reject, "reject", "code", false},
    {FaultKind::timeout_before_accept, "timeout_before_accept", "", false},
    {FaultKind::timeout_after_accept, "timeout_after_accept", "", false},
    {FaultKind::server_error, "server_error", "", false},
    {FaultKind::disconnect, "disconnect", "for", true},
    {FaultKind::drop_fill, "drop_fill", "", false},
    {FaultKind::duplicate_fill, "duplicate_fill", "", false},
    {FaultKind::reorder_fills, "reorder_fills", "", false},
    {FaultKind::clock_step, "clock_step", "by", true},
    {FaultKind::cancel_by_venue, "cancel_by_venue", "", false},
    {FaultKind::rate_limit, "rate_limit", "retry_after", true},
    {FaultKind::metadata_missing, "metadata_missing", "for", true},
    {FaultKind::manual_trade, "manual_trade", "", false},
    {FaultKind::late_fee, "late_fee", "for", true},
    {FaultKind::unknown_order, "unknown_order", "", false},
}};

const KindRow& row_of(std::string_view name) {
    for (const auto& row : kinds) {
        if (row.name == name) return row;
    }
    fail_check("a fault kind that is built has a row", __FILE__, __LINE__);
}

/// What is traded or ordered, and in which instrument.
bool is_of_terms(FaultKind kind, std::string_view name) {
    const bool names_instrument = name == "instrument" || name == "symbol";
    const bool is_order = kind == FaultKind::unknown_order;
    if (names_instrument) return is_order || kind == FaultKind::manual_trade || kind == FaultKind::metadata_missing;
    if (name == "side" || name == "qty") return is_order || kind == FaultKind::manual_trade;
    return is_order && (name == "price" || name == "client_id");
}

Advice needed_terms(FaultKind kind) {
    if (kind == FaultKind::manual_trade) return {"X-6", "manual_trade needs side and qty"};
    return {"O-8", "unknown_order needs side, qty, price and client_id"};
}

/// Parameters of other kinds would be ignored, so they are refused.
void check_parameters(const KindRow& row, const json::Value& entry, const SectionValues& values, Reporter& reporter) {
    for (const std::string_view name : {"code", "for", "by", "retry_after", "side", "qty", "price", "client_id", "instrument", "symbol"}) {
        if (name == row.parameter || is_of_terms(row.kind, name) || !values.is_given(name)) continue;
        reporter.add("UNKNOWN_KEY", *entry.find(name),
                     {"R-61", "a fault of kind " + std::string(row.name) + " has no \"" + std::string(name) + "\""});
    }
    if (row.needs_parameter && values.is_null(row.parameter))
        reporter.add_missing(entry, row.parameter, {"R-61", std::string(row.name) + " needs a duration, as 30s"});
    for (const std::string_view name : {"side", "qty", "price", "client_id"}) {
        if (is_of_terms(row.kind, name) && values.is_null(name)) reporter.add_missing(entry, name, needed_terms(row.kind));
    }
    if (row.kind != FaultKind::clock_step && values.is_null("account"))
        reporter.add_missing(entry, "account", {"R-61", "expected the id of an account"});
}

enum class Sign : std::uint8_t { positive, any };

Duration read_duration(const json::Value& entry, const SectionValues& values, std::string_view name, Sign sign,
                       Reporter& reporter) {
    std::string_view text = values.text(name);
    const bool is_negative = sign == Sign::any && text.starts_with('-');
    if (is_negative || text.starts_with('+')) text.remove_prefix(1);
    const auto duration = parse_duration(text);
    if (duration) return is_negative ? -*duration : *duration;
    reporter.add("INVALID_VALUE", *entry.find(name), {"R-61", "expected a duration as 1500ms, 30s, 2h"});
    return {};
}

/// what is traded by hand: as named, else the only instrument of the account.
std::optional<InstrumentId> traded_instrument(const Reading& reading, const json::Value& entry, const SectionValues& values,
                                              const AccountConfig& account) {
    const auto& instruments = reading.scenario.instruments;
    if (!values.is_null("instrument")) {
        const Instrument* named = resolve_instrument(reading, entry, values);
        return named == nullptr ? std::nullopt : std::optional(named->id);
    }
    if (!values.is_null("symbol")) {
        const Instrument* named = instruments.resolve(account.venue, account.market, values.text("symbol"));
        if (named != nullptr) return named->id;
        reading.reporter.add("UNKNOWN_INSTRUMENT", *entry.find("symbol"), {"X-6", "the account has no instrument of that symbol"});
        return std::nullopt;
    }
    std::optional<InstrumentId> only;
    for (const auto& instrument : instruments.all()) {
        if (instrument.venue != account.venue || instrument.market != account.market) continue;
        if (only.has_value()) {
            reading.reporter.add_missing(entry, "instrument", {"X-6", "the account trades several instruments"});
            return std::nullopt;
        }
        only = instrument.id;
    }
    return only;
}

void read_trade(const Reading& reading, const json::Value& entry, const SectionValues& values, const AccountConfig& account,
                FaultEntry& fault) {
    fault.side = values.text("side") == "buy" ? OrderSide::buy : OrderSide::sell;
    fault.quantity = values.decimal<Quantity>("qty");
    fault.instrument = traded_instrument(reading, entry, values, account);
}

}  // namespace

std::string_view text(FaultKind kind) {
    for (const auto& row : kinds) {
        if (row.kind == kind) return row.name;
    }
    fail_check("a fault kind has a row", __FILE__, __LINE__);
}

std::optional<TimelineBody> read_fault(const Reading& reading, const json::Value& entry) {
    SectionValues values(fault_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const KindRow& row = row_of(values.text("kind"));
    const std::size_t errors_before = reading.reporter.count();
    check_parameters(row, entry, values, reading.reporter);
    if (reading.reporter.count() != errors_before) return std::nullopt;
    FaultEntry fault;
    fault.kind = row.kind;
    fault.orders = values.integer<std::uint32_t>("orders");
    if (!values.is_null("account")) {
        const auto* account = resolve_account(reading, entry, values);
        if (account != nullptr) fault.account = account->id;
        if (account != nullptr && row.kind == FaultKind::metadata_missing) {
            fault.instrument = traded_instrument(reading, entry, values, *account);
        }
        const bool has_terms = row.kind == FaultKind::manual_trade || row.kind == FaultKind::unknown_order;
        if (account != nullptr && has_terms) read_trade(reading, entry, values, *account, fault);
    }
    if (row.kind == FaultKind::unknown_order) {
        fault.price = values.decimal<Price>("price");
        fault.client_id = values.text("client_id");
    }
    if (row.kind == FaultKind::reject) fault.code = values.is_null("code") ? "REJECTED" : values.text("code");
    const bool has_span = row.kind == FaultKind::disconnect || row.kind == FaultKind::metadata_missing ||
                          row.kind == FaultKind::late_fee;
    if (has_span) fault.lasts = read_duration(entry, values, "for", Sign::positive, reading.reporter);
    if (row.kind == FaultKind::rate_limit) {
        fault.lasts = read_duration(entry, values, "retry_after", Sign::positive, reading.reporter);
    }
    if (row.kind == FaultKind::clock_step) fault.step = read_duration(entry, values, "by", Sign::any, reading.reporter);
    if (reading.reporter.count() != errors_before) return std::nullopt;
    return fault;
}

}  // namespace trellis::adapters
