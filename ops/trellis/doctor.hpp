// `trellis doctor`: what stands against a server on this machine, and what to do about it. It changes nothing.
#pragma once

#include <iosfwd>
#include <string>

namespace trellis::program {

struct DoctorOptions {
    std::string config;    ///< empty: trellis.json
    std::string data_dir;  ///< over the configuration's
    bool json = false;
};

/// Returns 0; 7 when a check failed. Warnings are no failure.
int doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
