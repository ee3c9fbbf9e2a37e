#include "engine/base/ids.hpp"

namespace trellis {

std::string text(GroupId id) { return "g" + std::to_string(id.account.value) + "." + std::to_string(id.counter); }

std::string text(OffsetNumber id) { return "o" + std::to_string(id.account.value) + "." + std::to_string(id.counter); }

std::string text(SignalNumber id) { return "s" + std::to_string(id.value); }

}  // namespace trellis
