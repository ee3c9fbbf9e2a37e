// What can be made to go wrong at the paper exchange on purpose (scenario.md, `fault.kind`; R-61).
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/ids.hpp"
#include "engine/base/time.hpp"
#include "engine/market/order.hpp"

namespace trellis::adapters {

enum class VenueFaultKind : std::uint8_t {
    reject,                 ///< the next new orders are refused with `code`
    timeout_before_accept,  ///< the next new orders are lost on their way, no answer
    timeout_after_accept,   ///< the next new orders are taken, their answer is lost
    server_error,           ///< the next new orders are not taken and answered without a usable answer
    disconnect,             ///< for `duration` requests do not leave and reports are held
    drop_fill,              ///< the next fills are missing from the stream
    duplicate_fill,         ///< the next fills come twice
    late_fee,               ///< the next fills come without their fee, which is said after `duration` (F-8)
    reorder_fills,          ///< the next fills change place with what arrives with them
    rate_limit,             ///< the next new orders are answered 429: entries wait for `duration` (O-5)
    metadata_missing,       ///< for `duration` the rules of `instrument` cannot be fetched (V-1)
    cancel_by_venue,        ///< the venue cancels working orders, opening ones first, then the oldest
    manual_trade,           ///< the user trades at the touch by hand; to sell what our orders lock he cancels them, newest first (X-6)
    unknown_order,          ///< a limit order of nobody here stands at the venue (O-8)
};

/// One fault of one account. The kinds about new orders count the account's new-order requests from the fault on: of several
/// in force the oldest acts, all count.
struct Fault {
    AccountId account;
    VenueFaultKind kind{};
    std::uint32_t orders = 1;                ///< how many orders, or fills, it concerns
    std::string code = "REJECTED";           ///< of `reject`
    Duration duration{};                     ///< of `disconnect`, `rate_limit`, `metadata_missing` and `late_fee`
    std::optional<InstrumentId> instrument;  ///< of `cancel_by_venue`: only its orders; of `manual_trade`, `unknown_order`
    OrderSide side{};                        ///< of `manual_trade` and `unknown_order`
    Quantity quantity;                       ///< of `manual_trade` and `unknown_order`
    std::optional<ClientOrderId> order;      ///< of `cancel_by_venue`: this order and no other
    Price price{};                           ///< of `unknown_order`: its limit
    std::string client_id{};                 ///< of `unknown_order`: as the venue shows it
    bool operator==(const Fault&) const = default;
};

}  // namespace trellis::adapters
