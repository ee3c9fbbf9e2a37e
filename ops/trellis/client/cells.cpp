#include "ops/trellis/client/cells.hpp"

namespace trellis::program {

std::string cell(const adapters::json::Value* value) {
    if (value == nullptr || value->is_null()) return "-";
    if (value->is_string()) return value->string().empty() ? "-" : std::string(value->string());
    if (value->is_boolean()) return value->boolean() ? "yes" : "no";
    return std::string(value->raw());
}

std::string percent_cell(const adapters::json::Value& object, std::string_view name) {
    constexpr std::size_t decimals = 4;
    std::string text = cell(object, name);
    const std::size_t point = text.find('.');
    if (point == std::string::npos || text.size() - point - 1 <= decimals) return text;
    text.resize(point + 1 + decimals);
    while (text.back() == '0') text.pop_back();
    if (text.back() == '.') text.pop_back();
    return text == "-0" ? "0" : text;
}

std::string time_cell(const adapters::json::Value& object, std::string_view name) {
    constexpr std::size_t day = std::string_view("2026-01-05").size();
    constexpr std::size_t second = std::string_view("2026-01-05T08:00:31").size();
    std::string text = cell(object, name);
    if (text.size() < second || text[day] != 'T') return text;
    text.resize(second);
    text[day] = ' ';
    return text;
}

std::string joined_cell(const adapters::json::Value& object, std::string_view name) {
    const auto* list = object.find(name);
    std::string out;
    if (list != nullptr) {
        for (const auto& item : list->elements()) out += (out.empty() ? "" : ", ") + cell(&item);
    }
    return out.empty() ? "-" : out;
}

std::string entries_cell(const adapters::json::Value& group, std::string_view between) {
    const std::string most = cell(group, "entries_max");
    return cell(group, "entries_total") + (most == "-" ? "" : std::string(between) + most);
}

}  // namespace trellis::program
