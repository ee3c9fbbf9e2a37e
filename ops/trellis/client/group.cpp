#include "ops/trellis/client/group.hpp"

#include <ostream>

#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/list.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

std::string state_of(const Value& order) {
    const std::string filled = cell(order, "filled_qty");
    return cell(order, "state") + (filled == "0" || filled == "-" ? "" : " " + filled);
}

std::string order_cell(const Value& leg, std::string_view name) {
    const auto* order = leg.find(name);
    if (order == nullptr || order->is_null()) return "-";
    return cell(*order, "price") + " " + state_of(*order);
}

void print_head(const Value& group, std::ostream& out) {
    out << cell(group, "id") << ": " << cell(group, "side") << " " << on_one_line(cell(group, "symbol")) << " of "
        << on_one_line(cell(group, "account")) << ", timeframe " << cell(group, "timeframe") << " s, " << cell(group, "state");
    if (const auto reason = cell(group, "close_reason"); reason != "-") out << " (" << reason << ")";
    if (const auto* quarantine = group.find("quarantine"); quarantine != nullptr && !quarantine->is_null()) {
        out << "\nbroken    quarantined since " << time_cell(*quarantine, "since") << ": " << on_one_line(cell(*quarantine, "reason"))
            << "; trellis release " << cell(group, "id");
    }
    out << "\nopened    " << time_cell(group, "opened_at") << ", first fill " << time_cell(group, "first_fill_at") << ", entries "
        << entries_cell(group, " of ") << ", legs filled " << cell(group, "legs_filled") << " of "
        << cell(group, "legs_total") << ", working orders " << cell(group, "live_orders") << '\n'
        << "position  " << cell(group, "open_qty") << " at " << cell(group, "avg_entry") << ", mark " << cell(group, "mark")
        << "\nresult    realised " << cell(group, "realised_pnl") << ", unrealised " << cell(group, "unrealised_pnl") << " ("
        << percent_cell(group, "unrealised_percent") << " %), fees " << cell(group, "fees") << ", peak capital " << cell(group, "peak_capital")
        << '\n';
}

/// "91980 (TRAILING)"
std::string stop_cell(const Value& position) {
    const auto* stop = position.find("stop");
    if (stop == nullptr || stop->is_null()) return "-";
    return cell(*stop, "price") + " (" + cell(*stop, "reason") + ")";
}

std::string target_cells(const Value& position) {
    std::string cells;
    const auto* targets = position.find("targets");
    if (targets == nullptr) return cells;
    for (const auto& target : targets->elements()) {
        cells += (cells.empty() ? "tp" : ", tp") + cell(target, "target") + " " + cell(target, "price");
        if (const auto filled = cell(target, "filled_qty"); filled != "0") cells += " filled " + filled;
        if (const auto* order = target.find("order"); order != nullptr && !order->is_null()) cells += " rests for " + cell(*order, "qty");
    }
    return cells.empty() ? "-" : cells;
}

void print_layers(const Value& layers, std::ostream& out) {
    Table table({{"LAYER"}, {"STATE"}, {"PRICE", true}, {"QTY", true}, {"OPEN", true}, {"STOP"}, {"TARGETS"}});
    for (const auto& layer : layers.elements()) {
        table.add({cell(layer, "layer"), cell(layer, "state"), cell(layer, "price"), cell(layer, "qty"), cell(layer, "open_qty"),
                   stop_cell(layer), target_cells(layer)});
    }
    if (table.is_empty()) return;
    out << '\n';
    table.print(out, standard_output());
}

