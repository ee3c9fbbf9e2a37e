// The commands as CLI11 knows them: each function adds some of them to the program. Only command_line.cpp and commands_*.cpp see this.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

/// Where commands are added, and where the one that was named puts what is to be done.
struct CommandSet {
    CLI::App& app;
    std::function<int()>& chosen;
    std::ostream& out;
    std::ostream& err;
};

void add_server_commands(const CommandSet& set);   // serve, demo, init, doctor, backup, restore
void add_offline_commands(const CommandSet& set);  // simulate, check, plan, journal, version
void add_looking_commands(const CommandSet& set);  // status, groups, group, orders, signals, events, why
void add_queue_commands(const CommandSet& set);     // queue, risk, limits
void add_preset_commands(const CommandSet& set);    // presets
void add_people_commands(const CommandSet& set);    // login, logout, whoami, users, tokens, audit
void add_connection_commands(const CommandSet& set);  // connections
void add_subscription_commands(const CommandSet& set);  // subscriptions
void add_strategy_commands(const CommandSet& set);  // strategies
void add_bot_commands(const CommandSet& set);  // bots
void add_steering_commands(const CommandSet& set);  // signal, pause, resume, close, panic, config

/// Examples stand first in its help.
CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples);
/// Where the server is and with which token it is asked.
void add_client_options(CLI::App* command, ClientOptions& client);

/// The command with its options; `run` is its function.
template <class Options>
void run_with(const CommandSet& set, CLI::App* command, const std::shared_ptr<Options>& options,
              int (*run)(const Options&, std::ostream&, std::ostream&)) {
    command->callback([set, command, options, run] {
        // A command below it was named, and has chosen already.
        if (!command->get_subcommands().empty()) return;
        set.chosen = [set, options, run] { return run(*options, set.out, set.err); };
    });
}

}  // namespace trellis::program
