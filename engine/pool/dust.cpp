#include "engine/pool/dust.hpp"

#include <map>

namespace trellis {

namespace {

const GroupEnded* ended_group(const DeskCommand& command) {
    const auto* fact = std::get_if<DeskFact>(&command);
    return fact == nullptr ? nullptr : std::get_if<GroupEnded>(fact);
}

/// Only coins lie about: what is left of a position belongs to its group's own orders.
bool leaves_coins(const GroupEnded& ended, const DeskContext& context) {
    return !ended.dust.is_empty() && context.instruments.at(ended.instrument).market == Market::spot;
}

}  // namespace

DeskEvents book_dust(const Desk& desk, const DeskCommand& command, const DeskEvents& events, const DeskContext& context) {
    DeskEvents booked;
    std::map<InstrumentId, Dust> ledger;
    const auto known = [&](InstrumentId instrument) -> Dust& {
        const auto found = desk.dust.find(instrument);
        return ledger.try_emplace(instrument, found == desk.dust.end() ? Dust{} : found->second).first->second;
    };
    const GroupEnded* ended = ended_group(command);
    for (const auto& event : events) {
        if (const auto* released = std::get_if<SlotReleased>(&event)) {
            if (ended == nullptr || ended->group != released->group || !leaves_coins(*ended, context)) continue;
            known(ended->instrument) += ended->dust;
            booked.push_back(DustKept{ended->group, ended->instrument, ended->dust});
        } else if (const auto* taken = std::get_if<SlotTaken>(&event)) {
            if (!context.config.trade_limits.sweep_dust) continue;
            Dust& lying = known(taken->identity.instrument);
            if (lying.is_empty()) continue;
            booked.push_back(DustAllotted{taken->group, taken->identity.instrument, lying});
            lying = {};
        }
    }
    return booked;
}

}  // namespace trellis
