// `trellis connections`: the accounts of a running server, and those that are opened beside the configuration's.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct ConnectionsOptions {
    ClientOptions client;
    bool json = false;
};
int connections(const ConnectionsOptions& options, std::ostream& out, std::ostream& err);

/// One connection, looked at or changed.
struct ConnectionOptions {
    ClientOptions client;
    std::string connection;
    std::string file;    ///< a document; "-" is standard input
    bool dry_run = false;
    bool json = false;
};
using UseConnection = int (*)(const ConnectionOptions&, std::ostream&, std::ostream&);
int connection_show(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
int connection_test(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
int connection_open(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
/// On top of the revision that is read first.
int connection_update(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
int connection_remove(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
/// API keys of a file, never of the command line.
int connection_keys(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
/// Whether others may copy it.
int connection_share(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
int connection_unshare(const ConnectionOptions& options, std::ostream& out, std::ostream& err);
int connection_webhook(const ConnectionOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
