// Which bars a market keeps for the presets that may govern there.
#pragma once

#include <map>
#include <vector>

#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/symbol_book.hpp"

namespace trellis {

/// Each timeframe that a signal is expected to have, with the period of each preset in use that trails behind bars; ascending, each
/// once. Empty: no preset does.
std::vector<BarWish> wanted_bars(const Config& config);

/// Has every market keep them from its next quote on.
void keep_wanted_bars(std::map<InstrumentId, SymbolBook>& books, const InstrumentTable& instruments, const Config& config);

}  // namespace trellis
