#include "adapters/admin/config_changes.hpp"

#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/if_match.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/config/changes.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/json/merge_patch.hpp"

namespace trellis::adapters::admin {

namespace {

Error stale(const AppliedConfig& applied) {
    return {"VERSION_STALE", "the configuration is at version " + std::to_string(applied.version)};
}

/// A change with what it is based on, checked as far as it can be before it is handed over.
Result<Basis> required_basis(const HttpRequest& request, const AppliedConfig& applied) {
    auto basis = basis_of(request, "/config");
    if (!basis) return basis;
    if (!basis->is_given) return no_basis("/config");
    if (basis->version && *basis->version != applied.version) return stale(applied);
    return basis;
}

ApiProblem problem_of(InputErrors errors) {
    const auto is_all = [&](std::string_view code) {
        return std::ranges::all_of(errors, [code](const InputError& error) { return error.code == code; });
    };
    std::string detail = errors.empty() ? "" : text(errors.front());
    for (const std::string_view code :
         {"VERSION_STALE", "NEEDS_RESTART", "JOURNAL_FULL", "STOPPING", "JSON_INVALID", "JSON_DUPLICATE_KEY", "JSON_TOO_DEEP"}) {
        if (is_all(code)) return {std::string(code), std::move(detail), std::move(errors)};
    }
    return {"INVALID_CONFIG", std::to_string(errors.size()) + (errors.size() == 1 ? " error: " : " errors: ") + detail,
            std::move(errors)};
}

void write_changes(json::Writer& out, const std::vector<ConfigChange>& changes) {
    out.name("changes").begin_array();
    for (const auto& change : changes) {
        out.begin_object().name("pointer").string(change.pointer);
        out.name("before").raw(change.before.value_or("null")).name("after").raw(change.after.value_or("null"));
        out.name("takes_effect").string(text(change.takes_effect)).end_object();
    }
    out.end_array().name("needs_restart").boolean(needs_restart(changes));
}

HttpResponse examined(const AppliedConfig& applied, std::string_view text, bool is_dry_run) {
    const auto read = read_config(text);
    json::Writer out;
    out.begin_object();
    if (is_dry_run) out.name("dry_run").boolean(true);
    out.name("valid").boolean(read.ok()).name("based_on").integer(applied.version);
    write_errors(out, read.errors);
    write_changes(out, read.ok() ? changes_between(applied.document, *read) : std::vector<ConfigChange>{});
    return json_response(out.end_object());
}

HttpResponse applied_response(std::uint64_t version, const std::vector<ConfigChange>& changes) {
    json::Writer out;
    out.begin_object().name("version").integer(version);
    write_changes(out, changes);
    return tagged_response(out.end_object(), version);
}

/// The control decides; what is known to be wrong does not get that far.
void hand_over(const AdminServices& services, const Call& call, const HttpReply& reply, std::string document, const Basis& basis) {
    const auto applied = services.control.config();
    if (call.is_dry_run) return reply.send(examined(*applied, document, true));
    auto read = read_config(document);
    if (!read.ok()) return reply.send(problem_response(problem_of(std::move(read.errors))));
    auto changes = changes_between(applied->document, *read);
    services.control.apply_config(std::move(document), "admin", basis.version,
                                  [reply, changes = std::move(changes)](Checked<std::uint64_t> version) {
                                      reply.send(version.ok() ? applied_response(*version, changes)
                                                              : problem_response(problem_of(std::move(version.errors))));
                                  });
}

/// The members of the document that can be patched.
Result<void> check_category(std::string_view category) {
    std::vector<std::string_view> known;
    for (const auto& key : root_section().keys) known.push_back(key.name);
    if (std::ranges::find(known, category) != known.end()) return {};
    return Error{"NOT_FOUND", "the configuration has no \"" + shortened(category) + "\"; did you mean " +
                                  std::string(nearest(category, known)) + "?"};
}

Result<std::string> patched(const AppliedConfig& applied, std::string_view category, std::string_view patch) {
    const json::Limits limits{.bytes_max = config_bytes_max};
    const auto change = json::Document::parse(patch, limits);
    if (!change) return change.error();
    if (!change->root().is_object() && !change->root().is_array()) {
        return Error{"INVALID_BODY", "a patch is an object, or the whole of a list"};
    }
    const auto document = json::Document::parse(applied.text, limits);
    if (!document) return document.error();
    return json::with_member(document->root(), category, json::merge_patch(document->root().find(category), change->root()));
}

}  // namespace

void put_config(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto basis = required_basis(call.request, *services.control.config());
    if (!basis) return reply.send(problem_response(basis.error()));
    hand_over(services, call, reply, call.request.body, *basis);
}

void patch_config(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto category = call.parameter("category");
    if (auto known = check_category(category); !known) return reply.send(problem_response(known.error()));
    const auto applied = services.control.config();
    auto basis = required_basis(call.request, *applied);
    if (!basis) return reply.send(problem_response(basis.error()));
    auto document = patched(*applied, category, call.request.body);
    if (!document) return reply.send(problem_response(document.error()));
    // The patch was laid over this version, so it is good for no other.
    basis->version = applied->version;
    hand_over(services, call, reply, *std::move(document), *basis);
}

void rollback_config(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"version"});
    const auto number = body->required_number("version");
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    const auto basis = basis_of(call.request, "/config");
    if (!basis) return reply.send(problem_response(basis.error()));
    const auto row = Scene(services, call).history().config(*number);
    if (!row) return reply.send(problem_response(row.error()));
    if (!*row) return reply.send(problem_response(Error{"NOT_FOUND", "there was no version " + std::to_string(*number)}));
    hand_over(services, call, reply, (*row)->applied.text, *basis);
}

void validate_config(const AdminServices& services, const Call& call, const HttpReply& reply) {
    reply.send(examined(*services.control.config(), call.request.body, call.is_dry_run));
}

}  // namespace trellis::adapters::admin
