#include "tests/adapters/admin/support.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "adapters/config/changes.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::adapters::testing {

namespace {

constexpr std::string_view served_config = R"({
  "accounts": [
    {"id": "main", "venue": "binance", "market": "spot", "balances": {"USDT": "100000"}},
    {"id": "other", "venue": "binance", "market": "spot", "balances": {"USDT": "5000"}}],
  "execution_pool": {"max_open_groups": 3},
  "runtime": {"paper": {"instruments": [
    {"id": "binance:spot:BTC-USDT", "tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5",
     "maker_fee": "0.001", "taker_fee": "0.001", "fee_asset": "quote"},
    {"id": "binance:spot:ETH-USDT", "tick_size": "0.01", "step_size": "0.0001", "min_qty": "0.0001", "min_notional": "5",
     "maker_fee": "0.001", "taker_fee": "0.001", "fee_asset": "quote"}],
   "market": [
    {"instrument": "binance:spot:BTC-USDT", "synthetic": {"seed": 1, "price": "100"}},
    {"instrument": "binance:spot:ETH-USDT", "synthetic": {"seed": 2, "price": "10"}}]}}
})";

std::shared_ptr<const AppliedConfig> applied(std::uint64_t version, std::string text, std::string by) {
    auto read = read_config(text);
    for (const auto& error : read.errors) ADD_FAILURE() << adapters::text(error);
    auto config = std::make_shared<AppliedConfig>();
    config->version = version;
    config->by = std::move(by);
    config->text = std::move(text);
    config->document = std::move(*read);
    return config;
}

Scenario scenario(const std::string& file) { return tests::scenario_file("tests/adapters/admin/" + file); }

std::string config_with(int slots) {
    std::string text(served_config);
    const std::string key = "\"max_open_groups\": ";
    text.replace(text.find(key) + key.size(), 1, std::to_string(slots));
    return text;
}

}  // namespace

void FakeControl::obey(OnObeyed done) {
    if (holds_) {
        held_.push_back(std::move(done));
    } else {
        done(obeyed_);
    }
}

void FakeControl::set_trading(AccountId account, SetTradingState change, OnObeyed done) {
    if (const auto disobeys = disobeying_.find(account); disobeys != disobeying_.end()) return done(disobeys->second);
    told_.push_back(std::string(text(change.state)) + " " + config_->document.config.accounts[account.value - 1U].name +
                    (change.cancel_entries ? " cancel_entries" : "") + (change.flatten ? " flatten" : ""));
    obey(std::move(done));
}

void FakeControl::command(GroupId group, GroupCommand command, OnObeyed done) {
    if (std::ranges::find(groups_, group) == groups_.end()) return done(Error{"NOT_FOUND", text(group) + " is no group"});
    const auto* close = std::get_if<CloseGroup>(&command);
    const auto* cancel = std::get_if<CancelEntries>(&command);
    std::string what = "something";
    if (close != nullptr) what = "close " + std::string(text(close->reason)) + (close->signal ? " with a signal" : "");
    if (cancel != nullptr) what = cancel->answers_stop ? "cancel entries for a stop" : "cancel entries";
    if (std::holds_alternative<ReleaseQuarantine>(command)) what = "release";
    if (const auto* stop = std::get_if<MoveStop>(&command)) what = "stop " + (stop->price ? stop->price->text() : "none");
    if (const auto* change = std::get_if<ChangeTargets>(&command)) {
        what = "targets";
        for (const auto& target : change->targets) what += " " + target.percent.text();
    }
    if (const auto* reduce = std::get_if<ReduceGroup>(&command)) what = "reduce " + reduce->fraction.value().part.text();
    if (const auto disobeys = disobeying_.find(group.account); disobeys != disobeying_.end()) return done(disobeys->second);
    told_.push_back(what + " " + text(group));
    obey(std::move(done));
}

