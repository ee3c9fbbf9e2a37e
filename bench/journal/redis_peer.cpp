// Redis as a journal: XADD to one stream, its append-only file synced as asked.
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "bench/journal/peers.hpp"

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

class RedisPeer final : public Peer {
public:
    explicit RedisPeer(Context context) : context_(std::move(context)) {}
    ~RedisPeer() override { is_ok(*context_, "DEL trellis_bench"); }

    void store(std::span<const std::byte> record, std::size_t count) override {
        for (std::size_t i = 0; i < count; ++i) {
            redisAppendCommand(context_.get(), "XADD trellis_bench * e %b", record.data(), record.size());
        }
        for (std::size_t i = 0; i < count; ++i) {
            void* raw = nullptr;
            if (redisGetReply(context_.get(), &raw) != REDIS_OK) throw std::runtime_error("redis does not answer");
            const Reply reply(static_cast<redisReply*>(raw));
            if (reply->type == REDIS_REPLY_ERROR) throw std::runtime_error(std::string("redis: ") + reply->str);
        }
    }

private:
    Context context_;
};

}  // namespace

std::unique_ptr<Peer> redis_peer(RedisSync sync) {
    const char* address = std::getenv("TRELLIS_BENCH_REDIS");
    const std::string text = address == nullptr ? "" : address;
    const auto colon = text.rfind(':');
    if (colon == std::string::npos) {
        std::fprintf(stderr, "bench_journal: no redis: TRELLIS_BENCH_REDIS is not host:port\n");
        return nullptr;
    }
    Context context(redisConnect(text.substr(0, colon).c_str(), std::atoi(text.c_str() + colon + 1)));
    const bool is_ready = context != nullptr && context->err == 0 && is_ok(*context, "CONFIG SET appendonly yes") &&
                          is_ok(*context, sync == RedisSync::always ? "CONFIG SET appendfsync always" : "CONFIG SET appendfsync everysec");
    if (!is_ready) {
        std::fprintf(stderr, "bench_journal: redis at %s cannot be used\n", text.c_str());
        return nullptr;
    }
    return std::make_unique<RedisPeer>(std::move(context));
}
#else
std::unique_ptr<Peer> redis_peer(RedisSync) {
    std::fprintf(stderr, "bench_journal: built without hiredis\n");
    return nullptr;
}
#endif

}  // namespace trellis::bench
