#include "ops/trellis/snapshots.hpp"

#include "adapters/archive/recovery.hpp"
#include "adapters/journal/disk.hpp"

namespace trellis::program {

Result<void> Snapshots::follow(adapters::JournalSession& session) {
    auto archive =
        adapters::Archive::open(session.directory(), adapters::join_path(data_dir_, "state.mdb"), World::empty(scenario_.config));
    if (!archive.ok()) return archive.error();
    archive_ = std::move(archive).value();
    session_ = &session;
    session.set_after_append([this] { keep_up(); });
    return {};
}

void Snapshots::keep_up() {
    if (failure_.has_value()) return;
    if (session_->durable_sequence() < archive_->sequence() + scenario_.snapshot_every_events) return;
    if (auto advanced = archive_->advance(session_->durable_sequence()); !advanced.ok()) failure_ = advanced.error();
}

Result<World> Snapshots::recover(adapters::Disk& disk) const {
    adapters::RecoverOptions options;
    options.journal = adapters::join_path(data_dir_, "journal");
    options.archive = adapters::join_path(data_dir_, "state.mdb");
    auto recovered = adapters::recover(disk, options, scenario_.config);
    if (!recovered.ok()) return recovered.error();
    return std::move(recovered->world);
}

Result<void> Snapshots::finish() {
    if (archive_ == nullptr) return {};
    if (failure_.has_value()) return *failure_;
    if (auto advanced = archive_->advance(session_->durable_sequence()); !advanced.ok()) return advanced.error();
    return {};
}

}  // namespace trellis::program
