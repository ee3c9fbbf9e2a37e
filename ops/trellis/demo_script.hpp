// The demo's trader: sends alerts to the webhook over HTTP, as TradingView would, and exits what has been open for a while.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>

#include "ops/trellis/server/server.hpp"

namespace trellis::program {

struct DemoScriptOptions {
    std::string address;
    std::uint16_t port = 0;
    std::string token;   ///< of the route's path
    std::string secret;  ///< of the body
};

/// One thread, from the making of it to stop().
class DemoScript {
public:
    /// `server` and `log` outlive it.
    DemoScript(Server& server, Log& log, DemoScriptOptions options);
    DemoScript(const DemoScript&) = delete;
    DemoScript& operator=(const DemoScript&) = delete;
    ~DemoScript() { stop(); }
    void stop();

private:
    void run();
    void look_at(const Instrument& instrument);
    void send(const Instrument& instrument, std::string_view type, Price price);

    Server& server_;
    Log& log_;
    DemoScriptOptions options_;
    std::mutex mutex_;
    std::condition_variable stopped_;
    bool is_stopping_ = false;
    std::thread thread_;
};

}  // namespace trellis::program
