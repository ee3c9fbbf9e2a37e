// `trellis groups`, `orders`, `signals` and `events`: the lists of a running server.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "ops/trellis/client/list.hpp"

namespace trellis::program {

struct GroupsOptions {
    ListOptions list;
    std::string account;
    std::string symbol;
    std::string timeframe;  ///< seconds
    std::string side;       ///< long, short
    std::string state;      ///< open, ended, all; empty: open
};
int groups(const GroupsOptions& options, std::ostream& out, std::ostream& err);

struct OrdersOptions {
    ListOptions list;
    std::string account;
    std::string group;
    std::string state;  ///< working, all; empty: all
};
int orders(const OrdersOptions& options, std::ostream& out, std::ostream& err);

struct SignalsOptions {
    ListOptions list;
    std::string account;
    std::string outcome;
};
int signals(const SignalsOptions& options, std::ostream& out, std::ostream& err);

struct EventsOptions {
    ListOptions list;
    std::string category;  ///< desk, group, operational, risk
    std::string type;      ///< as OrderFilled
    std::string group;
    std::string from;      ///< RFC 3339
    std::string to;
    std::string text;      ///< that stands in it
    std::string after;     ///< with `watch`: the event behind which it begins; empty: from now on
    std::uint64_t count = 0;  ///< with `watch`: ends behind so many; 0: never
};
/// With `watch` it follows the stream, over restarts of the server too, and prints a line for each event.
int events(const EventsOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
