#include "adapters/archive/touched.hpp"

#include <utility>

#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

Touched::Touched(Store::Transaction& transaction, const World& initial, CutInfo info, const std::set<GroupId>& careful)
    : transaction_(transaction),
      initial_(initial),
      info_(std::move(info)),
      replay_(world_, [this](const Event& event, std::uint64_t) -> Result<void> {
          // A released slot takes its group out of the world, so that one must be known too.
          if (const auto* released = std::get_if<SlotReleased>(&event)) {
              if (auto loaded = load(released->group); !loaded) return loaded;
          }
          // One that is opened has a desk and a risk engine from then on, which no configuration knows of.
          if (const auto* opened = std::get_if<ConnectionOpened>(&event)) {
              for (const Owner owner : {Owner{opened->account}, Owner{RiskId{opened->account}}}) {
                  if (auto loaded = load(owner); !loaded) return loaded;
              }
          }
          return load(owner_of(event));
      }, &careful) {
    world_.incarnation = info_.incarnation;
}

Result<void> Touched::take(const FrameView& frame) {
    if (auto taken = replay_.take(frame); !taken) return taken;
    info_.sequence = frame.header.first_sequence + frame.header.event_count - 1;
    info_.at = frame.header.at;
    return {};
}

Result<void> Touched::load(const Owner& owner) {
    if (owner.index() == 0 || loaded_.contains(owner)) return {};
    return std::visit(Overloaded{
                          [](std::monostate) -> Result<void> { return {}; },
                          [this](AccountId account) { return load_desk(account); },
                          [this](GroupId group) { return load_group(group); },
                          [this](RiskId risk) { return load_risk(risk); },
                          [this](DirectoryId) { return load_directory(); },
                      },
                      owner);
}

Result<void> Touched::load_desk(AccountId account) {
    auto record = read_record(transaction_, account);
    if (!record) return record.error();
    auto& before = loaded_[account];
    const auto fresh = initial_.desks.find(account);
    if (record->has_value()) {
        before = (*record)->checksum;
        auto& desk = world_.desks.emplace(account, std::move((*record)->aggregate)).first->second;
        if (fresh != initial_.desks.end()) desk.dedupe_window_hours = fresh->second.dedupe_window_hours;
    } else if (fresh != initial_.desks.end()) {
        world_.desks.emplace(account, fresh->second);
    }
    return {};
}

Result<void> Touched::load_group(GroupId group) {
    auto record = read_record(transaction_, group);
    if (!record) return record.error();
    auto& before = loaded_[group];
    if (!record->has_value()) return {};
    before = (*record)->checksum;
    world_.groups.emplace(group, std::move((*record)->aggregate));
    return {};
}

Result<void> Touched::load_risk(RiskId risk) {
    auto record = read_record(transaction_, risk);
    if (!record) return record.error();
    auto& before = loaded_[risk];
    const auto fresh = initial_.risks.find(risk.account);
    if (record->has_value()) {
        before = (*record)->checksum;
        world_.risks.emplace(risk.account, std::move((*record)->aggregate));
    } else if (fresh != initial_.risks.end()) {
        world_.risks.emplace(risk.account, fresh->second);
    }
    return {};
}

Result<void> Touched::load_directory() {
    auto record = read_record(transaction_, DirectoryId{});
    if (!record) return record.error();
    auto& before = loaded_[DirectoryId{}];
    if (!record->has_value()) return {};
    before = (*record)->checksum;
    world_.directory = std::move((*record)->aggregate);
    return {};
}

namespace {

template <class Id, class Aggregates>
const typename Aggregates::mapped_type* find_in(const Aggregates& aggregates, Id id) {
    const auto found = aggregates.find(id);
    return found == aggregates.end() ? nullptr : &found->second;
}

}  // namespace

template <class Aggregate>
Result<void> Touched::write_one(const RecordKey& key, const Aggregate* aggregate, const std::optional<std::uint64_t>& before) {
    if (before) {
        --info_.records;
        info_.checksums -= *before;
    }
    if (aggregate == nullptr) return before ? transaction_.remove(key) : Result<void>{};
    const auto checksum = write_record(transaction_, *aggregate, buffer_);
    if (!checksum) return checksum.error();
    ++info_.records;
    info_.checksums += *checksum;
    return {};
}

Result<CutInfo> Touched::write_back() {
    for (const auto& [owner, before] : loaded_) {
        const auto& known = before;
        const auto written = std::visit(Overloaded{
                                            [](std::monostate) -> Result<void> { return {}; },
                                            [&](AccountId account) { return write_one(key_of(account), find_in(world_.desks, account), known); },
                                            [&](GroupId group) { return write_one(key_of(group), find_in(world_.groups, group), known); },
                                            [&](RiskId risk) { return write_one(key_of(risk), find_in(world_.risks, risk.account), known); },
                                            [&](DirectoryId id) { return write_one(key_of(id), &world_.directory, known); },
                                        },
                                        owner);
        if (!written) return written.error();
    }
    info_.incarnation = world_.incarnation;
    if (auto written = write_info(transaction_, info_); !written) return written.error();
    return info_;
}

}  // namespace trellis::adapters
