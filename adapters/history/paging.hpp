// Pages of a list that is counted by a number, newest first: a cursor is the number that the next page stays below.
#pragma once

#include <charconv>
#include <functional>
#include <optional>
#include <string>

#include "adapters/history/records.hpp"
#include "adapters/history/rows.hpp"

namespace trellis::adapters::history {

/// A page gives up after that many records that did not match; the next one goes on there.
inline constexpr std::size_t page_visits_max = 20'000;

/// Errors BAD_LIMIT, BAD_CURSOR.
inline Result<std::uint64_t> start_of(const PageRequest& page) {
    if (page.limit == 0 || page.limit > page_rows_max) {
        return Error{"BAD_LIMIT", "a page has 1 to " + std::to_string(page_rows_max) + " rows, not " + std::to_string(page.limit)};
    }
    if (page.cursor.empty()) return std::uint64_t{UINT64_MAX};
    std::uint64_t number = 0;
    const char* end = page.cursor.data() + page.cursor.size();
    const auto [stop, error] = std::from_chars(page.cursor.data(), end, number);
    if (error != std::errc() || stop != end) return Error{"BAD_CURSOR", "a cursor is what a page gave as next"};
    return number;
}

/// Which list, and what a record of it becomes; nothing: it is not wanted.
template <class Row>
struct Listing {
    Key prefix;  ///< without the number
    std::function<Result<std::optional<Row>>(std::uint64_t number, ByteView key, ByteView value)> row;
};

template <class Row>
Result<PageOf<Row>> page_of(const Store::Transaction& transaction, const PageRequest& request, const Listing<Row>& listing) {
    const auto start = start_of(request);
    if (!start) return start.error();
    PageOf<Row> page;
    std::uint64_t last = 0;
    std::size_t visits = 0;
    Key from = listing.prefix;
    const ByteView prefix = listing.prefix;
    const auto walked = transaction.walk_backwards(from.add(*start), [&](ByteView key, ByteView value) -> Result<bool> {
        if (key.size() < prefix.size() || !std::ranges::equal(key.first(prefix.size()), prefix)) return false;
        if (page.rows.size() == request.limit || visits++ == page_visits_max) {
            page.next = std::to_string(last);
            return false;
        }
        last = last_number(key);
        auto row = listing.row(last, key, value);
        if (!row) return row.error();
        if (*row) page.rows.push_back(std::move(**row));
        return true;
    });
    if (!walked) return walked.error();
    return page;
}

}  // namespace trellis::adapters::history
