// What bots do on a desk (B-31): who took an entry, and that what a bot opened is to be closed. Numbers and field order are on disk for
// good.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "engine/base/decimal.hpp"
#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/config/bots.hpp"
#include "engine/event/tags.hpp"

namespace trellis {

/// An entry came by a bot, and counts for that day of its account (LocalDay).
struct BotTake {
    BotId bot;
    std::int64_t day{};
    bool operator==(const BotTake&) const = default;
    static void fields(auto& self, auto&& each) { each(self.bot, self.day); }
};

/// A bot was stopped for good: these groups, which it opened, close.
struct BotFlattened {
    static constexpr auto tag = EventTag::bot_flattened;
    static constexpr std::uint8_t version = 1;
    AccountId account;
    BotId bot;
    std::vector<GroupId> groups;
    Timestamp at{};
    bool operator==(const BotFlattened&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.bot, self.groups, self.at); }
};

/// What a bot did on one day of its account.
struct BotDay {
    std::int64_t day = 0;
    std::uint32_t entries = 0;
    Money realised;      ///< of groups that it opened, on whatever day
    bool operator==(const BotDay&) const = default;
    static void fields(auto& self, auto&& each) { each(self.day, self.entries, self.realised); }
};

/// What a desk knows of bots. State; it changes by events alone.
struct BotBook {
    std::map<GroupId, BotId> opened;  ///< of the groups that hold a slot, those that a bot opened
    std::map<BotId, BotDay> days;     ///< the newest of each
    bool operator==(const BotBook&) const = default;
    static void fields(auto& self, auto&& each) { each(self.opened, self.days); }

    /// Of that day; nothing when the newest is another.
    BotDay on(BotId bot, std::int64_t day) const;
    void note_entry(const BotTake& take);
    void note_realised(GroupId group, Money amount, std::int64_t day);
};

}  // namespace trellis
