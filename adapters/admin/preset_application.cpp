#include "adapters/admin/preset_application.hpp"

#include <algorithm>
#include <mutex>

#include "adapters/admin/body.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "engine/pool/preset_entry.hpp"

namespace trellis::adapters::admin {

namespace {

/// How many groups may be named in one request.
constexpr std::size_t named_groups_max = 1000;

/// What became of one group.
struct Outcome {
    std::string group;
    std::optional<Error> refused;
    std::shared_ptr<const PresetApplied> applied;  ///< null: nothing was left to do
    std::optional<std::uint64_t> event;
};

void write(json::Writer& out, const Outcome& outcome) {
    out.begin_object().name("group").string(outcome.group).name("result");
    out.string(outcome.refused ? "refused" : outcome.applied != nullptr ? "applied" : "unchanged");
    text_or_null(out, "code", outcome.refused ? outcome.refused->code : "");
    text_or_null(out, "detail", outcome.refused ? outcome.refused->detail : "");
    out.name("stop");
    if (outcome.applied == nullptr) {
        out.null();
    } else {
        out.begin_object().name("asked").string(outcome.applied->stop.text()).name("is_taken").boolean(outcome.applied->is_tighter).end_object();
    }
    out.name("event");
    outcome.event ? out.integer(*outcome.event) : out.null();
    out.end_object();
}

std::string would(const Outcome& outcome) {
    if (outcome.refused) return "be refused by " + outcome.group + ", " + outcome.refused->code + ": " + outcome.refused->detail;
    if (outcome.applied == nullptr) return "change nothing of " + outcome.group + ", which has that version";
    const std::string stop = outcome.applied->stop.text();
    const std::string first = outcome.applied->is_tighter ? "tighten the stop of " + outcome.group + " to " + stop
                                                          : "keep the stop of " + outcome.group + ", than which " + stop + " is no tighter";
    return first + ", and give it targets, break-even, trailing and candle exit of the preset";
}

/// The version that is applied, and what it is called.
struct Given {
    CataloguePreset preset;
    ApplyPreset command;
};

HttpResponse response(const Given& given, const std::vector<Outcome>& outcomes, bool is_dry_run) {
    json::Writer out;
    out.begin_object();
    if (is_dry_run) {
        out.name("dry_run").boolean(true).name("would").begin_array();
        for (const auto& outcome : outcomes) out.string(would(outcome));
        out.end_array();
    }
    out.name("preset").string(text(given.preset.id)).name("name").string(given.preset.name()).name("version").integer(given.preset.version());
    out.name("groups").begin_array();
    for (const auto& outcome : outcomes) write(out, outcome);
    return json_response(out.end_array().end_object());
}

/// Waits for every group, then answers once.
class Application {
  public:
    Application(HttpReply reply, Given given, std::vector<Outcome> outcomes, std::size_t missing)
        : reply_(std::move(reply)), given_(std::move(given)), outcomes_(std::move(outcomes)), missing_(missing) {}

    void take(std::size_t place, const Result<Obeyed>& answer) {
        const std::lock_guard lock(mutex_);
        Outcome& outcome = outcomes_[place];
        if (answer.ok()) {
            outcome.applied = answer->preset;
            outcome.event = answer->event;
        } else {
            outcome.refused = answer.error();
        }
        if (--missing_ == 0) reply_.send(response(given_, outcomes_, false));
    }

