// `runtime.paper`: what the paper exchange of a running server trades and where its quotes come from.
#include <algorithm>
#include <array>

#include "adapters/config/key_table.hpp"
#include "adapters/config/server_reader.hpp"

namespace trellis::adapters {

namespace {

constexpr std::string_view market_pointer = "/runtime/paper/market";

bool trades(const std::vector<Instrument>& instruments, std::string_view name) {
    return std::ranges::find(instruments, name, &Instrument::name) != instruments.end();
}

std::string nearest_instrument(const std::vector<Instrument>& instruments, std::string_view name) {
    if (instruments.empty()) return "runtime.paper.instruments is empty";
    std::vector<std::string_view> names;
    for (const auto& instrument : instruments) names.push_back(instrument.name);
    return "did you mean \"" + std::string(nearest(name, names)) + "\"?";
}

/// The one source that the feed names; more or fewer are reported.
std::optional<PaperFeedSettings::Kind> source_of(const json::Value& item, const SectionValues& values, Reporter& reporter) {
    using Kind = PaperFeedSettings::Kind;
    std::optional<Kind> found;
    for (const auto& [name, kind] : {std::pair{"synthetic", Kind::synthetic}, {"quotes", Kind::quotes}, {"frames", Kind::frames}}) {
        if (values.is_null(name)) continue;
        if (found) {
            reporter.add("INVALID_VALUE", *item.find(name), {"PV-1", "a feed has one source: synthetic, quotes or frames"});
            return std::nullopt;
        }
        found = kind;
    }
    if (!found) reporter.add("MISSING_KEY", item, {"PV-1", "expected one of synthetic, quotes, frames"});
    return found;
}

bool read_synthetic(const json::Value& object, const std::string& pointer, PaperFeedSettings& out, EffectiveValues& effective,
                    Reporter& reporter) {
    SectionValues values(synthetic_section());
    if (!values.read(object, reporter)) return false;
    record(values, json::join_pointer(pointer, "synthetic"), Recorded::all, effective);
    out.seed = values.integer<std::uint64_t>("seed");
    out.price = values.decimal<Price>("price");
    out.swing_percent = values.decimal<Ratio>("swing_percent");
    out.interval_ms = values.integer<std::uint32_t>("interval_ms");
    return true;
}

/// Keys of files, which a made-up market would ignore.
void refuse_file_keys(const json::Value& item, const SectionValues& values, Reporter& reporter) {
    for (const char* name : {"speed", "repeat"}) {
        if (values.is_given(name))
            reporter.add("INVALID_VALUE", *item.find(name), {"PV-1", "only a feed from a file has this key"});
    }
}

std::optional<PaperFeedSettings> read_feed(const json::Value& item, const std::string& pointer, EffectiveValues& effective,
                                           Reporter& reporter) {
    SectionValues values(feed_section());
    if (!values.read(item, reporter)) return std::nullopt;
    record(values, pointer, Recorded::all, effective);
    const auto kind = source_of(item, values, reporter);
    const auto name = canonical_instrument(values.text("instrument"));
    if (!name) reporter.add("INVALID_VALUE", *item.find("instrument"), {"I-1", name.error().detail});
    if (!kind || !name) return std::nullopt;
    PaperFeedSettings out;
    out.instrument = *name;
    out.kind = *kind;
    out.speed = values.decimal<Ratio>("speed");
    out.repeat = values.boolean("repeat");
    if (*kind == PaperFeedSettings::Kind::synthetic) {
        refuse_file_keys(item, values, reporter);
        if (!read_synthetic(*item.find("synthetic"), pointer, out, effective, reporter)) return std::nullopt;
    } else {
        out.file = values.text(*kind == PaperFeedSettings::Kind::quotes ? "quotes" : "frames");
    }
    return out;
}

void read_market(const json::Value& list, ConfigDocument& out, Reporter& reporter) {
    std::size_t place = 0;
    for (const auto& item : list.elements()) {
        auto feed = read_feed(item, json::join_pointer(market_pointer, place++), out.effective, reporter);
        if (!feed) continue;
        if (!trades(out.paper.instruments, feed->instrument))
            reporter.add("UNKNOWN_INSTRUMENT", *item.find("instrument"),
                         {"PV-1", nearest_instrument(out.paper.instruments, feed->instrument)});
        if (std::ranges::find(out.paper.market, feed->instrument, &PaperFeedSettings::instrument) != out.paper.market.end())
            reporter.add("DUPLICATE_ID", *item.find("instrument"), {"PV-1", "another feed is of this instrument"});
        out.paper.market.push_back(*std::move(feed));
    }
}

void check_feeds(const json::Value& instruments, const PaperSettings& paper, Reporter& reporter) {
    for (const auto& instrument : instruments.elements()) {
        const auto* id = instrument.find("id");
        if (id == nullptr || !id->is_string()) continue;
        const auto name = canonical_instrument(id->string());
        if (!name || std::ranges::find(paper.market, *name, &PaperFeedSettings::instrument) != paper.market.end()) continue;
        reporter.add("MISSING_KEY", *id, {"PV-1", "runtime.paper.market has no feed of " + *name});
    }
}

void check_accounts(const json::Value& root, const ConfigDocument& document, Reporter& reporter) {
    const auto* list = list_of(root, "accounts");
    if (list == nullptr || list->size() != document.config.accounts.size()) return;
    for (std::size_t i = 0; i < list->size(); ++i) {
        const auto& account = document.config.accounts[i];
        const bool has_any = std::ranges::any_of(document.paper.instruments, [&](const Instrument& instrument) {
            return instrument.venue == account.venue && instrument.market == account.market;
        });
        if (!has_any)
            reporter.add("UNKNOWN_INSTRUMENT", *list->elements()[i].find("venue"),
                         {"R-4", "runtime.paper.instruments has none of this venue and market"});
    }
}

void check_strategies(const json::Value& root, const ConfigDocument& document, Reporter& reporter) {
    for (const auto& rule : document.config.strategies) {
        if (!rule.instrument || trades(document.paper.instruments, *rule.instrument)) continue;
        reporter.add("UNKNOWN_INSTRUMENT", *root.find("grid_strategy")->find("strategies"),
                     {"D-12", "runtime.paper.instruments has no " + *rule.instrument});
    }
}

}  // namespace

void read_paper(const json::Value& root, AccountForm form, ConfigDocument& out, Reporter& reporter) {
    const auto* runtime = object_of(root, "runtime");
    const auto* paper = runtime == nullptr ? nullptr : object_of(*runtime, "paper");
    if (paper == nullptr) return;
    SectionValues values(paper_section());
    values.read(*paper, reporter);
    const std::size_t errors_before = reporter.count();
    const auto* instruments = list_of(*paper, "instruments");
    if (instruments != nullptr)
        out.paper.instruments = read_instruments(*instruments, "/runtime/paper/instruments", out.effective, reporter).all();
    const bool knows_instruments = reporter.count() == errors_before;
    if (const auto* market = list_of(*paper, "market"); market != nullptr && knows_instruments) read_market(*market, out, reporter);
    const bool is_judged = instruments != nullptr && instruments->size() != 0 && form == AccountForm::connection;
    if (!is_judged || reporter.count() != errors_before) return;
    check_feeds(*instruments, out.paper, reporter);
    check_accounts(root, out, reporter);
    check_strategies(root, out, reporter);
}

const json::Value* object_of(const json::Value& parent, std::string_view name) {
    const auto* value = parent.find(name);
    return value != nullptr && value->is_object() ? value : nullptr;
}

const json::Value* list_of(const json::Value& parent, std::string_view name) {
    const auto* value = parent.find(name);
    return value != nullptr && value->is_array() ? value : nullptr;
}

}  // namespace trellis::adapters
