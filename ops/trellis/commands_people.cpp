// The commands of people: users, their tokens, logging in and out, and who did what.
#include "ops/trellis/client/people.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

using RunList = int (*)(const ListOptions&, std::ostream&, std::ostream&);
using RunUser = int (*)(const UserOptions&, std::ostream&, std::ostream&);

void add_json(CLI::App* command, bool& json, ClientOptions& client) {
    command->add_flag("--json", json, "Print what the server says, as it came");
    add_client_options(command, client);
}

CLI::App* add_list(const CommandSet& set, const std::string& name, const std::string& description, const std::string& examples, RunList run) {
    const auto options = std::make_shared<ListOptions>();
    auto* command = add_command(set.app, name, description, examples);
    command->add_option("--limit", options->limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", options->all, "All of them, however many");
    add_json(command, options->json, options->client);
    run_with(set, command, options, run);
    return command;
}

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

std::shared_ptr<UserOptions> add_change(const CommandSet& set, CLI::App& users_command, const Words& words, RunUser run, CLI::App** added) {
    const auto options = std::make_shared<UserOptions>();
    *added = add_command(users_command, words.name, words.description, words.examples);
    (*added)->add_option("NAME", options->name, "Of the user, or u2")->required();
    (*added)->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    add_json(*added, options->json, options->client);
    run_with(set, *added, options, run);
    return options;
}

void add_users(const CommandSet& set) {
    auto* list = add_list(set, "users", "List users, and change them", "  trellis users\n  trellis users add ann --role operator", users);
    CLI::App* command = nullptr;
    const auto roles = CLI::IsMember({"viewer", "operator", "admin"});
    auto options = add_change(set, *list, {"add", "Make a user; the password is typed, or a line of standard input", "  trellis users add ann --role viewer"},
                              user_add, &command);
    command->add_option("--role", options->role, "What the user may do")->required()->check(roles)->type_name("ROLE");
    command->add_option("--display", options->display, "How people call the user")->type_name("TEXT");
    options = add_change(set, *list, {"role", "Give a user another role", "  trellis users role ann admin"}, user_role, &command);
    command->add_option("ROLE", options->role, "viewer, operator or admin")->required()->check(roles);
    add_change(set, *list, {"enable", "Let a user log in again", "  trellis users enable ann"}, user_enable, &command);
    add_change(set, *list, {"disable", "End a user's sessions and let nobody log in by the name", "  trellis users disable ann"}, user_disable, &command);
    options = add_change(set, *list, {"delete", "Delete a user; what the user made stays", "  trellis users delete ann"}, user_delete, &command);
    command->add_flag("--force", options->force, "Although accounts belong to the user");
    const auto changed = std::make_shared<UserOptions>();
    command = add_command(*list, "password", "Change a password: one's own, or as an admin another's", "  trellis users password\n  trellis users password ann");
    command->add_option("NAME", changed->name, "Of another user");
    add_json(command, changed->json, changed->client);
    run_with(set, command, changed, user_password);
}

void add_tokens(const CommandSet& set) {
    auto* list = add_list(set, "tokens", "List one's tokens, make and revoke them", "  trellis tokens\n  trellis tokens create bot --scope read", tokens);
    auto options = std::make_shared<TokenOptions>();
    auto* command = add_command(*list, "create", "Make a token in one's name, told once", "  trellis tokens create bot --scope read --scope trade");
    command->add_option("NAME", options->name, "To know it by")->required();
    command->add_option("--scope", options->scopes, "read, trade or admin; may be given again")->required()->check(CLI::IsMember({"read", "trade", "admin"}))
        ->type_name("SCOPE");
    command->add_option("--expires", options->expires_at, "Not good from then on, as 2027-01-05T00:00:00Z")->type_name("TIME");
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    add_json(command, options->json, options->client);
    run_with(set, command, options, token_create);
    options = std::make_shared<TokenOptions>();
    command = add_command(*list, "revoke", "Have a token be worth nothing any more", "  trellis tokens revoke t3");
    command->add_option("TOKEN", options->name, "t3")->required();
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    add_json(command, options->json, options->client);
    run_with(set, command, options, token_revoke);
}

void add_sessions(const CommandSet& set) {
    auto options = std::make_shared<LoginOptions>();
    auto* command = add_command(set.app, "login", "Log in; the password is typed, or a line of standard input", "  trellis login ann");
    command->add_option("NAME", options->name, "Of the user")->required();
    add_client_options(command, options->client);
    run_with(set, command, options, login);
    options = std::make_shared<LoginOptions>();
    command = add_command(set.app, "logout", "End the session of this machine's user", "  trellis logout");
    add_client_options(command, options->client);
    run_with(set, command, options, logout);
    options = std::make_shared<LoginOptions>();
    command = add_command(set.app, "whoami", "Say who the server takes one for, and what one may do", "  trellis whoami");
    add_json(command, options->json, options->client);
    run_with(set, command, options, whoami);
}

}  // namespace

void add_people_commands(const CommandSet& set) {
    add_sessions(set);
    add_users(set);
    add_tokens(set);
    add_list(set, "audit", "List who changed what, newest first", "  trellis audit\n  trellis audit --all --json", audit);
}

}  // namespace trellis::program
