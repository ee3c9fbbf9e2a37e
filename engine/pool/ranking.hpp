// Who is promoted next: one strict lexicographic comparison over the enabled rules in their configured order.
//
// The order is kept, not made: each entry stands in a set under its key, and a key is made anew only when something moved it. Prices
// move a key only where a bucket of loss ends, so each side of each instrument knows the nearest price above and below at which one of
// its keys changes; each quote moves those it crosses, so that no decision has to make up for many. Derived from desk and board, part
// of no state.
#pragma once

#include <array>
#include <map>
#include <set>
#include <vector>

#include "engine/pool/commands.hpp"

namespace trellis {

/// One rule's key as an exact fraction; the smaller stands first.
struct RankPart {
    Int128 numerator = 0;
    Int128 denominator = 1;
    std::strong_ordering operator<=>(const RankPart& other) const {
        if (denominator == other.denominator) return numerator <=> other.numerator;
        return compare_products(numerator, other.denominator, other.numerator, denominator);
    }
    bool operator==(const RankPart& other) const { return (*this <=> other) == std::strong_ordering::equal; }
};

struct RankKey {
    std::array<RankPart, 4> parts{};  ///< of the rules before fifo, in their order
    Timestamp first_queued_at{};
    SignalNumber first_signal;
    auto operator<=>(const RankKey&) const = default;
};

/// An entry's figures for every rule.
RankFigures rank_figures(const Desk& desk, const QueueEntry& entry, const DeskContext& context);

/// The same as the key that is compared.
RankKey rank_key(const Desk& desk, const QueueEntry& entry, const DeskContext& context);

class QueueRanking {
public:
    struct Place {
        RankKey key;
        Identity identity;
        auto operator<=>(const Place&) const = default;
    };
    using Order = std::set<Place>;

    /// An event was applied to the desk: what it touched is ranked anew by the next refresh.
    void note(const Desk& desk, const DeskEvent& event);
    /// A quote came in: moves the keys that it crosses. Costs next to nothing where nothing waits on the instrument.
    void follow(InstrumentId instrument, const Quote& quote);
    /// Brings the order up to date with desk, prices and settings.
    void refresh(const Desk& desk, const DeskContext& context);
    /// All entries, first to promote first.
    const Order& order() const { return order_; }
    /// Those that would add to an open group.
    const Order& continuing() const { return continuing_; }

private:
    /// Between which prices an entry keeps its key.
    struct Standing {
        RankKey key;
        Price signal_price;
        Price low;
        Price high;
        bool continues_group = false;
    };
    /// The entries on one side of an instrument, by the prices at which their keys end.
    struct Side {
        std::optional<Price> price;
        std::set<std::pair<Price, Identity>> by_low;
        std::set<std::pair<Price, Identity>> by_high;
    };

    void rebuild(const Desk& desk, const DeskContext& context);
    void follow_side(PositionSide position, Side& side, Price price);
    void move(const Identity& identity, Standing& standing, Price price);
    void place(const Desk& desk, const Identity& identity, const DeskContext& context);
    void remove(const Identity& identity);
    void span(Standing& standing, PositionSide position, std::optional<Price> price) const;
    Side& side_of(const Identity& identity);

    std::map<Identity, Standing> standings_;
    Order order_;
    Order continuing_;
    std::vector<std::array<Side, 2>> sides_;  // by instrument, then long and short
    std::vector<Identity> touched_;
    std::vector<Identity> crossed_;           // kept for its room
    QueueSettings settings_;
    std::optional<std::size_t> loss_place_;   // of the loss among a key's parts
    bool is_built_ = false;
};

/// The context's ranking brought up to date, or one made for this question.
class RankingInHand {
public:
    RankingInHand(const Desk& desk, const DeskContext& context) : ranking_(context.ranking != nullptr ? *context.ranking : own_) {
        ranking_.refresh(desk, context);
    }
    const QueueRanking* operator->() const { return &ranking_; }

private:
    QueueRanking own_;
    QueueRanking& ranking_;
};

}  // namespace trellis
