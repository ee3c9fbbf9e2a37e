// How a history's records are read and written, and the short ones that lists are searched by.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/archive/seal.hpp"
#include "adapters/history/history.hpp"
#include "adapters/history/keys.hpp"
#include "engine/event/fields.hpp"
#include "engine/pool/events.hpp"

namespace trellis::adapters::history {

inline constexpr std::uint32_t format = 2;

/// What signals are filtered by.
struct SignalBrief {
    AccountId account;
    std::optional<SignalOutcome> outcome;
    bool operator==(const SignalBrief&) const = default;
    static void fields(auto& self, auto&& each) { each(self.account, self.outcome); }
};

/// What groups are filtered by.
struct GroupBrief {
    GroupId id;
    Identity identity;
    bool has_ended = false;
    bool operator==(const GroupBrief&) const = default;
    static void fields(auto& self, auto&& each) { each(self.id, self.identity, self.has_ended); }
};

/// Of a side of a thing of the directory (adapters/history/facts.hpp).
struct Facts {
    std::string json;
    bool operator==(const Facts&) const = default;
    static void fields(auto& self, auto&& each) { each(self.json); }
};

/// The format first: that much is read of any.
struct FormattedInfo {
    std::uint32_t format = 0;
    HistoryInfo info;
    static void fields(auto& self, auto&& each) { each(self.format, self.info); }
};

/// Error SNAPSHOT_DAMAGED.
template <class T>
Result<T> decode_record(ByteView key, ByteView value) {
    const auto sealed = open_seal(key, value);
    if (!sealed) return sealed.error();
    auto decoded = decode_fields<T>(sealed->body);
    if (!decoded) return damaged_record(key, decoded.error().detail);
    return decoded;
}

/// A number or an id from the big endian bytes that are left of a key.
template <class Number>
Number number_in(ByteView bytes) {
    std::uint64_t number = 0;
    for (const auto byte : bytes) number = number << 8U | static_cast<std::uint64_t>(byte);
    if constexpr (std::integral<Number>) {
        return static_cast<Number>(number);
    } else {
        return Number{static_cast<decltype(Number::value)>(number)};
    }
}

template <class T>
Result<std::optional<T>> get(const Store::Transaction& transaction, const Key& key) {
    const auto value = transaction.get(key);
    if (!value) return value.error();
    if (!*value) return std::optional<T>{};
    auto decoded = decode_record<T>(key, **value);
    if (!decoded) return decoded.error();
    return std::optional<T>(std::move(decoded).value());
}

/// Every record of a kind, by the number its key ends with.
template <class Records>
Result<Records> all(const Store::Transaction& transaction, Kind kind) {
    Records records;
    using Number = typename Records::key_type;
    const auto walked = transaction.walk_forwards(Key(kind), [&](ByteView key, ByteView value) -> Result<bool> {
        if (key[0] != static_cast<std::byte>(kind)) return false;
        auto record = decode_record<typename Records::mapped_type>(key, value);
        if (!record) return record.error();
        records.emplace(number_in<Number>(key.subspan(1)), std::move(*record));
        return true;
    });
    if (!walked) return walked.error();
    return records;
}

/// `buffer` is working space.
template <class T>
Result<void> put(Store::Transaction& transaction, const Key& key, const T& value, std::vector<std::byte>& buffer) {
    buffer.assign(seal_bytes, std::byte{0});
    encode_fields(value, buffer);
    seal(key, buffer);
    return transaction.put(key, buffer);
}

}  // namespace trellis::adapters::history
