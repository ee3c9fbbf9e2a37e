#include "adapters/metrics/exposition.hpp"

#include <prometheus/collectable.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "adapters/metrics/family_list.hpp"
#include "adapters/metrics/process.hpp"

namespace trellis::adapters {
namespace {

double seconds(Duration span) { return std::chrono::duration<double>(span).count(); }

/// Money as Prometheus knows it. Only shown: the ledger counts in decimals.
double indicative(Money money) { return static_cast<double>(money.raw()) / static_cast<double>(Money::scale); }

void add_webhook(FamilyList& out, const Metrics& metrics) {
    out.counter("trellis_webhook_requests_total", "Requests to the webhook listener, by what became of them.")
        .add_each("outcome", metrics.webhook_requests);
    out.histogram("trellis_webhook_ack_seconds", "From a whole webhook request to its answer. TradingView waits 3 s.")
        .add(metrics.webhook_acknowledgement);
    out.counter("trellis_webhook_unknown_fields_total", "Fields of webhook bodies that nothing knows; they are ignored.")
        .add(static_cast<double>(metrics.webhook_unknown_fields.value()));
    out.counter("trellis_signals_total", "Signals, by their first outcome.").add_each("outcome", metrics.signals);
    out.counter("trellis_signal_rejections_total", "Signals that were rejected or ignored, by the reason.")
        .add_each("code", metrics.signal_rejections);
}

void add_market(FamilyList& out, const Metrics& metrics) {
    out.counter("trellis_ticks_total", "Quotes taken from a venue.").add_each("venue", metrics.ticks);
    out.counter("trellis_tick_merges_total", "Quotes merged with others because the queue was full.")
        .add(static_cast<double>(metrics.tick_merges.value()));
}

void add_stages(FamilyList& out, const Metrics& metrics) {
    out.histogram("trellis_tick_to_decision_seconds", "From the arrival of a quote to the end of what it led to.")
        .add(metrics.tick_to_decision);
    out.histogram("trellis_signal_to_decision_seconds", "From a whole request to the commit that answers it.")
        .add(metrics.signal_to_decision);
    out.histogram("trellis_decision_to_durable_seconds", "From a commit to its release by the journal.").add(metrics.decision_to_durable);
    out.histogram("trellis_durable_to_wire_seconds", "From the release of a commit to its request on the wire.")
        .add(metrics.durable_to_wire);
    out.histogram("trellis_decision_to_wire_seconds", "From a commit to its request on the wire.").add(metrics.decision_to_wire);
}

void add_orders(FamilyList& out, const Metrics& metrics) {
    out.histogram("trellis_order_round_trip_seconds", "From a request on the wire to the venue's answer.");
    for (std::size_t i = 0; i < enumerator_count<OrderOperation>; ++i) {
        const auto operation = static_cast<OrderOperation>(i);
        out.add({{"op", enumerator_name(operation)}}, metrics.order_round_trip[operation]);
    }
    out.counter("trellis_order_rejects_total", "Orders, amendments and cancels that a venue refused, by the reason.")
        .add_each("code", metrics.order_rejects);
    out.counter("trellis_orphan_orders_total", "Open orders of ours at a venue that no journal knew, by what happened to them.")
        .add_each("step", metrics.orphan_orders);
    out.counter("trellis_stray_fills_total", "Fills that no group had an order for.")
        .add(static_cast<double>(metrics.stray_fills.value()));
}

void add_risk(FamilyList& out, const Metrics& metrics) {
    out.counter("trellis_risk_passes_total", "Passes of the risk engine, by what started them.").add_each("trigger", metrics.risk_passes);
    out.counter("trellis_risk_actions_total", "Offsets that ended, by their outcome.").add_each("outcome", metrics.risk_actions);
    out.counter("trellis_copies_total", "Moves of copied positions, by what the follower made of them.").add_each("outcome", metrics.copies);
    out.counter("trellis_risk_offset_value_total", "What the winners of offsets realised, in quote currency. Indicative.");
    const auto each = [&](const MoneyByPlace& sums) {
        for (std::size_t i = 0; i < sums.size(); ++i) out.add({{"account", sums.label(i)}}, sums.value(i));
    };
    each(metrics.offset_value);
    out.counter("trellis_risk_residual_total", "What offsets required beyond what their winners realised, in quote currency. Indicative.");
    each(metrics.offset_residual);
}

void add_presets(FamilyList& out, const Metrics& metrics) {
    out.counter("trellis_preset_resolutions_total", "Positions that opened and signals that could not, by the level that gave the preset.");
    for (std::size_t i = 0; i < enumerator_count<PresetLevel>; ++i) {
        const auto level = static_cast<PresetLevel>(i);
        out.add({{"level", enumerator_name(level)}, {"outcome", "governed"}}, static_cast<double>(metrics.presets_resolved[level].value()));
    }
    for (std::size_t i = 0; i < enumerator_count<Ungoverned>; ++i) {
        const auto outcome = static_cast<Ungoverned>(i);
        out.add({{"level", "none"}, {"outcome", enumerator_name(outcome)}}, static_cast<double>(metrics.presets_not_resolved[outcome].value()));
    }
    out.counter("trellis_preset_applications_total", "Presets that were applied, by what to.").add_each("to", metrics.preset_applications);
    out.counter("trellis_preset_validation_failures_total", "Preset documents and assignments that were refused, by the first reason.")
        .add_each("code", metrics.preset_failures);
}

void add_journal(FamilyList& out, const Metrics& metrics) {
    out.histogram("trellis_journal_append_seconds", "One write to the journal.").add(metrics.journal_append);
    out.histogram("trellis_journal_sync_seconds", "One sync of the journal.").add(metrics.journal_sync);
    out.counter("trellis_journal_bytes_total", "Bytes written to the journal.").add(static_cast<double>(metrics.journal_bytes.value()));
    out.counter("trellis_journal_commits_lost_total", "Commits that a failed journal refused.")
        .add(static_cast<double>(metrics.commits_lost.value()));
}

void add_reading(FamilyList& out, const JournalReading& journal) {
    out.gauge("trellis_journal_state", "1 for the state the journal is in.").add_state("state", journal.condition);
    out.gauge("trellis_journal_queue", "Commits that wait to be written.").add(static_cast<double>(journal.queue));
    out.counter("trellis_journal_events_total", "Events in the journal since it began.").add(static_cast<double>(journal.events));
}

void add_reading(FamilyList& out, const ArchiveReading& archive) {
    out.gauge("trellis_snapshot_age_events", "Durable events behind the newest snapshot.")
        .add(static_cast<double>(archive.snapshot_age_events));
    out.gauge("trellis_snapshot_age_seconds", "Since the newest snapshot was made.").add(seconds(archive.snapshot_age));
    out.gauge("trellis_history_lag_events", "Durable events that lists do not show yet.")
        .add(static_cast<double>(archive.history_lag_events));
}

void add_reading(FamilyList& out, const ClockReading& clock) {
    out.gauge("trellis_clock_offset_seconds", "How far the wall clock is ahead of the engine's.").add(seconds(clock.offset));
    out.counter("trellis_clock_steps_total", "Jumps of the wall clock by more than half a second.").add(static_cast<double>(clock.steps));
}

void add_reading(FamilyList& out, const PresetReading& presets) {
    out.gauge("trellis_presets", "Presets that are not deleted, by kind.")
        .add({{"kind", "template"}}, static_cast<double>(presets.templates))
        .add({{"kind", "private"}}, static_cast<double>(presets.private_ones))
        .add({{"kind", "public"}}, static_cast<double>(presets.published));
}

void add_reading(FamilyList& out, const ServerReading& server) {
    out.gauge("trellis_phase", "1 for the phase the server is in.").add_state("phase", server.phase);
    out.gauge("trellis_recovery_seconds", "How long the recovery of this start took.").add(server.recovery_seconds);
    out.gauge("trellis_recovered_events", "Events that the recovery of this start replayed.")
        .add(static_cast<double>(server.recovered_events));
    out.gauge("trellis_quotes_waiting", "Quotes that wait for the worker.").add(static_cast<double>(server.quotes_waiting));
    out.gauge("trellis_signals_in_flight", "Signals taken and not answered yet.").add(static_cast<double>(server.signals_in_flight));
}

/// GroupState as users read it: a group that is opening shows as live.
std::string_view label_of(GroupState state) { return enumerator_name(state == GroupState::opening ? GroupState::live : state); }

void add_reading(FamilyList& out, const StateCounts& states) {
    const auto count = [](const auto& counts, auto state) { return static_cast<double>(counts[static_cast<std::size_t>(state)]); };
    using enum GroupState;
    out.gauge("trellis_groups", "Open position groups, by state.");
    for (const auto state : {opening, live, partially_filled, active, closing}) {
        out.add({{"state", label_of(state)}}, count(states.groups, state));
    }
    out.gauge("trellis_quarantined_groups", "Open position groups that broke and only book fills and cancels.")
        .add(static_cast<double>(states.quarantined));
    out.gauge("trellis_legs", "Legs of open groups, by state.");
    for (std::size_t i = 0; i < states.legs.size(); ++i) {
        out.add({{"state", enumerator_name(static_cast<LegState>(i))}}, static_cast<double>(states.legs[i]));
    }
    out.gauge("trellis_orders", "Orders that are not over, by state.");
    for (std::size_t i = 0; i < states.orders.size(); ++i) {
        const auto state = static_cast<OrderState>(i);
        if (!is_terminal(state)) out.add({{"state", enumerator_name(state)}}, static_cast<double>(states.orders[i]));
    }
    out.gauge("trellis_unknown_orders", "Orders whose fate is unknown.").add(count(states.orders, OrderState::unknown));
    out.gauge("trellis_unknown_order_age_seconds", "How long the fate of the oldest of them has been unknown.")
        .add(seconds(states.unknown_order_age));
}

/// Why entries wait, and how much of each limit is used; not of accounts that share the label `other`.
void add_limits(FamilyList& out, const std::vector<AccountReading>& accounts) {
    const auto named = std::span(accounts).first(std::min(accounts.size(), label_names_max));
    out.gauge("trellis_entries_halted", "1 for each reason for which the entries of an account wait.");
    for (const auto& account : named) {
        for (std::size_t i = 0; i < enumerator_count<admin::EntryHalt>; ++i) {
            const auto reason = static_cast<admin::EntryHalt>(i);
            const bool holds = std::ranges::find(account.halts, reason) != account.halts.end();
            out.add({{"account", account.name}, {"reason", enumerator_name(reason)}}, holds ? 1 : 0);
        }
    }
    out.gauge("trellis_limit_used_ratio", "How much of a limit is used; 1 is all of it, and one that is off stays at 0.");
    for (const auto& account : named) {
        for (std::size_t i = 0; i < enumerator_count<admin::LimitKind>; ++i) {
            const auto kind = static_cast<admin::LimitKind>(i);
            const auto found = account.limits_used.find(kind);
            out.add({{"account", account.name}, {"limit", enumerator_name(kind)}}, found != account.limits_used.end() ? found->second : 0);
        }
    }
}

void add_reading(FamilyList& out, const std::vector<AccountReading>& accounts) {
    const auto each = [&](auto add) {
        for (std::size_t i = 0; i < accounts.size(); ++i) add(i < label_names_max ? std::string_view(accounts[i].name) : other_label, accounts[i]);
    };
    out.gauge("trellis_pool_used", "Slots of the execution pool that are taken.");
    each([&](auto name, const auto& account) { out.add({{"account", name}}, static_cast<double>(account.pool_used)); });
    out.gauge("trellis_pool_limit", "Slots of the execution pool.");
    each([&](auto name, const auto& account) { out.add({{"account", name}}, static_cast<double>(account.pool_limit)); });
    out.gauge("trellis_queue_depth", "Entries that wait for a slot or for something else.");
    each([&](auto name, const auto& account) { out.add({{"account", name}}, static_cast<double>(account.queue_depth)); });
    out.gauge("trellis_queue_wait_seconds", "How long the entry that waits longest has waited.");
    each([&](auto name, const auto& account) { out.add({{"account", name}}, seconds(account.queue_wait)); });
    out.gauge("trellis_risk_eligible", "Groups that a pass of the risk engine could choose now, by what they would be.");
    each([&](auto name, const auto& account) {
        out.add({{"account", name}, {"role", "loser"}}, static_cast<double>(account.losers_eligible));
        out.add({{"account", name}, {"role", "winner"}}, static_cast<double>(account.winners_eligible));
    });
    out.gauge("trellis_trading_state", "1 for the trading state an account is in.");
    each([&](auto name, const auto& account) {
        for (std::size_t i = 0; i < enumerator_count<TradingState>; ++i) {
            const auto state = static_cast<TradingState>(i);
            out.add({{"account", name}, {"state", enumerator_name(state)}}, account.trading_state == state ? 1 : 0);
        }
    });
    out.gauge("trellis_realised_pnl", "Realised profit of ended groups in quote currency. Indicative: the ledger is the truth.");
    each([&](auto name, const auto& account) {
        out.add({{"account", name}, {"currency", name == other_label ? other_label : std::string_view(account.currency)}}, indicative(account.realised));
    });
    add_limits(out, accounts);
}

void add_reading(FamilyList& out, const std::vector<ListenerReading>& listeners) {
    out.gauge("trellis_http_connections", "Open connections of a listener.");
    for (const auto& listener : listeners) out.add({{"listener", listener.name}}, static_cast<double>(listener.connections));
    out.counter("trellis_http_timeouts_total", "Connections that a listener closed because they were too slow.");
    for (const auto& listener : listeners) out.add({{"listener", listener.name}}, static_cast<double>(listener.timeouts));
    out.counter("trellis_http_refused_total", "Requests and connections that a listener refused before any handler saw them.");
    for (const auto& listener : listeners) out.add({{"listener", listener.name}}, static_cast<double>(listener.refused));
}

void add_reading(FamilyList& out, const ProcessReading& process) {
    out.gauge("process_resident_memory_bytes", "Resident memory.").add(process.resident_bytes);
    out.gauge("process_virtual_memory_bytes", "Virtual memory.").add(process.virtual_bytes);
    out.counter("process_cpu_seconds_total", "Processor time, user and system.").add(process.cpu_seconds);
    out.gauge("process_start_time_seconds", "Start of the process since 1970.").add(process.start_time_seconds);
    out.gauge("process_threads", "Threads of the process.").add(process.threads);
    out.gauge("process_open_fds", "Open file descriptors.").add(static_cast<double>(process.open_files));
    out.gauge("process_max_fds", "How many file descriptors may be open.").add(static_cast<double>(process.open_files_max));
}

template <class Reading>
void add_if_given(FamilyList& out, const std::function<Reading()>& read) {
    if (read) add_reading(out, read());
}

}  // namespace

struct Exposition::Impl final : prometheus::Collectable {
    Impl(const Metrics& counted, BuildInfo info, Readings looked_up)
        : metrics(counted), build(std::move(info)), readings(std::move(looked_up)) {}

