// The commands that ask a server and change nothing.
#include "ops/trellis/client/group.hpp"
#include "ops/trellis/client/lists.hpp"
#include "ops/trellis/client/status.hpp"
#include "ops/trellis/commands.hpp"
#include "ops/trellis/why.hpp"

namespace trellis::program {

namespace {

CLI::Option* add_choice(CLI::App* command, const std::string& name, std::string& to, std::vector<std::string> words,
                        const std::string& description) {
    return command->add_option(name, to, description)->check(CLI::IsMember(std::move(words)))->type_name("NAME");
}

void add_list_options(CLI::App* command, ListOptions& list) {
    command->add_option("--limit", list.limit, "At most so many")
        ->check(CLI::Range(1U, list_rows_max))
        ->capture_default_str()
        ->type_name("N");
    command->add_flag("--all", list.all, "All of them, however many");
    command->add_flag("--json", list.json, "Print what the server says, as it came");
    add_client_options(command, list.client);
}

void add_status(const CommandSet& set) {
    const auto options = std::make_shared<StatusOptions>();
    auto* command = add_command(set.app, "status", "Show how the server, its journal, accounts and market are",
                                "  trellis status\n  trellis status --json");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    command->add_flag("--watch", options->watch, "Again every second");
    add_client_options(command, options->client);
    run_with(set, command, options, status);
}

void add_groups(const CommandSet& set) {
    const auto options = std::make_shared<GroupsOptions>();
    auto* command = add_command(set.app, "groups", "List position groups, newest first",
                                "  trellis groups\n  trellis groups --state all --symbol BTCUSDT --json");
    command->add_option("--account", options->account, "Of this account")->type_name("NAME");
    command->add_option("--symbol", options->symbol, "BTCUSDT, or binance:spot:BTC-USDT")->type_name("NAME");
    command->add_option("--timeframe", options->timeframe, "In seconds")->type_name("N");
    add_choice(command, "--side", options->side, {"long", "short"}, "Which way");
    add_choice(command, "--state", options->state, {"open", "ended", "all"}, "Default: open");
    command->add_flag("--watch", options->list.watch, "Again every second");
    add_list_options(command, options->list);
    run_with(set, command, options, groups);
}

void add_group(const CommandSet& set) {
    const auto options = std::make_shared<GroupOptions>();
    auto* command = add_command(set.app, "group", "Show one group with its legs, orders and fills",
                                "  trellis group g1.1\n"
                                "  trellis group main:BTCUSDT:900:long --json    # the newest of that identity");
    command->add_option("ID", options->id, "g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE")->required();
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    command->add_flag("--watch", options->watch, "Again every second");
    add_client_options(command, options->client);
    run_with(set, command, options, group);
}

void add_orders(const CommandSet& set) {
    const auto options = std::make_shared<OrdersOptions>();
    auto* command = add_command(set.app, "orders", "List orders, newest first", "  trellis orders --state working\n  trellis orders --group g1.1 --all");
    command->add_option("--account", options->account, "Of this account")->type_name("NAME");
    command->add_option("--group", options->group, "Of this group")->type_name("ID");
    add_choice(command, "--state", options->state, {"working", "all"}, "Default: all");
    command->add_flag("--watch", options->list.watch, "Again every second");
    add_list_options(command, options->list);
    run_with(set, command, options, orders);
}

void add_signals(const CommandSet& set) {
    const auto options = std::make_shared<SignalsOptions>();
    auto* command = add_command(set.app, "signals", "List signals with what became of them, newest first",
                                "  trellis signals\n  trellis signals --outcome rejected --json");
    command->add_option("--account", options->account, "Of this account")->type_name("NAME");
    add_choice(command, "--outcome", options->outcome, {"accepted", "queued", "duplicate", "ignored", "rejected"}, "Only these");
    command->add_flag("--watch", options->list.watch, "Again every second");
    add_list_options(command, options->list);
    run_with(set, command, options, signals);
}

void add_events(const CommandSet& set) {
    const auto options = std::make_shared<EventsOptions>();
    auto* command = add_command(set.app, "events", "List the newest events, or follow them as they happen",
                                "  trellis events --limit 10\n"
                                "  trellis events --category risk\n"
                                "  trellis events --type OrderFilled --group g1.1 --json\n"
                                "  trellis events --watch --after 0 --count 3");
    add_choice(command, "--category", options->category, {"desk", "group", "operational", "risk"}, "Of whom");
    command->add_option("--type", options->type, "Only of this type, as OrderFilled")->type_name("NAME");
    command->add_option("--group", options->group, "About this group")->type_name("ID");
    command->add_option("--from", options->from, "Since, as 2026-01-05T00:00:00Z")->type_name("TIME");
    command->add_option("--to", options->to, "Until")->type_name("TIME");
    command->add_option("--text", options->text, "With this text in them")->type_name("TEXT");
    auto* watched = command->add_flag("--watch", options->list.watch, "Follow: a line for each event as it happens, over restarts too");
    command->add_option("--after", options->after, "With --watch: begin behind this event (default: now)")
        ->check(CLI::NonNegativeNumber)
        ->type_name("N")
        ->needs(watched);
    command->add_option("--count", options->count, "With --watch: end behind so many")->check(CLI::PositiveNumber)->type_name("N")->needs(watched);
    add_list_options(command, options->list);
    run_with(set, command, options, events);
}

void add_why(const CommandSet& set) {
    const auto options = std::make_shared<WhyOptions>();
    auto* command = add_command(set.app, "why", "Show the chain of causes behind a signal, event, group, order or offset",
                                "  trellis why s1 --data-dir run                        # a signal\n"
                                "  trellis why e4 --data-dir run                        # an event\n"
                                "  trellis why g1.1 --data-dir run                      # a group\n"
                                "  trellis why main:BTCUSDT:900:long --data-dir run     # the newest group of that identity\n"
                                "  trellis why g1.1/entry/0/0 --data-dir run --json     # an order; its client order id does too");
    command->add_option("ID", options->id, "s3, e57, g1.4, ACCOUNT:SYMBOL:TIMEFRAME:SIDE, g1.4/entry/0/2, a client order id or o1.1 (an offset)")->required();
    command->add_flag("--json", options->json, "Print the chain as JSON");
    add_client_options(command, options->client);
    run_with(set, command, options, why);
}

}  // namespace

void add_looking_commands(const CommandSet& set) {
    add_status(set);
    add_groups(set);
    add_group(set);
    add_orders(set);
    add_signals(set);
    add_events(set);
    add_why(set);
}

}  // namespace trellis::program
