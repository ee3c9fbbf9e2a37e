// The process around a server: the signals of the operating system, the watchdog, and an end that cannot hang.
#pragma once

#include <functional>
#include <string>

#include "ops/trellis/server/server.hpp"

namespace trellis::program {

/// Before the first thread is started: from here on signals are taken by run_process() and by nobody else.
void hold_process_signals();

/// As many open files as the system allows this process: each connection is one.
void raise_file_limit();

/// Lives until SIGTERM or SIGINT, then stops the server; a second one hurries it. SIGHUP reads `config_file` again, SIGUSR2 writes the
/// state to the log. A worker that passes nothing for ten seconds ends the process by abort(), for the service manager to restart.
/// Returns the exit code. `before_stop` is called when it was told to end.
int run_process(Server& server, const std::string& config_file, Log& log, const ServiceManager& manager,
                const std::function<void()>& before_stop);

}  // namespace trellis::program
