#include "adapters/admin/strategy_changes.hpp"

#include <algorithm>

#include "adapters/admin/body.hpp"
#include "adapters/admin/named.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/strategy_view.hpp"
#include "adapters/config/strategies.hpp"

namespace trellis::adapters::admin {

namespace {

/// The strategy that a command was about: the one it made, or the one it names.
StrategyId subject_of(const DirectoryCommand& command, const DirectoryEvents& events) {
    if (!events.empty()) {
        if (const auto* created = std::get_if<StrategyCreated>(&events.front())) return created->strategy;
    }
    if (const auto* revised = std::get_if<ReviseStrategy>(&command)) return revised->strategy;
    const auto* deleted = std::get_if<DeleteStrategy>(&command);
    TRELLIS_CHECK(deleted != nullptr, "what makes no strategy names one");
    return deleted->strategy;
}

HttpResponse changed_response(const Scene&, const DirectoryChange& change, const DirectoryWish& wish) {
    const StrategyId id = subject_of(wish.command, change.events);
    const CatalogueStrategy& kept = change.directory->strategies.at(id);
    const KnownStrategy known{text(id), kept.terms.name, rule_of(kept), &kept};
    json::Writer out;
    out.begin_object().name("strategy");
    write_strategy_detail(out, known);
    out.name("is_deleted").boolean(kept.is_deleted);
    write_event(out, change);
    out.end_object();
    return strategy_response(out, known, wish.status);
}

Result<Named<StrategyId>> named(const AdminServices& services, const Call& call) {
    const auto directory = services.control.directory();
    const auto found = find_strategy(Scene(services, call), *directory, call.parameter("id"));
    if (!found) return found.error();
    if (found->kept == nullptr) {
        return Error{"STRATEGY_OF_DOCUMENT", found->name + " stands in the configuration: it is changed there, or cloned"};
    }
    return named_at(call, "/strategies/" + found->id, found->kept->id);
}

/// What is wrong with the document, all of it.
ApiProblem invalid(Body& body) {
    ApiProblem problem = body.problem();
    problem.code = "INVALID_STRATEGY";
    problem.detail = problem.errors.empty() ? "the document is no strategy" : text(problem.errors.front());
    return problem;
}

/// Of one's own alone: another's is as one that is not there, for an admin too.
std::vector<AccountConfig> own_accounts(const Scene& scene) {
    std::vector<AccountConfig> own;
    std::ranges::copy_if(scene.accounts(), std::back_inserter(own),
                         [&](const AccountConfig& account) { return account.owner == scene.caller().owner; });
    return own;
}

void check_instrument(const Scene& scene, const StrategyRule& rule, Body& body) {
    const auto* said = body.find("instrument");
    if (said == nullptr || !rule.instrument.has_value() || scene.instruments().find(*rule.instrument) != nullptr) return;
    body.refuse("UNKNOWN_INSTRUMENT", *said, {"D-12", "the server trades no " + *rule.instrument});
}

StrategyTerms terms_of(const std::string& name, const StrategyRule& rule) {
    return {name, rule.account, rule.instrument, rule.venue, rule.timeframe_seconds, rule.strategy};
}

/// The body as terms, or nothing when it was answered already.
std::optional<StrategyTerms> read_terms(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) {
        reply.send(problem_response(body.error()));
        return std::nullopt;
    }
    const Scene scene(services, call);
    const auto said = read_strategy(body->root(), GridBase(scene.applied().text), own_accounts(scene), body->reporter());
    if (said.has_value()) check_instrument(scene, said->rule, *body);
    if (!said.has_value() || body->has_errors()) {
        reply.send(problem_response(invalid(*body)));
        return std::nullopt;
    }
    return terms_of(said->name, said->rule);
}

}  // namespace

void create_strategy(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto terms = read_terms(services, call, reply);
    if (terms.has_value()) hand_over(services, call, reply, {CreateStrategy{*terms}, std::nullopt, 201}, changed_response);
}

void revise_strategy(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = with_basis(named(services, call));
    if (!found) return reply.send(problem_response(found.error()));
    const auto terms = read_terms(services, call, reply);
    if (terms.has_value()) hand_over(services, call, reply, {ReviseStrategy{found->id, *terms}, found->expected}, changed_response);
}

void delete_strategy(const AdminServices& services, const Call& call, const HttpReply& reply) {
    const auto found = named(services, call);
    if (!found) return reply.send(problem_response(found.error()));
    hand_over(services, call, reply, {DeleteStrategy{found->id}, found->expected}, changed_response);
}

void clone_strategy(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    const Scene scene(services, call);
    const auto directory = services.control.directory();
    const auto origin = find_strategy(scene, *directory, call.parameter("id"));
    if (!origin) return reply.send(problem_response(origin.error()));
    const auto said = read_clone(body->root(), origin->rule, own_accounts(scene), body->reporter());
    if (said.has_value()) check_instrument(scene, said->rule, *body);
    if (!said.has_value() || body->has_errors()) return reply.send(problem_response(invalid(*body)));
    const auto from = origin->kept == nullptr ? std::nullopt : std::optional(origin->kept->id);
    hand_over(services, call, reply, {CloneStrategy{terms_of(origin->name, said->rule), from, said->name}, std::nullopt, 201}, changed_response);
}

}  // namespace trellis::adapters::admin
