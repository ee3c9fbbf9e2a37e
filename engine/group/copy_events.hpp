// What makes a position a copy, and what happens to one because its leader moved (B-30). Numbers and field order are on disk for good.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/time.hpp"
#include "engine/config/subscriptions.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// Whose position a copy repeats, and by which subscription. A position with an origin is never copied on.
struct CopyOrigin {
    SubscriptionId subscription;
    GroupId leader;
    constexpr auto operator<=>(const CopyOrigin&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.subscription, self.leader); }
};

/// What a copy is to do after its leader. Numbers are on disk: never reuse.
enum class CopyKind : std::uint8_t { open = 0, add = 1, reduce = 2, close = 3 };
std::string_view text(CopyKind kind);  ///< "open"

/// A copy took the next step after its leader, or says why not.
struct CopyFollowed {
    static constexpr auto tag = EventTag::copy_followed;
    static constexpr std::uint8_t version = 1;
    GroupId group;
    std::uint32_t step{};  ///< 1 opened it
    CopyKind kind{};
    std::string code;      ///< empty: it obeyed
    std::string detail;
    Timestamp at{};
    bool operator==(const CopyFollowed&) const = default;
    static void fields(auto& self, auto&& each) { each(self.group, self.step, self.kind, self.code, self.detail, self.at); }
};

}  // namespace trellis
