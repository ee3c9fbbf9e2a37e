// A pass's look at all groups of the account, piece by piece so that it holds nobody up, and what follows from it: an offset to carry
// out, or the reasons why there is none.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "engine/group/commands.hpp"
#include "engine/risk/eligibility.hpp"

namespace trellis {

class RiskScan {
public:
    explicit RiskScan(bool is_forced) : is_forced_(is_forced) {}

    /// Looks at up to `most` more groups; true when all were looked at.
    bool advance(const Risk& risk, const RiskContext& context, std::size_t most);

    bool is_forced() const { return is_forced_; }
    const std::vector<RiskView>& losers() const { return losers_; }        ///< eligible
    const std::vector<RiskView>& winners() const { return winners_; }      ///< eligible
    const std::vector<RiskView>& refused() const { return refused_; }      ///< lose enough, or are not valued, and may not
    const std::vector<RiskView>& poor() const { return poor_; }            ///< in profit, and may not pay
    std::uint64_t reasons() const { return reasons_; }                     ///< fingerprint, independent of prices

    /// timer_requires_loss: their timers are not what their loss says (K-1).
    const std::vector<GroupAddress>& to_test() const { return to_test_; }

    void drop(GroupId group);

private:
    void take(RiskView view);
    void note(const RiskView& view);
    void test_timer(const RiskView& view, const GroupFigures& figures, const RiskContext& context);

    bool is_forced_;
    std::optional<GroupId> last_;
    std::vector<RiskView> losers_;
    std::vector<RiskView> winners_;
    std::vector<RiskView> refused_;
    std::vector<RiskView> poor_;
    std::vector<GroupAddress> to_test_;
    std::uint64_t reasons_ = 0;
    std::vector<std::byte> buffer_;  // of the fingerprint
};

/// The loser a pass acts on, and who pays.
struct OffsetChoice {
    RiskView loser;
    Money required;                       ///< K-6
    std::vector<OffsetShare> winners;
    std::optional<Quantity> loser_part;   ///< partial_loser: what of the loser is planned; empty: all
};

/// What a whole scan leads to. A group that changed since it was looked at takes no part.
struct RiskConclusion {
    std::optional<OffsetChoice> choice;
    std::vector<GroupId> skipped;         ///< whose skip_once mattered
    std::vector<RiskCandidate> candidates;
    std::uint32_t candidates_more = 0;
    std::uint64_t reasons = 0;
};
RiskConclusion conclude(const Risk& risk, RiskScan scan, const RiskContext& context);

/// What of a loser those profits pay for: floor_step(closable x realised / required), all of it when they cover it (K-7, R-51).
Quantity covered_part(Quantity closable, Money realised, Money required, const Instrument& instrument);

/// The events of a pass that has looked at everything. `trigger` is that of a new pass; the pass under way knows its own.
RiskEvents conclude_pass(const Risk& risk, RiskScan scan, RiskTrigger trigger, const RiskContext& context);

/// How many candidates one record lists, of losers and of winners.
inline constexpr std::size_t candidates_max = 100;

/// How many losers in turn are tried with winners that are worth enough but cannot be closed as it would take.
inline constexpr std::size_t losers_tried_max = 100;

}  // namespace trellis
