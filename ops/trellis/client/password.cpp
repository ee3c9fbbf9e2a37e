#include "ops/trellis/client/password.hpp"

#include <termios.h>
#include <unistd.h>

#include <iostream>

#include "adapters/json/writer.hpp"

namespace trellis::program {

namespace {

/// No echo as long as it lives.
class Silence {
  public:
    Silence() : is_terminal_(::isatty(STDIN_FILENO) == 1 && ::tcgetattr(STDIN_FILENO, &before_) == 0) {
        if (!is_terminal_) return;
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
    }
    Silence(const Silence&) = delete;
    Silence& operator=(const Silence&) = delete;
    ~Silence() {
        if (is_terminal_) ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before_);
    }
    bool is_terminal() const { return is_terminal_; }

  private:
    termios before_{};
    bool is_terminal_;
};

}  // namespace

adapters::Secret read_password(const std::string& question, std::ostream& err) {
    const Silence silence;
    if (silence.is_terminal()) err << question << ": " << std::flush;
    std::string line;
    std::getline(std::cin, line);
    if (silence.is_terminal()) err << '\n';
    if (line.ends_with('\r')) line.pop_back();
    adapters::Secret secret(line);
    adapters::wipe(line);
    return secret;
}

std::string json_text(std::string_view text) {
    adapters::json::Writer out;
    return out.string(text).take();
}

}  // namespace trellis::program
