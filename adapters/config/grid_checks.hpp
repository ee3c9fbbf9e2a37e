// What keys of a strategy must be to each other (C-2), asked only when each is right by itself.
#pragma once

#include "adapters/config/section_values.hpp"

namespace trellis::adapters {

/// Levels, pyramids and targets of `object`, whose values with what it inherits are `values`.
void check_together(const SectionValues& values, const json::Value& object, Reporter& reporter);

/// A strategy's own keys of `sizing` (S-1), with what they inherit.
void check_sizing(const SectionValues& values, const SectionValues& sizing, const json::Value& object, Reporter& reporter);

/// The account's `sizing` in `root`, for the strategies of `config`, which are read.
void check_account_sizing(const json::Value& root, const SectionValues& sizing, const Config& config, Reporter& reporter);

}  // namespace trellis::adapters
