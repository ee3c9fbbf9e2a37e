// The server's words to its operator: lines on standard error, written by a thread of their own so that nobody waits for a terminal.
// Under systemd each line begins with its priority, otherwise with its time.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace trellis::program {

enum class LogLevel : std::uint8_t { trace, debug, info, warn, error, off };
/// "info"; a word that is no level means info.
LogLevel parse_log_level(std::string_view word);

/// From any thread. What is said must hold no secret: those who know one keep it in a type that cannot be said (Secret).
class Log {
public:
    explicit Log(LogLevel level);
    Log(const Log&) = delete;
    Log& operator=(const Log&) = delete;
    /// Writes what waits.
    ~Log();

    void set_level(LogLevel level);
    void debug(const std::string& text);
    void info(const std::string& text);
    void warn(const std::string& text);
    void error(const std::string& text);
    /// Everything said so far is written when it returns.
    void flush();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace trellis::program
