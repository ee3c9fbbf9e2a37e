#include "adapters/explanation/copy_words.hpp"

#include "adapters/explanation/preset_words.hpp"

namespace trellis::adapters {

namespace {

std::string by(const CopyOrigin& origin) { return " by subscription " + text(origin.subscription); }

std::string sizing_words(const CopySizing& sizing, Quantity quantity) {
    std::string says = "the leader entered " + sizing.leader_quantity.text() + " at " + sizing.leader_price.text() + ", " + quantity.text() +
                       " is bought or sold at the market, now " + sizing.price.text();
    if (sizing.leader_equity.has_value()) {
        says += "; equity " + sizing.equity->text() + " beside the leader's " + sizing.leader_equity->text();
    } else if (sizing.equity.has_value()) {
        says += "; equity " + sizing.equity->text();
    }
    if (sizing.wanted != quantity) says += "; " + sizing.wanted.text() + " was wanted";
    return says;
}

Quantity quantity_of(const PyramidPlan& plan) { return plan.legs.front().quantity; }

std::string terms_words(const CopyTerms& terms) {
    std::string says = "account " + std::to_string(terms.follower.value) + " copies account " + std::to_string(terms.leader.value) + ", " +
                       std::string(text(terms.mode));
    switch (terms.mode) {
        case CopyMode::proportional: says += " x " + terms.multiplier.text(); break;
        case CopyMode::percentage: says += " " + terms.percentage.text() + " %"; break;
        case CopyMode::fixed_quantity: says += " " + terms.fixed_quantity.text(); break;
    }
    return says;
}

}  // namespace

std::string words_of(const CopyOpened& event) {
    return "group " + text(event.group) + " repeats " + text(event.origin.leader) + by(event.origin) + ": " +
           sizing_words(event.sizing, quantity_of(event.plan)) + preset_words(event.preset);
}

std::string words_of(const CopyOrdered& event) {
    std::string says = "group " + text(event.group) + " follows " + text(event.origin.leader) + by(event.origin) + ": ";
    switch (event.step.kind) {
        case CopyKind::open:
        case CopyKind::add: return says + sizing_words(event.sizing, quantity_of(event.step.plan.value()));
        case CopyKind::reduce: return says + "the leader closed " + event.step.part.text() + " of " + event.step.whole.text();
        case CopyKind::close: return says + "the leader closes";
    }
    return says;
}

std::string words_of(const CopyRefused& event) {
    const std::string what = event.kind == CopyKind::open ? " is not repeated" : " added, which is not repeated";
    return text(event.origin.leader) + what + by(event.origin) + ": " + event.code + ", " + event.detail;
}

std::string words_of(const CopyAnswered& event) {
    return "step " + std::to_string(event.step) + " after " + text(event.origin.leader) + " is done" +
           (event.code.empty() ? "" : ", refused " + event.code);
}

std::string words_of(const CopyLeaderEnded& event) { return text(event.origin.leader) + " is over, nothing of it is followed any more"; }

std::string words_of(const CopyFollowed& event) {
    std::string says = "group " + text(event.group) + " takes step " + std::to_string(event.step) + " after its leader: " +
                       std::string(text(event.kind));
    if (!event.code.empty()) says += ", refused " + event.code + ": " + event.detail;
    return says;
}

std::string words_of(const SubscriptionCreated& event) {
    return "subscription " + text(event.subscription) + " was made: " + terms_words(event.terms);
}

std::string words_of(const SubscriptionRevised& event) {
    return "subscription " + text(event.subscription) + " was changed: " + terms_words(event.terms);
}

std::string words_of(const SubscriptionSwitched& event) {
    return "subscription " + text(event.subscription) + " is " + std::string(text(event.state));
}

std::string words_of(const SubscriptionPresetAssigned& event) {
    return "subscription " + text(event.subscription) +
           (event.preset.has_value() ? " has preset " + text(*event.preset) : " has no preset any more");
}

std::string words_of(const AccountShared& event) {
    return "account " + std::to_string(event.account.value) + (event.is_shared ? " may" : " may not") + " be copied by others";
}

}  // namespace trellis::adapters
