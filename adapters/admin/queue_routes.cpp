// The queue as it would be promoted now, who left it, and what an operator tells it.
#include "adapters/admin/outlook.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/queue_commands.hpp"
#include "adapters/admin/queue_view.hpp"
#include "adapters/admin/routes.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

/// A page of what is counted from 0: ranks move with every quote, so a page says what it was then.
class RankPages {
  public:
    static Result<RankPages> of(const PageRequest& page) {
        if (page.cursor.empty()) return RankPages(0, page.limit);
        const auto start = whole_number(page.cursor);
        if (!start) return Error{"BAD_CURSOR", "a cursor is what a page gave as next"};
        return RankPages(*start, page.limit);
    }
    /// Is the next one on the page?
    bool take() {
        const auto place = seen_++;
        return place >= start_ && place < start_ + limit_;
    }
    std::string next() const { return seen_ > start_ + limit_ ? std::to_string(start_ + limit_) : ""; }

  private:
    RankPages(std::uint64_t start, std::uint32_t limit) : start_(start), limit_(limit) {}

    std::uint64_t start_;
    std::uint64_t limit_;
    std::uint64_t seen_ = 0;
};

Result<void> write_queue(json::Writer& out, const AdminServices& services, const Scene& scene, const AccountConfig& account,
                         RankPages& pages) {
    const auto outlook = Outlook::of(services, scene, account);
    if (!outlook) return outlook.error();
    for (const auto& row : queue_rows(outlook->desk(), outlook->desk_context())) {
        if (pages.take()) write_queue_row(out, scene, *outlook, row);
    }
    return {};
}

HttpResponse queue(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    const auto accounts = wanted_accounts(scene, call.query);
    if (!accounts) return problem_response(accounts.error());
    auto pages = RankPages::of(*page);
    if (!pages) return problem_response(pages.error());
    json::Writer out;
    out.begin_object().name("items").begin_array();
    for (const auto* account : *accounts) {
        if (auto written = write_queue(out, services, scene, *account, *pages); !written) return problem_response(written.error());
    }
    out.end_array();
    text_or_null(out, "next", pages->next());
    HttpResponse response = json_response(out.end_object());
    response.headers = link_headers(call, pages->next());
    return response;
}

HttpResponse queue_history(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    const auto page = call.query.page();
    if (!page) return problem_response(page.error());
    std::optional<AccountId> account;
    if (const auto* name = call.query.find("account")) {
        const auto found = scene.find_account(*name);
        if (!found) return problem_response(found.error());
        account = *found;
    }
    const auto found = scene.history().queue_history(account, *page);
    if (!found) return problem_response(found.error());
    return list_response(call, *found, [&](json::Writer& out, const QueueHistoryRow& row) { write_departure(out, scene, row); });
}

}  // namespace

std::vector<Route> queue_routes(const AdminServices& services) {
    const AdminServices* s = &services;
    return {
        {"GET",
         "/queue",
         Role::viewer,
         "Waiting entries, first to be promoted first",
         answering([s](const Call& call) { return queue(*s, call); }),
         {"account", "limit", "cursor"}},
        {"GET",
         "/queue/history",
         Role::viewer,
         "Entries that left the queue within 90 days, newest first",
         answering([s](const Call& call) { return queue_history(*s, call); }),
         {"account", "limit", "cursor"}},
        {"POST",
         "/queue/{id}/promote",
         Role::operating,
         "Execute a waiting entry now, if a slot is free",
         [s](const Call& call, const HttpReply& reply) { promote_entry(*s, call, reply); },
         {},
         BodyKind::fields},
        {"POST",
         "/queue/{id}/force",
         Role::operating,
         "Execute a waiting entry now, whatever the pool says",
         [s](const Call& call, const HttpReply& reply) { force_entry(*s, call, reply); },
         {},
         BodyKind::fields},
        {"DELETE",
         "/queue/{id}",
         Role::operating,
         "Take a waiting entry out of the queue",
         [s](const Call& call, const HttpReply& reply) { remove_entry(*s, call, reply); },
         {},
         BodyKind::fields},
    };
}

}  // namespace trellis::adapters::admin
