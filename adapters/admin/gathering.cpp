#include "adapters/admin/gathering.hpp"

#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

Result<std::vector<AccountId>> accounts_named(const Scene& scene, const std::optional<std::string>& name) {
    std::vector<AccountId> ids;
    if (!name) {
        for (const auto& account : scene.accounts()) ids.push_back(account.id);
        return ids;
    }
    const auto account = scene.find_account(*name);
    if (!account) return account.error();
    ids.push_back(*account);
    return ids;
}

Gathering::Gathering(HttpReply reply, std::vector<std::string> names, std::string_view rule, std::function<void(json::Writer&)> write)
    : reply_(std::move(reply)),
      names_(std::move(names)),
      rule_(rule),
      write_(std::move(write)),
      answers_(names_.size()),
      missing_(names_.size()) {}

void Gathering::take(std::size_t place, const Result<Obeyed>& answer) {
    const std::lock_guard lock(mutex_);
    answers_[place] = answer;
    if (--missing_ == 0) reply_.send(response());
}

HttpResponse Gathering::response() const {
    InputErrors errors;
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        if (!answers_[i]->ok())
            errors.push_back({answers_[i]->error().code, {"", names_[i], std::string(rule_), answers_[i]->error().detail}});
    }
    if (errors.empty()) return obeyed();
    const std::string first = errors.front().field.hint;
    if (errors.size() == answers_.size()) return problem_response(ApiProblem{errors.front().code, first, std::move(errors)});
    return problem_response(ApiProblem{"PARTLY_DONE", "not every account obeyed: " + first, std::move(errors)});
}

HttpResponse Gathering::obeyed() const {
    json::Writer out;
    out.begin_object().name("accounts").begin_array();
    for (std::size_t i = 0; i < answers_.size(); ++i) {
        out.begin_object().name("id").string(names_[i]);
        write_(out);
        const auto& event = (**answers_[i]).event;
        out.name("event");
        event ? out.integer(*event) : out.null();
        out.end_object();
    }
    return json_response(out.end_array().end_object());
}

}  // namespace trellis::adapters::admin
