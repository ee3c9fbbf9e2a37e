// What a person reads on a terminal: aligned columns, and nothing in them that the terminal would obey.
#pragma once

#include <chrono>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace trellis::program {

/// Where standard output goes.
struct Terminal {
    bool is_terminal = false;
    bool has_color = false;  ///< a terminal, and neither NO_COLOR nor TERM=dumb stands against it
};
Terminal standard_output();

/// On one line, without control characters and repeated spaces: part of it is what a stranger sent.
std::string on_one_line(std::string_view text);
/// "Yes, close everything" and the like: true when the next line of standard input is `y` or `yes`. Asks on `err`.
bool confirms(const std::string& question, std::ostream& err);

/// Until the next look at the server.
void pause_for(std::chrono::milliseconds time);

class Table {
public:
    struct Column {
        std::string title;
        bool is_right = false;  ///< numbers
    };
    explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

    /// As many cells as there are columns.
    void add(std::vector<std::string> cells);
    /// The rows the other way round.
    void reverse();
    bool is_empty() const { return rows_.empty(); }
    void print(std::ostream& out, const Terminal& terminal) const;

private:
    std::vector<Column> columns_;
    std::vector<std::vector<std::string>> rows_;
};

}  // namespace trellis::program
