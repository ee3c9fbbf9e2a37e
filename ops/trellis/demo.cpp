#include "ops/trellis/demo.hpp"

#include <unistd.h>

#include <filesystem>
#include <memory>
#include <ostream>
#include <sstream>

#include "adapters/config/text_file.hpp"
#include "ops/trellis/demo_script.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/init.hpp"
#include "ops/trellis/serve.hpp"

namespace trellis::program {

namespace {

std::string without_newline(std::string text) {
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text;
}

/// What a spectator wants to see of it, or nothing.
std::string words_for(const Event& event, const adapters::History& history) {
    if (const auto* fill = std::get_if<OrderFilled>(&event)) {
        const auto order = history.order({fill->group, fill->order});
        const std::string name = order.ok() && order->has_value() ? (*order)->row.name : text(fill->group);
        return name + " filled " + fill->quantity.text() + " at " + fill->price.text();
    }
    if (const auto* opened = std::get_if<GroupOpened>(&event)) {
        return text(opened->group) + " opened for signal " + text(opened->signal);
    }
    if (const auto* closed = std::get_if<GroupClosed>(&event)) {
        const auto row = history.group(closed->group);
        if (!row.ok() || !row->has_value()) return text(closed->group) + " closed";
        return text(closed->group) + " closed, realised " + (*row)->group.realised.text() + " USDT";
    }
    return "";
}

void invite(const Server& server, const std::string& directory, std::ostream& out) {
    const std::string admin = "127.0.0.1:" + std::to_string(server.admin_port());
    out << "\nThe demo trades a made-up market on paper by its own signals. In another shell, from here:\n\n"
        << "  export TRELLIS_ADMIN=" << admin << " TRELLIS_DATA_DIR=" << directory << "/data\n"
        << "  trellis status\n"
        << "  trellis groups\n"
        << "  trellis orders\n"
        << "  trellis why g1.1\n"
        << "  curl --data @" << directory << "/secrets/signal.json \"http://127.0.0.1:" << server.webhook_port() << "/hook/$(cat " << directory
        << "/secrets/hook-token)\"\n"
        << "  curl -H \"Authorization: Bearer $(cat " << directory << "/data/admin.token)\" http://" << admin << "/api/v1/groups\n"
        << "  kill -9 " << ::getpid() << "     # then `trellis demo --dir " << directory << "` again: positions go on where they were\n\n"
        << "Ctrl-C ends it.\n"
        << std::endl;
}

/// Runs beside the server until it is told to end.
class Show {
public:
    Show(Server& server, Log& log, DemoScriptOptions how, std::ostream& out) : server_(server), out_(out), script_(server, log, std::move(how)) {
        adapters::EventSubscriber spectator;
        spectator.take = [this](const adapters::EventRow& row) {
            tell(row);
            return adapters::Delivery::taken;
        };
        spectator.heartbeat = [] { return adapters::Delivery::taken; };
        if (auto id = server_.watch(std::move(spectator)); id.ok()) spectator_ = *id;
    }
    ~Show() {
        script_.stop();
        server_.unwatch(spectator_);
    }

private:
    void tell(const adapters::EventRow& row) {
        const std::string words = words_for(row.event, server_.history());
        if (!words.empty()) out_ << rfc3339(row.at) << "  e" << row.sequence << "  " << words << std::endl;
    }

    Server& server_;
    std::ostream& out_;
    adapters::EventFeed::Id spectator_ = 0;
    DemoScript script_;
};

}  // namespace

int demo(const DemoOptions& options, std::ostream& out, std::ostream& err) {
    const std::filesystem::path directory(options.directory);
    if (!std::filesystem::exists(directory / "trellis.json")) {
        std::ostringstream unread;
        if (const int code = init({options.directory}, unread, err); code != 0) return code;
    }
    DemoScriptOptions how;
    for (const auto& [file, to] : {std::pair{"hook-token", &how.token}, {"webhook-secret", &how.secret}}) {
        auto text = adapters::read_text_file((directory / "secrets" / file).string(), 4096);
        if (!text.ok()) {
            err << "trellis demo: " << text.error().code << ": " << text.error().detail << '\n';
            return static_cast<int>(ExitCode::invalid_input);
        }
        *to = without_newline(std::move(text).value());
    }
    ServeOptions server;
    server.config = (directory / "trellis.json").string();
    server.data_dir = (directory / "data").string();
    server.webhook_listen = options.webhook_listen;
    server.admin_listen = options.admin_listen;
    Log log(LogLevel::info);
    return serve(
        server,
        [&](Server& running) -> std::function<void()> {
            how.address = "127.0.0.1";
            how.port = running.webhook_port();
            invite(running, options.directory, out);
            auto show = std::make_shared<std::unique_ptr<Show>>(std::make_unique<Show>(running, log, how, out));
            return [show] { show->reset(); };
        },
        out, err);
}

}  // namespace trellis::program
