// Which file is written next, from where, and in how many steps. What happens to an aggregate is touched.cpp's business.
#include "adapters/archive/archive.hpp"

#include <algorithm>
#include <utility>

#include "adapters/archive/touched.hpp"
#include "adapters/journal/follower.hpp"
#include "adapters/journal/segment_list.hpp"

namespace trellis::adapters {
namespace {

bool is_damage(const Error& error) {
    return error.code == "SNAPSHOT_DAMAGED" || error.code == "SNAPSHOT_VERSION" || error.code == "STORE_DAMAGED";
}

std::string parent_of(const std::string& path) {
    const auto slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

Result<void> remove_if_present(Disk& disk, const std::string& path) {
    auto removed = disk.remove(path);
    if (!removed && removed.error().code == "NOT_FOUND") return {};
    return removed;
}

}  // namespace

std::array<std::string, 2> cut_paths(const std::string& directory) {
    return {join_path(directory, "a.mdb"), join_path(directory, "b.mdb")};
}

Archive::Archive(JournalDirectory& journal, std::string directory, World initial, const ArchiveOptions& options)
    : journal_(journal), directory_(std::move(directory)), initial_(std::move(initial)), options_(options) {
    const auto paths = cut_paths(directory_);
    for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].path = paths[i];
}

Result<std::unique_ptr<Archive>> Archive::open(JournalDirectory& journal, std::string directory, World initial,
                                               const ArchiveOptions& options) {
    std::unique_ptr<Archive> archive(new Archive(journal, std::move(directory), std::move(initial), options));
    auto& disk = archive->disk_;
    if (auto made = disk.create_directory(archive->directory_); !made) return made.error();
    if (auto synced = disk.sync_directory(parent_of(archive->directory_)); !synced) return synced.error();
    for (auto& slot : archive->slots_) {
        if (auto examined = archive->examine(slot); !examined) return examined.error();
    }
    return archive;
}

CutInfo Archive::no_cut() const {
    CutInfo info;
    info.journal = text_of(journal_.identity().id);
    return info;
}

Result<void> Archive::examine(Slot& slot) {
    slot.info = no_cut();
    auto info = verify_cut(slot.path);
    if (!info && info.error().code == "NOT_FOUND") return {};
    if (!info && is_damage(info.error())) {
        dropped_.push_back(info.error());
        return discard(slot);
    }
    if (!info) return info.error();
    if (info->sequence == 0) return discard(slot);
    if (info->journal != slot.info.journal) {
        return Error{"SNAPSHOT_FOREIGN",
                     slot.path + " is a snapshot of journal " + info->journal + ", this one is " + slot.info.journal};
    }
    if (info->is_outdated()) {
        const auto can_be_rebuilt = reaches_first_event(journal_.disk(), journal_.path());
        if (!can_be_rebuilt) return can_be_rebuilt.error();
        if (*can_be_rebuilt) return discard(slot);
    }
    slot.info = std::move(info).value();
    return {};
}

Result<void> Archive::discard(Slot& slot) {
    slot.store.reset();
    slot.info = no_cut();
    return remove_if_present(disk_, slot.path);
}

Archive::Slot& Archive::older() { return slots_[0].info.sequence <= slots_[1].info.sequence ? slots_[0] : slots_[1]; }

const Archive::Slot& Archive::newer() const {
    return slots_[0].info.sequence <= slots_[1].info.sequence ? slots_[1] : slots_[0];
}

std::uint64_t Archive::sequence() const { return newer().info.sequence; }

std::uint64_t Archive::needed_from() const {
    return std::min(slots_[0].info.sequence, slots_[1].info.sequence) + 1;
}

Result<std::optional<Advanced>> Archive::keep_up(std::uint64_t durable, Writer& writer, std::uint64_t also_needed_from) {
    if (durable < sequence() + options_.snapshot_every_events) return std::optional<Advanced>{};
    auto advanced = advance(durable);
    if (!advanced) return advanced.error();
    const auto needed = std::min(needed_from(), also_needed_from);
    if (auto dropped = writer.drop_before(needed, options_.keep_segments); !dropped) return dropped.error();
    return std::optional(*advanced);
}

Result<Advanced> Archive::advance(std::uint64_t durable) {
    auto& slot = older();
    auto advanced = advance_slot(slot, durable);
    if (!advanced && is_damage(advanced.error())) {
        // Damage that came after the file was verified: begin it again from the other one.
        if (auto discarded = discard(slot); !discarded) return discarded.error();
        advanced = advance_slot(slot, durable);
    }
    if (!advanced) slot.store.reset();
    return advanced;
}

Result<Advanced> Archive::advance_slot(Slot& slot, std::uint64_t durable) {
    if (auto prepared = prepare(slot); !prepared) return prepared.error();
    Advanced advanced{.from = slot.info.sequence};
    while (slot.info.sequence < durable) {
        const auto chunk = advance_chunk(slot, durable);
        if (!chunk) return chunk.error();
        if (chunk->events == 0) break;
        advanced.events += chunk->events;
        advanced.aggregates += chunk->aggregates;
        ++advanced.chunks;
    }
    advanced.to = slot.info.sequence;
    return advanced;
}

Result<void> Archive::prepare(Slot& slot) {
    if (slot.store != nullptr) return {};
    const bool is_new = slot.info.sequence == 0;
    if (is_new && newer().info.sequence > 0) {
        if (auto copied = copy_newer(slot); !copied) return copied;
    }
    auto store = Store::open(slot.path, Store::Mode::write, options_.map_bytes_min);
    if (!store) return store.error();
    if (is_new) {
        if (auto synced = disk_.sync_directory(directory_); !synced) return synced;
    }
    slot.store = std::move(*store);
    return {};
}

Result<void> Archive::copy_newer(Slot& slot) {
    const auto& source = newer();
    const auto beside = slot.path + ".new";
    if (auto removed = remove_if_present(disk_, beside); !removed) return removed;
    auto store = Store::open(source.path, Store::Mode::read);
    if (!store) return store.error();
    if (auto copied = (*store)->copy_to(beside); !copied) return copied;
    auto file = disk_.open(beside, OpenMode::write);
    if (!file) return file.error();
    if (auto synced = (*file)->sync(); !synced) return synced;
    if (auto renamed = disk_.rename(beside, slot.path); !renamed) return renamed;
    slot.info = source.info;
    return {};
}

Result<Archive::Chunk> Archive::advance_chunk(Slot& slot, std::uint64_t durable) {
    for (;;) {
        auto chunk = write_chunk(slot, durable);
        if (!chunk.ok() && chunk.error().code == "REPLAY_AGAIN") continue;
        if (chunk.ok() || chunk.error().code != "STORE_FULL") return chunk;
        if (auto grown = slot.store->grow(); !grown) return grown.error();
    }
}

Result<Archive::Chunk> Archive::write_chunk(Slot& slot, std::uint64_t durable) {
    auto follower = Follower::open(journal_.disk(), journal_.path(), slot.info.sequence + 1);
    if (!follower) return follower.error();
    auto transaction = slot.store->begin();
    if (!transaction) return transaction.error();
    Touched touched(*transaction, initial_, slot.info, careful_);
    while (touched.events() < options_.chunk_events && touched.aggregates() < options_.chunk_aggregates) {
        const auto frame = follower->next(durable);
        if (!frame) return frame.error();
        if (!*frame) break;
        const auto taken = touched.take(**frame);
        if (taken.ok()) continue;
        const bool goes_on = touched.broken().has_value() && careful_.insert(*touched.broken()).second;
        return goes_on ? Error{"REPLAY_AGAIN", taken.error().detail} : taken.error();
    }
    const Chunk chunk{touched.events(), touched.aggregates()};
    if (chunk.events == 0) return chunk;
    auto info = touched.write_back();
    if (!info) return info.error();
    if (auto committed = transaction->commit(); !committed) return committed.error();
    slot.info = std::move(info).value();
    return chunk;
}

}  // namespace trellis::adapters
