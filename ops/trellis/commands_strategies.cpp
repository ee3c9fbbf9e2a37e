// The commands of strategies: by itself it lists them, what stands below it shows, makes and changes them.
#include "ops/trellis/client/strategies.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

constexpr const char* strategy_words = "s1.3, d1 of the configuration, or a name";

struct AddedChange {
    CLI::App* command;
    std::shared_ptr<StrategyChangeOptions> options;
};

AddedChange add_change(const CommandSet& set, CLI::App& parent, const Words& words, bool takes_strategy, bool takes_file, ChangeStrategy run) {
    const auto options = std::make_shared<StrategyChangeOptions>();
    auto* command = add_command(parent, words.name, words.description, words.examples);
    if (takes_strategy) command->add_option("STRATEGY", options->strategy, strategy_words)->required();
    if (takes_file) command->add_option("FILE", options->file, "A document; - is standard input")->required();
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
    return {command, options};
}

void add_showing(const CommandSet& set, CLI::App& parent) {
    const auto options = std::make_shared<StrategyShowOptions>();
    auto* command = add_command(parent, "show", "Show a strategy with its fields", "  trellis strategies show s1.1\n  trellis strategies show s1.1 --document > calm.json");
    command->add_option("STRATEGY", options->strategy, strategy_words)->required();
    command->add_flag("--document", options->document, "Print its document alone, as create and change take it");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, strategy_show);
}

void add_cloning(const CommandSet& set, CLI::App& parent) {
    const auto cloned = add_change(set, parent,
                                   {"clone", "Make a strategy of one's own of it",
                                    "  trellis strategies clone d0 --name Calm --timeframe 3600\n"
                                    "  trellis strategies clone s1.1 --instrument binance:spot:ETH-USDT"},
                                   true, false, strategy_clone);
    auto* command = cloned.command;
    command->add_option("--name", cloned.options->name, "Its name (default: NAME (Copy))")->type_name("NAME");
    command->add_option("--account", cloned.options->account, "For this account")->type_name("ACCOUNT");
    command->add_option("--instrument", cloned.options->instrument, "For this instrument")->type_name("NAME");
    command->add_option("--venue", cloned.options->venue, "For this venue")->type_name("VENUE");
    command->add_option("--timeframe", cloned.options->timeframe, "For signals of this timeframe")->type_name("SECONDS");
}

}  // namespace

void add_strategy_commands(const CommandSet& set) {
    const auto listed = std::make_shared<ListOptions>();
    auto* command = add_command(set.app, "strategies", "List grid strategies, and whom each applies to",
                                "  trellis strategies\n  trellis strategies create calm.json");
    command->add_option("--limit", listed->limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", listed->all, "All of them, however many");
    command->add_flag("--json", listed->json, "Print what the server says, as it came");
    add_client_options(command, listed->client);
    run_with(set, command, listed, strategies);
    add_showing(set, *command);
    add_change(set, *command, {"create", "Make a strategy of a document", "  trellis strategies create calm.json"}, false, true, strategy_create);
    add_change(set, *command, {"change", "Change a strategy to what a document says", "  trellis strategies change s1.1 calm.json"}, true, true,
               strategy_change);
    add_cloning(set, *command);
    add_change(set, *command, {"delete", "Delete a strategy; open groups keep it", "  trellis strategies delete s1.1"}, true, false, strategy_delete);
}

}  // namespace trellis::program
