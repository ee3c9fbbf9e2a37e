// What is looked up at a scrape and not counted: each part of the server answers with one plain struct, so that its series agree.
// The functions run on the thread that scrapes and must not wait for the worker.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "adapters/admin/control.hpp"
#include "adapters/admin/limit_kinds.hpp"
#include "adapters/metrics/states.hpp"
#include "engine/pool/events.hpp"

namespace trellis::adapters {

/// Of the journal. `low`: entries wait until there is space again.
enum class JournalCondition : std::uint8_t { running, low, full, failed };
struct JournalReading {
    JournalCondition condition{};
    std::uint64_t queue = 0;   ///< commits that wait to be written
    std::uint64_t events = 0;  ///< appended since the journal began: its last sequence
};

/// Of the archive thread.
struct ArchiveReading {
    std::uint64_t snapshot_age_events = 0;  ///< durable events behind the newest snapshot
    Duration snapshot_age{};                ///< since it was made
    std::uint64_t history_lag_events = 0;   ///< durable events that lists do not show yet
};

/// Of one account. `currency` is the label of its profit: the quote currency it is in.
struct AccountReading {
    std::string name;
    std::uint64_t pool_used = 0;
    std::uint64_t pool_limit = 0;
    std::uint64_t queue_depth = 0;
    Duration queue_wait{};  ///< of the entry that waits longest
    TradingState trading_state{};
    Money realised;
    std::string currency;
    std::uint64_t losers_eligible = 0;
    std::uint64_t winners_eligible = 0;
    std::vector<admin::EntryHalt> halts;  ///< why entries wait
    std::map<admin::LimitKind, double> limits_used;  ///< 1: all of it; one that is off is at 0
};

struct ClockReading {
    Duration offset{};  ///< the wall clock ahead of the engine's
    std::uint64_t steps = 0;
};

/// Of one listener, "webhook" or "admin": HttpServer::Counters.
struct ListenerReading {
    std::string name;
    std::uint64_t connections = 0;
    std::uint64_t timeouts = 0;
    std::uint64_t refused = 0;
};

/// Of the directory: presets that are not deleted.
struct PresetReading {
    std::uint64_t templates = 0;
    std::uint64_t private_ones = 0;
    std::uint64_t published = 0;
};

/// Of the process.
struct ServerReading {
    ServerPhase phase{};
    double recovery_seconds = 0;
    std::uint64_t recovered_events = 0;
    std::uint64_t quotes_waiting = 0;     ///< for the worker
    std::uint64_t signals_in_flight = 0;  ///< taken and not answered
};

/// A function that is not given leaves its series out.
struct Readings {
    std::function<ServerReading()> server;
    std::function<JournalReading()> journal;
    std::function<ArchiveReading()> archive;
    std::function<std::vector<AccountReading>()> accounts;
    std::function<StateCounts()> states;
    std::function<ClockReading()> clock;
    std::function<std::vector<ListenerReading>()> listeners;
    std::function<PresetReading()> presets;
};

}  // namespace trellis::adapters
