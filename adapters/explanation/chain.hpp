// The chain of causes in words: from an order, group, event or signal down to the signal that began it, with the numbers and rules
// that made each step what it is.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "adapters/explanation/story.hpp"

namespace trellis::adapters {

/// One link of the chain.
struct WhyLine {
    std::optional<std::uint64_t> event;  ///< its sequence in the journal; empty for what is so now
    std::optional<Timestamp> at;
    std::string says;
    std::vector<std::string> rules;
};

struct Explanation {
    std::string id;
    std::string kind;  ///< "signal", "event", "group", "order", "offset"
    std::string title;
    std::vector<WhyLine> chain;
};

Explanation explain_signal(const Story& story, SignalNumber signal);
Explanation explain_event(const Story& story, const EventRow& recorded);
Explanation explain_group(const Story& story, GroupId group);
/// Which winners paid for which loser, planned and realised.
Explanation explain_offset(const Story& story, OffsetNumber offset);
Explanation explain_order(const Story& story, OrderKey order);

}  // namespace trellis::adapters
