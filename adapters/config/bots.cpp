#include "adapters/config/bots.hpp"

#include <algorithm>
#include <array>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/timeframe_words.hpp"
#include "engine/preset/validate.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis::adapters {

namespace {

using keys::above;
using keys::between;
using keys::boolean;
using keys::choice;
using keys::decimal;
using keys::integer;
using keys::other;
using keys::required;

constexpr Key bot_keys[] = {
    other(KeyType::text, "name", required, "B-31"),
    other(KeyType::text, "account", required, "B-31").means("The connection whose signals it takes."),
    boolean("paper", "null", "B-31").means("As the connection is, which null means."),
    other(KeyType::text, "preset", "null", "B-20").means("Governs its entries."),
    choice("strategy", "account|base|none", "\"account\"", "B-31").means("Its ladder: as the account's is looked up (D-12), grid_strategy, or none."),
    other(KeyType::texts, "instruments", "[]", "B-31").means("Symbols, BTCUSDT; empty: all."),
    other(KeyType::texts, "timeframes", "[]", "B-31").means("M15, or as a signal says them, 15; empty: all."),
    Key{"sides", KeyType::choices, R"(["long", "short"])", "B-31", {}, "long|short"},
    other(KeyType::text, "trading_hours_start", "null", "B-31").means("HH:MM."),
    other(KeyType::text, "trading_hours_end", "null", "B-31").means("HH:MM."),
    other(KeyType::text, "trading_timezone", "\"SERVER\"", "B-31"),
    integer("trading_days_mask", between("1", "127"), "127", "B-31").means("1 = Monday ... 64 = Sunday."),
    choice("session_profile", "ASIA|LONDON|NY|CUSTOM", "\"CUSTOM\"", "B-31"),
    Key{"session_profiles", KeyType::choices, "null", "B-31", {}, "ASIA|LONDON|NY|CUSTOM"},
    boolean("only_trade_in_session", "false", "B-31"),
    integer("max_entries_per_day", between("1", "1000000"), "null", "B-31").means("By the calendar of app.timezone."),
    decimal("max_loss_per_day", above("0"), "null", "B-31").means("Realised, of the groups that it opened, in quote."),
    choice("state", "running|paused|stopped", "\"stopped\"", "B-31").means("To begin with."),
};

/// On a server a bot may name a strategy of the directory; a document knows none.
constexpr auto served_bot_keys = [] {
    auto served = std::to_array(bot_keys);
    for (Key& key : served) {
        if (key.name == "strategy") key = other(KeyType::text, "strategy", "\"account\"", "B-31");
    }
    return served;
}();

constexpr Section bot{"bots[]", "B-31", bot_keys, "Who takes which signals of a connection."};
constexpr Section served_bot{"bot", "B-31", served_bot_keys};

/// M15, 15, 1D, 900S.
std::optional<std::uint32_t> seconds_of(std::string_view word) {
    const auto found = std::ranges::find(timeframe_words, word, [](const auto& one) { return one.first; });
    return found != timeframe_words.end() ? std::optional(found->second) : parse_timeframe(word);
}

std::string word_of(std::uint32_t seconds) {
    const bool has_word = std::ranges::any_of(timeframe_words, [&](const auto& one) { return one.second == seconds; });
    return has_word ? std::string(timeframe_word(seconds)) : std::to_string(seconds) + "S";
}

BotFilter filter_of(const json::Value& object, const SectionValues& values, Reporter& reporter) {
    BotFilter filter;
    filter.symbols = values.get<Words>("instruments");
    for (const auto& word : values.get<Words>("timeframes")) {
        if (const auto seconds = seconds_of(word)) {
            filter.timeframes_seconds.push_back(*seconds);
        } else {
            reporter.add("INVALID_VALUE", *object.find("timeframes"), {"B-31", "expected M1 to MN, or minutes, nS, nD, nW, nM, not \"" + word + "\""});
        }
    }
    const auto& sides = values.get<Words>("sides");
    filter.takes_longs = std::ranges::find(sides, "long") != sides.end();
    filter.takes_shorts = std::ranges::find(sides, "short") != sides.end();
    if (sides.empty()) reporter.add("INVALID_VALUE", *object.find("sides"), {"B-31", "name long, short or both"});
    return filter;
}

void check_schedule(const PresetSchedule& schedule, const json::Value& object, Reporter& reporter) {
    for (const auto& fault : faults_of(schedule)) {
        const std::string hint = fault.rule + "; " + fault.hint;
        if (const auto* value = object.find(fault.field)) {
            reporter.add("INVALID_VALUE", *value, {"B-31", hint});
        } else {
            reporter.add_missing(object, fault.field, {"B-31", hint});
        }
    }
}

const AccountConfig* account_in(const json::Value& object, const SectionValues& values, const std::vector<AccountConfig>& accounts,
                                Reporter& reporter) {
    const auto* found = find_account(accounts, values.text("account"));
    if (found == nullptr) reporter.add("UNKNOWN_ACCOUNT", *object.find("account"), {"R-4", nearest_account(accounts, values.text("account"))});
    return found;
}

BotState state_of(const std::string& word) {
    if (word == "running") return BotState::running;
    return word == "paused" ? BotState::paused : BotState::stopped;
}

void read_strategy(const json::Value& object, const std::string& said, BotTerms& terms, Reporter& reporter) {
    for (const BotStrategy word : {BotStrategy::account, BotStrategy::base, BotStrategy::none}) {
        terms.strategy = word;
        if (said == text(word)) return;
    }
    terms.strategy = BotStrategy::chosen;
    terms.ladder = parse_strategy_id(said);
    if (terms.ladder.has_value()) return;
    reporter.add("INVALID_VALUE", *object.find("strategy"),
                 {"B-31", "expected account, base, none, or the id of one of your strategies, s1.3, not \"" + said + "\""});
}

/// What the instruments and presets of a scenario say to it.
void check_names(const json::Value& item, const BotText& said, const InstrumentTable& instruments, const Config& config, Reporter& reporter) {
    if (!said.preset.empty() && !config.presets.contains(said.preset)) {
        reporter.add("UNKNOWN_PRESET", *item.find("preset"), {"B-20", "there is no preset " + said.preset});
    }
    for (const auto& symbol : said.terms.filter.symbols) {
        if (std::ranges::find(instruments.all(), symbol, &Instrument::symbol) != instruments.all().end()) continue;
        reporter.add("UNKNOWN_INSTRUMENT", *item.find("instruments"), {"B-31", "the scenario has no instrument " + symbol});
    }
    if (said.terms.is_paper != account_of(config, said.terms.account).is_paper) {
        reporter.add("INVALID_VALUE", *item.find("paper"), {"B-31", "the account is on paper"});
    }
}

}  // namespace

