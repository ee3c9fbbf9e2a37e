// The list of events, oldest first as a log reads, and the stream of those that happen.
#include <algorithm>
#include <chrono>
#include <ostream>

#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/lists.hpp"
#include "ops/trellis/client/server_sent_events.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::size_t data_shown_max = 160;
constexpr std::chrono::seconds between_attempts{1};
constexpr int attempts_max = 60;

/// "group=g1.1 price=64000"
std::string data_cell(const Value& row) {
    const auto* data = row.find("data");
    std::string out;
    if (data != nullptr) {
        for (const auto& member : data->members()) out += (out.empty() ? "" : " ") + std::string(member.name) + "=" + cell(&member.value);
    }
    if (out.size() <= data_shown_max) return out;
    std::size_t end = data_shown_max;
    while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0U) == 0x80U) --end;  // not inside a character
    return out.substr(0, end) + "...";
}

std::vector<std::string> cells_of(const Value& row) {
    return {"e" + cell(row, "seq"), time_cell(row, "at"), cell(row, "type"), data_cell(row)};
}

Parameters filters_of(const EventsOptions& options) {
    return {{"category", options.category}, {"type", options.type}, {"group", options.group}};
}

/// Prints what comes until it has had enough.
class Following {
public:
    Following(const EventsOptions& options, std::ostream& out) : options_(options), out_(out), last_(options.after) {}

    void take(std::string_view text) {
        for (const auto& event : reader_.take(text)) {
            if (is_done()) return;
            last_ = event.id;
            print(event.data);
            ++count_;
        }
    }
    /// What is in the middle of a lost connection is sent again.
    void begin_again() { reader_ = {}; }
    bool is_done() const { return (options_.count > 0 && count_ >= options_.count) || !out_; }
    const std::string& last() const { return last_; }

private:
    void print(const std::string& data) {
        const auto row = Document::parse(data);
        if (options_.list.json || !row) {
            out_ << data << std::endl;
            return;
        }
        const auto cells = cells_of(row->root());
        out_ << on_one_line(cells[0] + "  " + cells[1]) << "  " << on_one_line(cells[2] + " " + cells[3]) << std::endl;
    }

    const EventsOptions& options_;
    std::ostream& out_;
    ServerSentEvents reader_;
    std::string last_;
    std::uint64_t count_ = 0;
};

/// The server may restart meanwhile: the stream goes on behind the last event that was seen.
int follow(const EventsOptions& options, std::ostream& out, std::ostream& err) {
    Following following(options, out);
    for (int attempts = 0; attempts < attempts_max; ++attempts) {
        Session session("events", options.list.client, err);
        Parameters parameters = filters_of(options);
        parameters.emplace_back("last_event_id", following.last());
        const bool was_well = session.stream(
            target_of("/stream", parameters),
            [&](std::string_view text) {
                attempts = 0;
                following.take(text);
            },
            [&] { return following.is_done(); });
        if (following.is_done()) return static_cast<int>(ExitCode::ok);
        const bool may_try_again = was_well || session.exit_code() == static_cast<int>(ExitCode::try_again);
        const bool is_restarting = attempts > 0 && session.exit_code() == static_cast<int>(ExitCode::not_found);
        if (!may_try_again && !is_restarting) return session.exit_code();
        if (was_well) err << "trellis events: the stream ended; trying again\n";
        following.begin_again();
        pause_for(between_attempts);
    }
    return static_cast<int>(ExitCode::try_again);
}

}  // namespace

int events(const EventsOptions& options, std::ostream& out, std::ostream& err) {
    if (options.list.watch) return follow(options, out, err);
    ListView view;
    view.command = "events";
    view.path = "/events";
    view.filters = filters_of(options);
    view.filters.insert(view.filters.end(), {{"from", options.from}, {"to", options.to}, {"q", options.text}});
    view.columns = {{"EVENT", true}, {"AT"}, {"TYPE"}, {"WHAT"}};
    view.cells = cells_of;
    view.none = "There is no such event.";
    view.oldest_first = true;
    return show_list(view, options.list, out, err);
}

}  // namespace trellis::program
