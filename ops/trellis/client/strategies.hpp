// `trellis strategies`: the grid strategies of a running server, and whom each applies to.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"
#include "ops/trellis/client/session.hpp"

namespace trellis::program {

int strategies(const ListOptions& options, std::ostream& out, std::ostream& err);

struct StrategyShowOptions {
    ClientOptions client;
    std::string strategy;   ///< s1.3, d1 or its name
    bool document = false;  ///< the document alone, as `create` and `change` take it
    bool json = false;
};
int strategy_show(const StrategyShowOptions& options, std::ostream& out, std::ostream& err);

struct StrategyChangeOptions {
    ClientOptions client;
    std::string strategy;
    std::string file;        ///< a document; "-" is standard input
    std::string name;        ///< of a clone, as the four below it
    std::string account;
    std::string instrument;
    std::string venue;
    std::uint32_t timeframe = 0;
    bool dry_run = false;
    bool json = false;
};
using ChangeStrategy = int (*)(const StrategyChangeOptions&, std::ostream&, std::ostream&);
int strategy_create(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err);
/// On top of the revision that is read first.
int strategy_change(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err);
int strategy_clone(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err);
int strategy_delete(const StrategyChangeOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
