// One account as the engine's own questions want it: its desk and risk engine as the lists have them, with prices and groups of now. So
// ranks, wait reasons and plans are what the engine would decide, and the worker is not asked.
#pragma once

#include <memory>

#include "adapters/admin/services.hpp"
#include "engine/pool/commands.hpp"
#include "engine/risk/commands.hpp"

namespace trellis::adapters::admin {

/// The accounts that `account` of a query wants: one, or all. Error UNKNOWN_ACCOUNT.
Result<std::vector<const AccountConfig*>> wanted_accounts(const Scene& scene, const Query& query);

class Outlook {
  public:
    /// The scene outlives it. Errors: those of the history.
    static Result<Outlook> of(const AdminServices& services, const Scene& scene, const AccountConfig& account);

    const AccountConfig& account() const { return *account_; }
    const Desk& desk() const { return desk_; }
    const Risk& risk() const { return risk_; }
    const Board& board() const { return board_; }
    Timestamp now() const { return now_; }
    /// They live as long as this.
    DeskContext desk_context() const { return {now_, scene_->config(), *account_, scene_->instruments(), board_}; }
    RiskContext risk_context() const { return {now_, scene_->config(), scene_->instruments(), board_}; }

  private:
    Outlook(const Scene& scene, const AccountConfig& account, Timestamp now) : scene_(&scene), account_(&account), now_(now) {}

    Result<void> read_groups(const OwnHistory& history);

    const Scene* scene_;
    const AccountConfig* account_;
    Timestamp now_;
    Board board_;
    Desk desk_;
    Risk risk_;
};

}  // namespace trellis::adapters::admin
