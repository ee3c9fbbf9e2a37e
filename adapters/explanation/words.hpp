// What each event says to a person: one sentence with its numbers, and the rules that it follows.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/explanation/story.hpp"

namespace trellis::adapters {

struct Told {
    std::string says;
    std::vector<std::string> rules;
};

/// Whom an event is about.
std::optional<SignalNumber> signal_of(const Event& event);  ///< of the desk's events about a signal only
std::optional<GroupId> group_of(const Event& event);
std::optional<OrderKey> order_of(const Event& event);
/// Of the risk engine's own events about an offset.
std::optional<OffsetNumber> offset_of(const Event& event);
/// For which a group closes itself, or a part of itself.
std::optional<OffsetNumber> offset_served_by(const Event& event);

/// What a ranking rule compares, as a person reads it.
std::string key_words(RankingRule rule, const RankFigures& figures, Ratio bucket);

Told tell(const Story& story, const Event& event);
/// What an event about a signal, an offset or a pass has to add: plan, ranks, field errors, body; shares and candidates.
std::vector<Told> details_of(const Story& story, const Event& event);
/// "signal item 2", "event e5"
std::string cause_words(const Cause& cause);

/// Why an entry has its price and quantity.
Told leg_words(const Story& story, const OrderPlaced& order, const PyramidPlan& plan);
/// What a leg bought, and the target that follows.
struct LegTarget {
    Money cost;
    Quantity quantity;
    Price price;
};
Told target_words(const Story& story, const Group& group, PyramidIndex pyramid, LegIndex leg, const LegTarget& target);
/// Why a closing order has its price.
Told closing_price_words(const Story& story, const OrderPlaced& order);

/// The target that a whole position reached before that event.
Told aggregate_words(const Story& story, GroupId id, std::uint64_t sequence);

/// "g1.4/entry/0/2"
std::string order_name(const Story& story, OrderKey order);
std::string signal_title(const Story& story, SignalNumber signal);
std::string group_title(const Story& story, GroupId group);
/// "g1.3 paid 40 and g1.2 paid 80 for g1.1, which lost 120"
std::string offset_title(const Story& story, OffsetNumber offset);
std::string order_title(const Story& story, OrderKey order);

}  // namespace trellis::adapters
