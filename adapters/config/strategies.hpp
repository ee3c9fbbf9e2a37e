// One strategy as JSON (D-12): an item of `grid_strategy.strategies[]`, and the same with a name where the directory keeps it. One reader
// for both, so neither takes what the other refuses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/section_values.hpp"
#include "adapters/json/writer.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

/// What an item leaves out.
struct Inherited {
    const SectionValues& grid;
    const SectionValues& sizing;
};

struct StrategyItem {
    SectionValues selector;
    SectionValues values;
    SectionValues sizing;
    StrategyRule rule;
};

/// A strategy's own keys of `sizing`, over those it inherits (S-1).
bool read_own_sizing(const json::Value& object, SectionValues& sizing, Reporter& reporter);

/// Nothing when a key is wrong by itself; what is wrong between several is reported. `label` are keys beside those of an item, or null.
std::optional<StrategyItem> read_strategy_item(const json::Value& item, const Inherited& base, const std::vector<AccountConfig>& accounts,
                                               SectionValues* label, Reporter& reporter);

/// The name that a strategy of the directory has besides.
const Section& strategy_label_section();

/// `grid_strategy` and `sizing` of a document that is in effect, by its text.
struct GridBase {
    explicit GridBase(std::string_view document_text);
    SectionValues grid;
    SectionValues sizing;
};

/// A strategy of the directory: what it leaves out is taken from `base`, and kept. Nothing when something was reported.
struct StrategyText {
    std::string name;
    StrategyRule rule;
};
std::optional<StrategyText> read_strategy(const json::Value& object, const GridBase& base, const std::vector<AccountConfig>& accounts, Reporter& reporter);

/// Of a clone: another name, and whom it applies to where that is said; the rest stays. Nothing when something was reported.
struct CloneText {
    std::string name;  ///< empty: not said
    StrategyRule rule;
};
std::optional<CloneText> read_clone(const json::Value& object, const StrategyRule& origin, const std::vector<AccountConfig>& accounts, Reporter& reporter);

/// Every key of `grid_strategy` but `strategies`, as an object: it reads as this strategy.
void write_grid(json::Writer& out, const GridStrategy& grid);
/// The same with whom it applies to, and its name unless that is empty.
void write_strategy(json::Writer& out, std::string_view name, const StrategyRule& rule);

}  // namespace trellis::adapters
