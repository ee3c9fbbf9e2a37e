// What of an order stands in a list.
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/lists.hpp"

namespace trellis::program {

int orders(const OrdersOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "orders";
    view.path = "/orders";
    view.filters = {{"account", options.account}, {"group", options.group}, {"state", options.state}};
    view.columns = {{"ORDER"},       {"CLIENT ID"}, {"SYMBOL"},       {"SIDE"},          {"TYPE"},
                    {"PRICE", true}, {"QTY", true}, {"FILLED", true}, {"AVERAGE", true}, {"STATE"}};
    view.cells = [](const adapters::json::Value& row) {
        std::vector<std::string> cells;
        for (const char* name : {"id", "client_order_id", "symbol", "side", "type", "price", "qty", "filled_qty", "avg_price", "state"}) {
            cells.push_back(cell(row, name));
        }
        return cells;
    };
    view.none = "There is no such order.";
    return show_list(view, options.list, out, err);
}

}  // namespace trellis::program
