#include "bench/server/live.hpp"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace trellis::bench {

namespace {

constexpr std::uint64_t instruments = 20;
constexpr std::size_t body_bytes = 900;
constexpr const char* token = "t0ken";
constexpr const char* secret = "3f9c2a7d51e84b60a1c9e7f2";

void write_secret(const std::filesystem::path& file, const char* text) {
    std::ofstream(file) << text << '\n';
    std::filesystem::permissions(file, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

std::string levels(int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        const int weight = i + 1 < count ? 100 / count : 100 - (count - 1) * (100 / count);
        if (i > 0) text += ",";
        text += R"({"gap":"-)" + std::to_string(i) + R"(","weight":")" + std::to_string(weight) + R"(","tp":"1"})";
    }
    return text;
}

std::string instrument_list() {
    std::string text;
    for (std::uint64_t i = 0; i < instruments; ++i) {
        if (i > 0) text += ",";
        text += R"({"id":"binance:spot:C)" + std::to_string(i) +
                R"(-USDT","tick_size":"0.01","step_size":"0.00001","min_qty":"0.00001","min_notional":"5"})";
    }
    return text;
}

/// A document needs a market for each; a server with a wire of ours starts none.
std::string feed_list() {
    std::string text;
    for (std::uint64_t i = 0; i < instruments; ++i) {
        if (i > 0) text += ",";
        text += R"({"instrument":"binance:spot:C)" + std::to_string(i) + R"(-USDT","synthetic":{"seed":1,"price":"64000"}})";
    }
    return text;
}

std::string document(const LiveOptions& options) {
    return R"({"version":1,"app":{"mode":"paper"},"accounts":[{"id":"main","venue":"binance","market":"spot","currency":"USDT",)"
           R"("balances":{"USDT":"100000000"}}],"execution_pool":{"max_open_groups":10000},"limits":{"one_entry_per_candle":false},)"
           R"("grid_strategy":{"levels":[)" +
           levels(options.legs) + R"(],"max_pyramids":50},"journal":{"durability":")" + (options.waits_for_sync ? "fsync" : "write") +
           R"("},"security":{"webhook":{"address":"127.0.0.1","port":0},"admin":{"address":"127.0.0.1","port":0},"routes":[{"name":"main",)"
           R"("account":"main","token":{"file":"secrets/token"},"secrets":[{"file":"secrets/secret"}]}]},"runtime":{"spin":)" +
           (options.spin ? "true" : "false") + R"(,"paper":{"instruments":[)" + instrument_list() + R"(],"market":[)" + feed_list() + "]}}}";
}

[[noreturn]] void fail(const std::string& what) { throw std::runtime_error(what); }

}  // namespace

Folder::Folder() {
    std::string name = (std::filesystem::temp_directory_path() / "trellis-bench.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) fail("no folder for the benchmark");
    path_ = name;
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

Live::Live(const LiveOptions& options) {
    std::filesystem::create_directories(folder_.path() / "secrets");
    write_secret(folder_.path() / "secrets/token", token);
    write_secret(folder_.path() / "secrets/secret", secret);
    const std::string text = document(options);
    auto config = adapters::read_config(text);
    if (!config.ok()) fail("the benchmark's configuration: " + adapters::text(config.errors.front()));
    program::ServerOptions how;
    how.config_text = text;
    how.config = std::move(*config);
    how.config.base_dir = folder_.path().string();
    how.data_dir = (folder_.path() / "data").string();
    how.times_stages = options.times_stages;
    how.on_fatal = [] { std::abort(); };
    how.wire = &wire_;
    auto started = program::Server::start(std::move(how), log_, manager_);
    if (!started.ok()) fail("the server did not start: " + started.error().code + ": " + started.error().detail);
    server_ = std::move(started).value();
}

Live::~Live() {
    server_->hurry();
    server_->stop();
    wire_.stop_answering();
    server_.reset();
}

std::string Live::post(const std::string& body) const {
    return "POST /hook/" + std::string(token) +
           " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: " + std::to_string(body.size()) +
           "\r\n\r\n" + body;
}

std::string Live::request(std::uint64_t position, const char* action, const char* type) {
    const std::string symbol = "C" + std::to_string(position % instruments) + "USDT";
    const std::string timeframe = std::to_string(2 + position / instruments);
    std::string body = R"({"secret":")" + std::string(secret) + R"(","source":"tradingview","idempotency_key":"k)" + std::to_string(sent_++) +
                       R"(","tv":{"exchange":"BINANCE","symbol":")" + symbol + R"(","timeframe":")" + timeframe + R"(","action":")" + action +
                       R"(","entry_price":64231.37,"close_price":64231.37,"order_size":"1000"},"execution_intent":{"type":")" + type +
                       R"(","position_size_type":"quote"},"strategy_info":{"trade_id":"Long Entry 3","alert_message":")";
    const std::string end = R"("}})";
    body.append(body_bytes - body.size() - end.size(), 'm');
    return post(body + end);
}

std::string Live::request_to_one_of_few(std::uint64_t number) {
    constexpr std::uint64_t positions = 40;
    const bool is_exit = number / positions % 4 == 3;
    return request(number % positions, is_exit ? "sell" : "buy", is_exit ? "exit" : "signal");
}

}  // namespace trellis::bench
