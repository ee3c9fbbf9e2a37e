// The parts of a document that only a running server asks: each fills its settings, checks them against each other and against what
// was read before it.
#pragma once

#include "adapters/config/config_reader.hpp"

namespace trellis::adapters {

/// `security`; a route's account must be one of the document's, unless accounts stand elsewhere (in a scenario).
void read_security(const json::Value& root, AccountForm form, ConfigDocument& out, Reporter& reporter);

/// `runtime.paper`, with the accounts and strategies that trade on it.
void read_paper(const json::Value& root, AccountForm form, ConfigDocument& out, Reporter& reporter);

/// The object of that name, if it is one; what is not was reported by the row of its key.
const json::Value* object_of(const json::Value& parent, std::string_view name);
/// The same for a list.
const json::Value* list_of(const json::Value& parent, std::string_view name);

}  // namespace trellis::adapters