void FakeControl::tell_queue(AccountId account, QueueCommand command, OnObeyed done) {
    std::string what = "remove";
    const QueueReference* entry = nullptr;
    if (const auto* promotion = std::get_if<PromoteEntry>(&command)) {
        what = std::string(promotion->force ? "force" : "promote") + (promotion->ignore_exposure ? " whatever the exposure" : "");
        entry = &promotion->entry;
    } else {
        entry = &std::get<RemoveEntry>(command).entry;
    }
    const auto* number = std::get_if<SignalNumber>(entry);
    told_.push_back(what + " " + (number != nullptr ? text(*number) : "by identity") + " of " + std::to_string(account.value));
    obey(std::move(done));
}

void FakeControl::refresh_rules(AccountId account, OnObeyed done) {
    told_.push_back("rules of " + std::to_string(account.value));
    obey(std::move(done));
}

void FakeControl::tell_risk(AccountId account, RiskCommand command, OnObeyed done) {
    std::string what = "something";
    if (const auto* run = std::get_if<RunRiskPass>(&command)) what = run->is_forced ? "forced pass" : "pass";
    if (const auto* block = std::get_if<BlockGroup>(&command)) what = (block->is_blocked ? "block " : "unblock ") + text(block->group);
    if (const auto* skip = std::get_if<SkipGroupOnce>(&command)) what = "skip " + text(skip->group);
    told_.push_back(what + " of " + std::to_string(account.value));
    obey(std::move(done));
}

void FakeControl::signal(AccountId account, std::string body, OnSignalAnswer done) {
    told_.push_back("signal " + std::to_string(account.value) + " " + body);
    done(answer_);
}

void FakeControl::change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected_revision,
                                   OnDirectoryChange done) {
    auto decided = decide(*directory_, command, {now_.now, by, *decision_config(), instruments_, expected_revision});
    if (!decided.ok()) return done(decided.error());
    if (decided->empty()) return done(DirectoryChange{directory_, {}, std::nullopt});
    if (const auto* note = std::get_if<ActionTaken>(&decided->front())) {
        noted_.push_back(text(note->by) + " " + note->what);
        return done(DirectoryChange{directory_, *decided, std::nullopt});
    }
    auto next = std::make_shared<Directory>(*directory_);
    for (const auto& event : *decided) next->apply(event);
    directory_ = next;
    told_.push_back("directory " + std::to_string(decided->size()));
    done(DirectoryChange{directory_, *decided, obeyed_.ok() ? obeyed_->event : std::nullopt});
}

void FakeControl::apply_config(std::string text, std::string by, std::optional<std::uint64_t> expected_version,
                               std::function<void(Checked<std::uint64_t>)> done) {
    const auto refuse = [&](std::string code, std::string hint) {
        done({std::nullopt, {{std::move(code), {"", "", "C-1", std::move(hint)}}}});
    };
    if (expected_version && *expected_version != config_->version) return refuse("VERSION_STALE", "another version is in effect");
    auto next = applied(config_->version + 1, std::move(text), std::move(by));
    if (needs_restart(changes_between(config_->document, next->document)))
        return refuse("NEEDS_RESTART", "a key is read at the start");
    config_ = next;
    told_.push_back("config " + std::to_string(next->version) + " by " + next->by);
    done({next->version, {}});
}

Result<void> FakeControl::backup(const std::string& path) {
    told_.push_back("backup " + path);
    return backed_up_;
}

std::optional<Quote> FakeControl::newest_quote(InstrumentId instrument) const {
    const auto found = quotes_.find(instrument);
    return found == quotes_.end() ? std::nullopt : std::optional(found->second);
}

