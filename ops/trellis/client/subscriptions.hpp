// `trellis subscriptions`: who copies whom on a running server, and on which terms.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"
#include "ops/trellis/client/session.hpp"

namespace trellis::program {

int subscriptions(const ListOptions& options, std::ostream& out, std::ostream& err);
/// Whom one may copy.
int leaders(const ListOptions& options, std::ostream& out, std::ostream& err);

struct SubscriptionOptions {
    ClientOptions client;
    std::string subscription;      ///< c1.3
    std::string leader;
    std::string follower;
    std::string mode = "proportional";
    std::string multiplier;
    std::string percentage;
    std::string fixed_quantity;
    std::string min_quantity;
    std::string max_quantity;
    std::string max_position_size;
    std::string preset;            ///< p1.3 or its name
    bool keep_open = false;        ///< what the leader closes stays open
    bool paused = false;
    bool dry_run = false;
    bool json = false;
};
using ChangeSubscription = int (*)(const SubscriptionOptions&, std::ostream&, std::ostream&);
int subscription_add(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);
int subscription_pause(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);
int subscription_resume(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);
int subscription_delete(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);
int subscription_assign(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);
int subscription_unassign(const SubscriptionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
