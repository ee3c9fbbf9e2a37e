// The part of a request behind the "?", decoded and typed: each parameter at most once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/history/rows.hpp"
#include "engine/base/result.hpp"

namespace trellis::adapters::admin {

/// What %XX says; nothing when a % begins no such thing or the bytes are no UTF-8.
std::optional<std::string> percent_decoded(std::string_view text);
/// Letters, digits and -._~ as they are, everything else as %XX.
std::string percent_encoded(std::string_view text);
/// The whole text as a number.
std::optional<std::uint64_t> whole_number(std::string_view text);

class Query {
  public:
    /// Error INVALID_PARAMETER. A "+" is a space.
    static Result<Query> parse(std::string_view text);

    const std::vector<std::pair<std::string, std::string>>& all() const { return all_; }
    /// Null when it is not given.
    const std::string* find(std::string_view name) const;

    // Empty when not given; error INVALID_PARAMETER.
    Result<bool> flag(std::string_view name) const;  ///< "true" or "false", absent is false
    Result<std::optional<std::uint64_t>> number(std::string_view name) const;
    Result<std::optional<Timestamp>> time(std::string_view name) const;
    /// `limit`, at most `rows_max`, and `cursor`. Error BAD_LIMIT.
    Result<PageRequest> page(std::uint32_t rows_max = page_rows_max) const;

  private:
    std::vector<std::pair<std::string, std::string>> all_;
};

}  // namespace trellis::adapters::admin
