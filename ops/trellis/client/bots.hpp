// `trellis bots`: who takes which signals of which connection of a running server, by which preset, and when.
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "ops/trellis/client/list.hpp"
#include "ops/trellis/client/session.hpp"

namespace trellis::program {

int bots(const ListOptions& options, std::ostream& out, std::ostream& err);

/// One bot; what is empty is not said, or stays as it is.
struct BotOptions {
    ClientOptions client;
    std::string bot;                       ///< b1.3 or its name
    std::string name;
    std::string account;
    std::string preset;                    ///< p1.3 or its name
    std::string strategy;
    std::vector<std::string> instruments;  ///< "all": none is named
    std::vector<std::string> timeframes;   ///< the same
    std::vector<std::string> sides;
    std::string hours;                     ///< 22:00-06:00, or "none"
    std::string time_zone;
    std::string days;                      ///< a mask
    std::string max_entries;               ///< a day, or "none"
    std::string max_loss;                  ///< the same
    bool start = false;
    bool flatten = false;
    bool dry_run = false;
    bool json = false;
};
using UseBot = int (*)(const BotOptions&, std::ostream&, std::ostream&);
int bot_show(const BotOptions& options, std::ostream& out, std::ostream& err);
int bot_create(const BotOptions& options, std::ostream& out, std::ostream& err);
/// On top of the revision that is read first.
int bot_change(const BotOptions& options, std::ostream& out, std::ostream& err);
int bot_start(const BotOptions& options, std::ostream& out, std::ostream& err);
int bot_pause(const BotOptions& options, std::ostream& out, std::ostream& err);
int bot_stop(const BotOptions& options, std::ostream& out, std::ostream& err);
/// Without a preset: none any more.
int bot_preset(const BotOptions& options, std::ostream& out, std::ostream& err);
int bot_delete(const BotOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
