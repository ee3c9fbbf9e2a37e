// Any bytes as a number: reading never fails badly, and what was read survives being written and read again.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "engine/base/noise_guard.hpp"

namespace {

using trellis::Price;

void demand(bool holds) {
    if (!holds) std::abort();
}

void demand_round_trip(Price number) {
    char buffer[Price::text_size_max];
    const char* const end = number.write(buffer);
    demand(end <= buffer + Price::text_size_max);
    const auto again = Price::parse(std::string_view(buffer, static_cast<std::size_t>(end - buffer)));
    demand(again.ok());
    demand(*again == number);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto exact = Price::parse(text);
    if (exact) demand_round_trip(*exact);

    const auto guarded = trellis::parse_webhook_number<Price>(text);
    if (guarded) demand_round_trip(*guarded);
    // Both readings agree on what is a number at all.
    const bool is_exact_number = exact.ok() || exact.error().code != "NOT_A_NUMBER";
    const bool is_guarded_number = guarded.ok() || guarded.error().code != "NOT_A_NUMBER";
    demand(is_exact_number == is_guarded_number);
    return 0;
}
