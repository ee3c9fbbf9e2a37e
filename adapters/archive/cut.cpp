// Records: encoded by the engine's codec, sealed with a checksum.
#include "adapters/archive/cut.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <utility>

#include "adapters/archive/seal.hpp"
#include "adapters/archive/store_check.hpp"
#include "adapters/journal/little_endian.hpp"
#include "engine/event/fields.hpp"

namespace trellis::adapters {
namespace {

constexpr char info_kind = 'i';
constexpr char desk_kind = 'd';
constexpr char group_kind = 'g';
constexpr char risk_kind = 'r';
constexpr char directory_kind = 'p';

/// A group with what its own fields leave out.
struct WholeGroup {
    Group group;
    static void fields(auto& self, auto&& each) { each(self.group, self.group.placed_in); }
};

template <std::unsigned_integral Number>
void append_big_endian(RecordKey& key, Number number) {
    for (unsigned shift = sizeof number * 8; shift != 0;) {
        shift -= 8;
        key.push_back(static_cast<std::byte>(number >> shift));
    }
}

RecordKey kind_key(char kind) { return {static_cast<std::byte>(kind)}; }

template <class T>
Result<T> decode_body(ByteView key, ByteView body) {
    auto value = decode_fields<T>(body);
    if (!value) return damaged_record(key, value.error().detail);
    return value;
}

template <class Aggregate, class Stored>
Result<std::optional<Record<Aggregate>>> read_as(const Store::Transaction& transaction, const RecordKey& key,
                                                 Aggregate (*unwrap)(Stored&&)) {
    const auto value = transaction.get(key);
    if (!value) return value.error();
    if (!*value) return std::optional<Record<Aggregate>>{};
    const auto sealed = open_seal(key, **value);
    if (!sealed) return sealed.error();
    auto stored = decode_body<Stored>(key, sealed->body);
    if (!stored) return stored.error();
    return std::optional(Record<Aggregate>{sealed->checksum, unwrap(std::move(stored).value())});
}

Result<std::uint64_t> write_sealed(Store::Transaction& transaction, const RecordKey& key, std::vector<std::byte>& buffer) {
    const auto checksum = seal(key, buffer);
    if (auto written = transaction.put(key, buffer); !written) return written.error();
    return checksum;
}

Result<CutInfo> decode_info(ByteView value) {
    const auto key = kind_key(info_kind);
    const auto sealed = open_seal(key, value);
    if (!sealed) return sealed.error();
    if (sealed->body.size() < sizeof(std::uint32_t)) return damaged_record(key, "it is too short");
    const auto format = load<std::uint32_t>(sealed->body, 0);
    if (format > cut_format) {
        return Error{"SNAPSHOT_VERSION", "it has format " + std::to_string(format) + ", this program reads up to " +
                                             std::to_string(cut_format)};
    }
    auto info = decode_body<CutInfo>(key, sealed->body.subspan(sizeof(std::uint32_t)));
    if (info.ok()) info->format = format;
    return info;
}

/// The records as they come, in the order of their keys.
using Take = std::function<Result<void>(ByteView key, ByteView body)>;

Result<CutInfo> scan_cut(const Store::Transaction& transaction, const Take& take) {
    auto info = read_info(transaction);
    if (!info) return info;
    std::uint64_t records = 0;
    std::uint64_t checksums = 0;
    const auto scanned = transaction.scan([&](ByteView key, ByteView value) -> Result<void> {
        if (key.size() == 1 && key[0] == static_cast<std::byte>(info_kind)) return {};
        const auto sealed = open_seal(key, value);
        if (!sealed) return sealed.error();
        ++records;
        checksums += sealed->checksum;
        return take(key, sealed->body);
    });
    if (!scanned) return scanned.error();
    if (records != info->records) {
        return Error{"SNAPSHOT_DAMAGED", "it has " + std::to_string(records) + " records instead of " + std::to_string(info->records)};
    }
    if (checksums != info->checksums) return Error{"SNAPSHOT_DAMAGED", "one of its records is of another time"};
    return info;
}

Result<void> take_into(World& world, ByteView key, ByteView body) {
    const auto kind = static_cast<char>(key[0]);
    if (kind == desk_kind) {
        auto desk = decode_body<Desk>(key, body);
        if (!desk) return desk.error();
        const auto account = desk->account;
        if (!std::ranges::equal(key, key_of(account))) return damaged_record(key, "it holds another desk");
        world.desks.emplace_hint(world.desks.end(), account, std::move(desk).value());
        return {};
    }
    if (kind == risk_kind) {
        auto risk = decode_body<Risk>(key, body);
        if (!risk) return risk.error();
        const auto account = risk->account;
        if (!std::ranges::equal(key, key_of(RiskId{account}))) return damaged_record(key, "it holds another risk engine");
        world.risks.emplace_hint(world.risks.end(), account, std::move(risk).value());
        return {};
    }
    if (kind == directory_kind) {
        auto directory = decode_body<Directory>(key, body);
        if (!directory) return directory.error();
        world.directory = std::move(directory).value();
        return {};
    }
    if (kind != group_kind) return damaged_record(key, "no record is of this kind");
    auto whole = decode_body<WholeGroup>(key, body);
    if (!whole) return whole.error();
    const auto id = whole->group.id;
    if (!std::ranges::equal(key, key_of(id))) return damaged_record(key, "it holds another group");
    world.groups.emplace_hint(world.groups.end(), id, std::move(std::move(whole).value().group));
    return {};
}

/// Damage of the file and damage of its records are the same to whoever asks for a cut.
Error as_snapshot_error(const std::string& path, Error error) {
    if (error.code == "STORE_DAMAGED") return Error{"SNAPSHOT_DAMAGED", std::move(error.detail)};
    if (error.code == "SNAPSHOT_DAMAGED") return Error{std::move(error.code), path + " is damaged: " + error.detail};
    if (error.code == "SNAPSHOT_VERSION") return Error{std::move(error.code), path + " was made by a newer program: " + error.detail};
    return error;
}

template <class Use>
auto with_store(const std::string& path, Use use) -> decltype(use(std::declval<const Store::Transaction&>())) {
    const auto read = [&]() -> decltype(use(std::declval<const Store::Transaction&>())) {
        if (auto checked = check_store(path); !checked) return checked.error();
        auto opened = Store::open(path, Store::Mode::read);
        if (!opened) return opened.error();
        auto transaction = (*opened)->begin();
        if (!transaction) return transaction.error();
        return use(*transaction);
    };
    auto result = read();
    if (!result) return as_snapshot_error(path, result.error());
    return result;
}

}  // namespace

RecordKey key_of(AccountId account) {
    auto key = kind_key(desk_kind);
    append_big_endian(key, account.value);
    return key;
}

RecordKey key_of(GroupId group) {
    auto key = kind_key(group_kind);
    append_big_endian(key, group.account.value);
    append_big_endian(key, group.counter);
    return key;
}

RecordKey key_of(RiskId risk) {
    auto key = kind_key(risk_kind);
    append_big_endian(key, risk.account.value);
    return key;
}

RecordKey key_of(DirectoryId) { return kind_key(directory_kind); }

Result<std::optional<Record<Desk>>> read_record(const Store::Transaction& transaction, AccountId account) {
    return read_as<Desk, Desk>(transaction, key_of(account), [](Desk&& desk) { return std::move(desk); });
}

Result<std::optional<Record<Group>>> read_record(const Store::Transaction& transaction, GroupId group) {
    return read_as<Group, WholeGroup>(transaction, key_of(group), [](WholeGroup&& whole) { return std::move(whole.group); });
}

Result<std::optional<Record<Risk>>> read_record(const Store::Transaction& transaction, RiskId risk) {
    return read_as<Risk, Risk>(transaction, key_of(risk), [](Risk&& known) { return std::move(known); });
}

Result<std::optional<Record<Directory>>> read_record(const Store::Transaction& transaction, DirectoryId directory) {
    return read_as<Directory, Directory>(transaction, key_of(directory), [](Directory&& known) { return std::move(known); });
}

Result<std::uint64_t> write_record(Store::Transaction& transaction, const Directory& directory, std::vector<std::byte>& buffer) {
    buffer.assign(seal_bytes, std::byte{0});
    encode_fields(directory, buffer);
    return write_sealed(transaction, key_of(DirectoryId{}), buffer);
}

Result<std::uint64_t> write_record(Store::Transaction& transaction, const Risk& risk, std::vector<std::byte>& buffer) {
    buffer.assign(seal_bytes, std::byte{0});
    encode_fields(risk, buffer);
    return write_sealed(transaction, key_of(RiskId{risk.account}), buffer);
}

Result<std::uint64_t> write_record(Store::Transaction& transaction, const Desk& desk, std::vector<std::byte>& buffer) {
    buffer.assign(seal_bytes, std::byte{0});
    encode_fields(desk, buffer);
    return write_sealed(transaction, key_of(desk.account), buffer);
}

Result<std::uint64_t> write_record(Store::Transaction& transaction, const Group& group, std::vector<std::byte>& buffer) {
    buffer.assign(seal_bytes, std::byte{0});
    {
        MsgpackWriter writer(buffer);
        writer.array(2);
        detail::write_value(writer, group);
        detail::write_value(writer, group.placed_in);
    }
    return write_sealed(transaction, key_of(group.id), buffer);
}

Result<CutInfo> read_info(const Store::Transaction& transaction) {
    const auto value = transaction.get(kind_key(info_kind));
    if (!value) return value.error();
    if (!*value) return CutInfo{};
    return decode_info(**value);
}

Result<void> write_info(Store::Transaction& transaction, const CutInfo& info) {
    std::vector<std::byte> buffer(seal_bytes + sizeof info.format);
    store(std::span(buffer), seal_bytes, info.format);
    encode_fields(info, buffer);
    const auto key = kind_key(info_kind);
    seal(key, buffer);
    return transaction.put(key, buffer);
}

Result<CutInfo> peek_cut(const std::string& path) {
    return with_store(path, [](const Store::Transaction& transaction) { return read_info(transaction); });
}

Result<Cut> load_cut(const std::string& path) {
    return with_store(path, [](const Store::Transaction& transaction) -> Result<Cut> {
        Cut cut;
        auto info = scan_cut(transaction, [&](ByteView key, ByteView body) { return take_into(cut.world, key, body); });
        if (!info) return info.error();
        cut.info = std::move(info).value();
        cut.world.incarnation = cut.info.incarnation;
        return cut;
    });
}

Result<CutInfo> verify_cut(const std::string& path) {
    return with_store(path, [](const Store::Transaction& transaction) {
        return scan_cut(transaction, [](ByteView, ByteView) -> Result<void> { return {}; });
    });
}

}  // namespace trellis::adapters
