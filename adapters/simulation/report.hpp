// The report of a simulated run (scenario.md, "Report"; ), as one JSON document.
#pragma once

#include <string>

#include "adapters/json/writer.hpp"
#include "adapters/simulation/runner.hpp"

namespace trellis::adapters {

std::string report_json(const Scenario& scenario, const RunResult& result, const Chronicle& chronicle,
                        const PaperExchange& venue, json::Layout layout);

}  // namespace trellis::adapters
