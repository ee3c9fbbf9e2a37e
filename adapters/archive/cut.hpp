// A cut: every desk, group and risk engine, and the directory, as of one sequence of the journal, in one store. Its records and how they
// are checked.
//
//   "i"                                  -> checksum:u64 format:u32 CutInfo
//   "d" account:u16                      -> checksum:u64 Desk
//   "g" account:u16 counter:u32          -> checksum:u64 [Group, placed_in]
//   "r" account:u16                      -> checksum:u64 Risk
//   "p"                                  -> checksum:u64 Directory; none while nobody made or assigned a preset
//
// Numbers in keys are big endian, so that keys ascend as ids do; the others little endian. A checksum is XXH3-64 of what follows
// it, seeded with XXH3-64 of the key. CutInfo holds the number and the sum of the other records' checksums, so that a record
// which is whole but old, missing or too many is found as well.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "adapters/archive/lmdb.hpp"
#include "adapters/journal/segment.hpp"
#include "engine/world/world.hpp"

namespace trellis::adapters {

/// 2: desks know places, base prices and what groups realised; risk engines. A record of an earlier format leaves these at their
/// defaults, which is less than its journal tells.
inline constexpr std::uint32_t cut_format = 2;

struct CutInfo {
    std::string journal;          ///< id of the journal it was made of
    std::uint64_t sequence = 0;   ///< the last event in it; 0: none yet
    Timestamp at{};               ///< of that event
    Incarnation incarnation;
    std::uint64_t records = 0;
    std::uint64_t checksums = 0;  ///< their sum
    std::uint32_t format = cut_format;  ///< of its oldest record: beside the info, not among its fields
    bool is_outdated() const { return format < cut_format; }
    bool operator==(const CutInfo&) const = default;
    static void fields(auto& self, auto&& each) {
        each(self.journal, self.sequence, self.at, self.incarnation, self.records, self.checksums);
    }
};

struct Cut {
    CutInfo info;
    World world;  ///< desks and risk engines that no event touched are not in it
};

using RecordKey = std::vector<std::byte>;
RecordKey key_of(AccountId account);
RecordKey key_of(GroupId group);
RecordKey key_of(RiskId risk);
RecordKey key_of(DirectoryId directory);

/// An aggregate as it stands in a store.
template <class Aggregate>
struct Record {
    std::uint64_t checksum = 0;
    Aggregate aggregate;
};
Result<std::optional<Record<Desk>>> read_record(const Store::Transaction& transaction, AccountId account);
Result<std::optional<Record<Group>>> read_record(const Store::Transaction& transaction, GroupId group);
Result<std::optional<Record<Risk>>> read_record(const Store::Transaction& transaction, RiskId risk);
Result<std::optional<Record<Directory>>> read_record(const Store::Transaction& transaction, DirectoryId directory);

/// Return the new record's checksum. `buffer` is working space.
Result<std::uint64_t> write_record(Store::Transaction& transaction, const Desk& desk, std::vector<std::byte>& buffer);
Result<std::uint64_t> write_record(Store::Transaction& transaction, const Group& group, std::vector<std::byte>& buffer);
Result<std::uint64_t> write_record(Store::Transaction& transaction, const Risk& risk, std::vector<std::byte>& buffer);
Result<std::uint64_t> write_record(Store::Transaction& transaction, const Directory& directory, std::vector<std::byte>& buffer);

/// A store without info holds no cut yet: sequence 0. Errors: SNAPSHOT_DAMAGED, SNAPSHOT_VERSION.
Result<CutInfo> read_info(const Store::Transaction& transaction);
Result<void> write_info(Store::Transaction& transaction, const CutInfo& info);

/// Only how far the cut in a file goes. Errors as of load_cut.
Result<CutInfo> peek_cut(const std::string& path);
/// All of it, every record checked. Errors: NOT_FOUND (no such file), SNAPSHOT_DAMAGED, SNAPSHOT_VERSION (a newer program made it),
/// disk errors. Changes nothing and takes no lock.
Result<Cut> load_cut(const std::string& path);
/// The same without decoding the aggregates.
Result<CutInfo> verify_cut(const std::string& path);

}  // namespace trellis::adapters
