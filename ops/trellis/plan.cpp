#include "ops/trellis/plan.hpp"

#include <array>
#include <iomanip>
#include <ostream>
#include <tuple>

#include "adapters/json/writer.hpp"
#include "engine/base/rounding.hpp"
#include "engine/signal/instruction.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/plan_ladder.hpp"
#include "ops/trellis/plan_preset.hpp"

namespace trellis::program {

namespace {

constexpr const char* assumed_size = "1000";
constexpr const char* largest_number = "1000000000000";  // keeps price times quantity inside 128 bits
constexpr const char* worst_of_long = "this version has no stops: everything fills and the price goes to zero";
constexpr const char* worst_of_short = "this version has no stops: a short has no limit";

/// What was asked for, resolved; `equity` is unknown when neither option nor balance says it.
struct Question {
    PlannedEntry entry;
    bool size_is_assumed = false;
    std::optional<Money> equity;
};

template <class D>
Result<D> positive(std::string_view name, std::string_view text) {
    const auto number = D::parse(text);
    if (number && number->is_positive() && *number <= D::parse(largest_number).value()) return *number;
    return Error{"INVALID_VALUE",
                 "--" + std::string(name) + " " + std::string(text) + ": expected a decimal > 0 and <= " + largest_number};
}

/// The symbol on this account's venue and market, by any of its names.
const Instrument* find_symbol(const InstrumentTable& table, const AccountConfig& account, const std::string& symbol) {
    if (const auto name = adapters::canonical_instrument(symbol)) {
        const auto* found = table.find(*name);
        return found != nullptr && found->venue == account.venue && found->market == account.market ? found : nullptr;
    }
    return table.resolve(account.venue, account.market, symbol);
}

Result<PlannedEntry> find_entry(const adapters::ConfigDocument& document, const PlanOptions& options) {
    InstrumentTable table;
    for (const auto& instrument : document.paper.instruments) {
        if (const auto added = table.add(instrument); !added) return added.error();
    }
    for (const auto& account : document.config.accounts) {
        if (options.account.empty() ? !account.enabled : account.name != options.account) continue;
        const auto* instrument = find_symbol(table, account, options.symbol);
        if (instrument != nullptr) return PlannedEntry{account, *instrument, 0, PositionSide::long_side, Price{}, Money{}};
    }
    if (!options.account.empty() && adapters::find_account(document.config.accounts, options.account) == nullptr)
        return Error{"UNKNOWN_ACCOUNT", "there is no account " + options.account + "; " +
                                            adapters::nearest_account(document.config.accounts, options.account)};
    return Error{"UNKNOWN_INSTRUMENT", "no account trades " + options.symbol + "; instruments stand in runtime.paper.instruments"};
}

Result<Question> resolve(const adapters::ConfigDocument& document, const PlanOptions& options) {
    auto entry = find_entry(document, options);
    if (!entry) return entry.error();
    Question out{*std::move(entry), options.size.empty(), std::nullopt};
    const auto timeframe = parse_timeframe(options.timeframe);
    if (!timeframe)
        return Error{"UNSUPPORTED_TIMEFRAME",
                     "--timeframe " + options.timeframe + ": expected minutes or an interval, as 15, 60, D"};
    if (options.side != "long" && options.side != "short")
        return Error{"INVALID_VALUE", "--side " + options.side + ": expected long or short"};
    const auto price = positive<Price>("price", options.price);
    if (!price) return price.error();
    const auto size = positive<Money>("size", options.size.empty() ? assumed_size : options.size);
    if (!size) return size.error();
    out.entry.timeframe_seconds = *timeframe;
    out.entry.side = options.side == "short" ? PositionSide::short_side : PositionSide::long_side;
    out.entry.price = *price;
    out.entry.size = *size;
    const auto& balances = out.entry.account.balances;
    if (!options.equity.empty()) {
        const auto equity = positive<Money>("equity", options.equity);
        if (!equity) return equity.error();
        out.equity = *equity;
    } else if (const auto balance = balances.find(out.entry.instrument.quote);
               balance != balances.end() && balance->second.is_positive()) {
        out.equity = balance->second;
    }
    return out;
}

/// What the venue asks for: on linear markets the margin, fees besides.
Money capital_of(const Question& question, const LadderForecast& ladder) {
    if (question.entry.instrument.market == Market::spot) return ladder.cost;
    return share(ladder.cost, Quantity::from_integer(1), Quantity::from_integer(question.entry.account.leverage));
}

bool is_long(const Question& question) { return question.entry.side == PositionSide::long_side; }

std::string_view mode_word(TakeProfitMode mode) {
    switch (mode) {
        case TakeProfitMode::per_leg:
            return "per_leg";
        case TakeProfitMode::aggregate:
            return "aggregate";
        case TakeProfitMode::hybrid:
            return "hybrid";
        case TakeProfitMode::pyramid_aggregate:
            return "pyramid_aggregate";
    }
    fail_check("every take-profit mode has a word", __FILE__, __LINE__);
}

template <class D>
std::string text_or_none(const std::optional<D>& value) {
    return value ? value->text() : "-";
}

void print_legs(const LadderForecast& ladder, std::ostream& out) {
    const auto row = [&](const std::array<std::string, 6>& cells) {
        constexpr std::array<int, 6> widths{4, 17, 16, 16, 8, 16};
        for (std::size_t i = 0; i < cells.size(); ++i) out << (i == 0 ? std::left : std::right) << std::setw(widths[i]) << cells[i];
        out << '\n';
    };
    row({"leg", "price", "quantity", "cost", "tp %", "target"});
    for (const auto& leg : ladder.legs) {
        const std::string end = leg.skipped_for.empty() ? text_or_none(leg.target) : "  not placed: " + leg.skipped_for;
        row({std::to_string(leg.plan.index.value), leg.plan.price.text(), leg.plan.quantity.text(), leg.notional.text(),
             leg.plan.take_profit.text(), end});
    }
}

void print_table(const Question& question, const LadderForecast& ladder, std::ostream& out) {
    const auto& entry = question.entry;
    const std::string& quote = entry.instrument.quote;
    out << entry.instrument.name << ", account " << entry.account.name << ", " << entry.timeframe_seconds << " s, "
        << (is_long(question) ? "long" : "short") << " at " << entry.price.text() << ", size " << entry.size.text() << ' ' << quote
        << (question.size_is_assumed ? " (assumed: a signal brings its own; say --size)" : "") << "\n\n";
    print_legs(ladder, out);
    const Money capital = capital_of(question, ladder);
    out << "\ncapital       " << capital.text() << ' ' << quote << " when every leg is filled, and " << ladder.fees.text()
        << " of fees";
    if (entry.instrument.market == Market::linear)
        out << " (margin of " << ladder.cost.text() << " at leverage " << entry.account.leverage << ")";
    out << '\n';
    if (question.equity) {
        out << "equity        " << question.equity->text() << ' ' << quote << ": the capital is "
            << percent_of(capital, *question.equity).text() << " % of it"
            << (capital > *question.equity ? ", more than there is: legs would be refused" : "") << '\n';
    }
    out << "average       " << ladder.average.text() << '\n';
    if (ladder.aggregate_target)
        out << "target        " << ladder.aggregate_target->text() << ": " << ladder.aggregate_percent->text()
            << " % over the average of all\n";
    out << "worst loss    "
        << (is_long(question) ? (ladder.cost + ladder.fees).text() + " " + quote + ": " + worst_of_long
                              : std::string(worst_of_short))
        << '\n';
}

template <class D>
void write_optional(adapters::json::Writer& out, std::string_view name, const std::optional<D>& value) {
    out.name(name);
    if (value) {
        out.string(value->text());
    } else {
        out.null();
    }
}

void write_legs(adapters::json::Writer& out, const LadderForecast& ladder) {
    out.name("legs").begin_array();
    for (const auto& leg : ladder.legs) {
        out.begin_object();
        out.name("leg").integer(leg.plan.index.value);
        out.name("price").string(leg.plan.price.text());
        out.name("quantity").string(leg.plan.quantity.text());
        out.name("cost").string(leg.notional.text());
        out.name("tp_percent").string(leg.plan.take_profit.text());
        write_optional(out, "target", leg.target);
        out.name("placed").boolean(leg.skipped_for.empty());
        out.name("reason").string(leg.skipped_for);
        out.end_object();
    }
    out.end_array();
}

std::string as_json(const Question& question, const LadderForecast& ladder) {
    const auto& entry = question.entry;
    const Money capital = capital_of(question, ladder);
    adapters::json::Writer out(adapters::json::Layout::indented);
    out.begin_object();
    out.name("account").string(entry.account.name).name("instrument").string(entry.instrument.name);
    out.name("timeframe_seconds").integer(entry.timeframe_seconds).name("side").string(is_long(question) ? "long" : "short");
    out.name("price").string(entry.price.text()).name("size").string(entry.size.text());
    out.name("size_is_assumed").boolean(question.size_is_assumed).name("tp_mode").string(mode_word(ladder.mode));
    write_legs(out, ladder);
    out.name("capital").string(capital.text()).name("cost").string(ladder.cost.text()).name("fees").string(ladder.fees.text());
    out.name("average").string(ladder.average.text());
    write_optional(out, "aggregate_target", ladder.aggregate_target);
    write_optional(out, "equity", question.equity);
    write_optional(out, "equity_percent", question.equity ? std::optional(percent_of(capital, *question.equity)) : std::nullopt);
    write_optional(out, "worst_loss", is_long(question) ? std::optional(ladder.cost + ladder.fees) : std::nullopt);
    out.name("worst_loss_when").string(is_long(question) ? worst_of_long : worst_of_short);
    return out.end_object().take();
}

/// What the signal would say besides its price.
Result<SignalLevels> levels_of(const PlanOptions& options) {
    SignalLevels levels;
    for (const auto& [name, text, level] : {std::tuple{"stop", &options.stop, &levels.stop_loss}, std::tuple{"structure", &options.structure, &levels.structure}}) {
        if (text->empty()) continue;
        const auto price = positive<Price>(name, *text);
        if (!price) return price.error();
        *level = *price;
    }
    return levels;
}

int refuse(const Error& error, std::ostream& err) {
    err << "trellis plan: " << error.code << ": " << error.detail << '\n';
    const bool is_absent = error.code == "UNKNOWN_INSTRUMENT" || error.code == "UNKNOWN_ACCOUNT" || error.code == "UNKNOWN_PRESET";
    return static_cast<int>(is_absent ? ExitCode::not_found : ExitCode::invalid_input);
}

}  // namespace

int plan(const PlanOptions& options, std::ostream& out, std::ostream& err) {
    const std::string file = options.config.empty() ? "trellis.json" : options.config;
    const auto document = adapters::load_config(file);
    if (!document) {
        for (const auto& error : document.errors) err << file << ": " << adapters::text(error) << '\n';
        err << "trellis plan: " << file << " is no valid configuration; trellis check " << file << " says more\n";
        return static_cast<int>(ExitCode::invalid_input);
    }
    const auto question = resolve(*document, options);
    if (!question) return refuse(question.error(), err);
    if (!options.preset.empty()) {
        const auto levels = levels_of(options);
        if (!levels) return refuse(levels.error(), err);
        const auto printed = print_preset_plan(*document, question->entry, {options.preset, *levels, question->equity}, options.json, out);
        return printed ? static_cast<int>(ExitCode::ok) : refuse(printed.error(), err);
    }
    const auto ladder = forecast(document->config, question->entry);
    if (!ladder) return refuse(ladder.error(), err);
    if (options.json) {
        out << as_json(*question, *ladder) << '\n';
    } else {
        print_table(*question, *ladder, out);
    }
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
