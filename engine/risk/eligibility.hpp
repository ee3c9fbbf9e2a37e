// Who may lose and who may pay (K-3, K-5): one group looked at, with everything that stands against it.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "engine/group/board.hpp"
#include "engine/risk/commands.hpp"
#include "engine/risk/valuation.hpp"

namespace trellis {

/// A set of reasons, one bit each.
class RiskReasons {
public:
    void add(RiskReason reason) { bits_ |= bit(reason); }
    bool contains(RiskReason reason) const { return (bits_ & bit(reason)) != 0; }
    bool is_empty() const { return bits_ == 0; }
    /// That one and no other.
    bool is_only(RiskReason reason) const { return bits_ == bit(reason); }
    std::uint32_t bits() const { return bits_; }
    std::vector<RiskReason> list() const;
    bool operator==(const RiskReasons&) const = default;

private:
    static constexpr std::uint32_t bit(RiskReason reason) { return std::uint32_t{1} << static_cast<unsigned>(reason); }
    std::uint32_t bits_ = 0;
};

/// A group as a pass sees it. Without `value` there is no fresh mark, or nothing open.
struct RiskView {
    GroupId group;
    Identity identity;
    GroupState state{};
    Timestamp opened_at{};
    Quantity open;
    Quantity closable;               ///< floor_step(open)
    Price limit;                     ///< of the IOC that would close it (R-26)
    std::optional<Valuation> value;
    Ratio percent;                   ///< U / invested x 100; 0 without a value
    RiskReasons against_loser;
    RiskReasons against_winner;
};

RiskView look_at(const Risk& risk, GroupId group, const GroupFigures& figures, bool is_forced, const RiskContext& context);

}  // namespace trellis
