#include "bench/recovery/redis_load.hpp"

#include <poll.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>
#include <string_view>

#ifdef TRELLIS_HAS_REDIS
#include <hiredis/hiredis.h>
#endif

namespace trellis::bench {

#ifdef TRELLIS_HAS_REDIS
namespace {

struct FreeContext {
    void operator()(redisContext* context) const { redisFree(context); }
};
struct FreeReply {
    void operator()(redisReply* reply) const { freeReplyObject(reply); }
};
using Context = std::unique_ptr<redisContext, FreeContext>;
using Reply = std::unique_ptr<redisReply, FreeReply>;

bool is_ok(redisContext& context, const char* command) {
    const Reply reply(static_cast<redisReply*>(redisCommand(&context, command)));
    return reply != nullptr && reply->type != REDIS_REPLY_ERROR;
}

bool has_rewritten(redisContext& context) {
    const Reply reply(static_cast<redisReply*>(redisCommand(&context, "INFO persistence")));
    if (reply == nullptr || reply->type != REDIS_REPLY_STRING) throw std::runtime_error("redis does not answer");
    const std::string_view info(reply->str, reply->len);
    return info.find("aof_rewrite_in_progress:0") != info.npos && info.find("aof_rewrite_scheduled:0") != info.npos;
}

/// An empty server with an empty file: what other benches left there would be loaded too.
bool begin_anew(redisContext& context) {
    constexpr int attempts = 500;
    constexpr int milliseconds = 10;
    if (!is_ok(context, "FLUSHALL") || !is_ok(context, "BGREWRITEAOF")) return false;
    for (int i = 0; i < attempts; ++i) {
        if (has_rewritten(context)) return true;
        ::poll(nullptr, 0, milliseconds);
    }
    return false;
}

class StreamLoad final : public RedisLoad {
public:
    explicit StreamLoad(Context context) : context_(std::move(context)) {}
    ~StreamLoad() override { is_ok(*context_, "DEL trellis_bench"); }

    void add(std::span<const std::byte> entry) override {
        redisAppendCommand(context_.get(), "XADD trellis_bench * e %b", entry.data(), entry.size());
        constexpr std::size_t pipeline = 1'000;
        ++added_;
        if (++waiting_ >= pipeline) take_answers();
    }
    void finish() override { take_answers(); }
    double load() override {
        const auto begin = std::chrono::steady_clock::now();
        if (!is_ok(*context_, "DEBUG LOADAOF")) throw std::runtime_error("redis does not load its file: is DEBUG allowed?");
        const std::chrono::duration<double, std::nano> taken = std::chrono::steady_clock::now() - begin;
        const Reply length(static_cast<redisReply*>(redisCommand(context_.get(), "XLEN trellis_bench")));
        if (length == nullptr || length->integer != added_) throw std::runtime_error("redis did not load every entry");
        return taken.count();
    }

private:
    void take_answers() {
        for (; waiting_ > 0; --waiting_) {
            void* raw = nullptr;
            if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw std::runtime_error("redis does not answer");
            const Reply reply(static_cast<redisReply*>(raw));
            if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string("redis: ") + reply->str);
        }
    }

    Context context_;
    std::size_t waiting_ = 0;
    long long added_ = 0;
};

}  // namespace

std::unique_ptr<RedisLoad> redis_load() {
    const char* address = std::getenv("TRELLIS_BENCH_REDIS");
    const std::string text = address == nullptr ? "" : address;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) {
        std::fprintf(stderr, "bench_recovery: no redis: TRELLIS_BENCH_REDIS is not host:port\n");
        return nullptr;
    }
    Context context(redisConnect(text.substr(0, colon).c_str(), std::atoi(text.c_str() + colon + 1)));
    const bool is_ready = context != nullptr && context->err == 0 && is_ok(*context, "CONFIG SET appendonly yes") &&
                          is_ok(*context, "CONFIG SET appendfsync no") && begin_anew(*context);
    if (!is_ready) {
        std::fprintf(stderr, "bench_recovery: redis at %s cannot be used\n", text.c_str());
        return nullptr;
    }
    return std::make_unique<StreamLoad>(std::move(context));
}
#else
std::unique_ptr<RedisLoad> redis_load() {
    std::fprintf(stderr, "bench_recovery: built without hiredis\n");
    return nullptr;
}
#endif

}  // namespace trellis::bench
