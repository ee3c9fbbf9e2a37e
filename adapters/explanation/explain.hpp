// What `trellis why` and the admin API answer: the explanation of whatever a person names.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/explanation/chain.hpp"
#include "adapters/history/history.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters {

/// `id`: s3, e57, g1.4, ACCOUNT:SYMBOL:TIMEFRAME:SIDE (the newest group of it), g1.4/entry/0/2, a client order id or o1.4
/// (an offset). Nothing: there is no such thing.
std::optional<Explanation> explain(const Story& story, std::string_view id);
/// The same out of a history: only what the answer needs is read. Errors: EVENT_NOT_KEPT, and those of the history.
Result<std::optional<Explanation>> explain(const History& history, const Names& names, std::string_view id);

/// {"id":...,"kind":...,"title":...,"chain":[{"event":"e5","at":...,"says":...,"rules":[...]}]}
void write_explanation(json::Writer& writer, const Explanation& explanation);

}  // namespace trellis::adapters