const Section& bot_section() { return bot; }

namespace {

std::optional<BotText> read(const Section& section, const json::Value& object, const std::vector<AccountConfig>& accounts, Reporter& reporter) {
    SectionValues values(section);
    const std::size_t before = reporter.count();
    if (!values.read(object, reporter)) return std::nullopt;
    const AccountConfig* account = account_in(object, values, accounts, reporter);
    BotText said;
    BotTerms& terms = said.terms;
    terms.name = values.text("name");
    terms.filter = filter_of(object, values, reporter);
    terms.schedule = read_schedule(object, values, reporter);
    read_strategy(object, values.text("strategy"), terms, reporter);
    terms.max_entries_per_day = values.optional_integer<std::uint32_t>("max_entries_per_day");
    terms.max_loss_per_day = values.optional_decimal<Money>("max_loss_per_day");
    if (!values.is_null("preset")) said.preset = values.text("preset");
    said.state = state_of(values.text("state"));
    if (reporter.count() == before) check_schedule(terms.schedule, object, reporter);
    if (reporter.count() != before) return std::nullopt;
    terms.account = account->id;
    terms.is_paper = values.is_null("paper") ? account->is_paper : values.boolean("paper");
    return said;
}

}  // namespace

std::optional<BotText> read_bot(const json::Value& object, const std::vector<AccountConfig>& accounts, Reporter& reporter) {
    return read(served_bot, object, accounts, reporter);
}

void write_bot_terms(json::Writer& out, const BotTerms& terms) {
    out.name("name").string(terms.name).name("paper").boolean(terms.is_paper).name("strategy");
    terms.ladder.has_value() ? out.string(text(*terms.ladder)) : out.string(text(terms.strategy));
    out.name("instruments").begin_array();
    for (const auto& symbol : terms.filter.symbols) out.string(symbol);
    out.end_array().name("timeframes").begin_array();
    for (const std::uint32_t seconds : terms.filter.timeframes_seconds) out.string(word_of(seconds));
    out.end_array().name("sides").begin_array();
    if (terms.filter.takes_longs) out.string("long");
    if (terms.filter.takes_shorts) out.string("short");
    out.end_array();
    write_schedule(out, terms.schedule);
    out.name("max_entries_per_day");
    terms.max_entries_per_day.has_value() ? out.integer(*terms.max_entries_per_day) : out.null();
    out.name("max_loss_per_day");
    terms.max_loss_per_day.has_value() ? out.string(terms.max_loss_per_day->text()) : out.null();
}

void read_bots(const json::Value& list, const InstrumentTable& instruments, Config& config, Reporter& reporter) {
    for (const auto& item : list.elements()) {
        const auto said = read(bot, item, config.accounts, reporter);
        if (!said.has_value()) continue;
        check_names(item, *said, instruments, config, reporter);
        const auto has_name = [&](const Bot& one) { return one.terms.name == said->terms.name; };
        if (std::ranges::any_of(config.bots, has_name)) reporter.add("DUPLICATE_ID", *item.find("name"), {"B-31", "another bot has this name"});
        config.bots.push_back({{operator_owner, static_cast<std::uint32_t>(config.bots.size() + 1)}, said->terms, said->state, said->preset});
    }
    add_preset_zones(config);
}

}  // namespace trellis::adapters
