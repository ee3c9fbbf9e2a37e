#include "adapters/scenario/scenario.hpp"

#include <array>

#include "adapters/config/bots.hpp"
#include "adapters/config/config_reader.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/subscriptions.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/scenario/key_table.hpp"
#include "adapters/scenario/reading.hpp"

namespace trellis::adapters {

namespace {

struct EntryReader {
    std::string_view kind;
    std::optional<TimelineBody> (*read)(const Reading&, const json::Value&);
};
constexpr std::array<EntryReader, 9> entry_readers{{
    {"quote", read_quote},
    {"trade", read_print},
    {"signal", read_signal},
    {"fill", read_fill},
    {"admin", read_admin},
    {"fault", read_fault},
    {"rules", read_rules},
    {"quotes_from", read_quotes_from},
    {"frames_from", read_frames_from},
}};

/// `at`: "+1500ms" after the start, or an absolute time.
std::optional<Timestamp> read_time(const Reading& reading, const json::Value& entry, const SectionValues& values) {
    const std::string_view text = values.text("at");
    const json::Value& where = *entry.find("at");
    if (!text.starts_with('+')) {
        const auto at = parse_rfc3339(text);
        if (at) return *at;
        reading.reporter.add("INVALID_VALUE", where, {"R-2", "expected a time after start as +1500ms, +2h, or an RFC 3339 time"});
        return std::nullopt;
    }
    const auto offset = parse_duration(text.substr(1));
    if (!offset) {
        reading.reporter.add("INVALID_VALUE", where,
                             {"R-2", "expected a whole number and ns, us, ms, s, m, h, d or w, as +1500ms"});
        return std::nullopt;
    }
    if (reading.scenario.start.time_since_epoch() <= Duration::max() - *offset) return reading.scenario.start + *offset;
    reading.reporter.add("OUT_OF_RANGE", where, {"R-2", "the time is beyond 2262"});
    return std::nullopt;
}

std::optional<TimelineBody> read_body(const Reading& reading, const json::Value& entry, const SectionValues& values) {
    const EntryReader* found = nullptr;
    for (const auto& reader : entry_readers) {
        if (!values.is_given(reader.kind)) continue;
        if (found != nullptr) {
            reading.reporter.add("INVALID_VALUE", *entry.find(reader.kind),
                                 {"R-2", "an entry has one kind; this one is \"" + std::string(found->kind) + "\" already"});
            return std::nullopt;
        }
        found = &reader;
    }
    if (found != nullptr) return found->read(reading, *entry.find(found->kind));
    reading.reporter.add("MISSING_KEY", entry,
                         {"R-2", "expected one of quote, trade, signal, fill, admin, fault, rules, quotes_from, frames_from"});
    return std::nullopt;
}

void read_timeline(const json::Value& list, const Reading& reading, std::vector<TimelineEntry>& out) {
    Timestamp earliest = reading.scenario.start;
    for (const auto& entry : list.elements()) {
        SectionValues values(entry_section());
        if (!values.read(entry, reading.reporter)) continue;
        const auto at = read_time(reading, entry, values);
        if (at && *at < earliest)
            reading.reporter.add("OUT_OF_RANGE", *entry.find("at"),
                                 {"R-2", "at never decreases; expected " + rfc3339(earliest) + " or later"});
        if (at && *at > earliest) earliest = *at;
        auto body = read_body(reading, entry, values);
        if (at && body) out.push_back({*at, *std::move(body)});
    }
}

Timestamp read_start(const json::Value& root, const SectionValues& values, Reporter& reporter) {
    if (!values.is_given("start") || !root.find("start")->is_string()) return {};
    const auto start = parse_rfc3339(root.find("start")->string());
    if (start) return *start;
    reporter.add("INVALID_VALUE", *root.find("start"), {"R-2", "expected an RFC 3339 time, as 2026-01-05T00:00:00Z"});
    return {};
}

ConfigDocument read_scenario_config(const json::Value& root, const std::vector<AccountConfig>& accounts,
                                    const InstrumentTable& instruments, Reporter& reporter) {
    const auto* value = root.find("config");
    const auto empty = json::Document::parse("{}");
    const json::Value& config = value != nullptr && value->is_object() ? *value : empty->root();
    auto document = read_config(config, &accounts, reporter);
    for (const auto& rule : document.config.strategies) {
        if (!rule.instrument || instruments.find(*rule.instrument) != nullptr) continue;
        reporter.add("UNKNOWN_INSTRUMENT", *config.find("grid_strategy")->find("strategies"),
                     {"D-12", "the scenario has no instrument " + *rule.instrument});
    }
    return document;
}

/// The list of that name, if it is one.
const json::Value* list_of(const json::Value& root, std::string_view name) {
    const auto* list = root.find(name);
    return list != nullptr && list->is_array() ? list : nullptr;
}

Scenario read_document(const json::Value& root, const std::filesystem::path& folder, Reporter& reporter) {
    Scenario out;
    SectionValues values(scenario_section());
    values.read(root, reporter);
    if (!root.is_object()) return out;
    out.start = read_start(root, values, reporter);
    out.seed = values.integer<std::uint64_t>("seed");
    const std::size_t errors_before_names = reporter.count();
    if (const auto* list = list_of(root, "instruments")) out.instruments = read_instruments(*list, reporter);
    std::vector<AccountConfig> accounts;
    if (const auto* list = list_of(root, "accounts")) accounts = read_accounts(*list, AccountForm::with_balances, reporter);
    const bool has_all_names = reporter.count() == errors_before_names;
    auto document = read_scenario_config(root, accounts, out.instruments, reporter);
    if (const auto* list = list_of(root, "presets")) read_presets(*list, document.config, reporter);
    if (const auto* list = list_of(root, "subscriptions"); list != nullptr && has_all_names) {
        read_subscriptions(*list, out.start, document.config, reporter);
    }
    if (const auto* list = list_of(root, "bots"); list != nullptr && has_all_names) read_bots(*list, out.instruments, document.config, reporter);
    const auto no_config = json::Document::parse("{}");
    check_assigned_presets(root, root.find("config") != nullptr ? *root.find("config") : no_config->root(), document.config, reporter);
    out.config = document.config;
    out.config.timer_origin = out.start;
    out.snapshot_every_events = document.journal.snapshot_every_events;
    const auto* config = root.find("config");
    ChangingConfig changing{config != nullptr ? std::string(config->raw()) : "{}", std::move(document)};
    if (const auto* list = list_of(root, "timeline")) {
        read_timeline(*list, {out, folder, reporter, changing, has_all_names}, out.timeline);
    }
    return out;
}

}  // namespace

Checked<Scenario> read_scenario(std::string_view text, const std::filesystem::path& folder) {
    const auto document = json::Document::parse(text, {.bytes_max = scenario_bytes_max, .depth_max = 64});
    if (!document) return {std::nullopt, not_json(document.error())};
    Reporter reporter(*document);
    auto scenario = read_document(document->root(), folder, reporter);
    if (reporter.has_errors()) return {std::nullopt, reporter.take()};
    return {std::move(scenario), {}};
}

Checked<Scenario> load_scenario(const std::filesystem::path& file) {
    const auto text = read_text_file(file, scenario_bytes_max);
    if (!text) return {std::nullopt, {{text.error().code, {"", file.string(), "", text.error().detail}}}};
    return read_scenario(*text, file.parent_path());
}

}  // namespace trellis::adapters
