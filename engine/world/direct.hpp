// Direct execution: the messages of the ring as plain calls, without actors. The reference for what the actors must journal.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "engine/market/symbol_book.hpp"
#include "engine/pool/ranking.hpp"
#include "engine/world/engine.hpp"
#include "engine/world/quarantine.hpp"

namespace trellis {

class DirectEngine final : public Engine {
public:
    DirectEngine(const Config& config, const InstrumentTable& instruments, World world,
                 std::map<InstrumentId, SymbolBook> books, CommitPort& journal, LinePort& line,
                 const WalletPort* wallets = nullptr);

    void arm() override;
    void handle(const NumberedItem& item) override;
    void hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) override;
    void reconfigure(const Config& config, Timestamp at) override;
    void continue_pass(AccountId account, std::uint64_t item, Timestamp at) override;
    World stop() override { return std::move(world_); }
    const World& world() const { return world_; }

private:
    void run_desk(AccountId account, const DeskCommand& command, CommitCause cause, Timestamp at);
    void run_group(const GroupAddress& address, const GroupCommand& command, CommitCause cause, Timestamp at);
    void run_risk(AccountId account, const RiskCommand& command, CommitCause cause, Timestamp at);
    void on_quote(const QuoteItem& item, Timestamp at);
    void on_timer(const TimerItem& item, CommitCause cause, Timestamp at);
    void on_report(const ReportItem& item, CommitCause cause, Timestamp at);
    GroupStep act(Group& group, const GroupWork& work);
    void arm_group(const GroupAddress& address, const WatchLevels& levels, std::optional<Due> due);
    void arm_desk(const Desk& desk, Timestamp at);
    void arm_risk(AccountId account, Timestamp at);
    Ticket commit(CommitCause cause, Timestamp at, CommitOwner owner, std::vector<Event> events,
                  std::vector<VenueRequest> requests);

    Config config_;
    InstrumentTable instruments_;  // by the rules known now (V-3)
    World world_;
    CommitPort& journal_;
    LinePort& line_;
    const WalletPort* wallets_;
    std::map<InstrumentId, SymbolBook> books_;
    Board board_;
    std::map<AccountId, QueueRanking> rankings_;
    std::map<AccountId, std::optional<Due>> desk_dues_;  // as the line was told; none: not known
    std::uint64_t last_ticket_ = 0;
};

}  // namespace trellis
