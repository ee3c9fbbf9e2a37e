// Entries that no grid strategy governs, but a preset does: which one (B-20), how much (B-1, B-2, R-59), and its own caps.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "engine/pool/commands.hpp"
#include "engine/preset/risk_size.hpp"
#include "engine/preset/use.hpp"

namespace trellis {

/// What the preset makes of an entry.
struct PresetPlan {
    PyramidPlan plan;
    PresetUse use;
};

/// The levels before the connection.
struct NearLevels {
    std::string_view wished;   ///< by the signal; empty: it names none
    const Bot* bot = nullptr;  ///< that would open the group; null: the connection does, and there is no such level
};
/// B-20: the one that the signal names, its bot's, the connection's, and where no grid trades the user's default and the system's.
std::vector<PresetCandidate> preset_candidates(const Config& config, const AccountConfig& account, const NearLevels& near, bool has_grid);

/// What an entry says about presets before any of them is looked up.
struct PresetRequest {
    NearLevels near;
    bool has_grid = false;    ///< a grid strategy trades it
};
/// Which of them applies: defaults are looked up only where nothing nearer applies.
Resolution resolve_preset(const Config& config, const AccountConfig& account, const PresetRequest& request, const PresetSubject& subject);

/// The preset that governs an entry (B-20). Beside a grid strategy only the signal's, the bot's and the connection's count, and there may be
/// none. Error NO_CONFIG.
Result<Resolution> governing(const Instruction& instruction, bool has_grid, const DeskContext& context);

/// Why no preset lets the entry in: NO_CONFIG, SCHEMA (the signal names one that is not there). Empty: go on.
std::optional<Error> refuse_by_preset(const Instruction& instruction, const GridStrategy* strategy, const DeskContext& context);

/// The preset that an entry would act under now: its group's, or the one that would govern a new group. Null: none does.
const Preset* governing_preset(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// the preset's own max_positions, PRESET_MAX_POSITIONS.
std::optional<Error> check_preset_caps(const Desk& desk, const Instruction& instruction, const DeskContext& context);

/// Is that preset the one in use, in whatever version? By its id, which no other has (B-28); where one of them is of a document, by name.
bool is_use_of(const PresetUse& use, const std::optional<PresetVersionId>& version, std::string_view name);

/// The same of a preset that is known.
std::optional<Error> check_caps_of(const Desk& desk, const Preset& preset, InstrumentId instrument, const DeskContext& context);

/// An entry that a preset sizes.
struct SizeRequest {
    const PresetSize& size;
    Price entry;
    Price stop;
    const Instrument& instrument;
    std::uint16_t shares = 1;     ///< entries that the risk is for (B-36)
    bool includes_fees = true;    ///< those of both sides count to what is risked (B-2)
};
/// The entries of a group that share what it may lose: all of max_pyramids with risk_scope group, else each has its own (B-36).
std::uint16_t risk_shares(const GridStrategy& strategy);
/// Its part of the risk, in percent of equity.
Ratio shared_risk(const PresetSize& size, Money equity, std::uint16_t shares);

/// B-1 to B-4, rounded down to that step. Errors NO_EQUITY, NO_PRICE, NO_STOP.
Result<Quantity> preset_size(const SizeRequest& request, Quantity step, const DeskContext& context);

/// floor_step(free x leverage / (entry x (1 + f))); empty: nothing is known of what is free.
std::optional<Quantity> buying_power(const Instrument& instrument, Price entry, const DeskContext& context);

/// What opening under the preset says whatever the size (B-0a, R-53). Errors: NO_STOP, NO_EQUITY (of a hedge).
Result<PresetUse> use_of(const Resolution& resolution, const Instruction& instruction, Price base_price, const DeskContext& context);

/// What a unit of quote is worth in the account's currency: 1, or by the pair of the two. Error NO_PRICE.
Result<ConversionRate> conversion_of(const Instrument& instrument, const DeskContext& context);

/// B-3: an equity that is not known is never invented. Error NO_EQUITY.
Result<Money> known_equity(const DeskContext& context);

/// The stop that a pyramid risks: as the position has it, or as it was planned. Error NO_STOP: it is none for an entry there.
Result<Price> stop_for_pyramid(const DeskGroup& group, Price base_price, const DeskContext& context);

/// The strategy without targets of its own: the preset's are the only ones (B-33).
GridStrategy without_targets(GridStrategy strategy);

/// The strategy of a group that only its preset governs: one leg at the base price, no targets of a grid.
SharedStrategy strategy_alone(const Config& config);

/// A new group's first entry. Errors: as refuse_by_preset, NO_STOP, NO_EQUITY, NO_PRICE, BELOW_MINIMUM.
Result<PresetPlan> plan_by_preset(const Instruction& instruction, Price base_price, const DeskContext& context);

/// One more pyramid, sized anew against the stop in force. Errors as above.
Result<PyramidPlan> plan_pyramid_by_preset(const DeskGroup& group, const Instruction& instruction, Price base_price,
                                           const DeskContext& context);

}  // namespace trellis
