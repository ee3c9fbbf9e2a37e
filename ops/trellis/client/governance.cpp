// What governs an entry, as `presets resolve` and `config effective` print it.
#include <ostream>

#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/presets.hpp"

namespace trellis::program {

namespace {

using adapters::json::Value;

void print_preset(const Value& said, std::ostream& out) {
    const auto* preset = said.find("preset");
    if (cell(said, "governs") == "yes" && preset != nullptr) {
        out << cell(*preset, "name") << " (" << cell(*preset, "id") << ", version " << cell(*preset, "version") << ") governs, by level "
            << cell(said, "level") << '\n';
    } else {
        out << "no preset governs: " << on_one_line(cell(said, "why_not")) << '\n';
    }
}

void print_strategy(const Value& strategy, std::ostream& out) {
    out << "strategy " << cell(strategy, "id") << " (" << on_one_line(cell(strategy, "name")) << "), "
        << (cell(strategy, "enabled") == "yes" ? "enabled" : "disabled: no grid trades there") << '\n';
}

/// Levels of presets by their reason, strategies by theirs.
void print_passed_over(const Value& said, std::ostream& out) {
    if (const auto* skipped = said.find("skipped")) {
        for (const auto& level : skipped->elements()) out << "  " << cell(level, "level") << ": " << cell(level, "reason") << '\n';
    }
    if (const auto* strategies = said.find("strategies_passed_over")) {
        for (const auto& one : strategies->elements()) {
            out << "  strategy " << cell(one, "id") << " (" << on_one_line(cell(one, "name")) << "): " << cell(one, "reason") << '\n';
        }
    }
}

/// What is null is not shown.
void add_values(const Value* values, const std::string& prefix, bool is_explained, Table& table) {
    if (values == nullptr) return;
    for (const auto& member : values->members()) {
        const auto* value = member.value.find("value");
        if (value == nullptr || value->is_null()) continue;
        const std::string shown = value->is_string() ? std::string(value->string()) : std::string(value->raw());
        std::vector<std::string> cells{prefix + std::string(member.name), on_one_line(shown)};
        if (is_explained) cells.push_back(cell(member.value, "origin"));
        table.add(cells);
    }
}

}  // namespace

void print_governance(const Value& said, bool is_explained, std::ostream& out) {
    print_preset(said, out);
    if (const auto* strategy = said.find("strategy")) print_strategy(*strategy, out);
    if (is_explained) print_passed_over(said, out);
    std::vector<Table::Column> columns{{"FIELD"}, {"VALUE"}};
    if (is_explained) columns.push_back({"FROM"});
    Table table(columns);
    add_values(said.find("values"), "", is_explained, table);
    add_values(said.find("strategy_values"), "grid.", is_explained, table);
    table.print(out, standard_output());
}

}  // namespace trellis::program
