// Who did what (Z-10): every change of the directory and of the configuration and everything an operator told the server, as the journal
// keeps it.
#include "adapters/admin/problem.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/user_view.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/explanation/directory_words.hpp"
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
    std::string before;  ///< empty: nothing was, or the event does not say
    std::string after;
};

std::string standing(const UserStanding& standing) {
    return std::string(trellis::text(standing.role)) + (standing.is_enabled ? ", enabled" : ", disabled") +
           (standing.display.empty() ? "" : ", \"" + standing.display + "\"");
}

std::string version(std::uint64_t number) { return number == 0 ? "" : "version " + std::to_string(number); }

/// What the event says was before and is now, in a word or two.
template <class E>
void tell_change(Told& told, const E& event) {
    if constexpr (std::same_as<E, UserChanged>) {
        told.before = standing(event.before);
        told.after = standing(event.after);
    } else if constexpr (std::same_as<E, UserCreated>) {
        told.after = standing(event.standing);
    } else if constexpr (std::same_as<E, PresetRevised>) {
        told.before = version(event.made.version - 1);
        told.after = version(event.made.version);
    } else if constexpr (std::same_as<E, PresetSwitched>) {
        told.before = event.is_enabled ? "disabled" : "enabled";
        told.after = event.is_enabled ? "enabled" : "disabled";
    } else if constexpr (std::same_as<E, PresetVisibilityChanged>) {
        told.before = event.is_published ? "private" : "public";
        told.after = event.is_published ? "public" : "private";
    } else if constexpr (requires { event.preset.has_value(); }) {
        told.after = event.preset.has_value() ? text(*event.preset) : "none";
    }
}

Told told(const Directory& directory, const Event& event) {
    if (const auto* config = std::get_if<ConfigApplied>(&event)) {
        return {config->by, "the configuration is at version " + std::to_string(config->number), version(config->number - 1), version(config->number)};
    }
    return std::visit(
        [&]<class E>(const E& one) -> Told {
            if constexpr (DirectoryOwned<E>) {
                Told found{name_of(directory, one.by), words_of(one), "", ""};
                tell_change(found, one);
                return found;
            } else {
                return {};
            }
        },
        event);
}

void write_row(json::Writer& out, const Directory& directory, const EventRow& row) {
    const Told found = told(directory, row.event);
    out.begin_object().name("event").integer(row.sequence).name("at").string(rfc3339(row.at)).name("actor").string(found.actor);
    out.name("type").string(name_of(row.event)).name("says").string(found.says);
    text_or_null(out, "before", found.before);
    text_or_null(out, "after", found.after);
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
    return list_response(call, *found, [&](json::Writer& out, const EventRow& row) { write_row(out, *directory, row); });
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
