// The files of a new set-up, as text. A test reads the configuration and the alert by the readers that the server uses.
#pragma once

#include <string>
#include <string_view>

namespace trellis::program {

std::string_view initial_config();
/// What stands beside it and explains it.
std::string_view initial_readme();
/// The message of a TradingView strategy alert with this secret in it.
std::string initial_alert(std::string_view secret);
/// The same with the placeholders filled, to be sent by hand.
std::string initial_signal(std::string_view secret);

}  // namespace trellis::program