/// What the preset makes of it.
void print_governed(const Value& group, std::ostream& out) {
    const auto* governed = group.find("governed");
    if (governed == nullptr || governed->is_null()) return;
    out << "preset    " << on_one_line(cell(*governed, "preset")) << ", from the " << cell(*governed, "level") << "; a pip is "
        << cell(*governed, "pip") << ", 1 R is " << cell(*governed, "risk") << ", now " << percent_cell(*governed, "r_multiple")
        << " R\nstop      " << stop_cell(*governed) << ", planned at " << cell(*governed, "planned_stop") << "\ntargets   "
        << target_cells(*governed) << '\n';
    if (const auto* hedge = governed->find("hedge"); hedge != nullptr && !hedge->is_null()) {
        out << "hedge     " << cell(*hedge, "state") << ", " << cell(*hedge, "open_qty") << " of " << cell(*hedge, "qty") << " at "
            << cell(*hedge, "level") << '\n';
    }
    if (const auto* layers = governed->find("layers")) print_layers(*layers, out);
}

void print_pyramids(const Value& pyramids, std::ostream& out) {
    Table table({{"PYRAMID"}, {"SIGNAL"}, {"LEG"}, {"STATE"}, {"PRICE", true}, {"QTY", true}, {"OPEN", true}, {"TP %", true}, {"ENTRY"},
                 {"TARGET"}});
    for (const auto& pyramid : pyramids.elements()) {
        const auto* legs = pyramid.find("legs");
        if (legs == nullptr) continue;
        for (const auto& leg : legs->elements()) {
            table.add({cell(pyramid, "index"), cell(pyramid, "signal"), cell(leg, "index"), cell(leg, "state"), cell(leg, "price"),
                       cell(leg, "qty"), cell(leg, "open_qty"), cell(leg, "take_profit_percent"), order_cell(leg, "entry"),
                       order_cell(leg, "target")});
        }
    }
    if (table.is_empty()) return;
    out << '\n';
    table.print(out, standard_output());
}

void print_orders(const Value& orders, std::ostream& out) {
    Table table({{"ORDER"}, {"CLIENT ID"}, {"SIDE"}, {"TYPE"}, {"PRICE", true}, {"QTY", true}, {"FILLED", true}, {"AVERAGE", true}, {"STATE"}});
    for (const auto& order : orders.elements()) {
        std::vector<std::string> cells;
        for (const char* name : {"id", "client_order_id", "side", "type", "price", "qty", "filled_qty", "avg_price", "state"}) {
            cells.push_back(cell(order, name));
        }
        table.add(std::move(cells));
    }
    if (table.is_empty()) return;
    out << '\n';
    table.print(out, standard_output());
}

void print_fills(const Value& group, const Value& fills, std::ostream& out) {
    Table table({{"FILL", true}, {"AT"}, {"ORDER"}, {"SIDE"}, {"PRICE", true}, {"QTY", true}, {"FEE", true}, {"AS"}});
    for (const auto& fill : fills.elements()) {
        table.add({"e" + cell(fill, "event"), time_cell(fill, "at"), cell(fill, "order"), cell(fill, "side"), cell(fill, "price"),
                   cell(fill, "qty"), cell(fill, "fee") + " " + cell(fill, "fee_asset"), cell(fill, "is_maker") == "yes" ? "maker" : "taker"});
    }
    if (table.is_empty()) return;
    out << '\n';
    table.print(out, standard_output());
    if (cell(group, "has_more_fills") == "yes") out << "(older fills are left out)\n";
}

int show(const GroupOptions& options, std::ostream& out, std::ostream& err) {
    Session session("group", options.client, err);
    const auto answer = session.get("/groups/" + path_step(options.id));
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    if (!document) return session.fail(ExitCode::failure, "the answer is no JSON: " + document.error().detail);
    const auto& group = document->root();
    print_head(group, out);
    print_governed(group, out);
    if (const auto* pyramids = group.find("pyramids")) print_pyramids(*pyramids, out);
    if (const auto* orders = group.find("orders")) print_orders(*orders, out);
    if (const auto* fills = group.find("fills")) print_fills(group, *fills, out);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int group(const GroupOptions& options, std::ostream& out, std::ostream& err) {
    if (!options.watch) return show(options, out, err);
    return watch([&](std::ostream& to) { return show(options, to, err); }, out);
}

}  // namespace trellis::program
