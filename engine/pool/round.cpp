// A desk from one rest to the next: the command's own consequence, then the reversals and promotions that it makes room for, all in
// one commit (L-2, R-42).
#include <algorithm>

#include "engine/pool/invariants.hpp"
#include "engine/pool/late_fees.hpp"
#include "engine/pool/precision.hpp"
#include "engine/pool/promotion.hpp"
#include "engine/pool/reverse.hpp"

namespace trellis {

namespace {

template <class E>
bool has(const DeskEvents& events) {
    return std::ranges::any_of(events, [](const DeskEvent& event) { return std::holds_alternative<E>(event); });
}

/// what promotion runs on.
bool calls_for_promotion(const DeskCommand& command, const DeskEvents& events) {
    if (const auto* fact = std::get_if<DeskFact>(&command); fact != nullptr && std::holds_alternative<PoolMessage>(*fact)) {
        return true;
    }
    if (const auto* due = std::get_if<DeskTimerDue>(&command)) {
        return due->kind == TimerKind::queue_sweep || due->kind == TimerKind::boundary || due->kind == TimerKind::rules_refresh;
    }
    const bool reopened = std::ranges::any_of(events, [](const DeskEvent& event) {
        const auto* noted = std::get_if<GroupClosingNoted>(&event);
        return noted != nullptr && !noted->is_closing;  // what waited for its end need not wait any more
    });
    const bool released = has<EntriesReleased>(events) || has<LimitsReset>(events);
    return released || reopened || has<SlotReleased>(events) || has<SignalQueued>(events) || has<TradingStateChanged>(events);
}

class Round {
public:
    Round(Desk& desk, const DeskContext& context) : desk_(desk), context_(context) {}

    void apply(DeskEvents more) {
        for (const auto& event : more) {
            if (context_.ranking != nullptr) context_.ranking->note(desk_, event);
            desk_.apply(event);
        }
        std::ranges::move(more, std::back_inserter(events_));
    }

    void open_reversals() {
        while (true) {
            auto more = settle_reversals(desk_, context_);
            if (more.empty()) return;
            apply(std::move(more));
        }
    }

    void promote() {
        const bool goes_on = desk_.is_round_cut;
        for (int tries = 0; tries < promotions_max; ++tries) {
            auto more = promote_next(desk_, context_);
            if (more.empty()) {
                if (goes_on) apply({PromotionRoundEnded{desk_.account}});
                return;
            }
            apply(std::move(more));
        }
        if (first_promotable(desk_, context_) != nullptr) {
            apply({PromotionRoundCut{desk_.account}});
        } else if (goes_on) {
            apply({PromotionRoundEnded{desk_.account}});
        }
    }

    void settle_fees() {
        while (true) {
            auto more = settle_left_fees(desk_, context_);
            if (more.empty()) return;
            apply(std::move(more));
        }
    }

    const DeskEvents& events() const { return events_; }
    DeskEvents take() { return std::move(events_); }

private:
    Desk& desk_;
    const DeskContext& context_;
    DeskEvents events_;
};

DeskEvents handle_by_known_rules(Desk& desk, const DeskCommand& command, const DeskContext& context) {
    const std::size_t groups_before = desk.groups.size();
    Round round(desk, context);
    round.apply(decide(desk, command, context));
    if (has<SlotReleased>(round.events())) round.open_reversals();
    if (calls_for_promotion(command, round.events())) round.promote();
    round.settle_fees();
    if (round.events().empty()) return {};
    check_invariants_after(desk, round.events());
    check_slots(desk, groups_before, round.events(), context.config.max_open_groups);
    return round.take();
}

}  // namespace

DeskEvents handle(Desk& desk, const DeskCommand& command, const DeskContext& context) {
    DeskEvents events = renew_rules(desk, command, context);
    if (events.empty()) return handle_by_known_rules(desk, command, context);
    InstrumentTable table = context.instruments;  // V-3: what follows goes by the rules that were just said
    for (const auto& event : events) {
        const auto& told = std::get<RulesRenewed>(event);
        table.renew(told.instrument, told.rules);
        desk.apply(event);
    }
    auto more = handle_by_known_rules(desk, command,
                                      {context.now, context.config, context.account, table, context.board, context.wallets, context.ranking});
    std::ranges::move(more, std::back_inserter(events));
    return events;
}

}  // namespace trellis