  private:
    HttpReply reply_;
    const Given given_;
    std::mutex mutex_;  // guards what follows
    std::vector<Outcome> outcomes_;
    std::size_t missing_;
};

// ---- which groups ----

/// A group that is meant, or why it is not.
struct Meant {
    std::string name;
    Result<GroupRow> row;
};

Result<std::vector<Meant>> open_under(const Scene& scene, const CataloguePreset& preset, std::optional<AccountId> account) {
    std::vector<Meant> found;
    const PresetVersionId version{preset.id, preset.version()};
    PageRequest request{.limit = page_rows_max, .cursor = {}};
    do {
        auto page = scene.history().groups({.account = account, .shown = GroupsShown::open}, request);
        if (!page) return page.error();
        for (auto& row : page->rows) {
            const auto& governed = row.group.governed;
            if (governed.has_value() && is_use_of(governed->use, version, preset.name())) found.push_back({text(row.group.id), std::move(row)});
        }
        request.cursor = page->next;
    } while (!request.cursor.empty());
    return found;
}

Result<GroupRow> row_of(const Scene& scene, const std::string& name) {
    const auto id = find_group(scene, name);
    if (!id) return id.error();
    auto row = scene.history().group(*id);
    if (!row) return row.error();
    if (!*row) return Error{"NOT_FOUND", "there is and was no group " + name};
    return **std::move(row);
}

std::vector<Meant> named(const Scene& scene, Body& body, const json::Value& list) {
    std::vector<Meant> found;
    if (!list.is_array() || list.elements().size() > named_groups_max) {
        body.refuse("WRONG_TYPE", list, {"B-25", "a list of at most " + std::to_string(named_groups_max) + " groups"});
        return found;
    }
    for (const auto& one : list.elements()) {
        if (one.is_string()) {
            const std::string name(one.string());
            found.push_back({name, row_of(scene, name)});
        } else {
            body.refuse("WRONG_TYPE", one, {"B-25", "the name of a group"});
        }
    }
    return found;
}

/// As with an assignment: an account is governed by its owner's presets, and by templates.
std::optional<Error> not_his(const Scene& scene, const Group& group, const CataloguePreset& preset) {
    const AccountConfig* account = scene.account(group.id.account);
    if (account != nullptr && (preset.is_template() || account->owner == preset.id.owner)) return std::nullopt;
    return Error{"INCOMPATIBLE", "the preset belongs to somebody else than the account"};
}

// ---- what they make of it ----

/// What the group would decide as it is in the lists.
Outcome foreseen(const AdminServices& services, const Scene& scene, const Group& group, const ApplyPreset& command) {
    Outcome outcome{text(group.id), std::nullopt, nullptr, std::nullopt};
    const Instrument* instrument = scene.instrument(group.identity.instrument);
    if (instrument == nullptr) {
        outcome.refused = Error{"UNKNOWN_INSTRUMENT", "its instrument is not configured any more"};
        return outcome;
    }
    const GroupContext context{services.now(), *instrument, scene.quote(instrument->id), {}, true, std::nullopt, scene.config()};
    const auto decision = decide(group, command, context);
    const auto* events = std::get_if<GroupEvents>(&decision);
    if (events == nullptr || events->empty()) return outcome;
    if (const auto* refused = std::get_if<RefusalNoted>(&events->front())) outcome.refused = Error{refused->code, refused->detail};
    if (const auto* applied = std::get_if<PresetApplied>(&events->front())) outcome.applied = std::make_shared<PresetApplied>(*applied);
    return outcome;
}

void answer_dry(const AdminServices& services, const Scene& scene, const Given& given, const std::vector<Meant>& meant, const HttpReply& reply) {
    std::vector<Outcome> outcomes;
    for (const auto& one : meant) {
        auto error = one.row.ok() ? not_his(scene, one.row->group, given.preset) : std::optional(one.row.error());
        outcomes.push_back(error ? Outcome{one.name, std::move(error), nullptr, std::nullopt}
                                 : foreseen(services, scene, one.row->group, given.command));
    }
    reply.send(response(given, outcomes, true));
}

void tell_all(const AdminServices& services, const Scene& scene, Given given, const std::vector<Meant>& meant, const HttpReply& reply) {
    std::vector<Outcome> outcomes;
    std::vector<std::pair<std::size_t, GroupId>> told;
    for (const auto& one : meant) {
        auto error = one.row.ok() ? not_his(scene, one.row->group, given.preset) : std::optional(one.row.error());
        if (!error) told.emplace_back(outcomes.size(), one.row->group.id);
        const std::string name = one.row.ok() ? text(one.row->group.id) : one.name;
        outcomes.push_back({name, std::move(error), nullptr, std::nullopt});
    }
    if (told.empty()) return reply.send(response(given, outcomes, false));
    const ApplyPreset command = given.command;
    const auto application = std::make_shared<Application>(reply, std::move(given), std::move(outcomes), told.size());
    for (const auto& [place, group] : told) {
        services.control.command(group, command, [application, at = place](const Result<Obeyed>& answer) { application->take(at, answer); });
    }
}

}  // namespace

void apply_preset(const AdminServices& services, const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"groups", "account"});
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, call.parameter("id"), call.caller.owner);
    if (!id) return reply.send(problem_response(id.error()));
    const Scene scene(services, call);
    const CataloguePreset& preset = *directory->find(*id);
    const Given given{preset, {preset.current(), PresetVersionId{*id, preset.version()}, call.caller.owner}};
    const auto account_name = body->text("account");
    const auto* list = body->find("groups");
    std::vector<Meant> meant;
    if (list != nullptr && !list->is_null()) {
        meant = named(scene, *body, *list);
    } else {
        const auto account = account_name ? scene.find_account(*account_name) : Result<AccountId>(AccountId{});
        if (!account) return reply.send(problem_response(account.error()));
        auto found = open_under(scene, preset, account_name ? std::optional(*account) : std::nullopt);
        if (!found) return reply.send(problem_response(found.error()));
        meant = *std::move(found);
    }
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    call.is_dry_run ? answer_dry(services, scene, given, meant, reply) : tell_all(services, scene, given, meant, reply);
}

}  // namespace trellis::adapters::admin
