#include "ops/trellis/run_history.hpp"

#include <span>

#include "adapters/config/config_reader.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/digest/sha256.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/json/document.hpp"
#include "adapters/json/writer.hpp"
#include "adapters/scenario/scenario.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/owner.hpp"
#include "ops/trellis/journal_place.hpp"
#include "ops/trellis/server/data_directory.hpp"

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

Result<std::unique_ptr<RunHistory>> RunHistory::load(const std::string& data_dir) {
    std::unique_ptr<RunHistory> history(new RunHistory);
    if (auto read = history->read_journal(data_dir); !read.ok()) return read.error();
    const bool is_served = history->input_ == serve_input;
    auto named = is_served ? history->read_config_names(data_dir) : history->read_scenario_names(data_dir);
    if (!named.ok()) return named.error();
    history->story_.emplace(adapters::Names{history->config_, history->instruments_}, std::move(history->events_),
                            std::move(history->chronicle_));
    return history;
}

Result<void> RunHistory::read_journal(const std::string& data_dir) {
    const auto place = find_journal(data_dir);
    if (!place.ok()) return place.error();
    adapters::PosixDisk disk;
    auto reader = adapters::Reader::open(disk, place->journal, {.from_sequence = 0, .known_durable = 0});
    if (!reader.ok()) return reader.error();
    for (;;) {
        const auto frame = reader->next();
        if (!frame.ok()) return frame.error();
        if (!frame->has_value()) return {};
        const auto& [header, payload] = **frame;
        auto events = decode_all(payload, header.event_count);
        if (!events.ok()) {
            return Error{events.error().code, "sequence " + std::to_string(header.first_sequence) + ": " + events.error().detail};
        }
        auto sequence = header.first_sequence;
        for (auto& event : *events) take({sequence++, header.first_sequence, header.at, header.cause, std::move(event)});
    }
}

/// Of a group whose beginning is not kept nothing can be told.
void RunHistory::take(adapters::EventRow row) {
    if (const auto* started = std::get_if<RunStarted>(&row.event)) input_ = started->input;
    const auto own = as_group_event(row.event);
    const bool is_known = !own.has_value() || std::holds_alternative<GroupOpened>(*own) || chronicle_.find(group_of(*own)) != nullptr;
    if (!is_known) return;
    chronicle_.apply(row.event, row.sequence);
    events_.push_back(std::move(row));
}

Result<void> RunHistory::read_scenario_names(const std::string& data_dir) {
    const std::string file = adapters::join_path(data_dir, scenario_copy_name);
    const auto text = adapters::read_text_file(file, adapters::scenario_bytes_max);
    if (!text.ok()) return Error{"NO_SCENARIO", file + ", the copy of what was run, is missing: " + text.error().detail};
    if (input_hash(*text) != input_) return Error{"OTHER_INPUT", file + " is not the scenario that was run here (" + input_ + ")"};
    const auto document = adapters::json::Document::parse(*text, {.bytes_max = adapters::scenario_bytes_max, .depth_max = 64});
    if (!document.ok()) return document.error();
    auto scenario = adapters::read_scenario(without_timeline(document->root()), data_dir);
    if (!scenario.ok()) return Error{"OTHER_INPUT", file + ": " + adapters::text(scenario.errors.front())};
    config_ = std::move(scenario->config);
    instruments_ = std::move(scenario->instruments);
    return {};
}

Result<void> RunHistory::read_config_names(const std::string& data_dir) {
    const std::string file = adapters::join_path(data_dir, config_copy_name);
    auto document = adapters::load_config(file);
    if (!document.ok()) return Error{"NO_CONFIG", file + ", what the server wrote of its configuration: " + adapters::text(document.errors.front())};
    config_ = std::move(document->config);
    for (auto& instrument : document->paper.instruments) {
        if (auto added = instruments_.add(std::move(instrument)); !added.ok()) return added.error();
    }
    return {};
}

}  // namespace trellis::program
