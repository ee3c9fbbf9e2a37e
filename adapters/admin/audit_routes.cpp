// Who did what (Z-10): every change of the directory and of the configuration and everything an operator told the server, as the journal
// keeps it.
#include "adapters/admin/audit_words.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/explanation/directory_words.hpp"
#include "adapters/history/facts.hpp"
#include "engine/event/names.hpp"
#include "engine/event/owner.hpp"

namespace trellis::adapters::admin {

namespace {

bool is_audited(const Event& event) {
    return category_of(event) == EventCategory::directory || std::holds_alternative<ConfigApplied>(event);
}

struct Told {
    std::string actor;
    std::string says;
    Difference change;
};

std::string standing(const UserStanding& standing) {
    return std::string(trellis::text(standing.role)) + (standing.is_enabled ? ", enabled" : ", disabled") +
           (standing.display.empty() ? "" : ", \"" + standing.display + "\"");
}

std::string version(std::uint64_t number) { return number == 0 ? "" : "version " + std::to_string(number); }

std::string document_of(const Preset& preset) {
    json::Writer out;
    write_preset(out, preset);
    return out.take();
}

/// The directory keeps all versions of a preset, of deleted ones too (B-24, B-25).
Difference revision(const Directory& directory, PresetVersionId made) {
    Difference change{version(made.version - 1), version(made.version)};
    const CataloguePreset* known = directory.find(made.preset);
    if (known == nullptr || made.version < 2 || known->version() < made.version) return change;
    const auto turned = difference_of(document_of(*known->versions[made.version - 2].content), document_of(*known->versions[made.version - 1].content));
    if (!turned.before.empty()) change.before += ": " + turned.before;
    if (!turned.after.empty()) change.after += ": " + turned.after;
    return change;
}

/// A deleted user, and a deleted preset, stay in the directory as they were.
std::string last_standing(const Directory& directory, OwnerId id) {
    const auto found = directory.people.users.find(id);
    return found == directory.people.users.end() ? "" : standing(found->second.standing);
}
std::string last_version(const Directory& directory, PresetId id) {
    const CataloguePreset* known = directory.find(id);
    return known == nullptr ? "" : version(known->version());
}

/// What the event says by itself, or the directory keeps, was before and is now.
template <class E>
Difference change_in(const Directory& directory, const E& event) {
    if constexpr (std::same_as<E, UserChanged>) {
        return {standing(event.before), standing(event.after)};
    } else if constexpr (std::same_as<E, UserCreated>) {
        return {"", standing(event.standing)};
    } else if constexpr (std::same_as<E, UserDeleted>) {
        return {last_standing(directory, event.user), ""};
    } else if constexpr (std::same_as<E, PresetCreated>) {
        return {"", version(1)};
    } else if constexpr (std::same_as<E, PresetRevised>) {
        return revision(directory, event.made);
    } else if constexpr (std::same_as<E, PresetDeleted>) {
        return {last_version(directory, event.preset), ""};
    } else if constexpr (std::same_as<E, PresetSwitched>) {
        return event.is_enabled ? Difference{"disabled", "enabled"} : Difference{"enabled", "disabled"};
    } else if constexpr (std::same_as<E, PresetVisibilityChanged>) {
        return event.is_published ? Difference{"private", "public"} : Difference{"public", "private"};
    } else if constexpr (std::same_as<E, AccountShared>) {
        return event.is_shared ? Difference{"kept", "shared"} : Difference{"shared", "kept"};
    } else {
        return {};
    }
}

/// What the history remembers as replaced where the event does not say it.
Result<Difference> change_in(const Directory& directory, const OwnHistory& history, const EventRow& row) {
    if (!facts_about(row.event).has_value()) {
        return std::visit(
            [&]<class E>(const E& one) -> Difference {
                if constexpr (DirectoryOwned<E>) {
                    return change_in(directory, one);
                } else {
                    return {};
                }
            },
            row.event);
    }
    const auto before = history.replaced_by(row.sequence);
    if (!before) return before.error();
    return difference_of(before->value_or("{}"), facts_of(row.event));
}

Result<Told> told(const Directory& directory, const OwnHistory& history, const EventRow& row) {
    if (const auto* config = std::get_if<ConfigApplied>(&row.event)) {
        return Told{config->by, "the configuration is at version " + std::to_string(config->number), {version(config->number - 1), version(config->number)}};
    }
    auto change = change_in(directory, history, row);
    if (!change) return change.error();
    return std::visit(
        [&]<class E>(const E& one) -> Told {
            if constexpr (DirectoryOwned<E>) {
                return {name_of(directory, one.by), words_of(one), *std::move(change)};
            } else {
                return {};
            }
        },
        row.event);
}

/// An audited event with what it turned.
struct ToldRow {
    const EventRow* row;
    Told told;
};

Result<PageOf<ToldRow>> told(const Directory& directory, const OwnHistory& history, const PageOf<EventRow>& page) {
    PageOf<ToldRow> all{{}, page.next};
    for (const auto& row : page.rows) {
        auto one = told(directory, history, row);
        if (!one) return one.error();
        all.rows.push_back({&row, *std::move(one)});
    }
    return all;
}

void write_row(json::Writer& out, const ToldRow& one) {
    const EventRow& row = *one.row;
    out.begin_object().name("event").integer(row.sequence).name("at").string(rfc3339(row.at)).name("actor").string(one.told.actor);
    out.name("type").string(name_of(row.event)).name("says").string(one.told.says);
    text_or_null(out, "before", one.told.change.before);
    text_or_null(out, "after", one.told.change.after);
    out.end_object();
}

HttpResponse audit(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    EventFilter filter;
    const auto from = call.query.time("from");
    const auto to = call.query.time("to");
    if (!from || !to) return problem_response(from ? to.error() : from.error());
    filter.from = *from;
    filter.to = *to;
    filter.may_see = is_audited;
    const auto found = scene.history().events(filter, *page);
    if (!found) return problem_response(found.error());
    const auto directory = services.control.directory();
    const auto rows = told(*directory, scene.history(), *found);
    if (!rows) return problem_response(rows.error());
    return list_response(call, *rows, [](json::Writer& out, const ToldRow& row) { write_row(out, row); });
}

}  // namespace

std::vector<Route> audit_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {{"GET",
             "/audit",
             Role::admin,
             "Who changed what, newest first",
             answering([s](const Call& call) { return audit(*s, call); }),
             {"from", "to", "limit", "cursor"}}};
}

}  // namespace trellis::adapters::admin
