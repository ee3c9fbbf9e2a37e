// What HTTP looks like as text: heads of answers, request targets, dates. Pure, so that it is tested without a socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/net/http.hpp"

namespace trellis::adapters {

enum class BodyFraming : std::uint8_t { length, chunked, until_close };

struct HeadStyle {
    BodyFraming framing = BodyFraming::length;
    bool keep_alive = false;
    std::string_view date{};  ///< of http_date(); empty: none
};

/// "Not Found"; "Unknown" for a number without a name.
std::string_view reason_phrase(unsigned status);

/// False for answers that have no body by their nature: 204, 304.
bool may_have_body(unsigned status);

/// Status line, headers and the empty line. No value can end its header early: line ends in it become spaces.
void append_head(std::string& out, const HttpResponse& response, const HeadStyle& style);

/// One piece of a chunked body. The text may not be empty: that would be the end.
void append_chunk(std::string& out, std::string_view text);

struct TargetParts {
    std::string path;
    std::string query;
};

/// `/path?query`, `http://host/path?query` or `*`; nothing when it is neither.
std::optional<TargetParts> split_target(std::string_view target);

/// "Fri, 20 Nov 2026 21:40:00 GMT"
std::string http_date(std::time_t at);

}  // namespace trellis::adapters
