// The terms of a bot as JSON says them (B-31): the same keys in a scenario and over HTTP, where `strategy` may also be the id of one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "adapters/config/key.hpp"
#include "adapters/config/section_values.hpp"
#include "adapters/json/writer.hpp"
#include "engine/config/config.hpp"

namespace trellis::adapters {

const Section& bot_section();

/// What `object` says to a server, with the account by its name; nothing when something was reported.
struct BotText {
    BotTerms terms;
    std::string preset;      ///< empty: none
    BotState state = BotState::stopped;
};
std::optional<BotText> read_bot(const json::Value& object, const std::vector<AccountConfig>& accounts, Reporter& reporter);

/// The members that read as these terms, but the account's name; inside an object.
void write_bot_terms(json::Writer& out, const BotTerms& terms);

/// `bots` of a scenario: of the operator.
void read_bots(const json::Value& list, const InstrumentTable& instruments, Config& config, Reporter& reporter);

}  // namespace trellis::adapters
