// `trellis backup FILE` and `trellis restore FILE DIR`: a server's data in one file, and back.
#pragma once

#include <iosfwd>
#include <string>

#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct BackupOptions {
    std::string file;
    ClientOptions client;
};

/// The running server writes it; without one the data directory is copied. Returns 0; 3 when there is neither; 4 when FILE exists; 7
/// when the data is damaged.
int backup(const BackupOptions& options, std::ostream& out, std::ostream& err);

struct RestoreOptions {
    std::string file;
    std::string directory;
};

/// Returns 0; 3 when there is no FILE; 4 when DIR is not empty or FILE is no backup; 7 when what is in it cannot be recovered.
int restore(const RestoreOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
