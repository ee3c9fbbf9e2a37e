// A run again, from its journal: for each item the commits it led to are applied instead of decided, and everything derived
// (requests, facts, watch levels, timers) follows as it did then. It rebuilds what no journal holds: the line and the venue.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "engine/market/symbol_book.hpp"
#include "engine/world/engine.hpp"

namespace trellis {

/// One journaled commit, decoded.
struct ReplayedCommit {
    std::uint64_t first_sequence{};
    Timestamp at{};
    Cause cause;
    std::vector<Event> events;
};

class ReplayEngine final : public Engine {
public:
    /// `commits` must outlive it; operational commits among them are applied, never waited for.
    ReplayEngine(const Config& config, const InstrumentTable& instruments, std::span<const ReplayedCommit> commits,
                 CommitPort& journal, LinePort& line);

    /// The timers of desks and risk engines: what groups want comes of a commit.
    void arm() override;
    void handle(const NumberedItem& item) override;
    void hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) override;
    void reconfigure(const Config& config, Timestamp at) override;
    void continue_pass(AccountId account, std::uint64_t item, Timestamp at) override;
    World stop() override { return std::move(world_); }

    /// True when every commit was applied: from here on somebody must decide again.
    bool is_exhausted() const { return next_ == commits_.size(); }
    std::map<InstrumentId, SymbolBook> take_books() { return std::move(books_); }
    /// By the rules that are known where the history ends.
    const InstrumentTable& instruments() const { return instruments_; }
    const World& world() const { return world_; }
    /// The account whose risk pass the present item ran: it may have ordered tests of timers that no commit tells of (K-1).
    std::optional<AccountId> account_of_pass() const { return pass_of_; }

private:
    std::uint64_t item_of(const ReplayedCommit& commit);
    void take(const ReplayedCommit& commit);
    void take_group_commit(const ReplayedCommit& commit, std::vector<GroupEvent> events);
    void skip_operational();
    void arm_risk(AccountId account, Timestamp at);
    bool has_commit_of(const NumberedItem& item);
    void tell_stray(const OrderReport& report);
    void arm_group_after(const GroupAddress& address, Timestamp at);
    void arm_desk(AccountId account, Timestamp at);

    Config config_;
    InstrumentTable instruments_;  // by the rules that were known then (V-3)
    std::span<const ReplayedCommit> commits_;
    CommitPort& journal_;
    LinePort& line_;
    World world_;
    std::map<InstrumentId, SymbolBook> books_;
    std::size_t next_ = 0;
    std::optional<AccountId> pass_of_;
    std::map<std::uint64_t, std::uint64_t> items_;  // first sequence -> item, of the commits of the present item
};

}  // namespace trellis
