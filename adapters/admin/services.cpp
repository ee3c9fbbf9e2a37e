#include "adapters/admin/services.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/config/config_reader.hpp"
#include "adapters/history/ids.hpp"

namespace trellis::adapters::admin {

namespace {

std::vector<std::string_view> parts_of(std::string_view id) {
    std::vector<std::string_view> parts;
    while (true) {
        const auto end = std::min(id.find(':'), id.size());
        parts.push_back(id.substr(0, end));
        if (end == id.size()) return parts;
        id.remove_prefix(end + 1);
    }
}

/// None where he sees all of them anyway.
std::vector<AccountConfig> own_accounts_of(const Caller& caller, const std::vector<AccountConfig>& all) {
    std::vector<AccountConfig> own;
    if (caller.sees_everything()) return own;
    std::ranges::copy_if(all, std::back_inserter(own), [&](const AccountConfig& account) { return account.owner == caller.owner; });
    return own;
}

Sight sight_of(const Caller& caller, const std::vector<AccountConfig>& own) {
    Sight sight{caller.sees_everything(), caller.owner, {}};
    for (const auto& account : own) sight.accounts.insert(account.id);
    return sight;
}

Error no_group(std::string_view id) { return {"NOT_FOUND", "there is and was no group " + shortened(id)}; }

Error invalid_group(std::string_view id) {
    return {"INVALID_PARAMETER", "a group is g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE, not \"" + shortened(id) + "\""};
}

}  // namespace

Scene::Scene(const AdminServices& services, const Caller& caller)
    : caller_(caller),
      config_(services.control.config()),
      decided_by_(services.control.decision_config()),
      own_accounts_(own_accounts_of(caller_, decided_by_->accounts)),
      history_(services.history, sight_of(caller_, own_accounts_)),
      control_(services.control),
      instruments_(services.control.instruments()) {}

const AccountConfig* Scene::account(AccountId id) const {
    return sees(id) ? trellis::find_account(config(), id) : nullptr;
}

std::string Scene::account_name(AccountId id) const {
    const auto* found = account(id);
    return found != nullptr ? found->name : "account " + std::to_string(id.value);
}

const Instrument* Scene::instrument(InstrumentId id) const {
    return id.value < instruments_.all().size() ? &instruments_.at(id) : nullptr;
}

std::string Scene::instrument_name(InstrumentId id) const {
    const auto* found = instrument(id);
    return found != nullptr ? found->name : "instrument " + std::to_string(id.value);
}

std::string Scene::symbol(InstrumentId id) const {
    const auto* found = instrument(id);
    return found != nullptr ? found->symbol : "instrument " + std::to_string(id.value);
}

std::optional<Quote> Scene::quote(InstrumentId id) const {
    return instrument(id) != nullptr ? control_.newest_quote(id) : std::nullopt;
}

Result<AccountId> Scene::find_account(std::string_view name) const {
    if (const auto* found = adapters::find_account(accounts(), name)) return found->id;
    return Error{"UNKNOWN_ACCOUNT", "no account is called \"" + shortened(name) + "\"; " + nearest_account(accounts(), name)};
}

Result<InstrumentId> Scene::find_instrument(std::string_view name) const {
    if (const auto* found = instruments_.find(name)) return found->id;
    std::vector<const Instrument*> same_symbol;
    for (const auto& instrument : instruments_.all()) {
        if (instrument.symbol == name) same_symbol.push_back(&instrument);
    }
    if (same_symbol.size() == 1) return same_symbol.front()->id;
    std::string detail = "no instrument is called \"" + shortened(name) + "\"";
    if (!same_symbol.empty()) detail = "several instruments are called " + std::string(name) + ":";
    for (const auto* one : same_symbol) detail += " " + one->name;
    return Error{"UNKNOWN_INSTRUMENT", std::move(detail)};
}

std::optional<PositionSide> parse_side(std::string_view side) {
    if (side == text(PositionSide::long_side)) return PositionSide::long_side;
    if (side == text(PositionSide::short_side)) return PositionSide::short_side;
    return std::nullopt;
}

Result<NamedIdentity> find_identity(const Scene& scene, std::string_view id) {
    const auto parts = parts_of(id);
    if (parts.size() != 4) return invalid_group(id);
    const auto account = scene.find_account(parts[0]);
    if (!account) return account.error();
    const auto& trader = *scene.account(*account);
    const auto* instrument = scene.instruments().resolve(trader.venue, trader.market, parts[1]);
    if (instrument == nullptr) {
        return Error{"UNKNOWN_INSTRUMENT", trader.name + " trades no instrument of the symbol \"" + shortened(parts[1]) + "\""};
    }
    const auto timeframe = whole_number(parts[2]);
    const auto side = parse_side(parts[3]);
    if (!timeframe || *timeframe == 0 || *timeframe > UINT32_MAX || !side) return invalid_group(id);
    return NamedIdentity{*account, {instrument->id, static_cast<std::uint32_t>(*timeframe), *side}};
}

Result<GroupId> find_group(const Scene& scene, std::string_view id) {
    if (const auto group = parse_group_id(id)) return scene.sees(group->account) ? Result<GroupId>(*group) : no_group(id);
    const auto named = find_identity(scene, id);
    if (!named) return named.error();
    const auto found = scene.history().newest(named->account, named->identity);
    if (!found) return found.error();
    if (!*found) return no_group(id);
    return **found;
}

}  // namespace trellis::adapters::admin
