// The aggregates that a stretch of the journal touches, and no others: loaded from a cut when an event first names them, changed by
// the events, written back. What a whole world would cost is never paid.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <vector>

#include "adapters/archive/cut.hpp"
#include "adapters/archive/replay.hpp"
#include "engine/event/commit.hpp"

namespace trellis::adapters {

class Touched {
public:
    /// `transaction` and `initial` (desk and risk engine of each account, as new) outlive this.
    /// `careful`: see Replay.
    Touched(Store::Transaction& transaction, const World& initial, CutInfo info, const std::set<GroupId>& careful);

    Result<void> take(const FrameView& frame);
    /// Writes every touched aggregate and the new info; groups that were released are removed. Returns the info.
    Result<CutInfo> write_back();

    std::size_t aggregates() const { return loaded_.size(); }
    std::uint64_t events() const { return replay_.events(); }
    const std::optional<GroupId>& broken() const { return replay_.broken(); }

private:
    Result<void> load(const Owner& owner);
    Result<void> load_desk(AccountId account);
    Result<void> load_group(GroupId group);
    Result<void> load_risk(RiskId risk);
    Result<void> load_directory();
    template <class Aggregate>
    Result<void> write_one(const RecordKey& key, const Aggregate* aggregate, const std::optional<std::uint64_t>& before);

    Store::Transaction& transaction_;
    const World& initial_;
    CutInfo info_;
    World world_;
    std::map<Owner, std::optional<std::uint64_t>> loaded_;  // checksum of the record that stands in the cut
    Replay replay_;
    std::vector<std::byte> buffer_;
};

}  // namespace trellis::adapters
