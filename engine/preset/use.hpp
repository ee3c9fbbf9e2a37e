// A preset in use: what a signal asked of it, and what a position keeps of it from its opening on (B-28).
#pragma once

#include <optional>
#include <string>

#include "engine/directory/preset_id.hpp"
#include "engine/preset/planned_stop.hpp"
#include "engine/preset/resolve.hpp"
#include "engine/preset/shared_preset.hpp"

namespace trellis {

/// What a signal says that matters to a preset: the one that it names (1.2 `preset`), and its own levels.
struct PresetWish {
    std::string preset;           ///< empty: it names none
    SignalLevels levels;
    bool operator==(const PresetWish&) const = default;
    static void fields(auto& self, auto&& each) { each(self.preset, self.levels); }
};

/// Frozen when the position was opened: later changes of presets and settings do not touch it (B-25).
struct PresetUse {
    SharedPreset preset;
    PresetLevel level{};          ///< of the hierarchy that gave it (B-20)
    Price pip;                    ///< B-0a
    SignalLevels signal;
    Price stop;                   ///< planned from the base price of pyramid 0 (R-53)
    StopOrigin origin{};
    std::optional<Quantity> wanted;  ///< by the preset, where buying power allowed less: SIZE_CAPPED (S-4)
    bool has_grid = false;        ///< the ladder is a grid strategy's (28.1)
    bool sizes = true;            ///< B-32; else the strategy does
    bool takes_profit = true;     ///< B-33; else the strategy does
    bool has_layers = false;      ///< B-14, unless a ladder goes before them (B-34)
    LayerExit layer_exit{};       ///< B-15
    bool has_hedge = false;       ///< B-16, where the account can hold both sides
    std::optional<Money> equity;  ///< at the opening, where a hedge is measured by it
    std::optional<PresetVersionId> version;  ///< in the catalogue; empty: a document's, which has no versions
    bool stop_follows_average = false;       ///< B-35: sl_anchor average
    bool break_even_includes_fees = false;   ///< B-10
    bool operator==(const PresetUse&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.preset, self.level, self.pip, self.signal, self.stop, self.origin, self.wanted,
             self.has_grid, self.sizes, self.takes_profit, self.has_layers, self.layer_exit, self.has_hedge, self.equity,
             self.version, self.stop_follows_average, self.break_even_includes_fees);
    }
};

}  // namespace trellis
