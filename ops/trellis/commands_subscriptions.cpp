// The commands of copy subscriptions: by itself it lists them, what stands below it makes and changes them.
#include "ops/trellis/client/subscriptions.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

CLI::App* add_change(const CommandSet& set, CLI::App& parent, const Words& words, const std::shared_ptr<SubscriptionOptions>& options,
                     ChangeSubscription run) {
    auto* command = add_command(parent, words.name, words.description, words.examples);
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
    return command;
}

CLI::App* add_named(const CommandSet& set, CLI::App& parent, const Words& words, ChangeSubscription run, bool takes_preset) {
    const auto options = std::make_shared<SubscriptionOptions>();
    auto* command = add_change(set, parent, words, options, run);
    command->add_option("SUBSCRIPTION", options->subscription, "As c1.3")->required();
    if (takes_preset) command->add_option("PRESET", options->preset, "p1.3 or its name")->required();
    return command;
}

CLI::App* add_list(const CommandSet& set, CLI::App& parent, const Words& words, int (*run)(const ListOptions&, std::ostream&, std::ostream&)) {
    const auto listed = std::make_shared<ListOptions>();
    auto* command = add_command(parent, words.name, words.description, words.examples);
    command->add_option("--limit", listed->limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", listed->all, "All of them, however many");
    command->add_flag("--json", listed->json, "Print what the server says, as it came");
    add_client_options(command, listed->client);
    run_with(set, command, listed, run);
    return command;
}

void add_adding(const CommandSet& set, CLI::App& parent) {
    const auto options = std::make_shared<SubscriptionOptions>();
    auto* command = add_change(set, parent,
                               {"add", "Have an account copy another",
                                "  trellis subscriptions add main second --multiplier 0.5\n"
                                "  trellis subscriptions add main second --mode fixed_quantity --quantity 0.01"},
                               options, subscription_add);
    command->add_option("LEADER", options->leader, "The account that is copied")->required();
    command->add_option("FOLLOWER", options->follower, "The account that copies it")->required();
    command->add_option("--mode", options->mode, "How large a copy is")
        ->check(CLI::IsMember({"proportional", "percentage", "fixed_quantity"}))
        ->capture_default_str();
    command->add_option("--multiplier", options->multiplier, "Of the leader's share, or of the preset's size")->type_name("NUMBER");
    command->add_option("--percentage", options->percentage, "Of the equity, for each entry")->type_name("PERCENT");
    command->add_option("--quantity", options->fixed_quantity, "Of each entry")->type_name("QUANTITY");
    command->add_option("--min", options->min_quantity, "Of each entry at least")->type_name("QUANTITY");
    command->add_option("--max", options->max_quantity, "Of each entry at most")->type_name("QUANTITY");
    command->add_option("--max-position", options->max_position_size, "Of the whole copy, in quote")->type_name("AMOUNT");
    command->add_option("--preset", options->preset, "Governs and sizes the copies")->type_name("PRESET");
    command->add_flag("--keep-open", options->keep_open, "What the leader closes stays open");
    command->add_flag("--paused", options->paused, "Open and add nothing yet");
}

}  // namespace

void add_subscription_commands(const CommandSet& set) {
    auto* command = add_list(set, set.app, {"subscriptions", "List who copies whom", "  trellis subscriptions\n  trellis subscriptions add main second --multiplier 0.5"},
                             subscriptions);
    add_list(set, *command, {"leaders", "List whom one may copy", "  trellis subscriptions leaders"}, leaders);
    add_adding(set, *command);
    add_named(set, *command, {"pause", "Open and add nothing; what closes still follows", "  trellis subscriptions pause c1.1"}, subscription_pause, false);
    add_named(set, *command, {"resume", "Open and add again", "  trellis subscriptions resume c1.1"}, subscription_resume, false);
    add_named(set, *command, {"delete", "Delete it; what it opened still closes with its leader", "  trellis subscriptions delete c1.1"},
              subscription_delete, false);
    add_named(set, *command, {"assign", "Have its copies trade by a preset", "  trellis subscriptions assign c1.1 'Swing Trader'"}, subscription_assign, true);
    add_named(set, *command, {"unassign", "Have its copies trade by no preset", "  trellis subscriptions unassign c1.1"}, subscription_unassign, false);
}

}  // namespace trellis::program
