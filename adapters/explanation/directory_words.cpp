#include "adapters/explanation/directory_words.hpp"

namespace trellis::adapters {

namespace {

std::string preset(PresetId id) { return "preset " + text(id); }

std::string chosen(const std::optional<PresetId>& id) { return id.has_value() ? preset(*id) : "no preset"; }

/// "strategy s1.3 (Calm): instrument binance:spot:BTC-USDT, timeframe 900 s, 5 levels"
std::string strategy(StrategyId id, const StrategyTerms& terms) {
    std::string says = "strategy " + text(id) + " (" + terms.name + "): ";
    const auto add = [&](const char* word, const std::optional<std::string>& value) {
        if (value.has_value()) says += std::string(word) + " " + *value + ", ";
    };
    add("account", terms.account);
    add("instrument", terms.instrument);
    add("venue", terms.venue);
    if (terms.timeframe_seconds.has_value()) says += "timeframe " + std::to_string(*terms.timeframe_seconds) + " s, ";
    if (!terms.strategy->enabled) return says + "nobody trades by a grid there";
    return says + std::to_string(terms.strategy->levels.size()) + " levels";
}

}  // namespace

std::string words_of(const PresetCreated& event) {
    std::string says = preset(event.preset) + " is made: " + event.content->name;
    if (event.cloned_from.has_value()) {
        says += ", cloned from version " + std::to_string(event.cloned_from->version) + " of " + preset(event.cloned_from->preset);
    }
    return says;
}

std::string words_of(const PresetRevised& event) {
    return preset(event.made.preset) + " has version " + std::to_string(event.made.version) + ": " + event.content->name +
           "; what is open keeps the one it was opened with";
}

std::string words_of(const PresetVisibilityChanged& event) {
    return preset(event.preset) + (event.is_published ? " is published" : " is its owner's alone again");
}

std::string words_of(const PresetSwitched& event) {
    return preset(event.preset) + (event.is_enabled ? " is enabled" : " is disabled: it is passed over from now on");
}

std::string words_of(const PresetDeleted& event) { return preset(event.preset) + " is deleted; what is open keeps it"; }

std::string words_of(const PresetAssigned& event) {
    return "account " + std::to_string(event.connection.account.value) + " trades by " + chosen(event.preset) + " from now on";
}

std::string words_of(const ConnectionOpened& event) {
    return "account " + event.settings.name + " is opened on " + event.settings.venue + ": " + text(GroupId{event.account, 1}) + " will be its first group";
}

std::string words_of(const ConnectionChanged& event) {
    return "account " + event.settings.name + " is " + (event.settings.is_enabled ? "enabled" : "disabled") + ", with its settings of now";
}

std::string words_of(const ConnectionRemoved& event) { return "account " + std::to_string(event.account.value) + " is removed: it takes no signal any more"; }

std::string words_of(const CredentialSealed& event) {
    const std::string account = "account " + std::to_string(event.account.value);
    return event.credential.has_value() ? account + " has the API key " + event.credential->mask : account + " has no API key any more";
}

std::string words_of(const ConnectionWebhookSet& event) {
    return "account " + std::to_string(event.account.value) +
           (event.proof.has_value() ? " has a new webhook; an earlier one is refused" : " has no webhook any more");
}

std::string words_of(const StrategyCreated& event) {
    std::string says = strategy(event.strategy, event.terms) + " is made";
    if (event.cloned_from.has_value()) says += ", cloned from " + text(*event.cloned_from);
    return says;
}

std::string words_of(const StrategyRevised& event) { return strategy(event.strategy, event.terms) + " from now on"; }

std::string words_of(const StrategyDeleted& event) { return "strategy " + text(event.strategy) + " is deleted; open groups keep what they were opened with"; }

std::string words_of(const DefaultPresetChosen& event) { return "the default is " + chosen(event.preset) + " from now on"; }

}  // namespace trellis::adapters
