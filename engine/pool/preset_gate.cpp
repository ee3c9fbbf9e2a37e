#include "engine/pool/preset_gate.hpp"

#include "engine/pool/preset_entry.hpp"
#include "engine/pool/week.hpp"
#include "engine/preset/schedule.hpp"

namespace trellis {

namespace {

/// Hours that cannot be told let nothing in.
std::optional<Error> out_of_schedule(const Preset& preset, const DeskContext& context) {
    const TimeZone* zone = preset_zone(context.config, preset.schedule);
    if (zone == nullptr) {
        return Error{"OUT_OF_SCHEDULE", "preset " + preset.name + " keeps the hours of " + preset.schedule.time_zone +
                                            ", a time zone that is not known here (B-18)"};
    }
    if (is_open(preset.schedule, *zone, context.now)) return std::nullopt;
    return Error{"OUT_OF_SCHEDULE", "preset " + preset.name + " lets entries in on " + schedule_words(preset.schedule, *zone) +
                                        "; there it is " + local_time_words(context.now, *zone) + " (B-18)"};
}

}  // namespace

std::optional<Error> refuse_by_gate_of_preset(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    const Preset* preset = governing_preset(desk, instruction, context);
    return preset == nullptr ? std::nullopt : refuse_by_gate_of(desk, *preset, context);
}

std::optional<Error> refuse_by_gate_of(const Desk& desk, const Preset& preset, const DeskContext& context) {
    if (auto closed = out_of_schedule(preset, context)) return closed;
    return stopped_by_week(desk, preset, context.now);
}

}  // namespace trellis
