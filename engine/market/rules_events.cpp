#include "engine/market/rules_events.hpp"

namespace trellis {

std::string_view text(RefreshCause cause) {
    switch (cause) {
        case RefreshCause::age: return "age";
        case RefreshCause::missing: return "missing";
        case RefreshCause::announced: return "announced";
        case RefreshCause::requested: return "requested";
    }
    return "";
}

}  // namespace trellis
