// The journal commands that print events: cat, export, tail.
#include <poll.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <vector>

#include "adapters/config/input_error.hpp"
#include "adapters/journal/follower.hpp"
#include "adapters/journal/posix_disk.hpp"
#include "adapters/journal/reader.hpp"
#include "adapters/json/event_json.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_commands.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {
namespace {

using Show = std::function<void(const FrameHeader& frame, std::uint64_t sequence, const Event& event)>;

/// Shows the events of a frame that lie within [from, to].
Result<void> show_frame(const FrameView& frame, std::uint64_t from, std::uint64_t to, const Show& show) {
    const auto events = decode_all(frame.payload, frame.header.event_count);
    if (!events.ok()) {
        return Error{events.error().code, "commit at event " + std::to_string(frame.header.first_sequence) + ": " + events.error().detail};
    }
    auto sequence = frame.header.first_sequence;
    for (const auto& event : *events) {
        if (sequence >= from && sequence <= to) show(frame.header, sequence, event);
        ++sequence;
    }
    return {};
}

/// All events from `from` (0: the first kept) to `to`.
Result<void> show_range(const std::string& journal, std::uint64_t from, std::uint64_t to, const Show& show) {
    adapters::PosixDisk disk;
    auto reader = adapters::Reader::open(disk, journal, {.from_sequence = from, .known_durable = 0});
    if (!reader.ok()) return reader.error();
    for (;;) {
        const auto frame = reader->next();
        if (!frame.ok()) return frame.error();
        if (!frame->has_value() || (*frame)->header.first_sequence > to) return {};
        if (auto shown = show_frame(**frame, from, to, show); !shown) return shown;
    }
}

std::vector<std::string_view> all_event_names() {
    std::vector<std::string_view> names;
    for_each_event_type([&]<class E>(std::type_identity<E>) { names.push_back(name_of(E::tag)); });
    return names;
}

int refuse_option(std::ostream& err, std::string_view command, const std::string& what) {
    err << "trellis journal " << command << ": " << what << '\n';
    return static_cast<int>(ExitCode::usage);
}

std::string csv_quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '"';
        out += c;
    }
    return out + '"';
}

/// Numbers of 64 bits and decimals keep every digit: the data is the same JSON as in a line.
std::string csv_line(const FrameHeader& frame, std::uint64_t sequence, const Event& event) {
    adapters::json::Writer writer;
    adapters::write_event_data(writer, event);
    return std::to_string(sequence) + ',' + rfc3339(frame.at) + ',' + std::string(enumerator_name(frame.cause.kind)) + ',' +
           std::to_string(frame.cause.id) + ',' + std::string(name_of(event)) + ',' + csv_quoted(writer.take());
}

bool wait_a_moment() {
    constexpr int milliseconds = 200;
    ::poll(nullptr, 0, milliseconds);
    return true;
}

/// The next sequence after the last one in the journal now.
Result<std::uint64_t> end_of(adapters::Disk& disk, const std::string& journal) {
    const auto end = adapters::read_to_end(disk, journal, {.from_sequence = UINT64_MAX, .known_durable = 0});
    if (!end.ok()) return end.error();
    return end->next_sequence;
}

/// The first event of the journal that is kept.
Result<std::uint64_t> start_of(adapters::Disk& disk, const std::string& journal) {
    const auto segments = adapters::list_segments(disk, journal);
    if (!segments.ok()) return segments.error();
    return segments->used.empty() ? 1 : segments->used.front().header.first_sequence;
}

Result<void> follow(adapters::Disk& disk, const std::string& journal, std::uint64_t from, const std::function<bool()>& wait,
                    std::ostream& out) {
    const Show show = [&](const FrameHeader& frame, std::uint64_t sequence, const Event& event) {
        out << adapters::event_line(frame, sequence, event) << '\n';
    };
    auto follower = adapters::Follower::open(disk, journal, from);
    if (!follower.ok()) return follower.error();
    do {
        for (;;) {
            const auto frame = follower->next();
            if (!frame.ok()) return frame.error();
            if (!frame->has_value()) break;
            if (auto shown = show_frame(**frame, from, UINT64_MAX, show); !shown) return shown;
        }
        out.flush();
    } while (out && wait());
    return {};
}

}  // namespace

int run_journal_cat(const JournalCatOptions& options, std::ostream& out, std::ostream& err) {
    const auto names = all_event_names();
    if (!options.type.empty() && std::ranges::find(names, options.type) == names.end()) {
        return refuse_option(err, "cat", "no event is called " + options.type + "; did you mean " +
                                             std::string(adapters::nearest(options.type, names)) + "?");
    }
    if (options.from && options.to && *options.from > *options.to) {
        return refuse_option(err, "cat", "--from " + std::to_string(*options.from) + " lies behind --to " + std::to_string(*options.to));
    }
    const auto place = find_journal(options.directory);
    if (!place.ok()) return fail_journal(err, "cat", place.error());
    const auto shown = show_range(place->journal, options.from.value_or(0), options.to.value_or(UINT64_MAX),
                                  [&](const FrameHeader& frame, std::uint64_t sequence, const Event& event) {
                                      if (!options.type.empty() && name_of(event) != options.type) return;
                                      out << adapters::event_line(frame, sequence, event) << '\n';
                                  });
    if (!shown.ok()) return fail_journal(err, "cat", shown.error());
    return static_cast<int>(ExitCode::ok);
}

int run_journal_export(const JournalExportOptions& options, std::ostream& out, std::ostream& err) {
    const bool is_csv = options.format == "csv";
    if (!is_csv && options.format != "jsonl") {
        return refuse_option(err, "export", "no format is called " + options.format + ": jsonl or csv");
    }
    const auto place = find_journal(options.directory);
    if (!place.ok()) return fail_journal(err, "export", place.error());
    if (is_csv) out << "seq,at,cause_kind,cause_id,type,data\n";
    const auto shown = show_range(place->journal, 0, UINT64_MAX,
                                  [&](const FrameHeader& frame, std::uint64_t sequence, const Event& event) {
                                      out << (is_csv ? csv_line(frame, sequence, event) : adapters::event_line(frame, sequence, event)) << '\n';
                                  });
    if (!shown.ok()) return fail_journal(err, "export", shown.error());
    return static_cast<int>(ExitCode::ok);
}

int run_journal_tail(const JournalTailOptions& options, std::ostream& out, std::ostream& err) {
    const auto place = find_journal(options.directory);
    if (!place.ok()) return fail_journal(err, "tail", place.error());
    adapters::PosixDisk disk;
    const auto end = end_of(disk, place->journal);
    if (!end.ok()) return fail_journal(err, "tail", end.error());
    const auto start = start_of(disk, place->journal);
    if (!start.ok()) return fail_journal(err, "tail", start.error());
    const auto wanted = *end > options.count ? *end - options.count : 1;
    const auto wait = !options.follow ? [] { return false; } : options.wait ? options.wait : wait_a_moment;
    const auto followed = follow(disk, place->journal, std::max(wanted, *start), wait, out);
    if (!followed.ok()) return fail_journal(err, "tail", followed.error());
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
