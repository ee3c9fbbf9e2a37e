#include "adapters/market/paper_feeds.hpp"

#include <chrono>
#include <utility>

#include "adapters/market/file_feed.hpp"
#include "adapters/market/synthetic_market.hpp"

namespace trellis::adapters {

namespace {

using FeedResult = Result<std::unique_ptr<MarketFeed>>;

Error out_of_range(const PaperFeedSettings& settings, const std::string& words) {
    return {"OUT_OF_RANGE", "the market of " + settings.instrument + ": " + words};
}

FeedResult synthetic(const PaperFeedSettings& settings, const Instrument& instrument, Timestamp start) {
    const auto hundred = Ratio::from_integer(100);
    if (settings.price < instrument.tick) {
        return out_of_range(settings, "price " + settings.price.text() + " is below a tick, " + instrument.tick.text());
    }
    if (settings.swing_percent.is_negative() || settings.swing_percent >= hundred) {
        return out_of_range(settings, "swing_percent " + settings.swing_percent.text() + " is not from 0 to below 100");
    }
    if (settings.interval_ms == 0) return out_of_range(settings, "interval_ms is zero");
    const SyntheticTerms terms{settings.seed, settings.price, settings.swing_percent, instrument.tick,
                               std::chrono::milliseconds(settings.interval_ms)};
    return std::unique_ptr<MarketFeed>(std::make_unique<SyntheticFeed>(instrument.id, terms, start));
}

FeedResult open(const PaperFeedSettings& settings, const Instrument& instrument, const std::filesystem::path& directory,
                MarketTimes times) {
    const FileFeedOptions file{(directory / settings.file).string(), instrument.id, settings.speed, settings.repeat, times.start, times.from};
    switch (settings.kind) {
        case PaperFeedSettings::Kind::synthetic: return synthetic(settings, instrument, times.from);
        case PaperFeedSettings::Kind::quotes: return open_quotes_feed(file);
        case PaperFeedSettings::Kind::frames: return open_frames_feed(file, instrument.symbol);
    }
    return out_of_range(settings, "a kind that is unknown");
}

}  // namespace

Result<std::vector<std::unique_ptr<MarketFeed>>> open_paper_feeds(const std::vector<PaperFeedSettings>& market,
                                                                  const InstrumentTable& instruments,
                                                                  const std::filesystem::path& directory, MarketTimes times) {
    std::vector<std::unique_ptr<MarketFeed>> feeds;
    for (const auto& settings : market) {
        const Instrument* instrument = instruments.find(settings.instrument);
        if (instrument == nullptr) return Error{"UNKNOWN_INSTRUMENT", settings.instrument + " has a market and is not listed"};
        auto feed = open(settings, *instrument, directory, times);
        if (!feed) return feed.error();
        feeds.push_back(std::move(*feed));
    }
    return feeds;
}

}  // namespace trellis::adapters
