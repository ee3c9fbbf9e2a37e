#include "ops/trellis/command_line.hpp"

#include <functional>
#include <ostream>

#include "adapters/config/input_error.hpp"
#include "ops/trellis/commands.hpp"
#include "ops/trellis/completion.hpp"
#include "ops/trellis/exit_code.hpp"

namespace trellis::program {

namespace {

/// Help with the examples first: they are kept as the footer, which is the one text of a command that CLI11 hands on untouched.
class ExamplesFirst final : public CLI::Formatter {
  public:
    std::string make_description(const CLI::App* app) const override {
        std::string out = app->get_description() + "\n";
        if (!app->get_footer().empty()) out += "\nExamples:\n" + app->get_footer() + "\n\n";
        return out;
    }
    std::string make_footer(const CLI::App*) const override { return ""; }
};

/// One reading of the command line.
class CommandLine {
  public:
    CommandLine(std::ostream& out, std::ostream& err) : out_(out), err_(err) {
        app_.formatter(std::make_shared<ExamplesFirst>());
        app_.footer(
            "  trellis init my                               # a set-up to start from\n"
            "  trellis check my/trellis.json\n"
            "  trellis serve --help\n"
            "  trellis simulate docs/examples/first.json");
        app_.get_formatter()->column_width(34);
        app_.set_help_flag("-h,--help", "Print this and end");
        const CommandSet set{app_, chosen_, out_, err_};
        add_server_commands(set);
        add_looking_commands(set);
        add_queue_commands(set);
        add_preset_commands(set);
        add_connection_commands(set);
        add_subscription_commands(set);
        add_strategy_commands(set);
        add_bot_commands(set);
        add_people_commands(set);
        add_steering_commands(set);
        add_offline_commands(set);
        add_completion();
    }

    int run(std::vector<std::string> arguments) {
        std::ranges::reverse(arguments);
        try {
            app_.parse(arguments);
        } catch (const CLI::Success&) {
            out_ << app_.help();
            return finish(static_cast<int>(ExitCode::ok));
        } catch (const CLI::ParseError& error) {
            return refuse(error.what());
        }
        if (!chosen_) return refuse(deepest().get_subcommands({}).empty() ? "nothing to do" : "a command is missing");
        return finish(chosen_());
    }

  private:
    void add_completion() {
        auto* command = add_command(app_, "completion", "Print a completion script for a shell",
                            "  trellis completion bash > trellis.bash\n  trellis completion fish > trellis.fish");
        command->add_option("SHELL", shell_, "bash, zsh or fish")->required()->check(CLI::IsMember({"bash", "zsh", "fish"}));
        command->callback([this] {
            chosen_ = [this] {
                out_ << completion_script(shell_, describe(app_)).value_or("");
                return static_cast<int>(ExitCode::ok);
            };
        });
    }

    /// The innermost command that was named.
    const CLI::App& deepest() const {
        const CLI::App* command = &app_;
        while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
        return *command;
    }

    /// Data that could not be written is a failure, whatever the command thought of itself.
    int finish(int code) {
        out_.flush();
        if (out_) return code;
        err_ << "trellis: cannot write to standard output\n";
        return static_cast<int>(ExitCode::failure);
    }

    int refuse(const std::string& message) {
        const auto& command = deepest();
        const std::string name = full_name(command);
        const auto unexpected = app_.remaining(true);
        if (unexpected.empty()) {
            err_ << name << ": " << message << '\n';
        } else {
            const std::string& word = unexpected.front();
            const bool is_option = word.starts_with("-");
            const bool wants_command = !is_option && !command.get_subcommands({}).empty();
            err_ << name << ": unknown " << (is_option ? "option" : wants_command ? "command" : "argument") << " " << word;
            const std::string hint = suggestion(command, word);
            if (!hint.empty()) err_ << "; did you mean " << hint << "?";
            err_ << '\n';
        }
        err_ << "See " << name << " --help\n";
        return static_cast<int>(ExitCode::usage);
    }

    static std::string full_name(const CLI::App& command) {
        const auto* parent = command.get_parent();
        return parent == nullptr ? command.get_name() : full_name(*parent) + " " + command.get_name();
    }

    static std::string suggestion(const CLI::App& command, const std::string& word) {
        std::vector<std::string> names;
        if (word.starts_with("-")) {
            for (const auto* option : command.get_options({})) {
                for (const auto& name : option->get_lnames()) names.push_back("--" + name);
            }
        } else {
            for (const auto* below : command.get_subcommands({})) names.push_back(below->get_name());
        }
        const std::vector<std::string_view> candidates(names.begin(), names.end());
        return std::string(adapters::nearest(word.substr(0, word.find('=')), candidates));
    }

    // ---- for completion ----

    static OptionNode describe(const CLI::Option& option) {
        OptionNode node;
        for (const auto& name : option.get_lnames()) node.names.push_back("--" + name);
        for (const auto& name : option.get_snames()) node.names.push_back("-" + name);
        node.description = option.get_description();
        const std::string type = option.get_type_name();
        const std::string what = option.get_positional() ? option.get_name(true) : type;
        if (option.get_items_expected_max() == 0) return node;
        node.operand = Operand::word;
        if (type.ends_with('}')) {
            node.operand = Operand::choice;
            node.choices = choices_in(type);
        } else if (what == "DIR") {
            node.operand = Operand::directory;
        } else if (what == "FILE" || what == "SCENARIO") {
            node.operand = Operand::file;
        }
        return node;
    }

    /// CLI11 says them with the type: "NAME:{actors,direct}".
    static std::vector<std::string> choices_in(const std::string& type) {
        const auto begin = type.rfind('{') + 1;
        return CLI::detail::split(type.substr(begin, type.size() - begin - 1), ',');
    }

    static CommandNode describe(const CLI::App& app) {
        CommandNode node{app.get_name(), app.get_description(), {}, {}};
        for (const auto* option : app.get_options({})) node.options.push_back(describe(*option));
        for (const auto* below : app.get_subcommands({})) node.commands.push_back(describe(*below));
        return node;
    }

    std::ostream& out_;
    std::ostream& err_;
    CLI::App app_{"Trellis: a trade execution engine whose books are exact and whose journal survives a crash anywhere", "trellis"};
    std::function<int()> chosen_;
    std::string shell_;
};

}  // namespace

CLI::App* add_command(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples) {
    auto* command = parent.add_subcommand(name, description);
    command->footer(examples);
    return command;
}

void add_client_options(CLI::App* command, ClientOptions& client) {
    const auto add = [command](const char* name, std::string& to, const char* description, const char* variable, const char* type) {
        command->add_option(name, to, description)->envname(variable)->type_name(type)->group("Server");
    };
    add("--admin", client.admin, "Where the server's admin API is (default: 127.0.0.1:7780)", "TRELLIS_ADMIN", "HOST:PORT");
    add("--data-dir", client.data_dir, "Of the server: its admin.token is the token", "TRELLIS_DATA_DIR", "DIR");
    add("--token-file", client.token_file, "The token, over the one in the data directory", "TRELLIS_TOKEN_FILE", "FILE");
    add("--config", client.config, "Says address and data directory, if they are not given (default: trellis.json)", "TRELLIS_CONFIG", "FILE");
    add("--ca-file", client.ca_file, "Whom to believe behind --admin https://HOST:PORT", "TRELLIS_CA_FILE", "FILE");
}

int run_command_line(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
    return CommandLine(out, err).run(arguments);
}

}  // namespace trellis::program
