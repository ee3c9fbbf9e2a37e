// A change in a word or two: of two JSON documents only what differs, so that whoever reads the audit trail (Z-10) sees what was turned.
#pragma once

#include <string>
#include <string_view>

namespace trellis::adapters::admin {

struct Difference {
    std::string before;  ///< empty: nothing was
    std::string after;   ///< empty: nothing is any more
};

/// Both are JSON objects; an empty one has no side in it. "leverage 1; pip none", and the value alone where there is only one to say.
Difference difference_of(std::string_view before, std::string_view after);

}  // namespace trellis::adapters::admin
