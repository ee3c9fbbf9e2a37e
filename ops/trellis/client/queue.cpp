#include "ops/trellis/client/queue.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Value;

/// "loss 30, replacements 2": the keys of the enabled rules in their order, without when it came, which has a column of its own.
std::string keys_cell(const Value& row) {
    const auto* keys = row.find("keys");
    std::string out;
    if (keys == nullptr) return "-";
    for (const auto& key : keys->elements()) {
        const std::string rule = cell(key, "rule");
        if (rule == "fifo") continue;
        out += (out.empty() ? "" : ", ") + rule + " " + cell(key, "key");
    }
    return out.empty() ? "-" : out;
}

int change_entry(const QueueEntryOptions& options, Change change, std::ostream& out, std::ostream& err) {
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        const std::string code = cell(answer, "code");
        const std::string groups = joined_cell(answer, "groups");
        to << on_one_line(cell(answer, "id")) << ": " << cell(answer, "outcome") << (groups.empty() || groups == "-" ? "" : " as " + groups)
           << (code == "-" ? "" : ", " + code + ": " + on_one_line(cell(answer, "detail"))) << "  (trellis why e" << cell(answer, "event") << ")\n";
    };
    return make_change(change, options.client, out, err);
}

std::string path_of(const QueueEntryOptions& options) { return "/queue/" + path_step(options.entry); }

}  // namespace

int queue(const QueueOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "queue";
    view.path = "/queue";
    view.filters = {{"account", options.account}};
    view.columns = {{"RANK", true}, {"ENTRY"}, {"ACCOUNT"}, {"SYMBOL"}, {"TIMEFRAME", true}, {"SIDE"}, {"PRICE", true},
                    {"LOSS %", true}, {"KEYS"}, {"QUEUED"}, {"WAITS FOR"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "rank"),      cell(row, "id"),    cell(row, "account"),     cell(row, "symbol"),
                                        cell(row, "timeframe"), cell(row, "side"),  cell(row, "entry_price"), percent_cell(row, "loss_percent"),
                                        keys_cell(row),         time_cell(row, "first_queued_at"),
                                        cell(row, "wait_reason") + ": " + cell(row, "wait_detail")};
    };
    view.none = "Nobody waits.";
    return show_list(view, options.list, out, err);
}

int queue_history(const QueueOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "queue history";
    view.path = "/queue/history";
    view.filters = {{"account", options.account}};
    view.columns = {{"ENTRY"}, {"ACCOUNT"}, {"SYMBOL"}, {"TIMEFRAME", true}, {"SIDE"}, {"LOSS %", true}, {"REPLACED", true}, {"OUTCOME"}, {"AT"}, {"WHY"}};
    view.cells = [](const Value& row) {
        const std::string code = cell(row, "code");
        return std::vector<std::string>{cell(row, "id"),
                                        cell(row, "account"),
                                        cell(row, "symbol"),
                                        cell(row, "timeframe"),
                                        cell(row, "side"),
                                        percent_cell(row, "loss_percent"),
                                        cell(row, "replacement_count"),
                                        cell(row, "outcome") + (cell(row, "forced") == "yes" ? " (forced)" : ""),
                                        time_cell(row, "processed_at"),
                                        (code == "-" ? "" : code + ": ") + cell(row, "detail")};
    };
    view.none = "Nobody left the queue yet.";
    return show_list(view, options.list, out, err);
}

int queue_promote(const QueueEntryOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "queue promote";
    change.target = path_of(options) + "/promote";
    return change_entry(options, std::move(change), out, err);
}

int queue_force(const QueueEntryOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "queue force";
    change.target = path_of(options) + "/force";
    if (options.ignore_exposure) change.body = R"({"ignore_exposure":true})";
    return change_entry(options, std::move(change), out, err);
}

int queue_remove(const QueueEntryOptions& options, std::ostream& out, std::ostream& err) {
    Change change;
    change.command = "queue remove";
    change.method = "DELETE";
    change.target = path_of(options);
    return change_entry(options, std::move(change), out, err);
}

}  // namespace trellis::program
