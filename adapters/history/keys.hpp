// The keys of a history's records. Numbers are big endian, so that keys ascend as numbers do.
//
//   'm'                                         format HistoryInfo
//   's' signal:u64                              SignalRow
//   'S' signal:u64                              SignalBrief
//   'g' account:u16 counter:u32                 GroupRow
//   'G' opened:u64                              GroupBrief         opened: sequence of GroupOpened
//   'O' opened:u64                              GroupBrief         only of those that are open
//   'i' account:u16 instrument:u32 frame:u32 side:u8   GroupId     the newest of an identity
//   'r' placed:u64                              OrderKey           placed: sequence of OrderPlaced
//   'w' placed:u64                              OrderKey           only of those that are not terminal
//   'f' sequence:u64                            FillRow
//   'F' account:u16 counter:u32 sequence:u64    -                  a group's fills
//   'e' account:u16 counter:u32 sequence:u64    -                  events that name a group
//   'n' signal:u64 sequence:u64                 -                  events that name a signal
//   'a' account:u16                             AccountRow
//   'p' account:u16                             PaperAccountBooks
//   'v' instrument:u32                          TradeId            the highest
//   'u' sequence:u64                            Incarnation        starts of the process
//   'k' number:u64                              ConfigRow          versions of the configuration
//   't' time:u64 sequence:u64                   -                  now and then: which event stood at what time
//   'b' aspect:u8 owner:u32 number:u32          Facts              of the directory, as they are now
//   'B' sequence:u64                            Facts              what an event of the directory took the place of
//
// A record with something in it is sealed (adapters/archive/seal.hpp); "-" is empty.
#pragma once

#include <array>
#include <concepts>
#include <cstddef>
#include <cstdint>

#include "adapters/archive/lmdb.hpp"
#include "engine/base/check.hpp"
#include "engine/signal/instruction.hpp"

namespace trellis::adapters::history {

enum class Kind : char {
    info = 'm',
    signal = 's',
    signal_brief = 'S',
    group = 'g',
    group_brief = 'G',
    open_group = 'O',
    identity = 'i',
    order = 'r',
    working_order = 'w',
    fill = 'f',
    group_fill = 'F',
    group_event = 'e',
    signal_event = 'n',
    account = 'a',
    paper_account = 'p',
    newest_trade = 'v',
    start = 'u',
    config = 'k',
    time = 't',
    desk = 'd',
    queue_history = 'q',
    risk = 'R',
    risk_action = 'o',
    offset = 'x',
    risk_pass = 'y',
    facts = 'b',
    replaced_facts = 'B',
};

class Key {
public:
    explicit Key(Kind kind) { bytes_[size_++] = static_cast<std::byte>(kind); }

    template <std::unsigned_integral Number>
    Key& add(Number number) {
        for (unsigned shift = sizeof number * 8; shift != 0;) {
            shift -= 8;
            bytes_.at(size_++) = static_cast<std::byte>(number >> shift);
        }
        return *this;
    }
    Key& add(GroupId group) { return add(group.account.value).add(group.counter); }

    operator ByteView() const { return ByteView(bytes_).first(size_); }

private:
    std::array<std::byte, 24> bytes_{};
    std::size_t size_ = 0;
};

inline Key numbered(Kind kind, std::uint64_t number) { return Key(kind).add(number); }
inline Key key_of(GroupId group) { return Key(Kind::group).add(group); }
inline Key key_of(AccountId account, const Identity& identity) {
    return Key(Kind::identity).add(account.value).add(identity.instrument.value).add(identity.timeframe_seconds)
        .add(static_cast<std::uint8_t>(identity.side));
}
inline Key time_key(Timestamp at) { return Key(Kind::time).add(static_cast<std::uint64_t>(at.time_since_epoch().count())); }

/// The number that a key ends with.
inline std::uint64_t last_number(ByteView key) {
    TRELLIS_CHECK(key.size() > sizeof(std::uint64_t), "a key that is counted by ends with a number");
    std::uint64_t number = 0;
    for (const auto byte : key.last(sizeof number)) number = number << 8U | static_cast<std::uint64_t>(byte);
    return number;
}

}  // namespace trellis::adapters::history
