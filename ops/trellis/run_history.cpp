#include "ops/trellis/run_history.hpp"

#include <algorithm>
#include <span>

#include "adapters/config/text_file.hpp"
#include "adapters/digest/sha256.hpp"
#include "adapters/journal/disk.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "adapters/simulation/journal_session.hpp"
#include "engine/event/owner.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {

namespace {

/// The scenario without its timeline: nothing to run, and no recorded files that would have to be where they were.
std::string without_timeline(const adapters::json::Value& root) {
    adapters::json::Writer out;
    out.begin_object();
    for (const auto& member : root.members()) {
        if (member.name != "timeline") out.name(member.name).raw(member.value.raw());
    }
    out.name("timeline").begin_array().end_array();
    out.end_object();
    return out.take();
}

}  // namespace

std::string input_hash(const std::string& scenario) {
    adapters::Sha256 hash;
    hash.update(std::as_bytes(std::span(scenario)));
    return hash.hex();
}

Result<RunHistory> RunHistory::load(const std::string& data_dir) {
    RunHistory history;
    std::string input;
    if (auto read = history.read_journal(data_dir, input); !read.ok()) return read.error();
    if (auto read = history.read_names(data_dir, input); !read.ok()) return read.error();
    return history;
}

Result<void> RunHistory::read_journal(const std::string& data_dir, std::string& input) {
    const auto place = find_journal(data_dir);
    if (!place.ok()) return place.error();
    adapters::PosixDisk disk;
    adapters::JournalEnd end;
    auto commits = adapters::read_commits(disk, place->journal, end);
    if (!commits.ok()) return commits.error();
    for (auto& commit : *commits) {
        std::uint64_t sequence = commit.first_sequence;
        for (auto& event : commit.events) {
            if (const auto* started = std::get_if<RunStarted>(&event)) input = started->input;
            chronicle_.apply(event, sequence);
            events_.push_back({sequence++, commit.first_sequence, commit.at, commit.cause, std::move(event)});
        }
    }
    return {};
}

Result<void> RunHistory::read_names(const std::string& data_dir, const std::string& input) {
    const std::string file = adapters::join_path(data_dir, scenario_copy_name);
    const auto text = adapters::read_text_file(file, adapters::scenario_bytes_max);
    if (!text.ok()) return Error{"NO_SCENARIO", file + ", the copy of what was run, is missing: " + text.error().detail};
    if (input_hash(*text) != input) return Error{"OTHER_INPUT", file + " is not the scenario that was run here (" + input + ")"};
    const auto document = adapters::json::Document::parse(*text, {.bytes_max = adapters::scenario_bytes_max, .depth_max = 64});
    if (!document.ok()) return document.error();
    auto scenario = adapters::read_scenario(without_timeline(document->root()), data_dir);
    if (!scenario.ok()) return Error{"OTHER_INPUT", file + ": " + adapters::text(scenario.errors.front())};
    scenario_ = std::move(*scenario);
    return {};
}

const RecordedEvent* RunHistory::find(std::uint64_t sequence) const {
    const auto found = std::ranges::lower_bound(events_, sequence, {}, &RecordedEvent::sequence);
    return found == events_.end() || found->sequence != sequence ? nullptr : &*found;
}

Group RunHistory::group_before(GroupId id, std::uint64_t sequence) const {
    Group group;
    for (const auto& recorded : events_) {
        if (recorded.sequence >= sequence) break;
        const auto event = as_group_event(recorded.event);
        if (event.has_value() && group_of(*event) == id) group.apply(*event, Incarnation{});
    }
    return group;
}

}  // namespace trellis::program
