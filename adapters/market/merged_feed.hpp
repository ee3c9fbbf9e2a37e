// Several feeds as one: their rows in the order in which they happen, at one instant in the order of the feeds.
#pragma once

#include <memory>
#include <vector>

#include "adapters/market/feed.hpp"

namespace trellis::adapters {

class MergedFeed final : public MarketFeed {
public:
    explicit MergedFeed(std::vector<std::unique_ptr<MarketFeed>> feeds);
    /// Ends when all have ended; an error of one is an error of all.
    Result<std::optional<FeedRow>> next() override;

private:
    struct Part {
        std::unique_ptr<MarketFeed> feed;
        std::optional<FeedRow> row;
        bool is_asked = false;
    };
    std::vector<Part> parts_;
};

}  // namespace trellis::adapters
