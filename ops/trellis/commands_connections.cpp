// The commands of connections: by itself it lists the accounts, what stands below it opens one, looks at it or changes it.
#include "ops/trellis/client/connections.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

struct Takes {
    bool connection = true;
    bool file = false;
    bool changes = true;
};

void add_step(const CommandSet& set, CLI::App& connections_command, const Words& words, Takes takes, UseConnection run) {
    const auto options = std::make_shared<ConnectionOptions>();
    auto* command = add_command(connections_command, words.name, words.description, words.examples);
    if (takes.connection) command->add_option("CONNECTION", options->connection, "Its id")->required();
    if (takes.file) command->add_option("FILE", options->file, "A document; - is standard input")->required();
    if (takes.changes) command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    command->add_flag("--json", options->json, "Print what the server says, as it came");
    add_client_options(command, options->client);
    run_with(set, command, options, run);
}

}  // namespace

void add_connection_commands(const CommandSet& set) {
    const auto listed = std::make_shared<ConnectionsOptions>();
    auto* command = add_command(set.app, "connections", "List accounts; open, change and test those beside the configuration's",
                                "  trellis connections\n  trellis connections open follower.json");
    command->add_flag("--json", listed->json, "Print what the server says, as it came");
    add_client_options(command, listed->client);
    run_with(set, command, listed, connections);
    add_step(set, *command, {"show", "Show an account with its settings", "  trellis connections show follower"}, {.changes = false}, connection_show);
    add_step(set, *command, {"test", "Ask whether the venue answers and the keys open", "  trellis connections test follower"}, {.changes = false},
             connection_test);
    add_step(set, *command, {"open", "Open a connection by a document", "  trellis connections open follower.json"}, {.connection = false, .file = true},
             connection_open);
    add_step(set, *command, {"update", "Change a connection", "  trellis connections update follower follower.json"}, {.file = true}, connection_update);
    add_step(set, *command, {"keys", "Seal the API keys of a file for a connection", "  trellis connections keys follower keys.json"}, {.file = true},
             connection_keys);
    add_step(set, *command, {"webhook", "Draw a webhook, which is told once", "  trellis connections webhook follower"}, {}, connection_webhook);
    add_step(set, *command, {"share", "Let others copy an account", "  trellis connections share main"}, {}, connection_share);
    add_step(set, *command, {"unshare", "Let nobody else begin to copy it", "  trellis connections unshare main"}, {}, connection_unshare);
    add_step(set, *command, {"remove", "Remove a connection that has nothing open", "  trellis connections remove follower"}, {}, connection_remove);
}

}  // namespace trellis::program
