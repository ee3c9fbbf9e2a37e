// Families of series under construction: what prometheus-cpp serializes, written in one line each. A label value that comes twice is
// added up, because a page with the same series twice is refused as a whole.
#pragma once

#include <prometheus/metric_family.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/metrics/labelled.hpp"

namespace trellis::adapters {

class FamilyList {
public:
    using Labels = std::vector<std::pair<std::string_view, std::string_view>>;

    /// What follows belongs to this family. `help` is one line.
    FamilyList& counter(std::string_view name, std::string_view help);
    FamilyList& gauge(std::string_view name, std::string_view help);
    FamilyList& histogram(std::string_view name, std::string_view help);

    FamilyList& add(double value) { return add({}, value); }
    FamilyList& add(const Labels& labels, double value);
    FamilyList& add(const Histogram& histogram) { return add({}, histogram); }
    FamilyList& add(const Labels& labels, const Histogram& histogram);

    template <class E>
    FamilyList& add_each(std::string_view label, const ByEnum<E, Counter>& counters) {
        for (std::size_t i = 0; i < enumerator_count<E>; ++i) {
            const auto value = static_cast<E>(i);
            add({{label, enumerator_name(value)}}, static_cast<double>(counters[value].value()));
        }
        return *this;
    }
    /// For ByCode and ByPlace.
    template <class List>
    FamilyList& add_each(std::string_view label, const List& counters) {
        for (std::size_t i = 0; i < counters.size(); ++i) add({{label, counters.label(i)}}, static_cast<double>(counters.at(i).value()));
        return *this;
    }
    /// One gauge for each state: 1 for the present one.
    template <class E>
    FamilyList& add_state(std::string_view label, E present) {
        for (std::size_t i = 0; i < enumerator_count<E>; ++i) {
            const auto value = static_cast<E>(i);
            add({{label, enumerator_name(value)}}, value == present ? 1 : 0);
        }
        return *this;
    }

    std::vector<prometheus::MetricFamily> take() { return std::move(families_); }

private:
    FamilyList& begin(std::string_view name, std::string_view help, prometheus::MetricType type);
    prometheus::ClientMetric& metric(const Labels& labels);

    std::vector<prometheus::MetricFamily> families_;
};

}  // namespace trellis::adapters
