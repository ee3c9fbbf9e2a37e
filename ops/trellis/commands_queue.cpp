// The commands of the queue, of the risk engine and of limits: each by itself shows, what stands below it changes.
#include "ops/trellis/client/limits.hpp"
#include "ops/trellis/client/precision.hpp"
#include "ops/trellis/client/queue.hpp"
#include "ops/trellis/client/risk.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

void add_paging(CLI::App* command, ListOptions& list) {
    command->add_option("--limit", list.limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", list.all, "All of them, however many");
    command->add_flag("--watch", list.watch, "Again every second");
    command->add_flag("--json", list.json, "Print what the server says, as it came");
    add_client_options(command, list.client);
}

/// A change that can be asked for without being made.
template <class Options>
void add_change_options(CLI::App* command, Options& options) {
    command->add_flag("--dry-run", options.dry_run, "Only say what it would do");
    command->add_flag("--json", options.json, "Print what the server says, as it came");
    add_client_options(command, options.client);
}

CLI::App* add_entry_change(const CommandSet& set, CLI::App& queue, const Words& words,
                           int (*run)(const QueueEntryOptions&, std::ostream&, std::ostream&), const std::shared_ptr<QueueEntryOptions>& options) {
    auto* command = add_command(queue, words.name, words.description, words.examples);
    command->add_option("ENTRY", options->entry, "s12 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE")->required();
    add_change_options(command, *options);
    run_with(set, command, options, run);
    return command;
}

void add_queue(const CommandSet& set) {
    const auto shown = std::make_shared<QueueOptions>();
    auto* command = add_command(set.app, "queue", "List who waits for a slot, first to be promoted first",
                                "  trellis queue\n  trellis queue promote s4 --dry-run");
    command->add_option("--account", shown->account, "Of this account")->type_name("NAME");
    add_paging(command, shown->list);
    run_with(set, command, shown, queue);

    const auto listed = std::make_shared<QueueOptions>();
    auto* history = add_command(*command, "history", "List who left the queue within 90 days, newest first", "  trellis queue history");
    history->add_option("--account", listed->account, "Of this account")->type_name("NAME");
    add_paging(history, listed->list);
    run_with(set, history, listed, queue_history);

    add_entry_change(set, *command, {"promote", "Execute a waiting entry now, if a slot is free", "  trellis queue promote s4"}, queue_promote,
                     std::make_shared<QueueEntryOptions>());
    const auto forced = std::make_shared<QueueEntryOptions>();
    add_entry_change(set, *command, {"force", "Execute a waiting entry now, whatever the pool says", "  trellis queue force main:ETHUSDT:900:long"},
                     queue_force, forced)
        ->add_flag("--ignore-exposure", forced->ignore_exposure, "Whatever max_total_exposure_usd says");
    add_entry_change(set, *command, {"remove", "Take a waiting entry out of the queue", "  trellis queue remove s4"}, queue_remove,
                     std::make_shared<QueueEntryOptions>());
}

void add_risk_options(CLI::App* command, RiskOptions& options) {
    command->add_option("--account", options.account, "Of this account")->type_name("NAME");
    command->add_flag("--watch", options.watch, "Again every second");
    command->add_flag("--json", options.json, "Print what the server says, as it came");
    add_client_options(command, options.client);
}

void add_risk_looking(const CommandSet& set, CLI::App& risk_command) {
    const auto planned = std::make_shared<RiskOptions>();
    auto* plan = add_command(risk_command, "plan", "Say what a pass would do now, and why", "  trellis risk plan\n  trellis risk plan --force");
    plan->add_flag("--force", planned->force, "As `risk run --force`: whatever timers and ages say");
    add_risk_options(plan, *planned);
    run_with(set, plan, planned, risk_plan);

    const auto listed = std::make_shared<RiskActionsOptions>();
    auto* actions = add_command(risk_command, "actions", "List which winners paid for which loser, newest first", "  trellis risk actions");
    actions->add_option("--account", listed->account, "Of this account")->type_name("NAME");
    add_paging(actions, listed->list);
    run_with(set, actions, listed, risk_actions);
}

void add_group_change(const CommandSet& set, CLI::App& risk_command, const Words& words,
                      int (*run)(const RiskGroupOptions&, std::ostream&, std::ostream&)) {
    const auto options = std::make_shared<RiskGroupOptions>();
    auto* command = add_command(risk_command, words.name, words.description, words.examples);
    command->add_option("GROUP", options->group, "g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE")->required();
    add_change_options(command, *options);
    run_with(set, command, options, run);
}

void add_risk(const CommandSet& set) {
    const auto shown = std::make_shared<RiskOptions>();
    auto* command = add_command(set.app, "risk", "Show timers, flags and figures of every open group", "  trellis risk\n  trellis risk plan");
    add_risk_options(command, *shown);
    run_with(set, command, shown, risk);
    add_risk_looking(set, *command);

    const auto options = std::make_shared<RiskRunOptions>();
    auto* run = add_command(*command, "run", "Look for losers and winners now", "  trellis risk run\n  trellis risk run --force --account main");
    run->add_option("--account", options->account, "Only this account (default: all)")->type_name("NAME");
    run->add_flag("--force", options->force, "Whatever timers and ages say");
    add_change_options(run, *options);
    run_with(set, run, options, risk_run);

    add_group_change(set, *command, {"block", "Keep a group out of every pass", "  trellis risk block g1.4"}, risk_block);
    add_group_change(set, *command, {"unblock", "Let a group take part in passes again", "  trellis risk unblock g1.4"}, risk_unblock);
    add_group_change(set, *command, {"skip-once", "Keep a group out of the next pass that it would be in", "  trellis risk skip-once g1.4"},
                     risk_skip_once);
}

void add_limits(const CommandSet& set) {
    const auto shown = std::make_shared<LimitsOptions>();
    auto* command = add_command(set.app, "limits", "Show each limit with what is used of it, and why entries wait",
                                "  trellis limits\n  trellis limits reset --dry-run");
    command->add_option("--account", shown->account, "Of this account")->type_name("NAME");
    command->add_flag("--watch", shown->watch, "Again every second");
    command->add_flag("--json", shown->json, "Print what the server says, as it came");
    add_client_options(command, shown->client);
    run_with(set, command, shown, limits);

    const auto options = std::make_shared<LimitsResetOptions>();
    auto* reset = add_command(*command, "reset", "End halts; the day's result and the peak of equity count from nothing",
                              "  trellis limits reset --account main");
    reset->add_option("--account", options->account, "Only this account (default: all)")->type_name("NAME");
    add_change_options(reset, *options);
    run_with(set, reset, options, limits_reset);
}

void add_precision(const CommandSet& set) {
    auto* command = add_command(set.app, "precision", "The venue's rules of its instruments", "  trellis precision refresh");
    command->require_subcommand(1);
    const auto options = std::make_shared<PrecisionRefreshOptions>();
    auto* refresh = add_command(*command, "refresh", "Ask the venue for the rules of its instruments",
                                "  trellis precision refresh --account main");
    refresh->add_option("--account", options->account, "Only this account (default: all)")->type_name("NAME");
    add_change_options(refresh, *options);
    run_with(set, refresh, options, precision_refresh);
}

}  // namespace

void add_queue_commands(const CommandSet& set) {
    add_queue(set);
    add_risk(set);
    add_limits(set);
    add_precision(set);
}

}  // namespace trellis::program
