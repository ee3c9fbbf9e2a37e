// The commands that need no server.
#include <ostream>

#include "ops/trellis/check.hpp"
#include "ops/trellis/commands.hpp"
#include "ops/trellis/journal_commands.hpp"
#include "ops/trellis/plan.hpp"
#include "ops/trellis/simulate.hpp"
#include "ops/trellis/version.hpp"

namespace trellis::program {

namespace {

struct SimulateWords {
    SimulateOptions options;
    std::string engine = "actors";
    bool is_json = true;  // the report always is
};

void add_simulate(const CommandSet& set) {
    const auto words = std::make_shared<SimulateWords>();
    auto& options = words->options;
    auto* command = add_command(set.app, "simulate", "Run a scenario through the whole engine under a virtual clock; print one report",
                                "  trellis simulate docs/examples/first.json\n"
                                "  trellis simulate docs/examples/first.json --compact --events events.jsonl\n"
                                "  trellis simulate docs/examples/first.json --data-dir run --stop-after 20  # exit code 75\n"
                                "  trellis simulate docs/examples/first.json --data-dir run --resume");
    command->add_option("SCENARIO", options.scenario, "The scenario, a JSON file")->required();
    command->add_option("--data-dir", options.data_dir, "Keep journal and snapshots there (default: nowhere)")
        ->envname("TRELLIS_DATA_DIR")
        ->type_name("DIR");
    command->add_option("--events", options.events_file, "Write every event to this file, one JSON line each")->type_name("FILE");
    command->add_option("--stop-after", options.stop_after, "End hard when the commit with that event is durable (exit code 75)")
        ->check(CLI::PositiveNumber)
        ->type_name("N")
        ->needs("--data-dir");
    command->add_flag("--resume", options.resume, "Go on from what is in the data directory");
    command->add_option("--engine", words->engine, "What decides: actors, or direct calls; the bytes are the same")
        ->check(CLI::IsMember({"actors", "direct"}))
        ->capture_default_str()
        ->type_name("NAME");
    command->add_flag("--json", words->is_json, "Print the report as JSON, which it always is");
    command->add_flag("--compact", options.compact, "The report on one line");
    command->callback([set, words] {
        words->options.direct = words->engine == "direct";
        set.chosen = [set, words] { return simulate(words->options, set.out, set.err); };
    });
}

void add_check(const CommandSet& set) {
    const auto options = std::make_shared<CheckOptions>();
    auto* command = add_command(set.app, "check", "Say everything that is wrong with a scenario or a configuration",
                                "  trellis check docs/examples/first.json\n"
                                "  trellis check --json docs/examples/first.json\n"
                                "  trellis check - < docs/examples/first.json");
    command->add_option("FILE", options->file, "The document; - is standard input")->required()->envname("TRELLIS_CONFIG");
    command->add_flag("--json", options->json, "Print what was found as JSON");
    run_with(set, command, options, check);
}

void add_plan(const CommandSet& set) {
    const auto options = std::make_shared<PlanOptions>();
    auto* command = add_command(set.app, "plan", "Show the ladder of an entry with its targets, capital and worst loss; asks no server",
                                "  trellis plan --config my/trellis.json --symbol BTCUSDT --price 64000 --size 500\n"
                                "  trellis plan --config my/trellis.json --symbol ETHUSDT --price 3200 --equity 5000 --json");
    command->add_option("--symbol", options->symbol, "BTCUSDT, or binance:spot:BTC-USDT")->required()->type_name("NAME");
    command->add_option("--price", options->price, "Of the signal")->required()->type_name("X");
    command->add_option("--size", options->size, "What the entry may spend, in quote (default: 1000)")->type_name("X");
    command->add_option("--equity", options->equity, "In quote (default: the account's balance)")->type_name("X");
    command->add_option("--side", options->side, "Which way")->check(CLI::IsMember({"long", "short"}))->capture_default_str()->type_name("NAME");
    command->add_option("--timeframe", options->timeframe, "Minutes, or as TradingView writes it")->capture_default_str()->type_name("T");
    command->add_option("--account", options->account, "Default: the first that trades the symbol")->type_name("NAME");
    command->add_option("--preset", options->preset, "Of the document or a template (default: the grid strategy)")->type_name("NAME");
    command->add_option("--stop", options->stop, "The signal's stop, for a preset that asks for it")->type_name("PRICE");
    command->add_option("--structure", options->structure, "The signal's structure price, the same")->type_name("PRICE");
    command->add_option("--config", options->config, "The configuration (default: trellis.json)")->envname("TRELLIS_CONFIG")->type_name("FILE");
    command->add_flag("--json", options->json, "As JSON");
    run_with(set, command, options, plan);
}

/// Where the journal is.
CLI::App* add_journal_command(CLI::App& journal, const std::string& name, const std::string& description, const std::string& examples,
                              std::string& directory) {
    auto* command = add_command(journal, name, description, examples);
    command->add_option("DIR", directory, "A data directory, or a journal directory itself")->required()->envname("TRELLIS_DATA_DIR");
    return command;
}

void add_journal_reports(const CommandSet& set, CLI::App& journal) {
    const auto verified = std::make_shared<JournalVerifyOptions>();
    auto* verify = add_journal_command(journal, "verify", "Read every frame, decode every event, replay it all",
                                       "  trellis journal verify run\n  trellis journal verify run --json", verified->directory);
    verify->add_flag("--json", verified->json, "Print what was found as JSON");
    run_with(set, verify, verified, run_journal_verify);

    const auto replayed = std::make_shared<JournalReplayOptions>();
    auto* replay = add_journal_command(journal, "replay", "Rebuild the state from the first event; hold snapshots against it",
                                       "  trellis journal replay run\n  trellis journal replay run --json", replayed->directory);
    replay->add_flag("--json", replayed->json, "Print what was found as JSON");
    run_with(set, replay, replayed, run_journal_replay);
}

void add_journal_events(const CommandSet& set, CLI::App& journal) {
    const auto shown = std::make_shared<JournalCatOptions>();
    auto* cat = add_journal_command(journal, "cat", "Print events as JSON lines",
                                    "  trellis journal cat run --from 2 --to 5\n  trellis journal cat run --type OrderPlaced",
                                    shown->directory);
    cat->add_option("--from", shown->from, "First event")->type_name("N");
    cat->add_option("--to", shown->to, "Last event")->type_name("N");
    cat->add_option("--type", shown->type, "Only events of this type, as OrderFilled")->type_name("NAME");
    run_with(set, cat, shown, run_journal_cat);

    const auto exported = std::make_shared<JournalExportOptions>();
    auto* out = add_journal_command(journal, "export", "Print all events for another program",
                                    "  trellis journal export run --format csv", exported->directory);
    out->add_option("--format", exported->format, "jsonl or csv")
        ->check(CLI::IsMember({"jsonl", "csv"}))
        ->capture_default_str()
        ->type_name("NAME");
    run_with(set, out, exported, run_journal_export);

    const auto last = std::make_shared<JournalTailOptions>();
    auto* tail = add_journal_command(journal, "tail", "Print the last events, and new ones as they come",
                                     "  trellis journal tail run --count 3", last->directory);
    tail->add_option("-n,--count", last->count, "How many")->capture_default_str()->type_name("N");
    tail->add_flag("-f,--follow", last->follow, "Go on with what is written from now on");
    run_with(set, tail, last, run_journal_tail);
}

void add_version(const CommandSet& set) {
    const auto options = std::make_shared<VersionOptions>();
    auto* command = add_command(set.app, "version", "Print which program this is", "  trellis version\n  trellis version --json");
    command->add_flag("--json", options->json, "As JSON");
    command->callback([set, options] { set.chosen = [set, options] { return version(*options, set.out); }; });
    set.app.add_flag_callback(
        "--version", [set] { set.chosen = [set] { return version({}, set.out); }; }, "Print the version and end");
}

}  // namespace

void add_offline_commands(const CommandSet& set) {
    add_simulate(set);
    add_check(set);
    add_plan(set);
    auto* journal = add_command(set.app, "journal", "Read a journal; nothing here changes one",
                                "  trellis journal verify run\n  trellis journal cat run --type OrderFilled");
    add_journal_reports(set, *journal);
    add_journal_events(set, *journal);
    add_version(set);
}

}  // namespace trellis::program
