// What of a signal stands in a list: what it meant and what became of it.
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/lists.hpp"

namespace trellis::program {

int signals(const SignalsOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "signals";
    view.path = "/signals";
    view.filters = {{"account", options.account}, {"outcome", options.outcome}};
    view.columns = {{"SIGNAL"}, {"AT"}, {"ACCOUNT"}, {"SYMBOL"}, {"INTENT"}, {"OUTCOME"}, {"GROUPS"}, {"WHY"}};
    view.cells = [](const adapters::json::Value& row) {
        const std::string code = cell(row, "code");
        return std::vector<std::string>{cell(row, "id"),
                                        time_cell(row, "at"),
                                        cell(row, "account"),
                                        cell(row, "symbol"),
                                        cell(row, "intent"),
                                        cell(row, "outcome") + (cell(row, "is_pending") == "yes" ? "..." : ""),
                                        joined_cell(row, "groups"),
                                        code == "-" ? code : code + ": " + cell(row, "detail")};
    };
    view.none = "There is no such signal.";
    return show_list(view, options.list, out, err);
}

}  // namespace trellis::program
