// The commands of bots: by itself it lists them, what stands below it makes and changes them.
#include "ops/trellis/client/bots.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

CLI::App* add_named(const CommandSet& set, CLI::App& parent, const Words& words, UseBot run, const std::shared_ptr<BotOptions>& options) {
    auto* command = add_command(parent, words.name, words.description, words.examples);
    command->add_option("BOT", options->bot, "b1.3 or its name")->required();
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
    return command;
}

CLI::App* add_change(const CommandSet& set, CLI::App& parent, const Words& words, UseBot run, const std::shared_ptr<BotOptions>& options) {
    auto* command = add_named(set, parent, words, run, options);
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    return command;
}

void add_switch(const CommandSet& set, CLI::App& parent, const Words& words, UseBot run) {
    add_change(set, parent, words, run, std::make_shared<BotOptions>());
}

void add_terms(CLI::App& command, BotOptions& options) {
    command.add_option("--strategy", options.strategy, "Its ladder: account (the account's), base (grid_strategy), none, or s1.3")
        ->type_name("STRATEGY");
    command.add_option("--instrument", options.instruments, "Takes only these, as BTCUSDT; all: every one")->type_name("SYMBOL");
    command.add_option("--timeframe", options.timeframes, "Takes only these, as M15; all: every one")->type_name("TIMEFRAME");
    command.add_option("--side", options.sides, "Takes only these")->check(CLI::IsMember({"long", "short"}));
    command.add_option("--hours", options.hours, "Lets entries in then, 22:00-06:00; none: all day")->type_name("HOURS");
    command.add_option("--timezone", options.time_zone, "Of its hours and days")->type_name("ZONE");
    command.add_option("--days", options.days, "1 = Monday ... 64 = Sunday, added up")->type_name("MASK");
    command.add_option("--max-entries", options.max_entries, "A day; none: as many as come")->type_name("N");
    command.add_option("--max-loss", options.max_loss, "Realised a day, in quote; none: whatever it is")->type_name("AMOUNT");
}

void add_creating(const CommandSet& set, CLI::App& parent) {
    const auto options = std::make_shared<BotOptions>();
    auto* command = add_command(parent, "create", "Bind a bot to a connection; it is stopped until it is started",
                                "  trellis bots create scalper main --preset 'Conservative Scalper' --instrument BTCUSDT --start\n"
                                "  trellis bots create night main --hours 22:00-06:00 --timezone Europe/Berlin --max-entries 3");
    command->add_option("NAME", options->name, "What it is called")->required();
    command->add_option("ACCOUNT", options->account, "The connection whose signals it takes")->required();
    command->add_option("--preset", options->preset, "Governs its entries")->type_name("PRESET");
    command->add_flag("--start", options->start, "Let entries in at once");
    add_terms(*command, *options);
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, bot_create);
}

void add_changing(const CommandSet& set, CLI::App& parent) {
    const auto options = std::make_shared<BotOptions>();
    auto* command = add_change(set, parent, {"change", "Change what is said of it; the rest stays", "  trellis bots change scalper --max-loss 50"},
                               bot_change, options);
    command->add_option("--name", options->name, "What it is called")->type_name("NAME");
    command->add_option("--account", options->account, "The connection whose signals it takes")->type_name("ACCOUNT");
    add_terms(*command, *options);
}

}  // namespace

void add_bot_commands(const CommandSet& set) {
    const auto listed = std::make_shared<ListOptions>();
    auto* command = add_command(set.app, "bots", "List who takes which signals", "  trellis bots\n  trellis bots create scalper main --instrument BTCUSDT --start");
    command->add_option("--limit", listed->limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", listed->all, "All of them, however many");
    command->add_flag("--json", listed->json, "Print what the server says, as it came");
    add_client_options(command, listed->client);
    run_with(set, command, listed, bots);
    add_named(set, *command, {"show", "Print one with what it did today", "  trellis bots show scalper"}, bot_show, std::make_shared<BotOptions>());
    add_creating(set, *command);
    add_changing(set, *command);
    add_switch(set, *command, {"start", "Let entries in", "  trellis bots start scalper"}, bot_start);
    add_switch(set, *command, {"pause", "Let no entries in; what is open goes on", "  trellis bots pause scalper"}, bot_pause);
    const auto stopped = std::make_shared<BotOptions>();
    add_change(set, *command, {"stop", "Let no entries in any more", "  trellis bots stop scalper\n  trellis bots stop scalper --flatten"}, bot_stop, stopped)
        ->add_flag("--flatten", stopped->flatten, "Close what it opened");
    const auto assigned = std::make_shared<BotOptions>();
    add_change(set, *command, {"preset", "Have it trade by a preset, or by none", "  trellis bots preset scalper 'Swing Trader'\n  trellis bots preset scalper"},
               bot_preset, assigned)
        ->add_option("PRESET", assigned->preset, "p1.3 or its name; nothing: none");
    add_switch(set, *command, {"delete", "Delete it; the groups that it opened live on", "  trellis bots delete scalper"}, bot_delete);
}

}  // namespace trellis::program
