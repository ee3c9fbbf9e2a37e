// Presets (section 26): listed, shown, checked, and the table of their routes.
#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/preset_application.hpp"
#include "adapters/admin/directory_wish.hpp"
#include "adapters/admin/preset_changes.hpp"
#include "adapters/admin/preset_preview.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/route_maker.hpp"
#include "adapters/config/presets.hpp"
#include "engine/pool/preset_entry.hpp"
#include "engine/preset/validate.hpp"

namespace trellis::adapters::admin {

namespace {

/// A page of them costs no disk, so that all of somebody's fit on one.
constexpr std::uint32_t preset_rows_max = 1'000;

enum class Shelf : std::uint8_t { all, mine, shared, templates };

struct PresetFilter {
    Shelf shelf = Shelf::all;
    std::string tag;
    std::string symbol;
    std::string words;  ///< in small letters
};

std::string small(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

Result<PresetFilter> filter_of(const Query& query) {
    PresetFilter filter;
    if (const auto* which = query.find("which")) {
        if (*which == "mine") {
            filter.shelf = Shelf::mine;
        } else if (*which == "public") {
            filter.shelf = Shelf::shared;
        } else if (*which == "templates") {
            filter.shelf = Shelf::templates;
        } else if (*which != "all") {
            return Error{"INVALID_PARAMETER", "which is all, mine, public or templates, not \"" + shortened(*which) + "\""};
        }
    }
    if (const auto* tag = query.find("tag")) filter.tag = *tag;
    if (const auto* symbol = query.find("symbol")) filter.symbol = *symbol;
    if (const auto* words = query.find("q")) filter.words = small(*words);
    return filter;
}

bool stands_on(const CataloguePreset& preset, Shelf shelf, OwnerId reader) {
    switch (shelf) {
        case Shelf::all: return true;
        case Shelf::mine: return preset.id.owner == reader;
        case Shelf::shared: return preset.is_published && !preset.is_template();
        case Shelf::templates: return preset.is_template();
    }
    return false;
}

bool passes(const CataloguePreset& preset, const PresetFilter& filter, OwnerId reader) {
    if (!stands_on(preset, filter.shelf, reader)) return false;
    const Preset& content = *preset.versions.back().content;
    if (!filter.tag.empty() && std::ranges::find(content.tags, filter.tag) == content.tags.end()) return false;
    if (!filter.symbol.empty() && content.symbol != filter.symbol) return false;
    return filter.words.empty() || small(content.name).find(filter.words) != std::string::npos ||
           small(content.description).find(filter.words) != std::string::npos;
}

/// The page behind the cursor, which is the id of the last one before.
Result<PageOf<const CataloguePreset*>> page_of(const Directory& directory, const PresetFilter& filter, OwnerId reader,
                                               const PageRequest& request) {
    PageOf<const CataloguePreset*> page;
    bool is_behind = request.cursor.empty();
    for (const auto* preset : directory.visible_to(reader)) {
        if (!is_behind) {
            is_behind = text(preset->id) == request.cursor;
            continue;
        }
        if (!passes(*preset, filter, reader)) continue;
        if (page.rows.size() == request.limit) {
            page.next = text(page.rows.back()->id);
            return page;
        }
        page.rows.push_back(preset);
    }
    if (!is_behind) return Error{"BAD_CURSOR", "the preset that the page begins behind is gone; begin again"};
    return page;
}

HttpResponse presets(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto filter = filter_of(call.query);
    if (!filter) return problem_response(filter.error());
    const auto request = call.query.page(preset_rows_max);
    if (!request) return problem_response(request.error());
    const auto page = page_of(*directory, *filter, call.caller.owner, *request);
    if (!page) return problem_response(page.error());
    return list_response(call, *page, [&](json::Writer& out, const CataloguePreset* preset) {
        out.begin_object();
        write_preset_fields(out, scene, *directory, *preset);
        out.end_object();
    });
}

HttpResponse preset(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    json::Writer out;
    write_preset_detail(out, scene, *directory, *directory->find(*id));
    return tagged_response(out, directory->find(*id)->revision);
}

HttpResponse versions(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    const CataloguePreset& known = *directory->find(*id);
    json::Writer out;
    out.begin_object().name("preset").string(text(*id)).name("items").begin_array();
    for (auto number = known.version(); number > 0; --number) {
        const PresetVersion& version = known.versions[number - 1];
        out.begin_object().name("version").integer(number);
        optional_time(out, "at", known.is_template() && number == 1 ? std::nullopt : std::optional(version.at));
        write_preset(out.name("document"), *version.content);
        out.end_object();
    }
    return json_response(out.end_array().end_object());
}

/// The groups that it governs, in whatever version; what they keep of it changes when somebody applies one (B-25).
Result<std::vector<GroupId>> groups_under(const Scene& scene, const CataloguePreset& preset) {
    std::vector<GroupId> found;
    const PresetVersionId version{preset.id, preset.version()};
    PageRequest request{.limit = page_rows_max, .cursor = {}};
    do {
        const auto page = scene.history().groups({.shown = GroupsShown::open}, request);
        if (!page) return page.error();
        for (const auto& row : page->rows) {
            if (row.group.governed.has_value() && is_use_of(row.group.governed->use, version, preset.name())) found.push_back(row.group.id);
        }
        request.cursor = page->next;
    } while (!request.cursor.empty());
    return found;
}

HttpResponse usage(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    const CataloguePreset& known = *directory->find(*id);
    const auto groups = groups_under(scene, known);
    if (!groups) return problem_response(groups.error());
    json::Writer out;
    out.begin_object().name("preset").string(text(*id));
    write_usage(out, scene, *directory, known);
    out.name("open_groups").begin_array();
    for (const GroupId group : *groups) out.string(text(group));
    return json_response(out.end_array().end_object());
}

/// What is wrong or unwise with a document, or with the stored one when the body is empty.
HttpResponse validate(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return problem_response(id.error());
    Checked<Preset> read{*directory->find(*id)->current(), {}};
    if (!call.request.body.empty()) read = read_preset(call.request.body);
    if (!read.ok()) note_refused_preset(services, read.errors.front().code);
    json::Writer out;
    out.begin_object().name("valid").boolean(read.ok());
    write_errors(out, read.errors);
    write_warnings(out, read.ok() ? *read : Preset{});
    return json_response(out.end_object());
}

}  // namespace

std::vector<Route> preset_routes(const AdminServices& services) {
    const RouteMaker make(services);
    return {
        of_directory(make.look("/presets", "Presets: templates, one's own and what others published", presets,
                               {"which", "tag", "symbol", "q", "limit", "cursor"})),
        of_directory(make.look("/presets/{id}", "A preset with its document", preset)),
        of_directory(make.look("/presets/{id}/versions", "Every version of a preset, newest first", versions)),
        make.look("/presets/{id}/usage", "Who trades by a preset, and the open groups that keep one of its versions", usage),
        of_directory(make.ask("/presets/{id}/validate", "What is wrong or unwise with a preset, or with the document of the body", validate)),
        make.ask("/presets/resolve", "Which preset governs a signal, what was passed over and why, and every value with its origin", resolve_preset),
        make.ask("/presets/preview", "What a preset makes of an entry: size, stop, targets, worst loss", preview_preset),
        of_directory(make.change("POST", "/presets", "Make a preset", create_preset)),
        of_directory(make.change("PUT", "/presets/{id}", "Make a version of a preset", revise_preset)),
        of_directory(make.change("DELETE", "/presets/{id}", "Delete a preset; open groups keep what they were opened with", delete_preset,
                                 BodyKind::none, {"force"})),
        of_directory(make.change("POST", "/presets/{id}/clone", "Make a preset of one's own of it", clone_preset)),
        of_directory(make.change("POST", "/presets/{id}/publish", "Let everybody see and clone a preset", publish_preset)),
        of_directory(make.change("POST", "/presets/{id}/unpublish", "Keep a preset to oneself again", unpublish_preset)),
        of_directory(make.change("POST", "/presets/{id}/enable", "Let the resolver take a preset", enable_preset)),
        of_directory(make.change("POST", "/presets/{id}/disable", "Have the resolver pass a preset over", disable_preset)),
        make.change("POST", "/presets/{id}/apply", "Give open groups the newest version of a preset; stops only get tighter", apply_preset),
        of_directory(make.change("PUT", "/connections/{account}/preset", "Assign a preset to an account, or none", assign_preset)),
        of_directory(make.change("PUT", "/users/{user}/default-preset", "Choose the default preset, or none", choose_default_preset)),
    };
}

}  // namespace trellis::adapters::admin
