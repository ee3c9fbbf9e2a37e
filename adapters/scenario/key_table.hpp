// The keys of a scenario, by section: the document, its instruments, and each kind of timeline entry.
#pragma once

#include <span>

#include "adapters/config/key.hpp"

namespace trellis::adapters {

const Section& scenario_section();
/// `at` and one of the kinds.
const Section& entry_section();
const Section& quote_section();
const Section& print_section();
const Section& signal_section();
const Section& fill_section();
const Section& admin_section();
const Section& fault_section();
const Section& rules_section();
/// Of `quotes_from` and `frames_from`.
const Section& file_section();

std::span<const Section> scenario_sections();

}  // namespace trellis::adapters
