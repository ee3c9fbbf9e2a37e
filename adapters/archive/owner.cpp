#include "adapters/archive/owner.hpp"

#include "engine/base/overloaded.hpp"
#include "engine/event/hash.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters {
namespace {

AccountId account_of(const auto& event) {
    if constexpr (requires { event.account; }) {
        return event.account;
    } else {
        return event.group.account;
    }
}

}  // namespace

Owner owner_of(const Event& event) {
    return std::visit(Overloaded{
                          []<DeskOwned E>(const E& own) { return Owner{account_of(own)}; },
                          []<GroupOwned E>(const E& own) { return Owner{own.group}; },
                          []<RiskOwned E>(const E& own) { return Owner{RiskId{own.account}}; },
                          []<DirectoryOwned E>(const E&) { return Owner{DirectoryId{}}; },
                          []<OperationOwned E>(const E&) { return Owner{}; },
                      },
                      event);
}

std::string text(const Owner& owner) {
    return std::visit(Overloaded{
                          [](std::monostate) { return std::string("nobody"); },
                          [](AccountId account) { return "the desk of account " + std::to_string(account.value); },
                          [](GroupId group) { return "group " + trellis::text(group); },
                          [](RiskId risk) { return "the risk engine of account " + std::to_string(risk.account.value); },
                          [](DirectoryId) { return std::string("the directory"); },
                      },
                      owner);
}

bool is_in(const World& world, const Owner& owner) {
    return std::visit(Overloaded{
                          [](std::monostate) { return true; },
                          [&](AccountId account) { return world.desks.contains(account); },
                          [&](GroupId group) { return world.groups.contains(group); },
                          [&](RiskId risk) { return world.risks.contains(risk.account); },
                          [](DirectoryId) { return true; },
                      },
                      owner);
}

std::uint64_t hash_of(const World& world, const Owner& owner, std::vector<std::byte>& buffer) {
    if (!is_in(world, owner)) return 0;
    return std::visit(Overloaded{
                          [](std::monostate) { return std::uint64_t{0}; },
                          [&](AccountId account) { return state_hash(world.desks.at(account), buffer); },
                          [&](GroupId group) { return state_hash(world.groups.at(group), buffer); },
                          [&](RiskId risk) { return state_hash(world.risks.at(risk.account), buffer); },
                          [&](DirectoryId) { return state_hash(world.directory, buffer); },
                      },
                      owner);
}

}  // namespace trellis::adapters
