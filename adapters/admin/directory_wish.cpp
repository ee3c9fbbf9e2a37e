#include "adapters/admin/directory_wish.hpp"

#include <algorithm>
#include <concepts>

#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/explanation/directory_words.hpp"

namespace trellis::adapters::admin {

namespace {

bool is_about_presets(const DirectoryCommand& command) {
    return std::visit(
        []<class C>(const C&) {
            return std::same_as<C, CreatePreset> || std::same_as<C, RevisePreset> || std::same_as<C, ClonePreset> || std::same_as<C, PublishPreset> ||
                   std::same_as<C, SwitchPreset> || std::same_as<C, DeletePreset> || std::same_as<C, AssignPreset> ||
                   std::same_as<C, ChooseDefaultPreset> || std::same_as<C, AssignSubscriptionPreset>;
        },
        command);
}

}  // namespace

void note_refused_preset(const AdminServices& services, std::string_view code) {
    if (services.on_refused_preset) services.on_refused_preset(code);
}

HttpResponse tried_response(const AdminServices& services, const Call& call, const DirectoryWish& wish) {
    const Scene scene(services, call);
    const auto decided = decide(*services.control.directory(), wish.command,
                                {services.now(), call.caller.owner, scene.config(), scene.instruments(), wish.expected_revision});
    if (!decided.ok()) return problem_response(decided.error());
    json::Writer out;
    out.begin_object().name("dry_run").boolean(true).name("would").begin_array();
    for (const auto& event : *decided) out.string(std::visit([](const auto& happened) { return words_of(happened); }, event));
    return json_response(out.end_array().end_object());
}

void hand_over(const AdminServices& services, const Call& call, const HttpReply& reply, DirectoryWish wish, ChangeAnswer answer) {
    if (call.is_dry_run) return reply.send(tried_response(services, call, wish));
    const DirectoryCommand command = wish.command;
    const auto expected = wish.expected_revision;
    const auto done = [&services, reply, caller = call.caller, wish = std::move(wish), answer = std::move(answer)](const Result<DirectoryChange>& change) {
        if (!change.ok() && is_about_presets(wish.command)) note_refused_preset(services, change.error().code);
        reply.send(change.ok() ? answer(Scene(services, caller), *change, wish) : problem_response(change.error()));
    };
    services.control.change_directory(call.caller.owner, command, expected, done);
}

std::optional<std::uint32_t> revision_of(const Basis& basis) {
    if (!basis.version) return std::nullopt;
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(*basis.version, UINT32_MAX));
}

void write_event(json::Writer& out, const DirectoryChange& change) {
    out.name("event");
    change.event ? out.integer(*change.event) : out.null();
}

}  // namespace trellis::adapters::admin
