#include "adapters/market/merged_feed.hpp"

#include <utility>

namespace trellis::adapters {

MergedFeed::MergedFeed(std::vector<std::unique_ptr<MarketFeed>> feeds) {
    for (auto& feed : feeds) parts_.push_back(Part{std::move(feed), {}, false});
}

Result<std::optional<FeedRow>> MergedFeed::next() {
    Part* first = nullptr;
    for (auto& part : parts_) {
        if (!part.is_asked) {
            auto row = part.feed->next();
            if (!row) return row.error();
            part.row = std::move(*row);
            part.is_asked = true;
        }
        if (!part.row) continue;
        if (first == nullptr || part.row->due < first->row->due) first = &part;
    }
    if (first == nullptr) return std::optional<FeedRow>();
    first->is_asked = false;
    return std::exchange(first->row, {});
}

}  // namespace trellis::adapters
