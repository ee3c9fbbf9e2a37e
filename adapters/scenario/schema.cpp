#include "adapters/scenario/schema.hpp"

#include <array>

#include "adapters/config/bots.hpp"
#include "adapters/config/key_table.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/config/schema.hpp"
#include "adapters/config/subscriptions.hpp"
#include "adapters/scenario/key_table.hpp"

namespace trellis::adapters {

std::string scenario_schema() {
    const std::array<Definition, 15> definitions{{
        {"", {&scenario_section()}},
        {"instruments[]", {&instrument_section()}},
        {"accounts[]", {&account_section(), &required_balances_section()}},
        {"presets[]", {&preset_section()}},
        {"subscriptions[]", {&subscription_section()}},
        {"bots[]", {&bot_section()}},
        {"timeline[]", {&entry_section()}},
        {"timeline[].quote", {&quote_section()}},
        {"timeline[].trade", {&print_section()}},
        {"timeline[].signal", {&signal_section()}},
        {"timeline[].fill", {&fill_section()}},
        {"timeline[].admin", {&admin_section()}},
        {"timeline[].fault", {&fault_section()}},
        {"timeline[].rules", {&rules_section()}},
        {"timeline[].quotes_from", {&file_section()}},
    }};
    const std::array<HandWritten, 2> by_hand{{
        {"config", R"({"$ref":"config.schema.json"})"},
        {"frames_from", R"({"$ref":"#/$defs/timeline_quotes_from"})"},
    }};
    return write_schema({"https://trellis.example/schemas/scenario.schema.json", "Trellis scenario", definitions, by_hand});
}

}  // namespace trellis::adapters
