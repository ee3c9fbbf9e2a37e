// Runs a scenario: owns the one line of R-20 and the virtual clock of R-2, and stands between the engine, the journal and the
// paper exchange.
//
//   timeline ─► venue, engine                       commits ─► journal ─► requests ─► venue
//   line ─────► engine: reports of the venue, facts of groups, timers, evaluations, each to its end before the next
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/digest/sha256.hpp"
#include "adapters/exchange/paper/exchange.hpp"
#include "adapters/scenario/scenario.hpp"
#include "adapters/simulation/journal_session.hpp"
#include "engine/world/chronicle.hpp"
#include "engine/world/engine.hpp"
#include "engine/world/timers.hpp"

namespace trellis::adapters {

/// Makes the engine that decides: direct calls or actors.
using EngineFactory = std::function<std::unique_ptr<Engine>(const Config&, const InstrumentTable&, World,
                                                            std::map<InstrumentId, SymbolBook>, CommitPort&, LinePort&,
                                                            const WalletPort*)>;

/// Direct execution, without actors.
std::unique_ptr<Engine> make_direct_engine(const Config& config, const InstrumentTable& instruments, World world,
                                           std::map<InstrumentId, SymbolBook> books, CommitPort& journal,
                                           LinePort& line, const WalletPort* wallets);

struct RunnerOptions {
    EngineFactory make_engine = make_direct_engine;
    /// Stops when the commit with this domain event is durable and before any of its effects leaves. 0: never.
    std::uint64_t stop_after = 0;
    /// Called at the stop; may end the process. When it returns, the run unwinds without a report.
    std::function<void()> on_stop = [] {};
    /// What a real recovery finds in the data directory, to be held against the replayed run; empty: not asked.
    std::function<Result<World>()> recover;
};

/// Something that must not be (scenario.md, `violations`).
struct RunViolation {
    std::string rule;
    std::string detail;
};

/// What a run knew at its end.
struct RunResult {
    Timestamp ended_at{};
    std::uint64_t events = 0;           ///< domain events
    std::string journal_sha256;
    std::string state_sha256;
    std::vector<RunViolation> violations;
    World world;
    Config config;                      ///< in effect
};

class Runner final : public CommitPort, public LinePort, public WalletPort {
public:
    Runner(const Scenario& scenario, JournalSession& journal, RunnerOptions options);

    /// Runs to the end. Nothing: it was stopped. Errors come from recorded files and the journal.
    Result<std::optional<RunResult>> run();

    const Chronicle& chronicle() const { return chronicle_; }
    const PaperExchange& venue() const { return venue_; }

    void commit(Commit commit) override;
    std::optional<Group> reload(GroupId group, const std::exception_ptr& fault) override;
    void fact(AccountId account, DeskFact fact) override;
    void risk_fact(AccountId account, RiskFact fact) override;
    void filled(AccountId account) override;
    void evaluate(GroupAddress address) override;
    void due(TimerOwner owner, std::optional<Due> due) override;
    std::optional<Wallet> wallet(AccountId account) const override { return venue_.wallet(account, now_); }
    std::optional<Money> free(AccountId account, std::string_view asset) const override {
        return venue_.free(account, asset).value_or(Money{});
    }
    bool is_connected(AccountId account) const override { return venue_.is_heard(account, now_); }
    bool has_rules(InstrumentId instrument, Timestamp at) const override { return venue_.has_rules(instrument, at); }
    std::optional<std::vector<OpenOrder>> open_orders(AccountId account) const override { return venue_.open_orders(account, now_); }
    std::optional<InstrumentRules> rules(InstrumentId instrument, Timestamp at) const override { return venue_.rules(instrument, at); }

private:
    void begin();
    void go_live(std::uint64_t cut_item);
    bool is_on_its_way(const Item& fact) const;
    void happen(const TimelineBody& body);
    void happen(const QuoteEntry& entry);
    void happen(const PrintEntry& entry);
    void happen(const SignalEntry& entry);
    void happen(const ForcedFillEntry& entry);
    void happen(const AdminEntry& entry);
    void happen(const FaultEntry& entry);
    void happen(const RulesEntry& entry);
    void happen(const QuotesFromEntry&) {}
    void happen(const FramesFromEntry&) {}
    void give(Item item);
    void collect();
    void drain();
    void drain_line();
    bool evaluate_groups();
    bool run_risk_passes();
    void advance_to(Timestamp at);
    void record(const Commit& commit, bool is_replayed);
    void send(const std::vector<VenueRequest>& requests);
    std::optional<ClientOrderId> find_order(const ForcedFillEntry& entry) const;
    void set_trading(std::optional<AccountId> account, const SetTradingState& change);
    void operate(const GroupReference& group, const GroupCommand& command);
    void reconfigure(const std::optional<Config>& config);
    std::optional<GroupId> find_group(const GroupReference& reference) const;
    void tell_risk(const GroupReference& group, auto make_command);
    RunResult conclude();

    const Scenario& scenario_;
    JournalSession& journal_;
    RunnerOptions options_;
    PaperExchange venue_;
    Chronicle chronicle_;
    TimerQueue timers_;
    Config config_;  // in effect
    std::unique_ptr<Engine> engine_;
    class ReplayEngine* replay_ = nullptr;  // engine_, while the journal's history is replayed
    Timestamp now_{};
    std::deque<Item> line_;
    std::vector<Item> facts_;               // of the item in hand; they go behind its venue reports
    std::set<AccountId> filled_;            // since their last risk pass
    std::uint64_t commits_ = 0;
    std::set<GroupAddress> due_groups_;  // a new group may ask for it before its opening is journaled
    std::uint64_t items_ = 0;
    std::uint64_t signals_ = 0;
    std::uint64_t sequence_ = 0;
    std::uint64_t domain_events_ = 0;
    Sha256 journal_hash_;
    std::vector<std::byte> scratch_;
    std::vector<RunViolation> violations_;
    bool is_stopped_ = false;
    bool is_unsettled_ = false;
};

/// SHA-256 over the fields of all aggregates: desks, groups, risk engines.
std::string state_sha256(const World& world);

}  // namespace trellis::adapters
