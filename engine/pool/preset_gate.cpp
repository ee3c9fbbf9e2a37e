#include "engine/pool/preset_gate.hpp"

#include "engine/pool/bots.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/pool/week.hpp"
#include "engine/preset/schedule.hpp"

namespace trellis {

// Hours that cannot be told let nothing in.
std::optional<Error> out_of_schedule(const Preset& preset, const Config& config, Timestamp now) {
    const TimeZone* zone = preset_zone(config, preset.schedule);
    if (zone == nullptr) {
        return Error{"OUT_OF_SCHEDULE", "preset " + preset.name + " keeps the hours of " + preset.schedule.time_zone +
                                            ", a time zone that is not known here (B-18)"};
    }
    if (is_open(preset.schedule, *zone, now)) return std::nullopt;
    return Error{"OUT_OF_SCHEDULE", "preset " + preset.name + " lets entries in on " + schedule_words(preset.schedule, *zone) +
                                        "; there it is " + local_time_words(now, *zone) + " (B-18)"};
}

std::optional<Error> refuse_by_gates(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    if (auto refused = refuse_by_bot(desk, instruction.identity, context)) return refused;
    const Preset* preset = governing_preset(desk, instruction, context);
    return preset == nullptr ? std::nullopt : refuse_by_gate_of(desk, *preset, context);
}

std::optional<Error> waits_for_hours(const Desk& desk, const Instruction& instruction, const DeskContext& context) {
    if (!context.config.schedule.queues_out_of_schedule || refuse_by_bot(desk, instruction.identity, context)) return std::nullopt;
    const Preset* preset = governing_preset(desk, instruction, context);
    return preset == nullptr ? std::nullopt : out_of_schedule(*preset, context.config, context.now);
}

std::optional<Error> refuse_by_gate_of(const Desk& desk, const Preset& preset, const DeskContext& context) {
    if (auto closed = out_of_schedule(preset, context.config, context.now)) return closed;
    return stopped_by_week(desk, preset, context.now);
}

}  // namespace trellis
