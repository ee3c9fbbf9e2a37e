#include "engine/pool/copy_plan.hpp"

#include <algorithm>
#include <limits>

#include "engine/base/rounding.hpp"
#include "engine/base/wide.hpp"
#include "engine/market/filters.hpp"
#include "engine/pool/copy_size.hpp"
#include "engine/pool/entry_plan.hpp"
#include "engine/pool/limits.hpp"
#include "engine/pool/precision.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/pool/preset_gate.hpp"
#include "engine/pool/slots.hpp"
#include "engine/pool/standing.hpp"
#include "engine/pool/waiting.hpp"

namespace trellis {

namespace {

/// One copy on its way through the lists.
struct Copying {
    const Desk& desk;
    const Subscription& subscription;
    const LeaderMoved& fact;
    const DeskContext& context;
    Quantity entered;          ///< by the leader
    Quantity open{};           ///< of the copy
    Identity identity{};       ///< of the copy

    const Instrument& instrument() const { return context.instruments.at(identity.instrument); }
};

// ---- may it ----

std::optional<Error> refuse_by_subscription(const Copying& copying) {
    const Subscription& subscription = copying.subscription;
    if (!copying.context.account.enabled) {
        return Error{"ACCOUNT_DISABLED", "account " + copying.context.account.name + " is disabled"};
    }
    if (subscription.state == SubscriptionState::active) return std::nullopt;
    return Error{"SUBSCRIPTION_PAUSED", "subscription " + text(subscription.id) + " is " + std::string(text(subscription.state))};
}

/// The same pair at the follower's venue.
Result<Identity> identity_of(const LeaderMoved& fact, const DeskContext& context) {
    const Instrument& theirs = context.instruments.at(fact.identity.instrument);
    const AccountConfig& account = context.account;
    const auto all = context.instruments.all();
    const auto found = std::ranges::find_if(all, [&](const Instrument& one) {
        return one.venue == account.venue && one.market == account.market && one.base == theirs.base && one.quote == theirs.quote;
    });
    if (found == all.end()) {
        return Error{"UNKNOWN_INSTRUMENT", "account " + account.name + " trades no " + theirs.base + "-" + theirs.quote};
    }
    if (found->market == Market::spot && fact.identity.side == PositionSide::short_side) {
        return Error{"SHORT_NOT_SUPPORTED", "spot has no short positions (I-9)"};
    }
    return Identity{found->id, fact.identity.timeframe_seconds, fact.identity.side};
}

std::optional<Error> refuse_by_positions(const Copying& copying) {
    const Desk& desk = copying.desk;
    if (desk.find(copying.identity) != nullptr || desk.waiting(copying.identity) != nullptr) {
        return Error{"POSITION_EXISTS", "the account has a position or an entry of its own in " + copying.instrument().symbol +
                                            " on that timeframe and side (G-1)"};
    }
    if (const DeskGroup* other = opposite_group(desk, copying.identity, copying.context)) {
        return Error{"OPPOSITE_SIDE", text(other->id) + " holds the other side of " + copying.instrument().symbol};
    }
    return check_positions(desk, copying.identity.instrument, copying.context);
}

/// What stands against any more exposure now.
std::optional<Error> refuse_by_state(const Copying& copying) {
    if (auto halted = entries_halted(copying.desk, copying.context)) return halted;
    return check_rules(copying.identity.instrument, copying.context);
}

// ---- which preset (B-20) ----

/// The subscription's, else the account's; none of the defaults.
Result<Resolution> resolved(const Copying& copying) {
    const Config& config = copying.context.config;
    const AccountConfig& account = copying.context.account;
    Resolution found = resolve({{PresetLevel::subscription, find_preset(config, account.owner, copying.subscription.preset)},
                                {PresetLevel::connection, find_preset(config, account.owner, account.preset)}},
                               {copying.instrument().symbol, copying.identity.timeframe_seconds});
    if (config.preset_settings.strict && found.is_overridden()) {
        return Error{"NO_CONFIG", "a preset that is assigned does not apply (B-20)"};
    }
    if (found.preset == nullptr) return found;
    return found;
}

// ---- at which price ----

/// A market order at the touch, unless that is worse than what the leader paid by more than the slippage bound (F-4).
Result<Price> price_of(const Copying& copying) {
    const Quote* quote = copying.context.board.quote(copying.identity.instrument);
    if (quote == nullptr) return Error{"NO_PRICE", copying.instrument().symbol + " has no quote to copy at"};
    const bool is_long = copying.identity.side == PositionSide::long_side;
    const Price price = touch(*quote, opening_side(copying.identity.side));
    const Price paid = copying.fact.price;
    const Price worse = is_long ? price - paid : paid - price;
    const Ratio bound = copying.context.config.risk_max_slippage_percent;
    if (compare_products(worse.raw(), Ratio::from_integer(100).raw(), bound.raw(), paid.raw()) <= 0) return price;
    return Error{"COPY_SLIPPAGE", "the leader paid " + paid.text() + ", the price is " + price.text() + " now, " + bound.text() +
                                      " % are allowed (F-4)"};
}

// ---- how much (B-29) ----

Result<Money> leader_equity(const Copying& copying) {
    const AccountId leader = copying.subscription.terms.leader;
    const AccountConfig& theirs = account_of(copying.context.config, leader);
    if (theirs.currency != copying.context.account.currency) {
        return Error{"NO_EQUITY", "the accounts count in " + theirs.currency + " and " + copying.context.account.currency + " (B-29)"};
    }
    const auto wallet = copying.context.wallets == nullptr ? std::nullopt : copying.context.wallets->wallet(leader);
    if (wallet.has_value() && wallet->equity.has_value() && wallet->equity->is_positive()) return *wallet->equity;
    return Error{"NO_EQUITY", "the leader's equity is not known, or nothing of it is left (B-3)"};
}

/// By the mode of the subscription. Notes the equities it asked for.
Result<Quantity> wanted_by_mode(const Copying& copying, CopySizing& sizing) {
    const CopyTerms& terms = copying.subscription.terms;
    const Quantity step = copying.instrument().step;
    if (terms.mode == CopyMode::fixed_quantity) return terms.fixed_quantity;
    const auto equity = known_equity(copying.context);
    if (!equity.ok()) return equity.error();
    sizing.equity = *equity;
    if (terms.mode == CopyMode::percentage) {
        const auto rate = conversion_of(copying.instrument(), copying.context);
        if (!rate.ok()) return rate.error();
        return percentage_size({*equity, terms.percentage, sizing.price, *rate}, step);
    }
    const auto theirs = leader_equity(copying);
    if (!theirs.ok()) return theirs.error();
    sizing.leader_equity = *theirs;
    return proportional_size({copying.entered, *equity, *theirs, terms.multiplier}, step);
}

CopySizing sizing_at(const Copying& copying, Price price) {
    CopySizing sizing;
    sizing.leader_quantity = copying.entered;
    sizing.leader_price = copying.fact.price;
    sizing.price = price;
    return sizing;
}

/// A preset's size wins over the mode's; the multiplier still multiplies.
Result<Quantity> wanted_by_preset(const Copying& copying, const PresetSize& size, Price stop, CopySizing& sizing) {
    const Instrument& instrument = copying.instrument();
    const auto wanted = preset_size({size, sizing.price, stop, instrument, 1, copying.context.config.grid_strategy.sizing.include_fees}, Quantity::from_raw(1), copying.context);
    if (!wanted.ok()) return wanted.error();
    Quantity quantity = multiplied(*wanted, copying.subscription.terms.multiplier, instrument.step);
    if (const auto most = buying_power(instrument, sizing.price, copying.context)) quantity = std::min(quantity, *most);
    return quantity;
}

Error too_small(const Copying& copying, const CopySizing& sizing, Quantity quantity, const FilterRefusal& refusal) {
    std::string detail = quantity.text() + " of " + copying.instrument().symbol + " at " + sizing.price.text() + " for the leader's " +
                         copying.entered.text();
    if (sizing.leader_equity.has_value()) {
        detail += ", equity " + sizing.equity->text() + " / " + sizing.leader_equity->text() + " x " +
                  copying.subscription.terms.multiplier.text();
    }
    return {"COPY_TOO_SMALL", detail + ": " + text(refusal) + " (B-29)"};
}

/// One market order. Refused, never rounded up.
Result<PyramidPlan> one_order(const Copying& copying, PyramidIndex pyramid, CopySizing& sizing, Quantity wanted) {
    const Instrument& instrument = copying.instrument();
    sizing.wanted = wanted;
    PlannedLeg leg;
    leg.price = sizing.price;
    leg.weight = Ratio::from_integer(100);
    leg.entry = LegEntry::market;
    leg.quantity = clamped(wanted, copying.subscription.terms, {copying.open, sizing.price}, instrument.step);
    if (const auto most = most_for_one_order(instrument, true)) leg.quantity = std::min(leg.quantity, *most);
    if (const auto refusal = refused_by(instrument, {leg.price, leg.quantity, Purpose::opening, true})) {
        return too_small(copying, sizing, leg.quantity, *refusal);
    }
    PyramidPlan plan{pyramid, sizing.price, notional(leg.price, leg.quantity), {leg}, false};
    if (auto exceeded = check_exposure(copying.desk, plan.capital, copying.context)) return std::move(*exceeded);
    if (auto unpaid = check_balance(copying.desk, plan, instrument, copying.context)) return std::move(*unpaid);
    return plan;
}

/// No ladder and no targets: the leader says how often it grows and when it ends.
SharedStrategy strategy_of_copies(const Config& config) {
    GridStrategy strategy = strategy_alone(config);
    strategy.max_pyramids = std::numeric_limits<std::uint16_t>::max();
    strategy.entry_order_type = EntryOrderType::market;
    strategy.on_flat = OnFlat::close_and_cancel;
    strategy.replace_unfilled_previous = false;
    strategy.all_or_nothing = false;
    strategy.leg0_chase_percent = {};
    strategy.leg0_timeout_seconds = 0;
    return strategy;
}

/// The stop of the leader is what its signal says here.
Instruction as_instruction(const Copying& copying, Price price) {
    Instruction instruction;
    instruction.identity = copying.identity;
    instruction.entry_price = price;
    PresetWish wish;
    wish.levels.stop_loss = copying.fact.stop;
    instruction.wish = wish;
    return instruction;
}

std::optional<Error> refuse_by_preset(const Copying& copying, const Resolution& resolution) {
    if (resolution.preset == nullptr) return std::nullopt;
    if (auto closed = refuse_by_gate_of(copying.desk, *resolution.preset, copying.context)) return closed;
    return check_caps_of(copying.desk, *resolution.preset, copying.identity.instrument, copying.context);
}

Result<CopyPlan> planned(const Copying& copying, const Resolution& resolution, Price price) {
    CopyPlan result{copying.identity, strategy_of_copies(copying.context.config), {}, {}, sizing_at(copying, price)};
    auto wanted = Result<Quantity>(Quantity{});
    if (resolution.preset != nullptr) {
        auto use = use_of(resolution, as_instruction(copying, price), price, copying.context);
        if (!use.ok()) return use.error();
        // The subscription's preset sizes; that of the account governs what the subscription sized.
        use->sizes = resolution.level == PresetLevel::subscription;
        wanted = use->sizes ? wanted_by_preset(copying, resolution.preset->size, use->stop, result.sizing)
                            : wanted_by_mode(copying, result.sizing);
        result.preset = std::move(use).value();
    } else {
        wanted = wanted_by_mode(copying, result.sizing);
    }
    if (!wanted.ok()) return wanted.error();
    auto plan = one_order(copying, PyramidIndex{0}, result.sizing, *wanted);
    if (!plan.ok()) return plan.error();
    result.plan = std::move(plan).value();
    return result;
}

}  // namespace

Result<CopyPlan> plan_copy(const Desk& desk, const Subscription& subscription, const LeaderMoved& fact, const DeskContext& context) {
    Copying copying{desk, subscription, fact, context, fact.figures.entered};
    if (auto refused = refuse_by_subscription(copying)) return std::move(*refused);
    const auto identity = identity_of(fact, context);
    if (!identity.ok()) return identity.error();
    copying.identity = *identity;
    const auto resolution = resolved(copying);
    if (!resolution.ok()) return resolution.error();
    if (auto refused = refuse_by_positions(copying)) return std::move(*refused);
    if (auto refused = refuse_by_preset(copying, *resolution)) return std::move(*refused);
    if (auto refused = refuse_by_state(copying)) return std::move(*refused);
    if (auto full = pool_full(desk, context)) return std::move(*full);
    const auto price = price_of(copying);
    if (!price.ok()) return price.error();
    return planned(copying, *resolution, *price);
}

Result<CopyAddition> plan_addition(const Desk& desk, const Subscription& subscription, const Copy& copy, const LeaderAdded& added,
                                   const DeskContext& context) {
    const DeskGroup& group = desk.groups.at(copy.group);
    Copying copying{desk, subscription, added.fact, context, added.entered};
    copying.identity = group.identity;
    if (const GroupFigures* figures = context.board.find(group.id)) copying.open = figures->open_quantity;
    if (auto refused = refuse_by_subscription(copying)) return std::move(*refused);
    if (group.is_closing) return Error{"GROUP_CLOSING", text(group.id) + " is closing"};
    if (is_quarantined(group, context)) return Error{"GROUP_QUARANTINED", text(group.id) + " is quarantined"};
    if (group.preset.has_value()) {
        if (auto closed = refuse_by_gate_of(desk, *group.preset->preset, context)) return std::move(*closed);
    }
    if (auto refused = refuse_by_state(copying)) return std::move(*refused);
    const auto price = price_of(copying);
    if (!price.ok()) return price.error();
    CopyAddition result{{}, sizing_at(copying, *price)};
    auto wanted = Result<Quantity>(Quantity{});
    if (group.preset.has_value() && group.preset->sizes) {
        const auto stop = stop_for_pyramid(group, *price, context);
        if (!stop.ok()) return stop.error();
        wanted = wanted_by_preset(copying, group.preset->preset->size, *stop, result.sizing);
    } else {
        wanted = wanted_by_mode(copying, result.sizing);
    }
    if (!wanted.ok()) return wanted.error();
    auto plan = one_order(copying, PyramidIndex{group.entries_total}, result.sizing, *wanted);
    if (!plan.ok()) return plan.error();
    result.plan = std::move(plan).value();
    return result;
}

}  // namespace trellis
