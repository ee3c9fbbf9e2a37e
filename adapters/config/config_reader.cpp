#include "adapters/config/config_reader.hpp"

#include <algorithm>

#include "adapters/config/key_table.hpp"

namespace trellis::adapters {

namespace {

void build_app(const SectionValues& app, ConfigDocument& out) {
    out.log_level = app.text("log_level");
    if (!app.is_null("data_dir")) out.data_dir = app.text("data_dir");
    out.config.infer_intent = app.boolean("infer_intent");
    out.config.exit_scope = app.text("exit_scope") == "instrument" ? ExitScope::instrument : ExitScope::timeframe;
    out.config.opposite_side_policy =
        app.text("opposite_side_policy") == "reject" ? OppositeSidePolicy::reject : OppositeSidePolicy::queue;
}

void build_runtime(const SectionValues& runtime, RuntimeSettings& out) {
    out.workers = runtime.integer<std::uint32_t>("workers");
    out.spin = runtime.boolean("spin");
}

void build_journal(const SectionValues& journal, JournalSettings& out) {
    out.waits_for_sync = journal.text("durability") == "fsync";
    out.group_commit_max_us = journal.integer<std::uint32_t>("group_commit_max_us");
    out.segment_mib = journal.integer<std::uint32_t>("segment_mib");
    out.keep_segments = journal.integer<std::uint32_t>("keep_segments");
    out.snapshot_every_events = journal.integer<std::uint32_t>("snapshot_every_events");
}

void build_pool(const SectionValues& pool, Config& out) {
    out.max_open_groups = pool.integer<std::uint32_t>("max_open_groups");
    out.same_pair_timeframe = pool.boolean("same_pair_timeframe");
}

void build_risk(const SectionValues& risk, Config& out) {
    out.risk_max_slippage_percent = risk.decimal<Ratio>("max_slippage_percent");
    out.slippage_action = risk.text("slippage_action") == "reject" ? SlippageAction::reject : SlippageAction::warn;
}

void build_limits(const SectionValues& limits, SignalLimits& out) {
    out.max_signal_age_seconds = limits.integer<std::uint32_t>("max_signal_age_sec");
    out.dedupe_window_hours = limits.integer<std::uint32_t>("dedupe_window_hours");
    out.one_entry_per_candle = limits.boolean("one_entry_per_candle");
}

SectionValues read_part(const Section& section, const json::Value& root, Reporter& reporter) {
    SectionValues values(section);
    if (const auto* part = root.find(section.path); part != nullptr && part->is_object()) values.read(*part, reporter);
    return values;
}

/// Categories that this version does not know may stand there empty, as a placeholder.
void refuse_unbuilt_categories(const json::Value& root, Reporter& reporter) {
    for (const std::string_view name : {"logging", "security", "metrics", "notifications", "console", "cluster"}) {
        const auto* part = root.find(name);
        if (part == nullptr || part->size() == 0) continue;
        const auto& keys = root_section().keys;
        const auto row = std::ranges::find(keys, name, &Key::name);
        reporter.add("NOT_BUILT", *part, {row->rule, "this version has no " + std::string(name) + " settings; leave it out"});
    }
}

void read_own_accounts(const json::Value& root, const std::vector<AccountConfig>* accounts, Config& out, Reporter& reporter) {
    const auto* list = root.find("accounts");
    if (accounts != nullptr) {
        out.accounts = *accounts;
        if (list != nullptr && list->size() != 0)
            reporter.add("UNKNOWN_KEY", *list, {"R-4", "the accounts of a scenario stand beside its config, at /accounts"});
    } else if (list != nullptr && list->is_array()) {
        out.accounts = read_accounts(*list, AccountForm::connection, reporter);
    }
}

}  // namespace

ConfigDocument read_config(const json::Value& root, const std::vector<AccountConfig>* accounts, Reporter& reporter) {
    ConfigDocument out;
    SectionValues categories(root_section());
    categories.read(root, reporter);
    if (!root.is_object()) return out;
    refuse_unbuilt_categories(root, reporter);
    read_own_accounts(root, accounts, out.config, reporter);
    build_app(read_part(app_section(), root, reporter), out);
    build_runtime(read_part(runtime_section(), root, reporter), out.runtime);
    build_journal(read_part(journal_section(), root, reporter), out.journal);
    build_pool(read_part(execution_pool_section(), root, reporter), out.config);
    build_risk(read_part(risk_section(), root, reporter), out.config);
    build_limits(read_part(limits_section(), root, reporter), out.config.limits);
    read_grid(root, out.config, reporter);
    for (const auto* section :
         {&queue_section(), &sizing_section(), &precision_section(), &presets_section(), &schedule_section()}) {
        read_part(*section, root, reporter);
    }
    return out;
}

Checked<ConfigDocument> read_config(std::string_view text) {
    const auto document = json::Document::parse(text, {.bytes_max = config_bytes_max, .depth_max = 32});
    if (!document) return {std::nullopt, not_json(document.error())};
    Reporter reporter(*document);
    auto config = read_config(document->root(), nullptr, reporter);
    if (reporter.has_errors()) return {std::nullopt, reporter.take()};
    return {std::move(config), {}};
}

}  // namespace trellis::adapters
