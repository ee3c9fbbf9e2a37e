#include "ops/trellis/server/log.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>

#include <spdlog/async.h>
#include <spdlog/async_logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/base_sink.h>

namespace trellis::program {

namespace {

constexpr std::size_t lines_waiting_max = 8192;  // older ones give way: a log may not stop the engine

spdlog::level::level_enum native(LogLevel level) {
    switch (level) {
        case LogLevel::trace: return spdlog::level::trace;
        case LogLevel::debug: return spdlog::level::debug;
        case LogLevel::info: return spdlog::level::info;
        case LogLevel::warn: return spdlog::level::warn;
        case LogLevel::error: return spdlog::level::err;
        case LogLevel::off: return spdlog::level::off;
    }
    return spdlog::level::info;
}

/// The priority that systemd's journal reads at the beginning of a line.
class PriorityFlag final : public spdlog::custom_flag_formatter {
public:
    void format(const spdlog::details::log_msg& message, const std::tm&, spdlog::memory_buf_t& out) override {
        const std::string_view prefix = message.level >= spdlog::level::err    ? "<3>"
                                        : message.level == spdlog::level::warn ? "<4>"
                                        : message.level == spdlog::level::info ? "<6>"
                                                                               : "<7>";
        out.append(prefix.data(), prefix.data() + prefix.size());
    }
    std::unique_ptr<custom_flag_formatter> clone() const override { return std::make_unique<PriorityFlag>(); }
};

}  // namespace

/// Standard error, and how many lines have reached it.
class CountingSink final : public spdlog::sinks::base_sink<std::mutex> {
public:
    /// Until so many lines were written, or it takes too long.
    void await(std::uint64_t lines, std::chrono::milliseconds patience) {
        std::unique_lock guard(counting_);
        written_changed_.wait_for(guard, patience, [&] { return written_ >= lines; });
    }

protected:
    void sink_it_(const spdlog::details::log_msg& message) override {
        spdlog::memory_buf_t line;
        formatter_->format(message, line);
        std::fwrite(line.data(), 1, line.size(), stderr);
        const std::scoped_lock guard(counting_);
        ++written_;
        written_changed_.notify_all();
    }
    void flush_() override { std::fflush(stderr); }

private:
    std::mutex counting_;
    std::condition_variable written_changed_;
    std::uint64_t written_ = 0;
};

struct Log::Impl {
    std::shared_ptr<spdlog::details::thread_pool> pool = std::make_shared<spdlog::details::thread_pool>(lines_waiting_max, 1);
    std::shared_ptr<CountingSink> sink = std::make_shared<CountingSink>();
    std::shared_ptr<spdlog::async_logger> logger =
        std::make_shared<spdlog::async_logger>("trellis", sink, pool, spdlog::async_overflow_policy::overrun_oldest);
    std::atomic<std::uint64_t> said{0};

    void say(spdlog::level::level_enum level, const std::string& text) {
        if (!logger->should_log(level)) return;
        said.fetch_add(1, std::memory_order_relaxed);
        logger->log(level, text);
    }
};

LogLevel parse_log_level(std::string_view word) {
    if (word == "trace") return LogLevel::trace;
    if (word == "debug") return LogLevel::debug;
    if (word == "warn") return LogLevel::warn;
    if (word == "error") return LogLevel::error;
    if (word == "off") return LogLevel::off;
    return LogLevel::info;
}

Log::Log(LogLevel level) : impl_(std::make_unique<Impl>()) {
    auto formatter = std::make_unique<spdlog::pattern_formatter>(spdlog::pattern_time_type::utc);
    if (std::getenv("JOURNAL_STREAM") != nullptr) {
        formatter->add_flag<PriorityFlag>('*').set_pattern("%*%v");
    } else {
        formatter->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %-5l %v");
    }
    impl_->logger->set_formatter(std::move(formatter));
    impl_->logger->flush_on(spdlog::level::debug);
    set_level(level);
}

Log::~Log() { flush(); }

void Log::set_level(LogLevel level) { impl_->logger->set_level(native(level)); }
void Log::debug(const std::string& text) { impl_->say(spdlog::level::debug, text); }
void Log::info(const std::string& text) { impl_->say(spdlog::level::info, text); }
void Log::warn(const std::string& text) { impl_->say(spdlog::level::warn, text); }
void Log::error(const std::string& text) { impl_->say(spdlog::level::err, text); }

/// spdlog's own flush only asks for one: the last lines before an end by force must be on the terminal.
void Log::flush() {
    constexpr auto patience = std::chrono::milliseconds(500);
    const std::uint64_t lost = impl_->pool->overrun_counter();
    impl_->sink->await(impl_->said.load() - std::min<std::uint64_t>(lost, impl_->said.load()), patience);
}

}  // namespace trellis::program
