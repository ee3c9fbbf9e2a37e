// The failures of a misread Result, out of line because no hot path takes them.
#include "engine/base/result.hpp"

namespace trellis::detail {

void fail_value_of_error(const Error& error) {
    fail_check("a result whose value is read must have one, this is the error " + error.code + ": " + error.detail, __FILE__,
               __LINE__);
}

void fail_error_of_value() {
    fail_check("a result whose error is read must have one, this is a value", __FILE__, __LINE__);
}

}  // namespace trellis::detail
