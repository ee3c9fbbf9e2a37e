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

/// The configuration does not change while a request looks at it.
class Scene {
  public:
    explicit Scene(const AdminServices& services)
        : config_(services.control.config()),
          decided_by_(services.control.decision_config()),
          control_(services.control),
          instruments_(services.control.instruments()) {}

    const AppliedConfig& applied() const { return *config_; }
    /// What desks decide by.
    const Config& config() const { return *decided_by_; }
    const InstrumentTable& instruments() const { return instruments_; }
    const std::vector<AccountConfig>& accounts() const { return config().accounts; }

    /// Null when the configuration has none of that number any more.
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
    std::shared_ptr<const AppliedConfig> config_;
    std::shared_ptr<const Config> decided_by_;
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
Result<GroupId> find_group(const Scene& scene, const History& history, std::string_view id);

}  // namespace trellis::adapters::admin
