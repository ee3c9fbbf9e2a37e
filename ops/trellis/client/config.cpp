// Reading it.
#include "ops/trellis/client/config.hpp"

#include <ostream>

#include "adapters/json/document.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/presets.hpp"

namespace trellis::program {

namespace {

using adapters::json::Document;
using adapters::json::Value;

void print_effective(const Value& values, bool is_explained, std::ostream& out) {
    std::vector<Table::Column> columns{{"KEY"}, {"VALUE"}};
    if (is_explained) columns.insert(columns.end(), {{"FROM"}, {"A CHANGE ACTS"}});
    Table table(columns);
    for (const auto& value : values.members()) {
        if (!is_explained) {
            table.add({std::string(value.name), std::string(value.value.raw())});
            continue;
        }
        const auto* is = value.value.find("value");
        table.add({std::string(value.name), is != nullptr ? std::string(is->raw()) : "-", cell(value.value, "source"),
                   cell(value.value, "takes_effect")});
    }
    table.print(out, standard_output());
}

}  // namespace

int config_get(const ConfigGetOptions& options, std::ostream& out, std::ostream& err) {
    Session session("config get", options.client, err);
    const bool is_old = options.version != 0;
    const auto answer = session.get(is_old ? "/config/history/" + std::to_string(options.version) : "/config");
    if (!answer) return session.exit_code();
    std::string text = answer->body;
    if (is_old) {
        const auto version = Document::parse(answer->body);
        const auto* document = version ? version->root().find("document") : nullptr;
        if (document == nullptr) return session.fail(ExitCode::failure, "the answer has no document");
        text = document->raw();
    }
    out << text << (text.ends_with('\n') ? "" : "\n");
    return static_cast<int>(ExitCode::ok);
}

int config_effective(const ConfigEffectiveOptions& options, std::ostream& out, std::ostream& err) {
    Session session("config effective", options.client, err);
    const auto answer = session.get(target_of("/config/effective", {{"explain", options.explain ? "true" : ""},
                                                                    {"account", options.account},
                                                                    {"symbol", options.symbol},
                                                                    {"timeframe", options.timeframe == 0 ? "" : std::to_string(options.timeframe)},
                                                                    {"preset", options.preset}}));
    if (!answer) return session.exit_code();
    if (options.json) {
        out << answer->body << '\n';
        return static_cast<int>(ExitCode::ok);
    }
    const auto document = Document::parse(answer->body);
    const auto* values = document ? document->root().find("values") : nullptr;
    if (values == nullptr) return session.fail(ExitCode::failure, "the answer has no values");
    if (!options.account.empty()) {
        print_governance(document->root(), options.explain, out);
        return static_cast<int>(ExitCode::ok);
    }
    print_effective(*values, options.explain, out);
    return static_cast<int>(ExitCode::ok);
}

int config_history(const ListOptions& options, std::ostream& out, std::ostream& err) {
    ListView view;
    view.command = "config history";
    view.path = "/config/history";
    view.columns = {{"VERSION", true}, {"AT"}, {"BY"}, {"BYTES", true}, {"EVENT", true}, {"IN EFFECT"}};
    view.cells = [](const Value& row) {
        return std::vector<std::string>{cell(row, "version"),     time_cell(row, "at"),      cell(row, "by"), cell(row, "bytes"),
                                        "e" + cell(row, "event"), cell(row, "is_in_effect")};
    };
    view.none = "There is no version yet.";
    return show_list(view, options, out, err);
}

}  // namespace trellis::program
