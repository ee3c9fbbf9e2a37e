// Readers of the timeline's entries, except `admin` (admin.cpp) and `fault` (fault.cpp).
#include <system_error>

#include "adapters/config/config_reader.hpp"
#include "adapters/scenario/key_table.hpp"
#include "adapters/scenario/reading.hpp"

namespace trellis::adapters {

namespace {

std::string nearest_instrument(const InstrumentTable& table, std::string_view name) {
    if (table.all().empty()) return "the scenario has no instruments";
    std::vector<std::string_view> names;
    for (const auto& instrument : table.all()) names.push_back(instrument.name);
    return "did you mean \"" + std::string(nearest(name, names)) + "\"?";
}

/// The file's path from here, if it can be opened.
std::optional<std::string> find_file(const Reading& reading, const json::Value& entry, const SectionValues& values) {
    const auto path = reading.folder / values.text("file");
    std::error_code fault;
    if (std::filesystem::is_regular_file(path, fault)) return path.string();
    reading.reporter.add("NO_FILE", *entry.find("file"), {"R-2", "there is no file " + shortened(path.string())});
    return std::nullopt;
}

template <class Entry>
std::optional<TimelineBody> read_file_entry(const Reading& reading, const json::Value& entry) {
    SectionValues values(file_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* instrument = resolve_instrument(reading, entry, values);
    auto file = find_file(reading, entry, values);
    if (instrument == nullptr || !file) return std::nullopt;
    return Entry{instrument->id, std::move(*file)};
}

std::optional<PositionSide> side_of(const SectionValues& values) {
    if (values.is_null("side")) return std::nullopt;
    return values.text("side") == "long" ? PositionSide::long_side : PositionSide::short_side;
}

}  // namespace

const Instrument* resolve_instrument(const Reading& reading, const json::Value& entry, const SectionValues& values) {
    const auto& table = reading.scenario.instruments;
    const auto& name = values.text("instrument");
    const auto canonical = canonical_instrument(name);
    const auto* found = canonical ? table.find(*canonical) : nullptr;
    if (found == nullptr && reading.has_all_names)
        reading.reporter.add("UNKNOWN_INSTRUMENT", *entry.find("instrument"), {"R-4", nearest_instrument(table, name)});
    return found;
}

const AccountConfig* resolve_account(const Reading& reading, const json::Value& entry, const SectionValues& values) {
    const auto& accounts = reading.scenario.config.accounts;
    const auto* found = find_account(accounts, values.text("account"));
    if (found == nullptr && reading.has_all_names)
        reading.reporter.add("UNKNOWN_ACCOUNT", *entry.find("account"), {"R-4", nearest_account(accounts, values.text("account"))});
    return found;
}

std::optional<TimelineBody> read_quote(const Reading& reading, const json::Value& entry) {
    SectionValues values(quote_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* instrument = resolve_instrument(reading, entry, values);
    if (instrument == nullptr) return std::nullopt;
    const QuoteEntry quote{instrument->id, values.decimal<Price>("bid"), values.decimal<Price>("ask"),
                           values.optional_decimal<Quantity>("bid_size"), values.optional_decimal<Quantity>("ask_size")};
    if (quote.bid <= quote.ask) return quote;
    reading.reporter.add("OUT_OF_RANGE", *entry.find("bid"), {"PV-1", "the bid must not be above the ask, " + quote.ask.text()});
    return std::nullopt;
}

std::optional<TimelineBody> read_print(const Reading& reading, const json::Value& entry) {
    SectionValues values(print_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* instrument = resolve_instrument(reading, entry, values);
    if (instrument == nullptr) return std::nullopt;
    return PrintEntry{instrument->id, values.decimal<Price>("price"), values.decimal<Quantity>("qty")};
}

std::optional<TimelineBody> read_signal(const Reading& reading, const json::Value& entry) {
    SectionValues values(signal_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* account = resolve_account(reading, entry, values);
    if (account == nullptr) return std::nullopt;
    return SignalEntry{account->id, std::string(entry.find("body")->raw())};
}

std::optional<TimelineBody> read_fill(const Reading& reading, const json::Value& entry) {
    SectionValues values(fill_section());
    if (!values.read(entry, reading.reporter)) return std::nullopt;
    const auto* account = resolve_account(reading, entry, values);
    if (account == nullptr) return std::nullopt;
    const auto* instrument = reading.scenario.instruments.resolve(account->venue, account->market, values.text("symbol"));
    if (instrument == nullptr && reading.has_all_names)
        reading.reporter.add("UNKNOWN_INSTRUMENT", *entry.find("symbol"),
                             {"R-3", "no instrument of account " + account->name + " (" + account->venue + ") has this symbol"});
    if (instrument == nullptr) return std::nullopt;
    ForcedFillEntry fill{account->id,  instrument->id, std::nullopt,    std::nullopt,
                         std::nullopt, std::nullopt,   side_of(values), values.decimal<Quantity>("qty")};
    if (!values.is_null("pyramid")) fill.pyramid = PyramidIndex{values.integer<std::uint16_t>("pyramid")};
    if (!values.is_null("leg")) fill.leg = LegIndex{values.integer<std::uint16_t>("leg")};
    if (!values.is_null("role")) fill.role = parse_role(values.text("role"));
    fill.timeframe_seconds = values.optional_integer<std::uint32_t>("timeframe");
    return fill;
}

std::optional<TimelineBody> read_quotes_from(const Reading& reading, const json::Value& entry) {
    return read_file_entry<QuotesFromEntry>(reading, entry);
}

std::optional<TimelineBody> read_frames_from(const Reading& reading, const json::Value& entry) {
    return read_file_entry<FramesFromEntry>(reading, entry);
}

}  // namespace trellis::adapters
