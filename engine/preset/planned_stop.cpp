#include "engine/preset/planned_stop.hpp"

#include <algorithm>
#include <ranges>

#include "engine/base/rounding.hpp"
#include "engine/preset/pip.hpp"

namespace trellis {

namespace {

constexpr Ratio hundred = Ratio::from_integer(100);

Price times(Price distance, Ratio factor) {
    return Price::from_raw(multiply_divide(distance.raw(), factor.raw(), Ratio::scale, Rounding::half_even));
}

Price target_tick(Price price, PositionSide side, Price tick) {
    return round_to_tick(price, tick, side == PositionSide::long_side ? Rounding::ceil : Rounding::floor);
}

bool is_worse(Price price, Price than, PositionSide side) {
    return side == PositionSide::long_side ? price < than : price > than;
}

/// A stop before its rounding.
struct Wanted {
    Price price;
    StopOrigin origin{};
};

std::optional<Wanted> by_pips(const PresetStop& stop, const OpeningTerms& terms) {
    if (!stop.pips.has_value()) return std::nullopt;
    return Wanted{towards_profit(terms.entry, -distance_of(*stop.pips, terms.pip), terms.side), StopOrigin::pips};
}

std::optional<Wanted> by_multiple(const PresetStop& stop, const SignalLevels& signal, const OpeningTerms& terms) {
    if (!stop.r_multiple.has_value() || !signal.stop_loss.has_value()) return std::nullopt;
    const Price reference = (terms.entry - *signal.stop_loss).abs();
    return Wanted{towards_profit(terms.entry, -times(reference, *stop.r_multiple), terms.side), StopOrigin::r_multiple};
}

/// B-7: one that is not at least two ticks on the losing side is ignored.
std::optional<Wanted> by_structure(const SignalLevels& signal, const OpeningTerms& terms) {
    if (!signal.structure.has_value()) return std::nullopt;
    const Price nearest = towards_profit(terms.entry, -(terms.tick + terms.tick), terms.side);
    const bool is_far_enough = *signal.structure == nearest || is_worse(*signal.structure, nearest, terms.side);
    if (!is_far_enough) return std::nullopt;
    return Wanted{*signal.structure, StopOrigin::structure};
}

std::optional<Wanted> by_signal(const SignalLevels& signal) {
    if (!signal.stop_loss.has_value()) return std::nullopt;
    return Wanted{*signal.stop_loss, StopOrigin::signal};
}

std::optional<Wanted> wanted(const PresetStop& stop, const SignalLevels& signal, const OpeningTerms& terms) {
    switch (stop.mode) {
        case StopMode::pips: return by_pips(stop, terms);
        case StopMode::r_multiple: {
            const auto multiple = by_multiple(stop, signal, terms);
            return multiple.has_value() ? multiple : by_pips(stop, terms);
        }
        case StopMode::structure: {
            if (const auto structure = by_structure(signal, terms)) return structure;
            const auto pips = by_pips(stop, terms);
            return pips.has_value() ? pips : by_signal(signal);
        }
    }
    return std::nullopt;
}

Ratio percent_of(const PresetTargets& targets, const PresetTarget& target) {
    return targets.mode == TargetMode::single ? target.close_percent.value_or(hundred) : target.close_percent.value();
}

/// B-9: Sigma pct = 100 within 0.01.
bool is_whole(const std::vector<PlannedTarget>& planned) {
    Ratio sum;
    for (const auto& target : planned) sum += target.close_percent;
    return (sum - hundred).abs() <= Ratio::from_raw(Ratio::scale / 100);
}

}  // namespace

std::string_view text(StopOrigin origin) {
    switch (origin) {
        case StopOrigin::pips: return "PIPS";
        case StopOrigin::r_multiple: return "R_MULTIPLE";
        case StopOrigin::structure: return "STRUCTURE";
        case StopOrigin::signal: return "SIGNAL";
    }
    return "";
}

Price towards_profit(Price entry, Price distance, PositionSide side) {
    return side == PositionSide::long_side ? entry + distance : entry - distance;
}

Price stop_tick(Price price, PositionSide side, Price tick) {
    return round_to_tick(price, tick, side == PositionSide::long_side ? Rounding::floor : Rounding::ceil);
}

Price tighter(Price a, Price b, PositionSide side) { return side == PositionSide::long_side ? std::max(a, b) : std::min(a, b); }

Result<PlannedStop> plan_stop(const PresetStop& stop, const SignalLevels& signal, const OpeningTerms& terms) {
    const auto found = wanted(stop, signal, terms);
    if (!found.has_value()) {
        return Error{"NO_STOP", std::string(text(stop.mode)) + " gives no stop here: the signal has no price for it, and sl_pips is not set"};
    }
    const Price price = stop_tick(found->price, terms.side, terms.tick);
    if (!price.is_positive() || !is_worse(price, terms.entry, terms.side)) {
        return Error{"NO_STOP", "a stop at " + price.text() + " is no stop for an entry at " + terms.entry.text()};
    }
    return PlannedStop{price, found->origin, (terms.entry - price).abs()};
}

std::vector<PlannedTarget> plan_targets(const PresetTargets& targets, Price risk, const OpeningTerms& terms) {
    std::vector<PlannedTarget> planned;
    if (targets.mode == TargetMode::disabled) return planned;
    const std::size_t most = targets.mode == TargetMode::single ? 1 : targets.targets.size();
    for (std::size_t place = 0; place < most; ++place) {
        const PresetTarget& target = targets.targets.at(place);
        if (!target.enabled || !target.rr.has_value()) continue;
        const Price wanted = towards_profit(terms.entry, times(risk, *target.rr), terms.side);
        const Price nearest = towards_profit(terms.entry, terms.tick, terms.side);
        const Price price = is_worse(wanted, nearest, terms.side) ? nearest : wanted;
        planned.push_back({static_cast<std::uint8_t>(place), target_tick(price, terms.side, terms.tick), percent_of(targets, target), false});
    }
    if (planned.empty()) return planned;
    const bool third_closes = targets.close_remaining_at_tp3 && planned.back().place == 2;
    planned.back().takes_rest = is_whole(planned) || third_closes;
    return planned;
}

}  // namespace trellis
