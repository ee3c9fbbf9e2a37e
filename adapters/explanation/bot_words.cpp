#include "adapters/explanation/bot_words.hpp"

namespace trellis::adapters {

namespace {

std::string listed(const std::vector<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += (all.empty() ? "" : ", ") + name;
    return all;
}

/// "all signals", "BTCUSDT, ETHUSDT, longs"
std::string filter_words(const BotFilter& filter) {
    std::string says = filter.symbols.empty() ? "all instruments" : listed(filter.symbols);
    for (const std::uint32_t seconds : filter.timeframes_seconds) says += ", " + std::to_string(seconds) + " s";
    if (!filter.takes_shorts) says += ", longs";
    if (!filter.takes_longs) says += ", shorts";
    return says;
}

std::string terms_words(const BotTerms& terms) {
    std::string says = terms.name + " takes " + filter_words(terms.filter) + " of account " + std::to_string(terms.account.value);
    if (terms.ladder.has_value()) says += ", strategy " + text(*terms.ladder);
    if (terms.strategy == BotStrategy::base || terms.strategy == BotStrategy::none) says += ", strategy " + std::string(text(terms.strategy));
    if (terms.max_entries_per_day.has_value()) says += ", at most " + std::to_string(*terms.max_entries_per_day) + " entries a day";
    if (terms.max_loss_per_day.has_value()) says += ", until it lost " + terms.max_loss_per_day->text() + " on a day";
    return says;
}

}  // namespace

std::string words_of(const BotCreated& event) { return "bot " + text(event.bot) + " was made: " + terms_words(event.terms) + "; it is stopped"; }

std::string words_of(const BotRevised& event) { return "bot " + text(event.bot) + " was changed: " + terms_words(event.terms); }

std::string words_of(const BotSwitched& event) {
    return "bot " + text(event.bot) + " is " + std::string(text(event.state)) + (event.flattens ? ", and what it opened closes" : "");
}

std::string words_of(const BotPresetAssigned& event) {
    return "bot " + text(event.bot) + (event.preset.has_value() ? " has preset " + text(*event.preset) : " has no preset any more");
}

std::string words_of(const BotFlattened& event) {
    std::vector<std::string> groups;
    for (const GroupId group : event.groups) groups.push_back(text(group));
    return "what bot " + text(event.bot) + " opened closes: " + listed(groups);
}

}  // namespace trellis::adapters
