// What the history's tests share: scenario runs whose venue and rows stay at hand, and trading that a history follows.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/history/history.hpp"
#include "adapters/simulation/runner.hpp"
#include "tests/adapters/archive/support.hpp"

namespace trellis::adapters::testing {

/// A scenario run to its end on a disk in memory.
class FinishedRun {
public:
    explicit FinishedRun(Scenario scenario);

    FaultyDisk& disk() { return disk_; }
    const Scenario& scenario() const { return scenario_; }
    const Chronicle& chronicle() const { return runner_->chronicle(); }
    const PaperExchange& venue() const { return runner_->venue(); }
    std::uint64_t last_sequence() const { return last_; }
    HistoryOptions options() const;

private:
    ScratchFolder folder_;
    Scenario scenario_;
    FaultyDisk disk_;
    std::unique_ptr<JournalSession> session_;
    std::unique_ptr<Runner> runner_;
    std::uint64_t last_ = 0;
};

/// Every scenario of tests/scenarios that has an expected report, by name.
std::vector<std::string> scenario_names();
Scenario scenario_named(const std::string& name);

std::unique_ptr<History> open_history(Disk& disk, const HistoryOptions& options);
/// Takes up everything up to `durable`.
void follow(History& history, std::uint64_t durable);

/// Of the random trading of tests/support/trading.hpp.
HistoryOptions options_of(const JournaledTrading& trading);

/// All events that a journal keeps.
std::vector<EventRow> events_in(Disk& disk, const std::string& journal);
/// The rows that follow from them.
Chronicle chronicle_of(const std::vector<EventRow>& events);

/// All pages of a list, one behind the other. `ask` gets a page's request.
template <class Ask>
auto all_pages(std::uint32_t limit, Ask ask) {
    PageRequest request{.limit = limit, .cursor = {}};
    auto rows = ask(request).value().rows;
    rows.clear();
    for (;;) {
        auto page = std::move(ask(request)).value();
        std::ranges::move(page.rows, std::back_inserter(rows));
        if (page.next.empty()) return rows;
        request.cursor = page.next;
    }
}

}  // namespace trellis::adapters::testing
