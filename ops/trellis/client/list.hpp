// What `trellis groups`, `orders`, `signals`, `events` and `config history` share: pages of a list as JSON or as a table, once or again
// every second.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/json/document.hpp"
#include "ops/trellis/client/session.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

struct ListOptions {
    ClientOptions client;
    bool json = false;
    bool watch = false;        ///< again every second
    bool all = false;          ///< all pages
    std::uint32_t limit = 50;  ///< of one page, or of the whole list when `all` is not set
};

inline constexpr std::uint32_t list_rows_max = 500;

/// A list of the server: where it is and how a row of it looks.
struct ListView {
    std::string command;
    std::string path;
    Parameters filters;
    std::vector<Table::Column> columns;
    std::function<std::vector<std::string>(const adapters::json::Value& row)> cells;
    std::string none;           ///< said on `err` when the list is empty
    bool oldest_first = false;  ///< the server's order is newest first
};

/// Returns the exit code.
int show_list(const ListView& view, const ListOptions& options, std::ostream& out, std::ostream& err);

/// Calls `show` every second and redraws, until it returns something else than 0; without a terminal each is printed behind the last.
int watch(const std::function<int(std::ostream& out)>& show, std::ostream& out);

}  // namespace trellis::program
