// The server's instruments, as members to be counted at directly: whoever does a thing gets a reference and adds. docs/metrics.md says
// what each becomes; what is not counted but looked up at a scrape is in readings.hpp.
//
//   one writer: what happens once for each quote. Everything else happens once for each signal, commit or order, and may be counted
//   by any thread. Members that different threads write stand on different cache lines.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/metrics/codes.hpp"
#include "adapters/metrics/instruments.hpp"
#include "adapters/metrics/labelled.hpp"
#include "adapters/webhook/intake.hpp"
#include "engine/pool/events.hpp"
#include "engine/preset/resolve.hpp"
#include "engine/risk/events.hpp"

namespace trellis::adapters {

enum class OrderOperation : std::uint8_t { place, amend, cancel, query };
/// What happened to an order that no journal knows (O-8): first it is found, then it ends one way or another.
enum class OrphanStep : std::uint8_t { found, cancelled, filled, gone };

/// What an account made of a move of its leader (B-30).
enum class CopyOutcome : std::uint8_t { opened, added, reduced, closed, refused };

/// How a position came to trade without a preset, or a signal to no position at all.
enum class Ungoverned : std::uint8_t { by_grid, refused };
/// What a preset was applied to: a position that opened under it, one that was open already (B-25), or those that will open.
enum class PresetApplication : std::uint8_t { position, open_position, bot, subscription, connection, user_default };

struct Metrics {
    Metrics() : Metrics(std::vector<std::string>{"paper"}) {}
    /// `venues`: the labels of `ticks`, by their place; `accounts`: those of what offsets earned, by theirs.
    explicit Metrics(const std::vector<std::string>& venues, const std::vector<std::string>& accounts = {"main"})
        : ticks(venues, Writers::one), offset_value(accounts), offset_residual(accounts) {}

    // The webhook's io threads.
    alignas(64) ByEnum<WebhookOutcome, Counter> webhook_requests;  ///< one for each request, when it is answered
    Counter webhook_unknown_fields;                                ///< fields of bodies that nothing knows
    Histogram webhook_acknowledgement;                             ///< from the whole request to its answer

    // The feeds.
    alignas(64) ByPlace ticks;                                     ///< quotes, by venue; one writer for each venue
    Counter tick_merges;                                           ///< quotes that were merged because the queue was full

    // The worker.
    alignas(64) Histogram tick_to_decision{Writers::one};          ///< from the quote's arrival to the end of what it led to
    ByEnum<SignalOutcome, Counter> signals;                        ///< first outcome of each signal (R-5)
    ByCode signal_rejections{signal_codes};                        ///< of those that were rejected or ignored
    ByEnum<RiskTrigger, Counter> risk_passes;                      ///< looked at, those that chose nobody included
    ByEnum<OffsetOutcome, Counter> risk_actions;                   ///< offsets that ended
    MoneyByPlace offset_value;                                     ///< what their winners realised, by account
    MoneyByPlace offset_residual;                                  ///< what was required beyond it
    ByEnum<CopyOutcome, Counter> copies;                           ///< moves of leaders that followers answered (B-30)
    ByEnum<OrphanStep, Counter> orphan_orders;                     ///< open orders of ours that no journal knows (O-8)
    Counter stray_fills;                                           ///< fills that no group has an order for
    ByEnum<PresetLevel, Counter> presets_resolved;                 ///< positions that opened, by the level that gave their preset (B-20)
    ByEnum<Ungoverned, Counter> presets_not_resolved;              ///< positions and signals for which no level gave one
    ByEnum<PresetApplication, Counter> preset_applications;        ///< by what to
    Histogram signal_to_decision;                                  ///< from the whole request to the commit that answers it

    // The journal.
    alignas(64) Histogram decision_to_durable;                     ///< from a commit to its release
    Histogram journal_append;                                      ///< one write
    Histogram journal_sync;                                        ///< one sync
    Counter journal_bytes;                                         ///< written, frames and segment headers
    Counter commits_lost;                                          ///< refused by a journal that has failed

    // Venues.
    alignas(64) Histogram durable_to_wire;                         ///< from the release of a commit to its request on the wire
    Histogram decision_to_wire;                                    ///< from the commit to its request on the wire
    ByEnum<OrderOperation, Histogram> order_round_trip;            ///< from a request on the wire to the venue's answer
    ByCode order_rejects{order_codes};                             ///< orders, amendments and cancels that a venue refused

    // The admin listener.
    alignas(64) Gauge stream_subscribers;                          ///< of /stream
    ByCode preset_failures{preset_codes};                          ///< documents and assignments that were refused
};

}  // namespace trellis::adapters