    std::vector<prometheus::MetricFamily> Collect() const override {
        FamilyList out;
        out.gauge("trellis_build_info", "Always 1: which program this is.").add({{"version", build.version}, {"compiler", build.compiler}}, 1);
        add_webhook(out, metrics);
        add_market(out, metrics);
        add_stages(out, metrics);
        add_orders(out, metrics);
        add_risk(out, metrics);
        add_presets(out, metrics);
        add_journal(out, metrics);
        out.gauge("trellis_stream_subscribers", "Readers of the event stream.").add(static_cast<double>(metrics.stream_subscribers.value()));
        add_if_given(out, readings.server);
        add_if_given(out, readings.journal);
        add_if_given(out, readings.archive);
        add_if_given(out, readings.accounts);
        add_if_given(out, readings.states);
        add_if_given(out, readings.clock);
        add_if_given(out, readings.listeners);
        add_if_given(out, readings.presets);
        if (const auto process = read_process()) add_reading(out, *process);
        return out.take();
    }

    const Metrics& metrics;
    BuildInfo build;
    Readings readings;
};

Exposition::Exposition(const Metrics& metrics, BuildInfo build, Readings readings)
    : impl_(std::make_unique<Impl>(metrics, std::move(build), std::move(readings))) {}

Exposition::~Exposition() = default;

std::string Exposition::text() const { return prometheus::TextSerializer().Serialize(impl_->Collect()); }

}  // namespace trellis::adapters
