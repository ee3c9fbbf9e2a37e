// The table of all keys of the configuration, by section: the one place that knows a key's type, range, default, rule and
// what of it is built.
#pragma once

#include <span>

#include "adapters/config/key.hpp"

namespace trellis::adapters {

const Section& root_section();
const Section& app_section();
const Section& runtime_section();
const Section& account_section();
/// What an account has besides; of the paper exchange.
const Section& balances_section();
/// The same where it must be said: in a scenario.
const Section& required_balances_section();
const Section& paper_section();
/// Of a scenario, and of `runtime.paper`: the same keys.
const Section& instrument_section();
const Section& paper_instrument_section();
/// One item of `runtime.paper.market[]`, and its `synthetic`.
const Section& feed_section();
const Section& synthetic_section();
const Section& execution_pool_section();
const Section& queue_section();
const Section& grid_section();
/// `grid_strategy.strategies`, which an item of that list does not have itself.
const Section& strategies_section();
/// Whom an item of `grid_strategy.strategies[]` applies to (D-12); its other keys are those of grid_section.
const Section& selector_section();
/// One level of a ladder (D-1).
const Section& level_section();
const Section& sizing_section();
const Section& risk_section();
const Section& limits_section();
const Section& precision_section();
const Section& presets_section();
const Section& schedule_section();
const Section& journal_section();
const Section& security_section();
const Section& webhook_section();
const Section& admin_listener_section();
/// `tls` of the webhook's and of the admin's listener: the same keys.
const Section& webhook_tls_section();
const Section& admin_tls_section();
const Section& route_section();

/// All of them, in the order of R-70.
std::span<const Section> config_sections();

}  // namespace trellis::adapters
