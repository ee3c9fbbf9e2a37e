// Where a paper market's quotes and prints come from, one by one and each with the instant at which it happens.
#pragma once

#include <optional>
#include <variant>

#include "adapters/market/binance_frames.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/result.hpp"
#include "engine/base/time.hpp"
#include "engine/market/quote.hpp"

namespace trellis::adapters {

/// What happens in the market of one instrument. A quote's `at` is `due`; its number is given by the symbol.
struct FeedRow {
    Timestamp due{};  ///< by the engine's clock
    InstrumentId instrument;
    std::variant<Quote, Print> body;
    bool operator==(const FeedRow&) const = default;
};

class MarketFeed {
public:
    MarketFeed() = default;
    MarketFeed(const MarketFeed&) = delete;
    MarketFeed& operator=(const MarketFeed&) = delete;
    virtual ~MarketFeed() = default;
    /// The next row, never before the one that went ahead of it; nothing at the end. An error ends the feed.
    virtual Result<std::optional<FeedRow>> next() = 0;
};

}  // namespace trellis::adapters
