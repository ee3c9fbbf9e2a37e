// Very many groups at rest, each with a full ladder on the venue: what the promise about their memory is measured on.
#pragma once

#include <cstdint>

#include "engine/world/world.hpp"

namespace trellis::bench {

/// How far the groups have come.
enum class Rest : std::uint8_t {
    laid,    ///< five pyramids of seven entries, all working
    filled,  ///< every entry is filled and its target works
};

Config config_of_many();
InstrumentTable instruments_of_many();
/// Groups 1 to `count` of one account, over all instruments, as their own events made them; the desk knows all of them.
World world_of(std::uint32_t count, Rest rest, const Config& config, const InstrumentTable& instruments);

}  // namespace trellis::bench
