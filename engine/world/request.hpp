// What an operator may ask from outside, typed and with every name resolved: the admin requests whose rules are built.
#pragma once

#include <optional>
#include <variant>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/config/config.hpp"
#include "engine/group/commands.hpp"
#include "engine/pool/commands.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis {

/// The newest group of an identity: `ACCOUNT:SYMBOL:TIMEFRAME:SIDE` in a path.
struct NewestGroup {
    AccountId account;
    Identity identity;
    bool operator==(const NewestGroup&) const = default;
};
using GroupReference = std::variant<GroupId, NewestGroup>;

/// close the group, reason MANUAL, or a part of it.
struct CloseRequest {
    GroupReference group;
    Ratio fraction = Ratio::from_integer(1);
    bool operator==(const CloseRequest&) const = default;
};
/// Cancel the group's working entry orders.
struct CancelEntriesRequest {
    GroupReference group;
    bool operator==(const CancelEntriesRequest&) const = default;
};
/// K-18: no new entries; without an account, on all accounts.
struct PauseTrading {
    std::optional<AccountId> account;
    bool operator==(const PauseTrading&) const = default;
};
/// Ends pause and force stop.
struct ResumeTrading {
    std::optional<AccountId> account;
    bool operator==(const ResumeTrading&) const = default;
};
/// K-18: force stop; may cancel working entries and close every group.
struct StopTrading {
    std::optional<AccountId> account;
    bool cancel_entries = false;
    bool flatten = false;
    bool operator==(const StopTrading&) const = default;
};

/// A waiting entry, and its account.
struct QueueRequest {
    AccountId account;
    QueueCommand command;
    bool operator==(const QueueRequest&) const = default;
};

/// POST limits/reset: halts end, the day's result and the peak of equity count from nothing (K-17, K-19).
struct ResetLimits {
    std::optional<AccountId> account;
    bool operator==(const ResetLimits&) const = default;
};

/// V-3: the venue is asked for the rules of every instrument that is traded; without an account, for all accounts.
struct RefreshRequest {
    std::optional<AccountId> account;
    bool operator==(const RefreshRequest&) const = default;
};

/// A command of one group that needs nothing else: move its stop or targets.
struct GroupRequest {
    GroupReference group;
    GroupCommand command;
    bool operator==(const GroupRequest&) const = default;
};
/// C-1: another configuration, whole. Empty: the change was refused, and changes nothing.
struct ChangeConfig {
    std::optional<Config> config;
    bool operator==(const ChangeConfig&) const = default;
};

/// K-12: a pass now, on all accounts or one; forced it ignores timer and age only.
struct RunRiskRequest {
    std::optional<AccountId> account;
    bool is_forced = false;
    bool operator==(const RunRiskRequest&) const = default;
};
/// K-12: the group takes no part in any offset, or may again.
struct BlockRequest {
    GroupReference group;
    bool is_blocked = true;
    bool operator==(const BlockRequest&) const = default;
};
/// K-12: it takes no part in the next pass in which that matters.
struct SkipOnceRequest {
    GroupReference group;
    bool operator==(const SkipOnceRequest&) const = default;
};

using AdminRequest = std::variant<CloseRequest, CancelEntriesRequest, PauseTrading, ResumeTrading, StopTrading,
                                  ChangeConfig, GroupRequest, QueueRequest, ResetLimits, RunRiskRequest, BlockRequest,
                                  SkipOnceRequest, RefreshRequest>;

}  // namespace trellis
