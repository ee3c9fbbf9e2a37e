// The commands of the queue: by itself it shows, what stands below it changes.
#include "ops/trellis/client/queue.hpp"
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

}  // namespace

void add_queue_commands(const CommandSet& set) {
    add_queue(set);
}

}  // namespace trellis::program
