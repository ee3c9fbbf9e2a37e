#include "ops/trellis/client/terminal.hpp"

#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "engine/base/check.hpp"

namespace trellis::program {

namespace {

constexpr std::string_view bold = "\033[1m";
constexpr std::string_view plain = "\033[0m";
constexpr std::size_t gap = 2;

/// In characters: bytes that go on with one are not counted.
std::size_t width_of(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string aligned(const std::string& text, std::size_t width, bool is_right) {
    const std::string space(width - std::min(width, width_of(text)), ' ');
    return is_right ? space + text : text + space;
}

std::string line_of(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths,
                    const std::vector<Table::Column>& columns) {
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        if (i > 0) line += std::string(gap, ' ');
        line += aligned(cells[i], widths[i], columns[i].is_right);
    }
    line.erase(line.find_last_not_of(' ') + 1);
    return line;
}

bool is_set(const char* variable) {
    const char* value = std::getenv(variable);
    return value != nullptr && *value != '\0';
}

}  // namespace

Terminal standard_output() {
    const bool is_terminal = ::isatty(STDOUT_FILENO) == 1;
    const char* kind = std::getenv("TERM");
    const bool is_dumb = kind == nullptr || std::string_view(kind) == "dumb";
    return {is_terminal, is_terminal && !is_dumb && !is_set("NO_COLOR")};
}

std::string on_one_line(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto byte = static_cast<unsigned char>(text[i]);
        // U+0080 to U+009F are controls too: 0xC2 and a byte below 0xA0.
        const bool is_second = byte == 0xC2U && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0U;
        const bool is_control = byte < 0x20U || byte == 0x7FU || is_second;
        if (is_second) ++i;
        const bool is_space = is_control || byte == ' ';
        if (is_space && out.ends_with(' ')) continue;
        out += is_control ? ' ' : static_cast<char>(byte);
    }
    return out;
}

bool confirms(const std::string& question, std::ostream& err) {
    err << question << " [y/N] " << std::flush;
    std::string answer;
    if (!std::getline(std::cin, answer)) return false;
    return answer == "y" || answer == "Y" || answer == "yes";
}

void pause_for(std::chrono::milliseconds time) { ::poll(nullptr, 0, static_cast<int>(time.count())); }

void Table::add(std::vector<std::string> cells) {
    TRELLIS_CHECK(cells.size() == columns_.size(), "a row has a cell for each column");
    for (auto& cell : cells) cell = on_one_line(cell);
    rows_.push_back(std::move(cells));
}

void Table::reverse() { std::ranges::reverse(rows_); }

void Table::print(std::ostream& out, const Terminal& terminal) const {
    std::vector<std::string> titles;
    std::vector<std::size_t> widths;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
        titles.push_back(columns_[i].title);
        std::size_t width = width_of(columns_[i].title);
        for (const auto& row : rows_) width = std::max(width, width_of(row[i]));
        widths.push_back(width);
    }
    const std::string head = line_of(titles, widths, columns_);
    out << (terminal.has_color ? std::string(bold) + head + std::string(plain) : head) << '\n';
    for (const auto& row : rows_) out << line_of(row, widths, columns_) << '\n';
}

}  // namespace trellis::program
