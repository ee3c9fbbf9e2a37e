#include "ops/trellis/command_line.hpp"

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <ostream>

#include "adapters/config/input_error.hpp"
#include "ops/trellis/check.hpp"
#include "ops/trellis/completion.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_commands.hpp"
#include "ops/trellis/serve.hpp"
#include "ops/trellis/simulate.hpp"
#include "ops/trellis/version.hpp"
#include "ops/trellis/why.hpp"

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
            "  trellis simulate docs/examples/first.json\n  trellis check docs/examples/first.json\n"
            "  trellis simulate --help");
        app_.get_formatter()->column_width(34);
        app_.set_help_flag("-h,--help", "Print this and end");
        app_.add_flag_callback(
            "--version", [this] { chosen_ = [this] { return version(version_, out_); }; }, "Print the version and end");
        add_serve();
        add_simulate();
        add_check();
        add_why();
        add_journal();
        add_version();
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
    CLI::App* add(CLI::App& parent, const std::string& name, const std::string& description, const std::string& examples) {
        auto* command = parent.add_subcommand(name, description);
        command->footer(examples);
        return command;
    }

    void add_serve() {
        auto* command = add(app_, "serve", "Run the engine: take signals, trade on paper, answer the admin API, until SIGTERM",
                            "  trellis serve --config my/trellis.json --data-dir my/data\n"
                            "  trellis serve --config my/trellis.json --data-dir my/data --admin-listen 127.0.0.1:8780");
        command->add_option("--config", serve_.config, "The configuration")->envname("TRELLIS_CONFIG")->capture_default_str()->type_name("FILE");
        command->add_option("--data-dir", serve_.data_dir, "Journal and snapshots (default: app.data_dir of the configuration)")
            ->envname("TRELLIS_DATA_DIR")
            ->type_name("DIR");
        command->add_option("--webhook-listen", serve_.webhook_listen, "Where webhooks come in, over the configuration's")
            ->envname("TRELLIS_WEBHOOK_LISTEN")
            ->type_name("HOST:PORT");
        command->add_option("--admin-listen", serve_.admin_listen, "Where the admin API answers, over the configuration's")
            ->envname("TRELLIS_ADMIN_LISTEN")
            ->type_name("HOST:PORT");
        command->add_flag("--live", serve_.live, "Trade real money; also needs \"mode\": \"live\" (not built yet)");
        command->callback([this] { chosen_ = [this] { return serve(serve_, out_, err_); }; });
    }

    void add_simulate() {
        auto* command = add(app_, "simulate", "Run a scenario through the whole engine under a virtual clock; print one report",
                            "  trellis simulate docs/examples/first.json\n"
                            "  trellis simulate docs/examples/first.json --compact --events events.jsonl\n"
                            "  trellis simulate docs/examples/first.json --data-dir run --stop-after 20  # exit code 75\n"
                            "  trellis simulate docs/examples/first.json --data-dir run --resume");
        command->add_option("SCENARIO", simulate_.scenario, "The scenario, a JSON file")->required();
        command->add_option("--data-dir", simulate_.data_dir, "Keep journal and snapshots there (default: nowhere)")
            ->envname("TRELLIS_DATA_DIR")
            ->type_name("DIR");
        command->add_option("--events", simulate_.events_file, "Write every event to this file, one JSON line each")
            ->type_name("FILE");
        command
            ->add_option("--stop-after", simulate_.stop_after, "End hard when the commit with that event is durable (exit code 75)")
            ->check(CLI::PositiveNumber)
            ->type_name("N")
            ->needs("--data-dir");
        command->add_flag("--resume", simulate_.resume, "Go on from what is in the data directory");
        command->add_option("--engine", engine_, "What decides: actors, or direct calls; the bytes are the same")
            ->check(CLI::IsMember({"actors", "direct"}))
            ->capture_default_str()
            ->type_name("NAME");
        command->add_flag("--json", report_is_json_, "Print the report as JSON, which it always is");
        command->add_flag("--compact", simulate_.compact, "The report on one line");
        command->callback([this] {
            simulate_.direct = engine_ == "direct";
            chosen_ = [this] { return simulate(simulate_, out_, err_); };
        });
    }

    void add_check() {
        auto* command = add(app_, "check", "Say everything that is wrong with a scenario or a configuration",
                            "  trellis check docs/examples/first.json\n"
                            "  trellis check --json docs/examples/first.json\n"
                            "  trellis check - < docs/examples/first.json");
        command->add_option("FILE", check_.file, "The document; - is standard input")->required()->envname("TRELLIS_CONFIG");
        command->add_flag("--json", check_.json, "Print what was found as JSON");
        command->callback([this] { chosen_ = [this] { return check(check_, out_, err_); }; });
    }

    void add_why() {
        auto* command = add(app_, "why", "Show the chain of causes behind a signal, event, group or order",
                            "  trellis why s1 --data-dir run                        # a signal\n"
                            "  trellis why e4 --data-dir run                        # an event\n"
                            "  trellis why g1.1 --data-dir run                      # a group\n"
                            "  trellis why main:BTCUSDT:900:long --data-dir run     # the newest group of that identity\n"
                            "  trellis why g1.1/entry/0/0 --data-dir run --json     # an order; its client order id does too");
        command->add_option("ID", why_.id, "s3, e57, g1.4, ACCOUNT:SYMBOL:TIMEFRAME:SIDE, g1.4/entry/0/2 or a client order id")
            ->required();
        command->add_option("--data-dir", why_.data_dir, "Of the run")->required()->envname("TRELLIS_DATA_DIR")->type_name("DIR");
        command->add_flag("--json", why_.json, "Print the chain as JSON");
        command->callback([this] { chosen_ = [this] { return why(why_, out_, err_); }; });
    }

    CLI::App* add_journal_command(CLI::App& journal, const std::string& name, const std::string& description,
                                  const std::string& examples, std::string& directory) {
        auto* command = add(journal, name, description, examples);
        command->add_option("DIR", directory, "A data directory, or a journal directory itself")
            ->required()
            ->envname("TRELLIS_DATA_DIR");
        return command;
    }

    void add_journal() {
        auto* journal = add(app_, "journal", "Read a journal; nothing here changes one",
                            "  trellis journal verify run\n  trellis journal cat run --type OrderFilled");
        auto* verify = add_journal_command(*journal, "verify", "Read every frame, decode every event, replay it all",
                                           "  trellis journal verify run\n  trellis journal verify run --json", verify_.directory);
        verify->add_flag("--json", verify_.json, "Print what was found as JSON");
        verify->callback([this] { chosen_ = [this] { return run_journal_verify(verify_, out_, err_); }; });

        auto* replay = add_journal_command(*journal, "replay", "Rebuild the state from the first event; hold snapshots against it",
                                           "  trellis journal replay run\n  trellis journal replay run --json", replay_.directory);
        replay->add_flag("--json", replay_.json, "Print what was found as JSON");
        replay->callback([this] { chosen_ = [this] { return run_journal_replay(replay_, out_, err_); }; });

        auto* cat = add_journal_command(*journal, "cat", "Print events as JSON lines",
                                        "  trellis journal cat run --from 2 --to 5\n  trellis journal cat run --type OrderPlaced",
                                        cat_.directory);
        cat->add_option("--from", cat_.from, "First event")->type_name("N");
        cat->add_option("--to", cat_.to, "Last event")->type_name("N");
        cat->add_option("--type", cat_.type, "Only events of this type, as OrderFilled")->type_name("NAME");
        cat->callback([this] { chosen_ = [this] { return run_journal_cat(cat_, out_, err_); }; });

        auto* exported = add_journal_command(*journal, "export", "Print all events for another program",
                                             "  trellis journal export run --format csv", export_.directory);
        exported->add_option("--format", export_.format, "jsonl or csv")
            ->check(CLI::IsMember({"jsonl", "csv"}))
            ->capture_default_str()
            ->type_name("NAME");
        exported->callback([this] { chosen_ = [this] { return run_journal_export(export_, out_, err_); }; });

        auto* tail = add_journal_command(*journal, "tail", "Print the last events, and new ones as they come",
                                         "  trellis journal tail run --count 3", tail_.directory);
        tail->add_option("-n,--count", tail_.count, "How many")->capture_default_str()->type_name("N");
        tail->add_flag("-f,--follow", tail_.follow, "Go on with what is written from now on");
        tail->callback([this] { chosen_ = [this] { return run_journal_tail(tail_, out_, err_); }; });
    }

    void add_version() {
        auto* command = add(app_, "version", "Print which program this is", "  trellis version\n  trellis version --json");
        command->add_flag("--json", version_.json, "As JSON");
        command->callback([this] { chosen_ = [this] { return version(version_, out_); }; });
    }

    void add_completion() {
        auto* command = add(app_, "completion", "Print a completion script for a shell",
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
        const std::string what = option.get_positional() ? option.get_name(true) : option.get_type_name();
        static const std::map<std::string, std::vector<std::string>> choices{
            {"--engine", {"actors", "direct"}}, {"--format", {"jsonl", "csv"}}, {"SHELL", {"bash", "zsh", "fish"}}};
        const auto known = choices.find(node.names.empty() ? what : node.names.front());
        if (option.get_items_expected_max() == 0) return node;
        node.operand = Operand::word;
        if (known != choices.end()) {
            node.operand = Operand::choice;
            node.choices = known->second;
        } else if (what == "DIR") {
            node.operand = Operand::directory;
        } else if (what == "FILE" || what == "SCENARIO") {
            node.operand = Operand::file;
        }
        return node;
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
    ServeOptions serve_;
    SimulateOptions simulate_;
    CheckOptions check_;
    WhyOptions why_;
    VersionOptions version_;
    JournalVerifyOptions verify_;
    JournalReplayOptions replay_;
    JournalCatOptions cat_;
    JournalExportOptions export_;
    JournalTailOptions tail_;
    std::string engine_ = "actors";
    bool report_is_json_ = true;
    std::string shell_;
};

}  // namespace

int run_command_line(const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
    return CommandLine(out, err).run(arguments);
}

}  // namespace trellis::program
