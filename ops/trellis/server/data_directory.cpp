#include "ops/trellis/server/data_directory.hpp"

#include <chrono>

#include "adapters/journal/reader.hpp"
#include "engine/event/codec.hpp"
#include "ops/trellis/journal_id.hpp"

namespace trellis::program {

namespace {

std::string names_of(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// Old names must be the beginning of the new ones.
Result<void> check_places(const char* what, const std::vector<std::string>& before, const std::vector<std::string>& after) {
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (i < after.size() && after[i] == before[i]) continue;
        return Error{"CONFIG_MISMATCH", std::string("the journal knows ") + what + " by their places: " + names_of(before) +
                                            "; the configuration has " + names_of(after) + ". Add new ones at the end, keep the others"};
    }
    return {};
}

std::vector<std::string> accounts_of(const adapters::ConfigDocument& document) {
    std::vector<std::string> names;
    for (const auto& account : document.config.accounts) names.push_back(account.name);
    return names;
}

std::vector<std::string> instruments_of(const adapters::ConfigDocument& document) {
    std::vector<std::string> names;
    for (const auto& instrument : document.paper.instruments) names.push_back(instrument.name);
    return names;
}

}  // namespace

Result<std::unique_ptr<DataDirectory>> DataDirectory::open(const std::string& path, const adapters::ConfigDocument& config,
                                                           adapters::Metrics& metrics) {
    std::unique_ptr<DataDirectory> directory(new DataDirectory(path, metrics));
    if (auto taken = directory->take(config); !taken.ok()) return taken.error();
    return directory;
}

Result<void> DataDirectory::take(const adapters::ConfigDocument& config) {
    const auto begun = std::chrono::steady_clock::now();
    if (auto made = disk_.create_directory(path_); !made.ok()) return made;
    auto lock = disk_.lock(adapters::join_path(path_, "LOCK"));
    if (!lock.ok()) return lock.error();
    lock_ = std::move(lock).value();
    auto journal = adapters::JournalDirectory::open(disk_, adapters::join_path(path_, "journal"), draw_journal_id());
    if (!journal.ok()) return journal.error();
    journal_ = std::move(journal).value();
    if (auto owned = check_owner(); !owned.ok()) return owned;

    const std::string archive = adapters::join_path(path_, "state.mdb");
    auto recovered = adapters::recover(disk_, {journal_->path(), archive, true}, config.config);
    if (!recovered.ok()) return recovered.error();
    recovered_ = std::move(recovered).value();
    last_sequence_ = recovered_.last_sequence();
    auto writer = adapters::Writer::open(*journal_, recovered_.end, {std::uint64_t{config.journal.segment_mib} << 20U});
    if (!writer.ok()) return writer.error();
    writer_ = std::move(writer).value();

    adapters::ArchiveOptions how;
    how.snapshot_every_events = config.journal.snapshot_every_events;
    how.keep_segments = config.journal.keep_segments;
    auto kept = adapters::Archive::open(*journal_, archive, World::empty(config.config), how);
    if (!kept.ok()) return kept.error();
    archive_ = std::move(kept).value();
    auto history = adapters::History::open(disk_, {.journal = journal_->path(), .archive = archive});
    if (!history.ok()) return history.error();
    history_ = std::move(history).value();
    if (auto caught = catch_up(); !caught.ok()) return caught;
    if (auto checked = check_history(); !checked.ok()) return checked;
    if (auto found = find_config(); !found.ok()) return found;
    if (auto checked = check_config(config); !checked.ok()) return checked;

    auto incarnation = journal_->begin_incarnation();
    if (!incarnation.ok()) return incarnation.error();
    incarnation_ = Incarnation{*incarnation};
    recovered_.world.incarnation = incarnation_;
    recovery_seconds_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
    return {};
}

/// A simulated run's directory belongs to its scenario: its clock is virtual.
Result<void> DataDirectory::check_owner() {
    auto reader = adapters::Reader::open(disk_, journal_->path(), {.from_sequence = 0, .known_durable = 0});
    if (!reader.ok()) return reader.error();
    const auto frame = reader->next();
    if (!frame.ok()) return frame.error();
    if (!frame->has_value() || (*frame)->header.event_count == 0) return {};
    const auto events = decode_all((*frame)->payload, (*frame)->header.event_count);
    if (!events.ok()) return events.error();
    const auto* started = std::get_if<RunStarted>(&events->front());
    if (started == nullptr || started->input == serve_input) return {};
    return Error{"OTHER_INPUT", path_ + " holds a simulated run; a server needs a directory of its own"};
}

Result<void> DataDirectory::catch_up() {
    while (history_->sequence() < last_sequence_) {
        const auto advanced = history_->advance(last_sequence_);
        if (!advanced.ok()) return advanced.error();
        if (*advanced == 0) return Error{"HISTORY_STUCK", "the history ends at event " + std::to_string(history_->sequence())};
    }
    return {};
}

/// The paper exchange's books are a fold over every fill there ever was.
Result<void> DataDirectory::check_history() const {
    const auto info = history_->info();
    if (!info.ok()) return info.error();
    if (info->begins_at <= 1) return {};
    return Error{"HISTORY_INCOMPLETE", "the history had to be built again, and the journal before event " + std::to_string(info->begins_at) +
                                           " is not kept: the paper exchange's balances of that time are gone. Restore a backup, or begin "
                                           "with a new data directory"};
}

Result<void> DataDirectory::find_config() {
    adapters::PageRequest page{1, ""};
    adapters::EventFilter filter;
    filter.type = "ConfigApplied";
    do {
        auto found = history_->events(filter, page);
        if (!found.ok()) return found.error();
        for (auto& row : found->rows) {
            auto& applied = std::get<ConfigApplied>(row.event);
            if (!last_config_.has_value()) last_config_ = applied;
            if (applied.by == by_admin) continue;
            last_file_config_ = std::move(applied);
            return {};
        }
        page.cursor = found->next;
    } while (!page.cursor.empty());
    return {};
}

Result<void> DataDirectory::check_config(const adapters::ConfigDocument& config) const {
    if (!last_config_.has_value()) return {};
    const auto before = adapters::read_config(last_config_->text);
    // Another version of the program may not take what was valid then; the accounts of its state were checked by recovery.
    if (!before.ok()) return {};
    if (auto accounts = check_places("accounts", accounts_of(*before), accounts_of(config)); !accounts.ok()) return accounts;
    return check_places("instruments", instruments_of(*before), instruments_of(config));
}

}  // namespace trellis::program
