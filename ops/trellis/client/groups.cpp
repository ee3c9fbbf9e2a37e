// What of a group stands in a list; `trellis group` shows the rest.
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/lists.hpp"

namespace trellis::program {

int groups(const GroupsOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "groups";
    view.path = "/groups";
    view.filters = {{"account", options.account},
                    {"symbol", options.symbol},
                    {"timeframe", options.timeframe},
                    {"side", options.side},
                    {"state", options.state}};
    view.columns = {{"GROUP"},        {"ACCOUNT"},       {"SYMBOL"},    {"TIMEFRAME", true}, {"SIDE"},
                    {"STATE"},        {"ENTRIES", true}, {"LEGS", true}, {"QTY", true},      {"AVERAGE", true},
                    {"MARK", true},   {"UNREALISED", true}, {"REALISED", true}, {"OPENED"}};
    view.cells = [](const adapters::json::Value& row) {
        return std::vector<std::string>{cell(row, "id"),
                                        cell(row, "account"),
                                        cell(row, "symbol"),
                                        cell(row, "timeframe"),
                                        cell(row, "side"),
                                        cell(row, "state") + (cell(row, "is_quarantined") == "yes" ? " QUARANTINED" : ""),
                                        entries_cell(row),
                                        cell(row, "legs_filled") + "/" + cell(row, "legs_total"),
                                        cell(row, "open_qty"),
                                        cell(row, "avg_entry"),
                                        cell(row, "mark"),
                                        cell(row, "unrealised_pnl"),
                                        cell(row, "realised_pnl"),
                                        time_cell(row, "opened_at")};
    };
    view.none = options.state.empty() || options.state == "open" ? "No group is open." : "There is no such group.";
    return show_list(view, options.list, out, err);
}

}  // namespace trellis::program
