#include "adapters/admin/queue_view.hpp"

#include "adapters/admin/views.hpp"
#include "engine/event/enumerators.hpp"

namespace trellis::adapters::admin {

namespace {

/// What the rule compares, as a person reads it; a bucket is a number of `loss_tie_bucket`.
std::string key_text(RankingRule rule, const RankFigures& figures, const QueueSettings& settings) {
    switch (rule) {
        case RankingRule::same_pair_timeframe:
            return figures.continues_group ? "1" : "0";
        case RankingRule::deepest_loss_percent:
            if (!settings.loss_tie_bucket.is_positive()) return figures.loss_percent.text();
            return std::to_string(static_cast<std::int64_t>(figures.loss_percent.raw() / settings.loss_tie_bucket.raw()));
        case RankingRule::highest_replacement:
            return std::to_string(figures.replacement_count);
        case RankingRule::highest_expected_profit:
            return figures.expected_profit ? figures.expected_profit->text() : "0";
        case RankingRule::fifo:
            return rfc3339(figures.first_queued_at);
    }
    return "";
}

void write_keys(json::Writer& out, const RankFigures& figures, const QueueSettings& settings) {
    out.name("keys").begin_array();
    for (const auto rule : settings.selection_priority) {
        out.begin_object().name("rule").string(enumerator_name(rule)).name("key").string(key_text(rule, figures, settings)).end_object();
    }
    out.end_array();
}

void write_figures(json::Writer& out, const RankFigures& figures) {
    out.name("continues_group").boolean(figures.continues_group).name("loss_percent").string(figures.loss_percent.text());
    optional_text(out, "price", figures.price);
    optional_text(out, "expected_profit", figures.expected_profit);
}

void write_entry(json::Writer& out, const Scene& scene, AccountId account, const QueueEntry& entry) {
    const Identity& identity = entry.identity();
    const std::string account_name = scene.account_name(account);
    const std::string symbol = scene.symbol(identity.instrument);
    out.name("id").string(text(entry.signal));
    out.name("identity").string(account_name + ":" + symbol + ":" + std::to_string(identity.timeframe_seconds) + ":" +
                                std::string(text(identity.side)));
    out.name("account").string(account_name).name("instrument").string(scene.instrument_name(identity.instrument));
    out.name("symbol").string(symbol).name("timeframe").integer(identity.timeframe_seconds);
    out.name("side").string(text(identity.side)).name("signal").string(text(entry.signal));
    out.name("first_signal").string(text(entry.first_signal));
    optional_text(out, "entry_price", entry.instruction.entry_price);
    out.name("first_queued_at").string(rfc3339(entry.first_queued_at));
    out.name("last_refreshed_at").string(rfc3339(entry.last_refreshed_at));
    out.name("replacement_count").integer(entry.replacement_count).name("attempts").integer(entry.attempts);
    text_or_null(out, "failure", entry.failure);
    optional_time(out, "retry_at", entry.retry_at);
}

}  // namespace

void write_queue_row(json::Writer& out, const Scene& scene, const Outlook& outlook, const QueueRow& row) {
    out.begin_object().name("rank").integer(row.rank);
    write_entry(out, scene, outlook.desk().account, *row.entry);
    out.name("wait_reason").string(row.wait.code).name("wait_detail").string(row.wait.detail);
    write_figures(out, row.figures);
    out.name("price_missing").boolean(!row.figures.price);
    write_keys(out, row.figures, scene.config().queue);
    out.name("why").string("/api/v1/why/" + text(row.entry->signal)).end_object();
}

void write_departure(json::Writer& out, const Scene& scene, const QueueHistoryRow& row) {
    out.begin_object();
    write_entry(out, scene, row.account, row.entry);
    out.name("outcome").string(row.exit ? text(*row.exit) : std::string_view("PROMOTED")).name("forced").boolean(row.is_forced);
    text_or_null(out, "code", row.code);
    text_or_null(out, "detail", row.detail);
    out.name("processed_at").string(rfc3339(row.at));
    write_figures(out, row.figures);
    out.name("event").integer(row.sequence).name("why").string("/api/v1/why/" + text(row.entry.signal)).end_object();
}

}  // namespace trellis::adapters::admin
