// The floor: a bare CAF actor that passes on messages as large as those of a group actor, without anything in them.
#include <array>

#include "actors/messages.hpp"
#include "bench/actors/hop.hpp"

namespace trellis::bench {

/// As large as `Like`, and nothing to copy but bytes.
template <class Like>
struct Load {
    std::array<std::byte, sizeof(Like)> bytes{};
};

using LoadIn = Load<actors::GroupTask>;
using LoadOut = Load<Commit>;
using LoadBack = Load<actors::GroupActed>;

}  // namespace trellis::bench

CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::bench::LoadIn)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::bench::LoadOut)
CAF_ALLOW_UNSAFE_MESSAGE_TYPE(trellis::bench::LoadBack)

namespace trellis::bench {

namespace {

using Middle = actors::Interface<LoadIn>;
using Exit = actors::Interface<LoadOut>;
using Back = actors::Interface<LoadBack>;

struct NoState {
    const char* name = "raw";
};

actors::Behavior<Middle> middle(actors::Self<Middle, NoState> self, const Exit& exit, const Back& back) {
    return {[self, exit, back](const LoadIn&) {
        actors::tell(self, exit, LoadOut{});
        actors::tell(self, back, LoadBack{});
    }};
}

actors::Behavior<Exit> leave(actors::Self<Exit, NoState>, Probe* probe) {
    return {[probe](const LoadOut&) { probe->command_arrived(); }};
}

actors::Behavior<Back> swallow(actors::Self<Back, NoState>) {
    return {[](const LoadBack&) {}};
}

class RawHop final : public Hop {
public:
    RawHop(caf::actor_system& system, Probe& probe)
        : exit_(system.spawn(leave, &probe)), back_(system.spawn(swallow)), middle_(system.spawn(middle, exit_, back_)) {}

    void send() override { actors::tell(middle_, LoadIn{}); }
    void stop() override {
        caf::anon_send_exit(middle_, caf::exit_reason::user_shutdown);
        caf::anon_send_exit(exit_, caf::exit_reason::user_shutdown);
        caf::anon_send_exit(back_, caf::exit_reason::user_shutdown);
    }

private:
    Exit exit_;
    Back back_;
    Middle middle_;
};

}  // namespace

std::unique_ptr<Hop> raw_hop(caf::actor_system& system, Probe& probe) { return std::make_unique<RawHop>(system, probe); }

}  // namespace trellis::bench
