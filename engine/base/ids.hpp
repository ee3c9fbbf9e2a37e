// Strong identifiers: every number that names something has a type of its own, so two of them cannot be swapped.
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <string>

namespace trellis {

template <class Tag, class Number>
struct Id {
    Number value{};
    constexpr auto operator<=>(const Id&) const = default;
};

/// Account: its place in the configuration, from 1.
using AccountId = Id<struct AccountTag, std::uint16_t>;
/// Who owns things: the system, the operator, or a user.
using OwnerId = Id<struct OwnerTag, std::uint32_t>;
/// Owns the templates of section 25; only an admin changes what it owns.
inline constexpr OwnerId system_owner{0};
/// Whoever has the admin token.
inline constexpr OwnerId operator_owner{1};
/// Instrument: its place in the instrument table, from 0.
using InstrumentId = Id<struct InstrumentTag, std::uint32_t>;
/// Signal: number of the received signal, from 1; `s3` outside.
using SignalNumber = Id<struct SignalTag, std::uint64_t>;
/// Order within its group, from 1, never reused.
using OrderNumber = Id<struct OrderTag, std::uint32_t>;
/// Trade id as the venue gives it.
using TradeId = Id<struct TradeTag, std::uint64_t>;
/// Pyramid within its group, from 0 (P-1).
using PyramidIndex = Id<struct PyramidTag, std::uint16_t>;
/// Leg: index of the configured level, from 0.
using LegIndex = Id<struct LegTag, std::uint16_t>;
/// Which start of the process wrote a thing; grows by one at each start on a data directory.
using Incarnation = Id<struct IncarnationTag, std::uint32_t>;

/// A position group: the account and the counter of that account's desk (G-1); `g1.4` outside.
struct GroupId {
    AccountId account;
    std::uint32_t counter{};
    constexpr auto operator<=>(const GroupId&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.account, self.counter); }
};

/// One offset of an account's risk engine: which losers and winners it closed (K-9); `o1.3` outside.
struct OffsetNumber {
    AccountId account;
    std::uint32_t counter{};
    constexpr auto operator<=>(const OffsetNumber&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.account, self.counter); }
};

/// An order anywhere: its group and its number there. The client order id on the wire encodes it (O-1).
struct OrderKey {
    GroupId group;
    OrderNumber order;
    constexpr auto operator<=>(const OrderKey&) const = default;
    static constexpr void fields(auto& self, auto&& each) { each(self.group, self.order); }
};

/// "g1.4"
std::string text(GroupId id);
/// "o1.3"
std::string text(OffsetNumber id);
/// "s3"
std::string text(SignalNumber id);

}  // namespace trellis
