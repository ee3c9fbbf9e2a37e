#include "adapters/simulation/oracle.hpp"

#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

/// S1, S3, S5: every order at the venue is ours, with exactly the fills we booked.
void compare_orders(const Chronicle& chronicle, const PaperExchange& venue, std::vector<RunViolation>& found) {
    const bool has_reports_in_flight = venue.next_due().has_value();  // with latency the run may end before they arrive
    for (const auto& [id, theirs] : venue.orders()) {
        if (theirs.is_of_outside()) continue;  // no journal knows it
        const GroupRow* row = chronicle.find(id.key.group);
        const Order* ours = row == nullptr ? nullptr : row->group.find(id.key.order);
        if (ours == nullptr) {
            found.push_back({"order without an owner", text(id)});
        } else if (ours->filled < theirs.filled) {
            if (has_reports_in_flight) continue;
            found.push_back({"lost fill", text(id) + ": " + ours->filled.text() + " booked, " + theirs.filled.text() +
                                              " at the venue"});
        } else if (ours->filled > theirs.filled) {
            found.push_back({"fill booked twice", text(id) + ": " + ours->filled.text() + " booked, " +
                                                      theirs.filled.text() + " at the venue"});
        }
    }
}

void compare_unanswered(const World& world, const Config& config, std::vector<RunViolation>& found) {
    const FollowUp unanswered = follow_up(world, config);
    if (unanswered.is_empty()) return;
    found.push_back({"unanswered hand-over", std::to_string(unanswered.commands.size()) + " commands, " +
                                                 std::to_string(unanswered.facts.size()) + " facts"});
}

}  // namespace

std::vector<RunViolation> examine(const World& world, const Config& config, const Chronicle& chronicle, const PaperExchange& venue) {
    std::vector<RunViolation> found;
    for (const auto& violation : venue.violations()) found.push_back({violation.kind, text(violation.id) + ": " + violation.detail});
    compare_orders(chronicle, venue, found);
    compare_unanswered(world, config, found);
    try {
        check_invariants(world);
    } catch (const InvariantBroken& broken) {
        found.push_back({"broken invariant", broken.what()});
    }
    return found;
}

}  // namespace trellis::adapters
