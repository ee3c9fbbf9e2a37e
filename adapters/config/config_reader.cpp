#include "adapters/config/config_reader.hpp"

#include <algorithm>

#include "adapters/config/engine_values.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/server_reader.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/time_zone/zone_file.hpp"

namespace trellis::adapters {

namespace {

void build_app(const SectionValues& app, ConfigDocument& out) {
    out.log_level = app.text("log_level");
    if (!app.is_null("data_dir")) out.data_dir = app.text("data_dir");
    // A name that no file has was reported by its reader.
    if (auto zone = load_zone(app.text("timezone")); zone.ok()) out.config.time_zone = *std::move(zone);
    out.config.infer_intent = app.boolean("infer_intent");
    out.config.exit_scope = named<ExitScope>(app.text("exit_scope"));
    out.config.cancel_orphans = app.boolean("cancel_orphans");
    out.config.opposite_side_policy = named<OppositeSidePolicy>(app.text("opposite_side_policy"));
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
    out.count_pyramids_toward_pool = pool.boolean("count_pyramids_toward_pool");
    out.count_dca_toward_pool = pool.boolean("count_dca_toward_pool");
}

void build_risk(const SectionValues& risk, Config& out) {
    out.risk_max_slippage_percent = risk.decimal<Ratio>("max_slippage_percent");
    out.slippage_action = named<SlippageAction>(risk.text("slippage_action"));
    out.risk = risk_of(risk);
}

void build_limits(const SectionValues& limits, Config& out) {
    out.limits.max_signal_age_seconds = limits.integer<std::uint32_t>("max_signal_age_sec");
    out.limits.dedupe_window_hours = limits.integer<std::uint32_t>("dedupe_window_hours");
    out.limits.one_entry_per_candle = limits.boolean("one_entry_per_candle");
    out.trade_limits = trade_limits_of(limits);
}

/// Categories of their own object, recorded as they are read.
struct Parts {
    const json::Value& root;
    EffectiveValues& effective;
    Reporter& reporter;

    SectionValues read(const Section& section) const {
        SectionValues values(section);
        if (const auto* part = object_of(root, section.path); part != nullptr) values.read(*part, reporter);
        record(values, json::join_pointer("", section.path), Recorded::all, effective);
        return values;
    }
};

/// Categories that this version does not know may stand there empty, as a placeholder.
void refuse_unbuilt_categories(const json::Value& root, Reporter& reporter) {
    for (const std::string_view name : {"logging", "metrics", "notifications", "console", "cluster"}) {
        const auto* part = root.find(name);
        if (part == nullptr || part->size() == 0) continue;
        const auto& keys = root_section().keys;
        const auto row = std::ranges::find(keys, name, &Key::name);
        reporter.add("NOT_BUILT", *part, {row->rule, "this version has no " + std::string(name) + " settings; leave it out"});
    }
}

void read_own_accounts(const json::Value& root, const std::vector<AccountConfig>* accounts, ConfigDocument& out,
                       Reporter& reporter) {
    const auto* list = root.find("accounts");
    if (accounts != nullptr) {
        out.config.accounts = *accounts;
        if (list != nullptr && list->size() != 0)
            reporter.add("UNKNOWN_KEY", *list, {"R-4", "the accounts of a scenario stand beside its config, at /accounts"});
    } else if (list != nullptr && list->is_array()) {
        out.config.accounts = read_accounts(*list, AccountForm::connection, out.effective, reporter);
    }
}

void build_schedule(const SectionValues& values, ScheduleSettings& out) {
    out.week_includes_unrealised = values.boolean("weekly_include_unrealised");
    out.queues_out_of_schedule = values.text("out_of_schedule") == "queue";
}

}  // namespace

ConfigDocument read_config(const json::Value& root, const std::vector<AccountConfig>* accounts, Reporter& reporter) {
    ConfigDocument out;
    SectionValues categories(root_section());
    categories.read(root, reporter);
    if (!root.is_object()) return out;
    refuse_unbuilt_categories(root, reporter);
    read_own_accounts(root, accounts, out, reporter);
    const Parts parts{root, out.effective, reporter};
    build_app(parts.read(app_section()), out);
    build_runtime(parts.read(runtime_section()), out.runtime);
    build_journal(parts.read(journal_section()), out.journal);
    build_pool(parts.read(execution_pool_section()), out.config);
    build_risk(parts.read(risk_section()), out.config);
    build_limits(parts.read(limits_section()), out.config);
    const auto sizing = parts.read(sizing_section());
    out.config.sizing = sizing_of(sizing);
    read_grid(root, sizing, out, reporter);
    out.config.queue = queue_of(parts.read(queue_section()));
    out.config.precision = precision_of(parts.read(precision_section()));
    out.config.preset_settings = preset_settings_of(parts.read(presets_section()));
    build_schedule(parts.read(schedule_section()), out.config.schedule);
    add_templates(out.config);
    if (accounts == nullptr) check_assigned_presets(root, root, out.config, reporter);
    const auto form = accounts == nullptr ? AccountForm::connection : AccountForm::with_balances;
    read_security(root, form, out, reporter);
    read_paper(root, form, out, reporter);
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

Checked<ConfigDocument> load_config(const std::filesystem::path& file) {
    const auto text = read_text_file(file, config_bytes_max);
    if (!text) return {std::nullopt, {{text.error().code, {"", file.string(), "", text.error().detail}}}};
    auto checked = read_config(*text);
    if (checked) checked->base_dir = file.parent_path().string();
    return checked;
}

}  // namespace trellis::adapters
