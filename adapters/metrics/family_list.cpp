#include "adapters/metrics/family_list.hpp"

#include <algorithm>
#include <limits>

namespace trellis::adapters {
namespace {

constexpr double nanoseconds_a_second = 1e9;

}  // namespace

FamilyList& FamilyList::counter(std::string_view name, std::string_view help) {
    return begin(name, help, prometheus::MetricType::Counter);
}
FamilyList& FamilyList::gauge(std::string_view name, std::string_view help) { return begin(name, help, prometheus::MetricType::Gauge); }
FamilyList& FamilyList::histogram(std::string_view name, std::string_view help) {
    return begin(name, help, prometheus::MetricType::Histogram);
}

FamilyList& FamilyList::begin(std::string_view name, std::string_view help, prometheus::MetricType type) {
    families_.push_back({std::string(name), std::string(help), type, {}});
    return *this;
}

prometheus::ClientMetric& FamilyList::metric(const Labels& labels) {
    std::vector<prometheus::ClientMetric::Label> wanted;
    for (const auto& [name, value] : labels) wanted.push_back({std::string(name), std::string(value)});
    auto& metrics = families_.back().metric;
    const auto found = std::ranges::find(metrics, wanted, &prometheus::ClientMetric::label);
    if (found != metrics.end()) return *found;
    auto& made = metrics.emplace_back();
    made.label = std::move(wanted);
    return made;
}

FamilyList& FamilyList::add(const Labels& labels, double value) {
    auto& made = metric(labels);
    if (families_.back().type == prometheus::MetricType::Counter) {
        made.counter.value += value;
    } else {
        made.gauge.value += value;
    }
    return *this;
}

/// The count is the sum of the buckets that are shown, so that both agree while others count on.
FamilyList& FamilyList::add(const Labels& labels, const Histogram& histogram) {
    auto& shown = metric(labels).histogram;
    shown.sample_sum = static_cast<double>(histogram.sum_nanoseconds()) / nanoseconds_a_second;
    for (std::size_t i = 0; i < histogram_buckets; ++i) {
        const bool is_last = i == histogram_edges.size();
        shown.sample_count += histogram.bucket(i);
        const double edge = is_last ? std::numeric_limits<double>::infinity() : static_cast<double>(histogram_edges[i]) / nanoseconds_a_second;
        shown.bucket.push_back({shown.sample_count, edge});
    }
    return *this;
}

}  // namespace trellis::adapters
