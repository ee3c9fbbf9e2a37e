#include "adapters/admin/bot_view.hpp"

#include "adapters/admin/views.hpp"
#include "adapters/config/bots.hpp"
#include "engine/directory/owned_id.hpp"

namespace trellis::adapters::admin {

namespace {

void write_preset_of(json::Writer& out, const Directory& directory, const CatalogueBot& known) {
    const CataloguePreset* preset = known.preset.has_value() ? directory.find(*known.preset) : nullptr;
    out.name("preset");
    if (preset == nullptr) {
        out.null();
        return;
    }
    out.begin_object().name("id").string(text(preset->id)).name("name").string(preset->name()).end_object();
}

/// By the calendar of its account (K-17).
void write_today(json::Writer& out, const Desk& desk, const Config& config, BotId bot, Timestamp now) {
    const BotDay day = desk.bots.on(bot, config.time_zone.day_of(now).value);
    out.name("today").begin_object().name("entries").integer(day.entries).name("realised").string(day.realised.text()).end_object();
    out.name("open_groups").begin_array();
    for (const auto& [group, opener] : desk.bots.opened) {
        if (opener == bot) out.string(text(group));
    }
    out.end_array();
}

}  // namespace

Result<BotId> find_bot(const Directory& directory, std::string_view id, OwnerId reader) {
    if (const auto parsed = parse_owned<BotId>('b', id); parsed.has_value() && directory.find_bot(*parsed, reader) != nullptr) return *parsed;
    for (auto at = directory.bots.lower_bound({reader, 0}); at != directory.bots.end() && at->first.owner == reader; ++at) {
        if (at->second.state != BotState::removed && at->second.terms.name == id) return at->first;
    }
    return Error{"NOT_FOUND", "there is no bot \"" + shortened(id) + "\""};
}

void write_bot(json::Writer& out, const Scene& scene, const Directory& directory, const CatalogueBot& known, Timestamp now) {
    const auto found = scene.history().desk(known.terms.account);  // none where the document has that account no more
    const Desk desk = found.ok() ? *found : Desk{};
    out.name("id").string(text(known.id)).name("revision").integer(known.revision).name("state").string(text(known.state));
    out.name("account").string(scene.account_name(known.terms.account));
    write_bot_terms(out, known.terms);
    write_preset_of(out, directory, known);
    write_today(out, desk, scene.config(), known.id, now);
    out.name("created_at").string(rfc3339(known.created_at)).name("changed_at").string(rfc3339(known.changed_at));
}

}  // namespace trellis::adapters::admin