ServedRun::ServedRun(const std::string& file, int slots) : scenario_(scenario(file)), feed_(disk_, std::string(tests::data_directory) + "/journal") {
    SessionOptions options;
    options.directory = tests::data_directory;
    options.input = "serve";
    session_ = std::move(JournalSession::open(disk_, options)).value();
    session_->begin().value();
    runner_ = std::make_unique<Runner>(scenario_, *session_, RunnerOptions{});
    now_ = (*runner_->run())->ended_at;
    control_.config_ = applied(1, config_with(slots), "start");
    control_.instruments_ = scenario_.instruments;
    control_.now_.phase = ServerPhase::running;
    control_.now_.now = now_;
    control_.now_.started_at = scenario_.start;
    control_.now_.incarnation = Incarnation{1};
    control_.now_.journal_state = "running";
    control_.now_.accounts = {
        {AccountId{1}, "main", {{"USDT", {decimal<Money>("90000"), decimal<Money>("1.5")}}}, decimal<Money>("99000.25")}};
    control_.now_.newest_quotes = {{"binance:spot:BTC-USDT", now_}};
    control_.quotes_[InstrumentId{0}] = {decimal<Price>("99"), decimal<Price>("99.01"), {}, {}, now_, 9};
    journal_config(1, config_with(slots));
    HistoryOptions where;
    where.journal = std::string(tests::data_directory) + "/journal";
    where.archive = folder_.path() + "/state.mdb";
    history_ = open_history(disk_, where);
    follow_journal();
    api_ = std::make_unique<AdminApi>(AdminServices{control_,
                                                    *history_,
                                                    feed_,
                                                    [this] { return now_; },
                                                    [] { return std::string("trellis_up 1\n"); },
                                                    "9.9.9",
                                                    {"trellis.internal"},
                                                    cheapest_cost,
                                                    true},
                                      fingerprint(admin_token));
}

ServedRun::~ServedRun() = default;

void ServedRun::journal_config(std::uint64_t number, const std::string& text) {
    Commit commit;
    commit.ticket = Ticket{++tickets_};
    commit.cause = Cause{CauseKind::operational, tickets_};
    commit.at = now_;
    commit.events = {ConfigApplied{number, now_, number == 1 ? "start" : "admin", text}};
    session_->append(commit, [] {});
    session_->flush().value();
}

void ServedRun::follow_journal() {
    follow(*history_, session_->durable_sequence());
    control_.now_.appended_sequence = session_->durable_sequence();
    control_.now_.durable_sequence = session_->durable_sequence();
}

HttpResponse ServedRun::ask(std::string_view method, std::string_view target, std::string body, std::vector<HttpHeader> headers) {
    HttpRequest request;
    request.method = method;
    request.path = target.substr(0, target.find('?'));
    if (const auto mark = target.find('?'); mark != std::string_view::npos) request.query = target.substr(mark + 1);
    request.headers = std::move(headers);
    if (request.header("Host").empty()) request.headers.push_back({"Host", "127.0.0.1:7780"});
    if (request.header("Authorization").empty()) request.headers.push_back({"Authorization", "Bearer " + std::string(admin_token)});
    request.body = std::move(body);
    request.peer = "127.0.0.1";
    const auto answer = std::make_shared<Answer>();
    send(std::move(request), HttpReply(answer));
    EXPECT_EQ(answer->responses.size(), 1U) << method << ' ' << target;
    return answer->responses.empty() ? HttpResponse{} : answer->responses.front();
}

void ServedRun::send(HttpRequest request, HttpReply reply) { api_->handler()(std::move(request), std::move(reply)); }

std::shared_ptr<HttpStream> Answer::stream(HttpResponse head) {
    responses.push_back(std::move(head));
    streamed = std::make_shared<Stream>();
    return streamed;
}

bool Answer::Stream::write(std::string more) {
    if (!open || is_full) return false;
    text += more;
    return true;
}

json::Document parsed(const HttpResponse& response) {
    auto document = json::Document::parse(response.body);
    EXPECT_TRUE(document.ok()) << response.body;
    return document.ok() ? std::move(*document) : std::move(*json::Document::parse("{}"));
}

std::string code_of(const HttpResponse& response) {
    EXPECT_EQ(response.content_type, "application/problem+json") << response.status << ' ' << response.body;
    const auto document = parsed(response);
    const auto* status = document.root().find("status");
    EXPECT_TRUE(status != nullptr && status->number() == std::to_string(response.status)) << response.body;
    const auto* code = document.root().find("code");
    return code != nullptr && code->is_string() ? std::string(code->string()) : "";
}

std::string header_of(const HttpResponse& response, std::string_view name) {
    return std::string(find_header(response.headers, name));
}

}  // namespace trellis::adapters::testing
