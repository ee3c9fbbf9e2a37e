// What the commands that change something share: asking with a dry run, and saying what became of it.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

#include "adapters/json/document.hpp"
#include "ops/trellis/client/session.hpp"

namespace trellis::program {

/// True when it was only asked what would happen, which is printed then.
bool print_dry_run(const adapters::json::Value& answer, std::ostream& out);

/// A change, and how its answer is said.
struct Change {
    std::string command;
    std::string method = "POST";
    std::string target;  ///< below /api/v1
    std::string body = "{}";
    bool dry_run = false;
    bool json = false;
    std::function<void(const adapters::json::Value& answer, std::ostream& out)> say;
};
/// Returns the exit code.
int make_change(const Change& change, const ClientOptions& client, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
