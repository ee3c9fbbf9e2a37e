// Which injected faults of one account are still in force, and what they do to its next order or fill.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/exchange/paper/fault.hpp"
#include "adapters/exchange/paper/wire.hpp"

namespace trellis::adapters {

class FaultList {
public:
    void add(const Fault& fault);
    /// Counts one new-order request and answers with the oldest fault about new orders that is in force.
    std::optional<Fault> next_order();
    /// Counts one fill.
    Mishap next_fill();

private:
    std::vector<Fault> orders_;
    std::vector<Fault> fills_;
};

}  // namespace trellis::adapters
