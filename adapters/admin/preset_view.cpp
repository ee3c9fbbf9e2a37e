#include "adapters/admin/preset_view.hpp"

#include "adapters/config/presets.hpp"
#include "adapters/json/writer.hpp"
#include "engine/directory/owned_id.hpp"
#include "engine/preset/validate.hpp"

namespace trellis::adapters::admin {

namespace {

std::string_view kind_of(const CataloguePreset& preset) {
    if (preset.is_template()) return "template";
    return preset.is_published ? "public" : "private";
}

std::string owner_word(OwnerId owner) {
    if (owner == system_owner) return "system";
    return owner == operator_owner ? "operator" : "u" + std::to_string(owner.value);
}

void write_origin(json::Writer& out, const std::optional<PresetVersionId>& origin) {
    out.name("cloned_from");
    if (!origin) {
        out.null();
        return;
    }
    out.begin_object().name("preset").string(text(origin->preset)).name("version").integer(origin->version).end_object();
}

}  // namespace

Result<PresetId> find_preset(const Directory& directory, std::string_view id, OwnerId reader) {
    const auto number = parse_owned<PresetId>('p', id);
    const CataloguePreset* found =
        number.has_value() ? directory.find_visible(*number, reader) : directory.find_named(id, reader);
    if (found == nullptr) return Error{"NOT_FOUND", "there is no preset \"" + shortened(id) + "\""};
    return found->id;
}

void write_usage(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset) {
    const auto may_use = [&](OwnerId owner) { return preset.is_template() || preset.id.owner == owner; };
    const OwnerId reader = scene.caller().owner;
    out.name("used_by").begin_object().name("accounts").begin_array();
    for (const auto& account : scene.accounts()) {
        if (may_use(account.owner) && connection_preset(directory, account) == preset.name()) out.string(account.name);
    }
    out.end_array().name("bots").begin_array();
    for (const BotId bot : usage_of(directory, preset.id).bots) {
        if (bot.owner == reader) out.string(text(bot));
    }
    out.end_array().name("is_default").boolean(may_use(reader) && default_preset(directory, scene.config(), reader) == preset.name());
    out.end_object();
}

void write_warnings(json::Writer& out, const Preset& preset) {
    out.name("warnings").begin_array();
    for (const auto& warning : warnings_of(preset)) {
        out.begin_object().name("field").string(warning.field).name("value").string(warning.value);
        out.name("rule").string(warning.rule).name("hint").string(warning.hint).end_object();
    }
    out.end_array();
}

void write_preset_fields(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset) {
    const SharedPreset content = preset.current();
    out.name("id").string(text(preset.id)).name("name").string(preset.name()).name("owner").string(owner_word(preset.id.owner));
    out.name("kind").string(kind_of(preset)).name("version").integer(preset.version()).name("revision").integer(preset.revision);
    out.name("enabled").boolean(preset.is_enabled).name("clonable").boolean(content->clonable);
    out.name("symbol");
    content->symbol.has_value() ? out.string(*content->symbol) : out.null();
    out.name("timeframe");
    content->timeframe_seconds.has_value() ? out.integer(*content->timeframe_seconds) : out.null();
    out.name("tags").begin_array();
    for (const auto& tag : content->tags) out.string(tag);
    out.end_array();
    optional_time(out, "changed_at", preset.revision == 1 && preset.is_template() ? std::nullopt : std::optional(preset.changed_at));
    write_origin(out, preset.cloned_from);
    write_usage(out, scene, directory, preset);
}

void write_preset_detail(json::Writer& out, const Scene& scene, const Directory& directory, const CataloguePreset& preset) {
    out.begin_object();
    write_preset_fields(out, scene, directory, preset);
    write_warnings(out, *preset.current());
    write_preset(out.name("document"), *preset.current());
    out.end_object();
}

}  // namespace trellis::adapters::admin
