// Any request at the admin API: one answer, of a documented kind, and nothing is told to the server but by a request that may.
//
//   input = [ header ":" value LF ]... method SP target LF body      a header line begins with a letter in lower case
#include <unistd.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "adapters/admin/admin_api.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/journal/testing/faulty_disk.hpp"
#include "adapters/json/document.hpp"
#include "adapters/simulation/journal_session.hpp"
#include "engine/directory/overlay.hpp"

namespace trellis::adapters {

namespace {

void demand(bool holds) {
    if (!holds) std::abort();
}

/// Obeys everything and counts it.
class Counting final : public Control {
  public:
    Counting() {
        auto config = std::make_shared<AppliedConfig>();
        config->version = 1;
        config->text = R"({"accounts":[{"id":"main","venue":"binance","market":"spot"}]})";
        config->document = std::move(*read_config(config->text));
        config_ = std::move(config);
        Instrument instrument = parse_instrument_name("binance:spot:BTC-USDT").value();
        instrument.tick = decimal<Price>("0.01");
        instrument.step = decimal<Quantity>("0.00001");
        demand(instruments_.add(std::move(instrument)).ok());
        status_.phase = ServerPhase::running;
        status_.journal_state = "running";
    }
    ServerStatus status() const override { return status_; }
    void set_trading(AccountId, SetTradingState, OnObeyed done) override { obey(done); }
    void command(GroupId, GroupCommand, OnObeyed done) override { obey(done); }
    void tell_queue(AccountId, QueueCommand, OnObeyed done) override { obey(done); }
    void refresh_rules(AccountId, OnObeyed done) override { obey(done); }
    void tell_risk(AccountId, RiskCommand, OnObeyed done) override { obey(done); }
    void signal(AccountId, std::string, OnSignalAnswer done) override {
        ++told;
        done(SignalAnswer{SignalNumber{1}, 1, true, std::nullopt});
    }
    std::shared_ptr<const AppliedConfig> config() const override { return config_; }
    void apply_config(std::string text, std::string, std::optional<std::uint64_t>,
                      std::function<void(Checked<std::uint64_t>)> done) override {
        demand(read_config(text).ok());
        ++told;
        done({2, {}});
    }
    std::shared_ptr<const Config> decision_config() const override {
        return std::make_shared<const Config>(with_directory(config_->document.config, *directory_));
    }
    std::shared_ptr<const Directory> directory() const override { return directory_; }
    void change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected, OnDirectoryChange done) override {
        auto decided = decide(*directory_, command, {{}, by, *decision_config(), instruments_, expected});
        if (!decided.ok()) return done(decided.error());
        auto next = std::make_shared<Directory>(*directory_);
        for (const auto& event : *decided) next->apply(event);
        check_invariants(*next);
        directory_ = next;
        done(DirectoryChange{directory_, *decided, 1});
    }
    const Seal& seal() const override {
        static const Seal seal = std::move(Seal::open("/tmp/trellis-fuzz-seal.key", "fuzz")).value();
        return seal;
    }
    Result<void> backup(const std::string&) override { return {}; }
    std::optional<Quote> newest_quote(InstrumentId) const override { return std::nullopt; }
    const InstrumentTable& instruments() const override { return instruments_; }

    std::uint64_t told = 0;

  private:
    void obey(const OnObeyed& done) {
        ++told;
        done(Obeyed{1});
    }

    std::shared_ptr<const AppliedConfig> config_;
    std::shared_ptr<const Directory> directory_ = std::make_shared<const Directory>();
    InstrumentTable instruments_;
    ServerStatus status_;
};

/// A server without a past, made once.
struct Served {
    Served() {
        SessionOptions options;
        options.directory = "data";
        options.input = "fuzz";
        session = std::move(JournalSession::open(disk, options)).value();
        session->begin().value();
        history = std::move(History::open(disk, {.journal = "data/journal", .archive = folder.string()})).value();
        while (history->sequence() < session->durable_sequence()) demand(history->advance(session->durable_sequence()).ok());
        AdminServices services{control, *history, feed, [] { return Timestamp{}; }, [] { return std::string(); }, {}, {}, cheapest_cost, true};
        api = std::make_unique<AdminApi>(std::move(services), fingerprint("token"));
    }
    Served(const Served&) = delete;
    Served& operator=(const Served&) = delete;
    ~Served() {
        api.reset();
        history.reset();
        std::error_code ignored;
        std::filesystem::remove_all(folder, ignored);
    }

    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("trellis-admin-fuzz-" + std::to_string(::getpid()));
    FaultyDisk disk;
    std::unique_ptr<JournalSession> session;
    std::unique_ptr<History> history;
    EventFeed feed{disk, "data/journal"};
    Counting control;
    std::unique_ptr<AdminApi> api;
};

class Answer final : public HttpReply::Target {
  public:
    class Closed final : public HttpStream {
      public:
        bool write(std::string) override { return false; }
        bool is_open() const override { return false; }
        void close() override {}
    };
    void send(HttpResponse response) override {
        ++answers;
        last = std::move(response);
    }
    std::shared_ptr<HttpStream> stream(HttpResponse head) override {
        send(std::move(head));
        return std::make_shared<Closed>();
    }
    int answers = 0;
    HttpResponse last;
};

std::string_view take_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(text.size(), line.size() + 1));
    return line;
}

HttpRequest request_of(std::string_view input) {
    HttpRequest request;
    request.headers = {{"Host", "localhost"}, {"Authorization", "Bearer token"}};
    request.peer = "127.0.0.1";
    std::string_view line = take_line(input);
    for (; !line.empty() && line[0] >= 'a' && line[0] <= 'z'; line = take_line(input)) {
        const auto colon = std::min(line.find(':'), line.size());
        request.headers.push_back({std::string(line.substr(0, colon)), std::string(line.substr(std::min(colon + 1, line.size())))});
    }
    const auto space = std::min(line.find(' '), line.size());
    request.method = line.substr(0, space);
    const auto target = line.substr(std::min(space + 1, line.size()));
    request.path = target.substr(0, target.find('?'));
    if (request.path.size() < target.size()) request.query = target.substr(request.path.size() + 1);
    request.body = input;
    return request;
}

/// The thread of a backup would outlive the input.
bool is_backup(const HttpRequest& request) { return request.method == "POST" && request.path.ends_with("/backup"); }

void ask(std::string_view input) {
    static Served served;
    const auto request = request_of(input);
    if (is_backup(request)) return;
    const auto told = served.control.told;
    const bool may_tell =
        request.method != "GET" && request.method != "HEAD" && request.query.find("dry_run=true") == std::string::npos;
    const auto answer = std::make_shared<Answer>();
    served.api->handler()(request, HttpReply(answer));
    demand(answer->answers == 1);
    const HttpResponse& response = answer->last;
    demand(response.status != 500 && response.status >= 200 && response.status < 600);
    if (!may_tell) demand(served.control.told == told);
    if (response.status >= 400) demand(served.control.told == told);
    if (response.content_type == "application/json" || response.content_type == "application/problem+json") {
        demand(json::Document::parse(response.body).ok());
    }
}

}  // namespace

}  // namespace trellis::adapters

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    trellis::adapters::ask({reinterpret_cast<const char*>(data), size});
    return 0;
}
