#include "adapters/webhook/placeholders.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "adapters/config/input_error.hpp"

namespace trellis::adapters {

namespace {

/// As TradingView lists them; {{plot("Name")}} and {{plot_0}} to {{plot_19}} come on top.
constexpr std::array<std::string_view, 12> everywhere{"ticker",
                                                      "exchange",
                                                      "open",
                                                      "high",
                                                      "low",
                                                      "close",
                                                      "volume",
                                                      "time",
                                                      "timenow",
                                                      "interval",
                                                      "syminfo.currency",
                                                      "syminfo.basecurrency"};
constexpr std::array<std::string_view, 11> of_strategies{"strategy.position_size",
                                                         "strategy.order.action",
                                                         "strategy.order.contracts",
                                                         "strategy.order.price",
                                                         "strategy.order.id",
                                                         "strategy.order.comment",
                                                         "strategy.order.alert_message",
                                                         "strategy.market_position",
                                                         "strategy.market_position_size",
                                                         "strategy.prev_market_position",
                                                         "strategy.prev_market_position_size"};

/// What people write because it is the field's name or other pages show it, and edits do not lead from.
struct Myth {
    std::string_view name;
    std::string_view advice;
};
constexpr std::array<Myth, 6> myths{{
    {"strategy.position_avg_price", "TradingView has no average price; did you mean {{strategy.order.price}}?"},
    {"symbol", "did you mean {{ticker}}?"},
    {"price", "did you mean {{close}}?"},
    {"timeframe", "did you mean {{interval}}?"},
    {"action", "did you mean {{strategy.order.action}}?"},
    {"alert_name", "TradingView does not send an alert's name; write it as plain text"},
}};

std::string_view trim(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(' ') - first + 1);
}

std::string braced(std::string_view name) { return "{{" + std::string(name) + "}}"; }

bool is_plot(std::string_view name) {
    if (name.starts_with("plot(\"")) return name.ends_with("\")");
    if (!name.starts_with("plot_")) return false;
    const auto number = name.substr(5);
    const bool is_one_digit = number.size() == 1 && number[0] >= '0' && number[0] <= '9';
    return is_one_digit || (number.size() == 2 && number[0] == '1' && number[1] >= '0' && number[1] <= '9');
}

std::vector<std::string_view> known_names() {
    std::vector<std::string_view> out(everywhere.begin(), everywhere.end());
    out.insert(out.end(), of_strategies.begin(), of_strategies.end());
    out.insert(out.end(), {"plot_0", "plot_19", "plot(\"Name\")"});
    return out;
}

std::string known_list() {
    std::string out = "; known ones: ";
    for (const auto name : everywhere) out += braced(name) + " ";
    out += "{{plot_0}} to {{plot_19}} {{plot(\"Name\")}}; in alerts on a strategy:";
    for (const auto name : of_strategies) out += " " + braced(name);
    return out;
}

}  // namespace

std::optional<std::string_view> find_placeholder(std::string_view text) {
    const auto open = text.find("{{");
    if (open == std::string_view::npos) return std::nullopt;
    const auto close = text.find("}}", open + 2);
    if (close == std::string_view::npos) return std::nullopt;
    return text.substr(open, close + 2 - open);
}

std::string placeholder_hint(std::string_view placeholder, ListOf list) {
    const std::string_view name = trim(placeholder.substr(2, placeholder.size() - 4));
    const bool is_of_strategy = std::ranges::find(of_strategies, name) != of_strategies.end();
    if (is_of_strategy) return "the sender did not replace " + braced(name) + ": TradingView fills it only in alerts on a strategy";
    if (is_plot(name))
        return "the sender did not replace " + braced(name) +
               ": TradingView fills it only in alerts on an indicator with that plot";
    if (std::ranges::find(everywhere, name) != everywhere.end())
        return "the sender did not replace " + braced(name) + ": TradingView fills it only in an alert's message";
    std::string out = "TradingView did not know placeholder " + braced(shortened(name));
    if (list == ListOf::known) out += known_list();
    const auto myth = std::ranges::find(myths, name, &Myth::name);
    if (myth != myths.end()) return out.append("; ").append(myth->advice);
    const auto candidates = known_names();
    return out + "; did you mean " + braced(nearest(name, candidates)) + "?";
}

}  // namespace trellis::adapters
