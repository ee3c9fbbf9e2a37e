// `trellis serve`: the engine as a process, from its first line in the log to its exit code.
#pragma once

#include <functional>
#include <iosfwd>
#include <string>

namespace trellis::program {

class Server;

struct ServeOptions {
    std::string config = "trellis.json";
    std::string data_dir;        ///< over the document's app.data_dir
    std::string webhook_listen;  ///< "host:port" over the document's
    std::string admin_listen;
    bool live = false;
};

int serve(const ServeOptions& options, std::ostream& out, std::ostream& err);

/// The same; `accompany` is called when everything runs, and what it returned when that ends, before the server does.
using Accompaniment = std::function<std::function<void()>(Server&)>;
int serve(const ServeOptions& options, const Accompaniment& accompany, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
