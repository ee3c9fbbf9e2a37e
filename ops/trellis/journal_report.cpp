// The journal commands that judge: verify and replay, in words and as JSON.
#include <ostream>

#include "adapters/json/writer.hpp"
#include "adapters/simulation/runner.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/journal_audit.hpp"
#include "ops/trellis/journal_commands.hpp"
#include "ops/trellis/journal_place.hpp"

namespace trellis::program {
namespace {

std::optional<World> initial_world(const Config* config) {
    if (config == nullptr) return std::nullopt;
    return World::empty(*config);
}

std::string place_text(const EventPlace& place) { return std::to_string(place.sequence) + " at " + rfc3339(place.at); }

std::string plural(std::uint64_t count, const std::string& noun) { return std::to_string(count) + " " + noun + (count == 1 ? "" : "s"); }

std::string events_text(const Audit& audit) {
    if (!audit.first || !audit.last) return "0";
    return std::to_string(audit.events) + ", from " + place_text(*audit.first) + " to " + place_text(*audit.last);
}

void print_cuts(const Audit& audit, std::ostream& out) {
    for (const auto& cut : audit.cuts) {
        out << "snapshot   " << cut.path;
        if (cut.sequence) out << " at event " << *cut.sequence;
        out << ": " << text(cut.outcome) << (cut.detail.empty() ? "" : ", " + cut.detail) << '\n';
    }
}

void print_verify(const JournalPlace& place, const Audit& audit, std::ostream& out) {
    out << "journal    " << place.journal << ", " << adapters::text_of(audit.identity.id) << ", "
        << plural(audit.identity.incarnation, "start") << '\n'
        << "segments   " << audit.segments << " from " << adapters::segment_name(audit.identity.oldest) << " on, "
        << audit.segments_prepared << " prepared\n"
        << "frames     " << audit.frames << '\n'
        << "events     " << events_text(audit) << '\n'
        << "torn tail  " << plural(audit.end.trimmed_bytes, "byte") << '\n';
    print_cuts(audit, out);
}

void print_replay(const JournalPlace& place, const Audit& audit, std::ostream& out) {
    out << "journal    " << place.journal << '\n' << "events     " << events_text(audit) << '\n';
    if (audit.replayed_from > 0) out << "began at   the snapshot at event " << audit.replayed_from << '\n';
    out << "domain     " << plural(audit.domain_events, "event") << ", sha256 " << audit.journal_sha256 << '\n'
        << "state      " << plural(audit.world.desks.size(), "desk") << ", " << plural(audit.world.groups.size(), "group") << ", sha256 "
        << adapters::state_sha256(audit.world) << '\n';
    print_cuts(audit, out);
}

void write_place(adapters::json::Writer& writer, std::string_view name, const std::optional<EventPlace>& place) {
    writer.name(name);
    if (!place) {
        writer.null();
        return;
    }
    writer.begin_object().name("sequence").integer(place->sequence).name("at").string(rfc3339(place->at)).end_object();
}

void write_cuts(adapters::json::Writer& writer, const Audit& audit) {
    writer.name("snapshots").begin_array();
    for (const auto& cut : audit.cuts) {
        writer.begin_object().name("file").string(cut.path).name("sequence");
        cut.sequence ? writer.integer(*cut.sequence) : writer.null();
        writer.name("outcome").string(text(cut.outcome)).name("detail").string(cut.detail).end_object();
    }
    writer.end_array();
}

void write_error(adapters::json::Writer& writer, const Audit& audit) {
    writer.name("error");
    if (!audit.error) {
        writer.null();
        return;
    }
    writer.begin_object().name("code").string(audit.error->code).name("detail").string(audit.error->detail).end_object();
}

void write_common(adapters::json::Writer& writer, const JournalPlace& place, const Audit& audit) {
    writer.name("ok").boolean(!audit.error).name("journal").string(place.journal);
    writer.name("id").string(adapters::text_of(audit.identity.id)).name("starts").integer(audit.identity.incarnation);
    writer.name("frames").integer(audit.frames).name("events").integer(audit.events);
    write_place(writer, "first", audit.first);
    write_place(writer, "last", audit.last);
}

std::string verify_json(const JournalPlace& place, const Audit& audit) {
    adapters::json::Writer writer(adapters::json::Layout::indented);
    writer.begin_object();
    write_common(writer, place, audit);
    writer.name("segments").begin_object();
    writer.name("used").integer(audit.segments).name("prepared").integer(audit.segments_prepared);
    writer.name("oldest").integer(audit.identity.oldest).name("newest").integer(audit.identity.newest).end_object();
    writer.name("torn_tail_bytes").integer(audit.end.trimmed_bytes).name("stray_bytes").integer(audit.end.stray_bytes);
    write_cuts(writer, audit);
    write_error(writer, audit);
    return writer.end_object().take();
}

std::string replay_json(const JournalPlace& place, const Audit& audit) {
    adapters::json::Writer writer(adapters::json::Layout::indented);
    writer.begin_object();
    write_common(writer, place, audit);
    writer.name("replayed_from").integer(audit.replayed_from).name("domain_events").integer(audit.domain_events);
    writer.name("journal_sha256").string(audit.journal_sha256);
    writer.name("desks").integer(audit.world.desks.size()).name("groups").integer(audit.world.groups.size());
    writer.name("state_sha256").string(adapters::state_sha256(audit.world));
    write_cuts(writer, audit);
    write_error(writer, audit);
    return writer.end_object().take();
}

int finish(const Audit& audit, std::string_view command, std::ostream& err) {
    if (audit.error) return fail_journal(err, command, *audit.error);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int run_journal_verify(const JournalVerifyOptions& options, std::ostream& out, std::ostream& err) {
    const auto place = find_journal(options.directory);
    if (!place.ok()) return fail_journal(err, "verify", place.error());
    const auto audit = audit_journal(*place, initial_world(options.config));
    if (options.json) {
        out << verify_json(*place, audit) << '\n';
    } else {
        print_verify(*place, audit, out);
    }
    return finish(audit, "verify", err);
}

int run_journal_replay(const JournalReplayOptions& options, std::ostream& out, std::ostream& err) {
    const auto place = find_journal(options.directory);
    if (!place.ok()) return fail_journal(err, "replay", place.error());
    const auto audit = audit_journal(*place, initial_world(options.config));
    if (options.json) {
        out << replay_json(*place, audit) << '\n';
    } else {
        print_replay(*place, audit, out);
    }
    return finish(audit, "replay", err);
}

}  // namespace trellis::program
