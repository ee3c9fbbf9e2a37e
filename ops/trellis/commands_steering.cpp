// The commands that make a server do something.
#include "ops/trellis/client/config.hpp"
#include "ops/trellis/client/signal.hpp"
#include "ops/trellis/client/trading.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

using RunSignal = int (*)(const SignalOptions&, std::ostream&, std::ostream&);
using RunTrading = int (*)(const TradingOptions&, std::ostream&, std::ostream&);
using RunChange = int (*)(const ConfigChangeOptions&, std::ostream&, std::ostream&);

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

void add_signal(const CommandSet& set, CLI::App& signal, const Words& words, RunSignal run) {
    const auto options = std::make_shared<SignalOptions>();
    auto* command = add_command(signal, words.name, words.description, words.examples);
    command->add_option("FILE", options->file, "The body as a webhook takes it; - is standard input")->required();
    command->add_option("--account", options->account, "For whom (default: the only account there is)")->type_name("NAME");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
}

CLI::App* add_trading(const CommandSet& set, const Words& words, RunTrading run, const std::shared_ptr<TradingOptions>& options) {
    auto* command = add_command(set.app, words.name, words.description, words.examples);
    command->add_option("--account", options->account, "Only this account (default: all)")->type_name("NAME");
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
    return command;
}

void add_close(const CommandSet& set) {
    const auto options = std::make_shared<CloseOptions>();
    auto* command = add_command(set.app, "close", "Close a group at the market, whole or a part of it",
                                "  trellis close g1.1 --dry-run\n  trellis close g1.1\n  trellis close g1.1 --fraction 0.25");
    command->add_option("GROUP", options->group, "g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE")->required();
    command->add_option("--fraction", options->fraction, "That part of what is open, above 0 and at most 1")->type_name("X");
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, close_group);
}

void add_release(const CommandSet& set) {
    const auto options = std::make_shared<ReleaseOptions>();
    auto* command = add_command(set.app, "release", "Let a quarantined group act again", "  trellis release g1.1 --dry-run\n  trellis release g1.1");
    command->add_option("GROUP", options->group, "g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE")->required();
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, release_group);
}

void add_all_trading(const CommandSet& set) {
    add_trading(set,
                {"pause", "Open nothing new; what is open is managed to its end", "  trellis pause\n  trellis pause --account main --dry-run"},
                pause, std::make_shared<TradingOptions>());
    add_trading(set, {"resume", "End a pause or a halt", "  trellis resume"}, resume, std::make_shared<TradingOptions>());
    add_close(set);
    add_release(set);
    const auto options = std::make_shared<TradingOptions>();
    auto* command = add_trading(
        set, {"panic", "Halt, cancel all entries and close all groups", "  trellis panic --dry-run\n  trellis panic --account main --yes"},
        panic, options);
    command->add_flag("--yes", options->yes, "Without a question");
}

void add_config_reading(const CommandSet& set, CLI::App& config) {
    const auto got = std::make_shared<ConfigGetOptions>();
    auto* get = add_command(config, "get", "Print the document in effect, as it was given", "  trellis config get > now.json\n  trellis config get --version 1");
    get->add_option("--version", got->version, "Another one that was in effect")->check(CLI::PositiveNumber)->type_name("N");
    add_client_options(get, got->client);
    run_with(set, get, got, config_get);

    const auto shown = std::make_shared<ConfigEffectiveOptions>();
    auto* effective = add_command(config, "effective", "Print every key with the value in effect",
                                  "  trellis config effective --explain\n"
                                  "  trellis config effective --account main --symbol BTCUSDT --timeframe 900 --explain");
    effective->add_flag("--explain", shown->explain, "Also where it comes from, and when a change acts or what was passed over");
    auto* account = effective->add_option("--account", shown->account, "What governs an entry of this account")->type_name("ACCOUNT");
    auto* symbol = effective->add_option("--symbol", shown->symbol, "Of this instrument")->needs(account)->type_name("SYMBOL");
    account->needs(symbol);
    effective->add_option("--timeframe", shown->timeframe, "Of a signal of this timeframe")->needs(account)->type_name("SECONDS");
    effective->add_option("--preset", shown->preset, "As the signal would name it")->needs(account)->type_name("NAME");
    effective->add_flag("--json", shown->json, "Print what the server says, as it came");
    add_client_options(effective, shown->client);
    run_with(set, effective, shown, config_effective);

    const auto listed = std::make_shared<ListOptions>();
    auto* history = add_command(config, "history", "List the versions that were in effect, newest first", "  trellis config history");
    history->add_option("--limit", listed->limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    history->add_flag("--all", listed->all, "All of them");
    history->add_flag("--json", listed->json, "Print what the server says, as it came");
    add_client_options(history, listed->client);
    run_with(set, history, listed, config_history);
}

CLI::App* add_change(const CommandSet& set, CLI::App& config, const Words& words, RunChange run,
                     const std::shared_ptr<ConfigChangeOptions>& options) {
    auto* command = add_command(config, words.name, words.description, words.examples);
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
    return command;
}

void add_config(const CommandSet& set) {
    auto* config = add_command(set.app, "config", "Read and change the configuration of a running server",
                               "  trellis config get\n  trellis config history");
    add_config_reading(set, *config);
    const auto compared = std::make_shared<ConfigChangeOptions>();
    add_change(set, *config, {"diff", "Say what a document would change, and what is wrong with it", "  trellis config diff my/trellis.json"},
               config_diff, compared)
        ->add_option("FILE", compared->file, "The document; - is standard input")
        ->required();
    const auto applied = std::make_shared<ConfigChangeOptions>();
    add_change(set, *config, {"apply", "Put a document into effect, all of it or nothing", "  trellis config apply my/trellis.json"}, config_apply,
               applied)
        ->add_option("FILE", applied->file, "The document; - is standard input")
        ->required();
    const auto rolled_back = std::make_shared<ConfigChangeOptions>();
    add_change(set, *config, {"rollback", "Put an earlier version into effect again", "  trellis config rollback 1"}, config_rollback, rolled_back)
        ->add_option("N", rolled_back->version, "The version, as `config history` lists it")
        ->required()
        ->check(CLI::PositiveNumber);
}

}  // namespace

void add_steering_commands(const CommandSet& set) {
    auto* signal = add_command(set.app, "signal", "Send a signal, or ask what it would do",
                               "  trellis signal test my/secrets/signal.json");
    add_signal(set, *signal, {"test", "Say what a signal would do now; nothing is recorded",
                              "  trellis signal test my/secrets/signal.json\n  trellis signal test - < my/secrets/signal.json"},
               signal_test);
    add_signal(set, *signal, {"send", "Send a signal as a bot or another program does",
                              "  trellis signal send my/secrets/signal.json --account main"},
               signal_send);
    add_all_trading(set);
    add_config(set);
}

}  // namespace trellis::program
