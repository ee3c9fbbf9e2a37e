// Words for values that events hold.
#pragma once

#include <string_view>

#include "engine/event/event.hpp"

namespace trellis::adapters {

/// "entry", "exit"
constexpr std::string_view intent_word(Intent intent) {
    switch (intent) {
        case Intent::entry:
            return "entry";
        case Intent::exit:
            return "exit";
        case Intent::reduce:
            return "reduce";
        case Intent::reverse:
            return "reverse";
    }
    return "";
}

}  // namespace trellis::adapters
