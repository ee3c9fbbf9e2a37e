#include "engine/config/subscriptions.hpp"

namespace trellis {

std::string text(SubscriptionId id) { return "c" + std::to_string(id.owner.value) + "." + std::to_string(id.counter); }

std::string_view text(CopyMode mode) {
    switch (mode) {
        case CopyMode::proportional: return "proportional";
        case CopyMode::percentage: return "percentage";
        case CopyMode::fixed_quantity: return "fixed_quantity";
    }
    return "";
}

std::string_view text(SubscriptionState state) {
    switch (state) {
        case SubscriptionState::active: return "active";
        case SubscriptionState::paused: return "paused";
        case SubscriptionState::ended: return "ended";
    }
    return "";
}

}  // namespace trellis
