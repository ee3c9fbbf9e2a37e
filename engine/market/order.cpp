// The names of order vocabulary outside, and the client order id's text form (O-1).
#include "engine/market/order.hpp"

#include <algorithm>
#include <array>

namespace trellis {

namespace {

struct RoleName {
    OrderRole role;
    std::string_view name;
};
constexpr std::array<RoleName, 14> role_names{{{OrderRole::entry, "entry"},
                                               {OrderRole::leg_tp, "leg_tp"},
                                               {OrderRole::aggregate_tp, "aggregate_tp"},
                                               {OrderRole::tp1, "tp1"},
                                               {OrderRole::tp2, "tp2"},
                                               {OrderRole::tp3, "tp3"},
                                               {OrderRole::stop, "stop"},
                                               {OrderRole::exit, "exit"},
                                               {OrderRole::reduce, "reduce"},
                                               {OrderRole::risk_winner, "risk_winner"},
                                               {OrderRole::risk_loser, "risk_loser"},
                                               {OrderRole::layer, "layer"},
                                               {OrderRole::hedge, "hedge"},
                                               {OrderRole::hedge_close, "hedge_close"}}};

constexpr std::string_view digits = "0123456789abcdefghijklmnopqrstuvwxyz";
constexpr char prefix = 'T';     // what marks an order as ours (O-8)
constexpr char separator = 'Z';  // no digit: the digits are lower case

void write_base36(std::string& out, std::uint64_t number) {
    std::array<char, 13> buffer{};
    std::size_t count = 0;
    do {
        buffer[count++] = digits[number % digits.size()];
        number /= digits.size();
    } while (number != 0);
    while (count > 0) out += buffer[--count];
}

std::optional<std::uint64_t> read_base36(std::string_view text, std::uint64_t most) {
    if (text.empty()) return std::nullopt;
    if (text.size() > 7) return std::nullopt;
    if (text.size() > 1 && text.front() == '0') return std::nullopt;
    std::uint64_t number = 0;
    for (const char letter : text) {
        const auto digit = digits.find(letter);
        if (digit == std::string_view::npos) return std::nullopt;
        number = number * digits.size() + digit;
    }
    return number <= most ? std::optional(number) : std::nullopt;
}

}  // namespace

std::string_view text(OrderRole role) {
    const auto* found = std::ranges::find(role_names, role, &RoleName::role);
    return found == role_names.end() ? std::string_view{} : found->name;
}

std::optional<OrderRole> parse_role(std::string_view name) {
    const auto* found = std::ranges::find(role_names, name, &RoleName::name);
    return found == role_names.end() ? std::nullopt : std::optional(found->role);
}

std::string_view text(OrderType type) { return type == OrderType::limit ? "limit" : "market"; }

std::string_view text(OrderState state) {
    switch (state) {
        case OrderState::planned: return "PLANNED";
        case OrderState::sent: return "SENT";
        case OrderState::unknown: return "UNKNOWN";
        case OrderState::working: return "WORKING";
        case OrderState::partial: return "PARTIAL";
        case OrderState::pending_cancel: return "PENDING_CANCEL";
        case OrderState::pending_replace: return "PENDING_REPLACE";
        case OrderState::filled: return "FILLED";
        case OrderState::cancelled: return "CANCELLED";
        case OrderState::rejected: return "REJECTED";
        case OrderState::expired: return "EXPIRED";
    }
    return "";
}

// T <incarnation> Z <account> Z <group counter> Z <order>, each in base 36: at most 1 + 7 + 4 + 7 + 7 + 3 = 29; the incarnation
// stays below 36^6, so 28 are never exceeded.
std::string text(ClientOrderId id) {
    std::string out(1, prefix);
    write_base36(out, id.incarnation.value % 2'176'782'336ULL);
    out += separator;
    write_base36(out, id.key.group.account.value);
    out += separator;
    write_base36(out, id.key.group.counter);
    out += separator;
    write_base36(out, id.key.order.value);
    return out;
}

std::optional<ClientOrderId> parse_client_order_id(std::string_view text) {
    if (text.empty() || text.front() != prefix) return std::nullopt;
    text.remove_prefix(1);
    std::array<std::uint64_t, 4> numbers{};
    constexpr std::array<std::uint64_t, 4> most{0xFFFFFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF};
    for (std::size_t part = 0; part < numbers.size(); ++part) {
        const auto end = text.find(separator);
        const bool is_last = part + 1 == numbers.size();
        if (is_last != (end == std::string_view::npos)) return std::nullopt;
        const auto number = read_base36(text.substr(0, end), most[part]);
        if (!number.has_value()) return std::nullopt;
        numbers[part] = *number;
        if (!is_last) text.remove_prefix(end + 1);
    }
    return ClientOrderId{Incarnation{static_cast<std::uint32_t>(numbers[0])},
                         {{AccountId{static_cast<std::uint16_t>(numbers[1])}, static_cast<std::uint32_t>(numbers[2])},
                          OrderNumber{static_cast<std::uint32_t>(numbers[3])}}};
}

}  // namespace trellis
