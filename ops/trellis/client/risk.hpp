// `trellis risk`: who could lose and who could pay, what a pass would do, what was done, and what an operator does about it.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"

namespace trellis::program {

struct RiskOptions {
    ClientOptions client;
    std::string account;
    bool force = false;  ///< of `plan`: as with a forced run
    bool json = false;
    bool watch = false;
};
/// Timers, flags and figures of every open group.
int risk(const RiskOptions& options, std::ostream& out, std::ostream& err);
/// What a pass would do now, with every group and everything that stands for or against it.
int risk_plan(const RiskOptions& options, std::ostream& out, std::ostream& err);

struct RiskActionsOptions {
    ListOptions list;
    std::string account;
};
/// Offsets: which winners paid for which loser.
int risk_actions(const RiskActionsOptions& options, std::ostream& out, std::ostream& err);

struct RiskRunOptions {
    ClientOptions client;
    std::string account;
    bool force = false;
    bool dry_run = false;
    bool json = false;
};
int risk_run(const RiskRunOptions& options, std::ostream& out, std::ostream& err);

struct RiskGroupOptions {
    ClientOptions client;
    std::string group;  ///< g1.4 or ACCOUNT:SYMBOL:TIMEFRAME:SIDE
    bool dry_run = false;
    bool json = false;
};
int risk_block(const RiskGroupOptions& options, std::ostream& out, std::ostream& err);
int risk_unblock(const RiskGroupOptions& options, std::ostream& out, std::ostream& err);
int risk_skip_once(const RiskGroupOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
