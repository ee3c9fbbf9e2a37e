// The feeds that `runtime.paper.market` asks for.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "adapters/config/server_settings.hpp"
#include "adapters/market/feed.hpp"
#include "engine/market/instrument.hpp"

namespace trellis::adapters {

/// When a market begins, and from when on somebody listens.
struct MarketTimes {
    Timestamp start{};
    Timestamp from{};
};

/// One feed for each setting. Paths are relative to `directory`, the document's. Errors: UNKNOWN_INSTRUMENT, OUT_OF_RANGE, and those of
/// the files, named.
Result<std::vector<std::unique_ptr<MarketFeed>>> open_paper_feeds(const std::vector<PaperFeedSettings>& market,
                                                                  const InstrumentTable& instruments,
                                                                  const std::filesystem::path& directory, MarketTimes times);

}  // namespace trellis::adapters
