// Any bytes as a webhook body: a signal or bounded errors; and a signal's masked body says the same signal again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "adapters/webhook/mask.hpp"
#include "adapters/webhook/parse.hpp"

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using trellis::MalformedSignal;
    using trellis::Signal;
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    const auto received = trellis::adapters::parse_signal(body, {}, {}, {});
    if (const auto* wrong = std::get_if<MalformedSignal>(&received)) {
        demand(!wrong->errors.empty());
        demand(wrong->errors.size() <= trellis::adapters::webhook_errors_max);
        demand(wrong->body.size() <= trellis::adapters::webhook_bytes_max);
        return 0;
    }
    const auto& signal = std::get<Signal>(received);
    if (signal.body.size() > trellis::adapters::webhook_bytes_max) return 0;  // "***" may be longer than the secret was
    const auto again = trellis::adapters::parse_signal(signal.body, {}, {}, {});
    demand(again == received);
    return 0;
}
