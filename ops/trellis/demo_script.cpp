#include "ops/trellis/demo_script.hpp"

#include "adapters/json/writer.hpp"
#include "adapters/net/http_client.hpp"

namespace trellis::program {

namespace {

constexpr std::chrono::seconds look_every{5};
constexpr Duration open_for = std::chrono::minutes(4);
constexpr std::uint32_t timeframe_minutes = 3;

std::string alert(const DemoScriptOptions& options, const Instrument& instrument, std::string_view type, Price price, Timestamp now) {
    adapters::json::Writer out;
    out.begin_object();
    out.name("secret").string(options.secret);
    out.name("timestamp").string(rfc3339(now));
    out.name("tv").begin_object();
    out.name("symbol").string(instrument.symbol);
    out.name("timeframe").integer(timeframe_minutes);
    out.name("action").string(type == "exit" ? "sell" : "buy");
    out.name("entry_price").string(price.text());
    out.name("order_size").string("1000");
    out.end_object();
    out.name("strategy_info").begin_object();
    out.name("alert_name").string("trellis demo");
    out.end_object();
    out.name("execution_intent").begin_object();
    out.name("type").string(type);
    out.name("position_size_type").string("quote");
    out.end_object();
    out.end_object();
    return out.take();
}

}  // namespace

DemoScript::DemoScript(Server& server, Log& log, DemoScriptOptions options)
    : server_(server), log_(log), options_(std::move(options)), thread_([this] { run(); }) {}

void DemoScript::stop() {
    {
        const std::scoped_lock guard(mutex_);
        is_stopping_ = true;
    }
    stopped_.notify_one();
    if (thread_.joinable()) thread_.join();
}

void DemoScript::run() {
    std::unique_lock guard(mutex_);
    while (!stopped_.wait_for(guard, look_every, [this] { return is_stopping_; })) {
        guard.unlock();
        for (const auto& instrument : server_.instruments().all()) look_at(instrument);
        guard.lock();
    }
}

/// Enters what is not open, leaves what has been open for long. The signal's time says how long that is.
void DemoScript::look_at(const Instrument& instrument) {
    const auto quote = server_.newest_quote(instrument.id);
    if (!quote.has_value()) return;
    adapters::GroupFilter open;
    open.instrument = instrument.id;
    open.shown = adapters::GroupsShown::open;
    const auto groups = server_.history().groups(open, {1, ""});
    if (!groups.ok()) return;
    if (groups->rows.empty()) return send(instrument, "signal", quote->ask);
    const Group& group = groups->rows.front().group;
    if (!group.open_quantity.is_positive()) return;  // nothing to leave: the ladder goes on waiting
    if (group.closing.has_value() || server_.status().now - group.opened_at < open_for) return;
    send(instrument, "exit", quote->bid);
}

void DemoScript::send(const Instrument& instrument, std::string_view type, Price price) {
    adapters::HttpCall call;
    call.address = options_.address;
    call.port = options_.port;
    call.method = "POST";
    call.target = "/hook/" + options_.token;
    call.body = alert(options_, instrument, type, price, server_.status().now);
    const auto answer = adapters::http_call(call);
    if (!answer.ok()) return log_.warn("the demo's alert: " + answer.error().detail);
    log_.info("the demo's alert: " + std::string(type) + " " + instrument.symbol + " at " + price.text() + ": " +
              std::to_string(answer->status));
}

}  // namespace trellis::program
