// What happens to a group that broke: nobody manages it until an operator releases it. Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <string>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// A command broke the group: its state is what the journal had made it before, and from now on it only books fills and cancels.
struct GroupQuarantined {
    static constexpr auto tag = EventTag::group_quarantined;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::string reason;  ///< what did not hold
    Timestamp at{};
    bool operator==(const GroupQuarantined&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.reason, self.at); }
};

/// An operator said that it shall act again.
struct QuarantineReleased {
    static constexpr auto tag = EventTag::quarantine_released;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    Timestamp at{};
    bool operator==(const QuarantineReleased&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.at); }
};

}  // namespace trellis
