// What the routes ask, in one place, and what one request sees of it: one version of the configuration, with names for its numbers.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/admin/admin_api.hpp"
#include "adapters/admin/router.hpp"

namespace trellis::adapters::admin {

/// The configuration does not change while a request looks at it, and nobody finds in it what belongs to others (Z-9): they have no
/// account by their names, and their groups, signals and events are not there.
class Scene {
  public:
    Scene(const AdminServices& services, const Caller& caller);
    Scene(const AdminServices& services, const Call& call) : Scene(services, call.caller) {}

    const Caller& caller() const { return caller_; }
    /// The history as the caller sees it.
    const OwnHistory& history() const { return history_; }
    const AppliedConfig& applied() const { return *config_; }
    /// What desks decide by. It holds the accounts of everybody: what is shown comes from accounts().
    const Config& config() const { return *decided_by_; }
    const InstrumentTable& instruments() const { return instruments_; }
    /// Those that the caller sees.
    const std::vector<AccountConfig>& accounts() const { return caller_.sees_everything() ? config().accounts : own_accounts_; }
    bool sees(AccountId id) const { return history_.sight().covers(id); }

    /// Null when the configuration has none of that number any more, or the caller does not see it.
    const AccountConfig* account(AccountId id) const;
    std::string account_name(AccountId id) const;
    const Instrument* instrument(InstrumentId id) const;
    std::string instrument_name(InstrumentId id) const;
    std::string symbol(InstrumentId id) const;
    std::optional<Quote> quote(InstrumentId id) const;

    /// Error UNKNOWN_ACCOUNT names the nearest.
    Result<AccountId> find_account(std::string_view name) const;
    /// By canonical name, or by a symbol that only one instrument has. Error UNKNOWN_INSTRUMENT.
    Result<InstrumentId> find_instrument(std::string_view name) const;

  private:
    Caller caller_;
    std::shared_ptr<const AppliedConfig> config_;
    std::shared_ptr<const Config> decided_by_;
    std::vector<AccountConfig> own_accounts_;  // only where he does not see all
    OwnHistory history_;
    const Control& control_;
    const InstrumentTable& instruments_;
};

/// "long" or "short"
std::optional<PositionSide> parse_side(std::string_view text);

/// What ACCOUNT:SYMBOL:TIMEFRAME:SIDE names.
struct NamedIdentity {
    AccountId account;
    Identity identity;
};
/// Errors UNKNOWN_ACCOUNT, UNKNOWN_INSTRUMENT, INVALID_PARAMETER.
Result<NamedIdentity> find_identity(const Scene& scene, std::string_view id);

/// g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE, which is the newest of that identity. Error NOT_FOUND, INVALID_PARAMETER.
Result<GroupId> find_group(const Scene& scene, std::string_view id);

}  // namespace trellis::adapters::admin
