#include "adapters/admin/explain.hpp"

#include <algorithm>
#include <iterator>

#include "adapters/admin/outlook.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/admin/views.hpp"
#include "adapters/explanation/explain.hpp"
#include "adapters/explanation/words.hpp"
#include "adapters/history/ids.hpp"
#include "engine/pool/queue.hpp"

namespace trellis::adapters::admin {

namespace {

/// The first of the queue, and whom it was asked about.
constexpr std::uint32_t ranks_shown_max = 10;

/// The signal that a thing is about, when it is a signal or an event of one.
std::optional<SignalNumber> signal_named_by(const Scene& scene, std::string_view id) {
    if (const auto signal = parse_signal_number(id)) return signal;
    const auto sequence = parse_event_id(id);
    if (!sequence) return std::nullopt;
    const auto row = scene.history().event(*sequence);
    return row && *row ? signal_of((**row).event) : std::nullopt;
}

std::string keys_of(const QueueRow& row, const QueueSettings& settings) {
    std::string says;
    for (const auto rule : settings.selection_priority) {
        says += (says.empty() ? "" : "; ") + key_words(rule, row.figures, settings.loss_tie_bucket);
    }
    return says;
}

WhyLine rank_line(const Outlook& outlook, const Scene& scene, const QueueRow& row) {
    const Names names{scene.config(), scene.instruments()};
    return {std::nullopt, outlook.now(),
            "rank " + std::to_string(row.rank) + " now: " + text(row.entry->signal) + ", " +
                names.identity(outlook.account().id, row.entry->identity()) + ": " + keys_of(row, scene.config().queue),
            {"Q-5", "Q-6"}};
}

/// Where a signal that waits stands now, by which keys, and whom it stands behind.
Result<std::vector<WhyLine>> standing_of(const AdminServices& services, const Scene& scene, const AccountConfig& account, SignalNumber signal) {
    const auto outlook = Outlook::of(services, scene, account);
    if (!outlook) return outlook.error();
    const auto rows = queue_rows(outlook->desk(), outlook->desk_context());
    const auto own = std::ranges::find(rows, signal, [](const QueueRow& row) { return row.entry->signal; });
    std::vector<WhyLine> lines;
    if (own == rows.end()) return lines;
    lines.push_back({std::nullopt, outlook->now(),
                     text(signal) + " is " + std::to_string(own->rank) + " of " + std::to_string(rows.size()) + " in the queue of " +
                         account.name + " and waits for " + own->wait.code + ": " + own->wait.detail,
                     {"R-40", "Q-5"}});
    for (const auto& row : rows) {
        if (row.rank <= ranks_shown_max || row.rank == own->rank) lines.push_back(rank_line(*outlook, scene, row));
    }
    return lines;
}

Result<std::vector<WhyLine>> standing_of(const AdminServices& services, const Scene& scene, std::string_view id) {
    const auto signal = signal_named_by(scene, id);
    if (!signal) return std::vector<WhyLine>{};
    for (const auto& account : scene.accounts()) {
        const auto desk = scene.history().desk(account.id);
        if (!desk) return desk.error();
        const bool waits = std::ranges::any_of(desk->queue, [&](const auto& item) { return item.second.signal == *signal; });
        if (waits) return standing_of(services, scene, account, *signal);
    }
    return std::vector<WhyLine>{};
}

}  // namespace

HttpResponse explain(const AdminServices& services, const Call& call, std::string_view id) {
    const Scene scene(services, call);
    auto found = scene.history().explain(Names{scene.config(), scene.instruments()}, id);
    if (!found) return problem_response(found.error());
    if (!*found) {
        return problem_response(Error{"NOT_FOUND", "there is no \"" + shortened(id) +
                                                       "\"; name a signal (s3), an event (e57), a group (g1.4 or "
                                                       "ACCOUNT:SYMBOL:TIMEFRAME:SIDE), an order (g1.4/entry/0/2) or an offset (o1.4)"});
    }
    auto standing = standing_of(services, scene, id);
    if (!standing) return problem_response(standing.error());
    auto& chain = (*found)->chain;
    chain.insert(chain.begin(), std::make_move_iterator(standing->begin()), std::make_move_iterator(standing->end()));
    json::Writer out;
    write_explanation(out, **found);
    return json_response(out);
}

}  // namespace trellis::adapters::admin
