#include "ops/trellis/client/list.hpp"

#include <algorithm>
#include <ostream>
#include <sstream>

#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

constexpr std::string_view clear_screen = "\033[H\033[2J";

/// The pages that were asked for, as one document of the server's form: {"items": [...], "next": ...}.
std::optional<std::string> fetch(Session& session, const ListView& view, const ListOptions& options) {
    std::string items;
    std::string cursor;
    do {
        Parameters parameters = view.filters;
        parameters.emplace_back("limit", std::to_string(options.all ? list_rows_max : options.limit));
        parameters.emplace_back("cursor", cursor);
        const auto answer = session.get(target_of(view.path, parameters));
        if (!answer) return std::nullopt;
        if (!options.all) return answer->body;
        const auto page = Document::parse(answer->body);
        const auto* rows = page ? page->root().find("items") : nullptr;
        if (rows == nullptr) {
            session.fail(ExitCode::failure, "the answer is no list");
            return std::nullopt;
        }
        for (const auto& row : rows->elements()) items += (items.empty() ? "" : ",") + std::string(row.raw());
        const auto* next = page->root().find("next");
        cursor = next != nullptr && next->is_string() ? std::string(next->string()) : "";
    } while (!cursor.empty());
    return "{\"items\":[" + items + "],\"next\":null}";
}

void print_rows(const ListView& view, const Value& list, std::ostream& out, std::ostream& err) {
    const auto* items = list.find("items");
    Table table(view.columns);
    if (items != nullptr) {
        for (const auto& row : items->elements()) table.add(view.cells(row));
    }
    if (view.oldest_first) table.reverse();
    if (table.is_empty()) {
        err << view.none << '\n';
        return;
    }
    table.print(out, standard_output());
    const auto* next = list.find("next");
    if (next != nullptr && next->is_string()) err << "There are more: --all, or --limit N\n";
}

int show_once(const ListView& view, const ListOptions& options, std::ostream& out, std::ostream& err) {
    Session session(view.command, options.client, err);
    const auto text = fetch(session, view, options);
    if (!text) return session.exit_code();
    if (options.json) {
        out << *text << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto list = Document::parse(*text);
    if (!list) return session.fail(ExitCode::failure, "the answer is no JSON: " + list.error().detail);
    print_rows(view, list->root(), out, err);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace

int watch(const std::function<int(std::ostream& out)>& show, std::ostream& out) {
    const bool redraws = standard_output().is_terminal;
    for (;;) {
        std::ostringstream drawn;  // drawn whole, so that it does not flicker
        const int code = show(drawn);
        if (redraws && code == 0) out << clear_screen;
        out << drawn.str() << std::flush;
        if (code != 0 || !out) return code;
        pause_for(std::chrono::seconds(1));
    }
}

int show_list(const ListView& view, const ListOptions& options, std::ostream& out, std::ostream& err) {
    const auto show = [&](std::ostream& to) { return show_once(view, options, to, err); };
    return options.watch ? watch(show, out) : show(out);
}

}  // namespace trellis::program
