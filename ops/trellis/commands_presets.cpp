// The commands of presets: by itself it lists them, what stands below it shows one, changes it, or says what it would do.
#include "ops/trellis/client/presets.hpp"
#include "ops/trellis/commands.hpp"

namespace trellis::program {

namespace {

struct Words {
    const char* name;
    const char* description;
    const char* examples;
};

constexpr const char* preset_words = "p1.3 or its name";

void add_json(CLI::App* command, bool& json, ClientOptions& client) {
    command->add_flag("--json", json, "Print what the server says, as it came");
    add_client_options(command, client);
}

void add_looking(const CommandSet& set, CLI::App& presets_command, const Words& words,
                 int (*run)(const PresetShowOptions&, std::ostream&, std::ostream&)) {
    const auto options = std::make_shared<PresetShowOptions>();
    auto* command = add_command(presets_command, words.name, words.description, words.examples);
    command->add_option("PRESET", options->preset, preset_words)->required();
    add_json(command, options->json, options->client);
    run_with(set, command, options, run);
}

/// Which positional words a change takes.
struct Takes {
    bool preset = true;
    bool file = false;
    bool account = false;
};

struct AddedChange {
    CLI::App* command;
    std::shared_ptr<PresetChangeOptions> options;
};

AddedChange add_change(const CommandSet& set, CLI::App& presets_command, const Words& words, Takes takes, ChangePreset run) {
    const auto options = std::make_shared<PresetChangeOptions>();
    auto* command = add_command(presets_command, words.name, words.description, words.examples);
    if (takes.preset) command->add_option("PRESET", options->preset, preset_words)->required();
    if (takes.file) command->add_option("FILE", options->file, "A document; - is standard input")->required();
    if (takes.account) command->add_option("ACCOUNT", options->account, "The account")->required();
    command->add_flag("--dry-run", options->dry_run, "Only say what it would do");
    add_json(command, options->json, options->client);
    run_with(set, command, options, run);
    return {command, options};
}

void add_changes(const CommandSet& set, CLI::App& command) {
    add_change(set, command, {"create", "Make a preset of a document", "  trellis presets create gold.json"}, {.preset = false, .file = true}, preset_create);
    add_change(set, command, {"update", "Make a version of a preset", "  trellis presets update p1.1 gold.json"}, {.file = true}, preset_update);
    const auto cloned = add_change(set, command, {"clone", "Make a preset of one's own of it", "  trellis presets clone 'Swing Trader' --name Gold"}, {},
                                   preset_clone);
    cloned.command->add_option("--name", cloned.options->name, "Its name (default: NAME (Copy))")->type_name("NAME");
    add_change(set, command, {"publish", "Let everybody see and clone a preset", "  trellis presets publish p1.1"}, {}, preset_publish);
    add_change(set, command, {"unpublish", "Keep a preset to oneself again", "  trellis presets unpublish p1.1"}, {}, preset_unpublish);
    add_change(set, command, {"enable", "Let the resolver take a preset", "  trellis presets enable p1.1"}, {}, preset_enable);
    add_change(set, command, {"disable", "Have the resolver pass a preset over", "  trellis presets disable p1.1"}, {}, preset_disable);
    const auto removed = add_change(set, command, {"delete", "Delete a preset; open groups keep it", "  trellis presets delete p1.1"}, {}, preset_delete);
    removed.command->add_flag("--force", removed.options->force, "Unassign it first");
    const auto applied = add_change(set, command, {"apply", "Give open groups the newest version of a preset; stops only get tighter",
                                                   "  trellis presets apply p1.1 --dry-run\n  trellis presets apply p1.1 --group g1.4"},
                                    {}, preset_apply);
    applied.command->add_option("--account", applied.options->account, "Only groups of that account")->type_name("ACCOUNT");
    applied.command->add_option("--group", applied.options->groups, "Only that group; may be given again (default: all that are open under the preset)")
        ->type_name("GROUP");
    add_change(set, command, {"assign", "Have an account trade by a preset", "  trellis presets assign 'Swing Trader' main"}, {.account = true},
               preset_assign);
    add_change(set, command, {"unassign", "Have an account trade by no preset", "  trellis presets unassign main"}, {.preset = false, .account = true},
               preset_unassign);
}

CLI::App* add_question(const CommandSet& set, CLI::App& presets_command, const Words& words, const std::shared_ptr<PresetQuestion>& question,
                       int (*run)(const PresetQuestion&, std::ostream&, std::ostream&)) {
    auto* command = add_command(presets_command, words.name, words.description, words.examples);
    command->add_option("ACCOUNT", question->account, "The account")->required();
    command->add_option("SYMBOL", question->symbol, "As BTCUSDT")->required();
    command->add_option("--timeframe", question->timeframe, "Of the signal")->type_name("SECONDS");
    add_json(command, question->json, question->client);
    run_with(set, command, question, run);
    return command;
}

void add_questions(const CommandSet& set, CLI::App& command) {
    const auto resolved = std::make_shared<PresetQuestion>();
    add_question(set, command, {"resolve", "Say which preset governs a signal, and why", "  trellis presets resolve main BTCUSDT --timeframe 900"}, resolved,
                 preset_resolve)
        ->add_option("--preset", resolved->preset, "As the signal would name it")->type_name("NAME");
    const auto previewed = std::make_shared<PresetQuestion>();
    auto* preview = add_question(set, command, {"preview", "Say what a preset makes of an entry",
                                                "  trellis presets preview main BTCUSDT --preset p1.1 --entry 64000"},
                                 previewed, preset_preview);
    preview->add_option("--preset", previewed->preset, preset_words)->required()->type_name("PRESET");
    preview->add_option("--entry", previewed->entry, "The price to enter at")->required()->type_name("PRICE");
    preview->add_option("--side", previewed->side, "long or short")->check(CLI::IsMember({"long", "short"}))->capture_default_str();
    preview->add_option("--stop", previewed->stop, "The signal's stop")->type_name("PRICE");
    preview->add_option("--structure", previewed->structure, "The signal's structure price")->type_name("PRICE");
    preview->add_option("--equity", previewed->equity, "Of the account (default: as it is)")->type_name("AMOUNT");
}

}  // namespace

void add_preset_commands(const CommandSet& set) {
    const auto listed = std::make_shared<PresetsOptions>();
    auto* command = add_command(set.app, "presets", "List presets, and who trades by them", "  trellis presets\n  trellis presets clone 'Swing Trader'");
    command->add_option("--which", listed->which, "Whose")->check(CLI::IsMember({"all", "mine", "public", "templates"}));
    command->add_option("--tag", listed->tag, "With this tag")->type_name("TAG");
    command->add_option("--symbol", listed->symbol, "For this instrument only")->type_name("SYMBOL");
    command->add_option("--find", listed->words, "In the name or the description")->type_name("TEXT");
    command->add_option("--limit", listed->list.limit, "At most so many")->check(CLI::Range(1U, list_rows_max))->capture_default_str()->type_name("N");
    command->add_flag("--all", listed->list.all, "All of them, however many");
    add_json(command, listed->list.json, listed->list.client);
    run_with(set, command, listed, presets);
    add_looking(set, *command, {"show", "Show a preset with its fields", "  trellis presets show 'Swing Trader'"}, preset_show);
    add_looking(set, *command, {"export", "Print a preset's document", "  trellis presets export p1.1 > gold.json"}, preset_export);
    add_changes(set, *command);
    add_questions(set, *command);
}

}  // namespace trellis::program
