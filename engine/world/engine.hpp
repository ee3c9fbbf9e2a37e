// Whatever runs the ring: direct calls or actors. Both journal the same bytes for the same items.
#pragma once

#include "engine/world/world.hpp"

namespace trellis {

class Engine {
public:
    Engine() = default;
    Engine(const Engine&) = delete;
    Engine& operator=(const Engine&) = delete;
    virtual ~Engine() = default;

    /// Arms what every group watches and waits for; once, before the first item.
    virtual void arm() = 0;
    /// Runs one item to its end: the ring is quiet when this returns.
    virtual void handle(const NumberedItem& item) = 0;
    /// After a recovery: gives one unanswered command to its group. `item`: the number of the item that was cut short.
    virtual void hand_over(const HandOverCommand& command, std::uint64_t item, Timestamp at) = 0;
    /// Every decision from now on is made by this configuration (C-1), and risk passes come at its interval. Accounts and instruments must
    /// be those of the start.
    virtual void reconfigure(const Config& config, Timestamp at) = 0;
    /// After a recovery: the risk pass of that account acted, and looks again. `item` as above.
    virtual void continue_pass(AccountId account, std::uint64_t item, Timestamp at) = 0;
    /// Ends it and returns what it knew.
    virtual World stop() = 0;
};

}  // namespace trellis
