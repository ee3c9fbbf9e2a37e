// `trellis config get | effective | diff | apply | history | rollback`: the configuration of a running server.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"

namespace trellis::program {

struct ConfigGetOptions {
    ClientOptions client;
    std::uint64_t version = 0;  ///< 0: the one in effect
};
/// The document as it was given.
int config_get(const ConfigGetOptions& options, std::ostream& out, std::ostream& err);

struct ConfigEffectiveOptions {
    ClientOptions client;
    std::string account;          ///< with symbol: what governs an entry there
    std::string symbol;
    std::uint32_t timeframe = 0;  ///< seconds
    std::string preset;           ///< as a signal would name it
    bool explain = false;
    bool json = false;
};
int config_effective(const ConfigEffectiveOptions& options, std::ostream& out, std::ostream& err);

struct ConfigChangeOptions {
    ClientOptions client;
    std::string file;           ///< "-": standard input
    std::uint64_t version = 0;  ///< of rollback
    bool json = false;
};
/// Returns 0; 4 when the document is not valid.
int config_diff(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err);
/// Based on the version in effect when it begins: a change of somebody else in between is refused, with 4.
int config_apply(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err);
int config_rollback(const ConfigChangeOptions& options, std::ostream& out, std::ostream& err);

int config_history(const ListOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
