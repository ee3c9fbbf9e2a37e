// What the admin API's tests share: a run whose journal a history follows, a control that obeys what a test says, and a way to ask
// the API without a socket.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/admin/admin_api.hpp"
#include "adapters/config/config_reader.hpp"
#include "adapters/json/document.hpp"
#include "adapters/simulation/runner.hpp"
#include "engine/directory/overlay.hpp"
#include "tests/adapters/history/support.hpp"

namespace trellis::adapters::testing {

inline constexpr std::string_view admin_token = "the-token-of-this-test";

/// Obeys at once, with the event that the test set; remembers what it was told.
class FakeControl final : public Control {
  public:
    ServerStatus status() const override { return now_; }
    void set_trading(AccountId account, SetTradingState change, OnObeyed done) override;
    void command(GroupId group, GroupCommand command, OnObeyed done) override;
    void tell_queue(AccountId account, QueueCommand command, OnObeyed done) override;
    void refresh_rules(AccountId account, OnObeyed done) override;
    void tell_risk(AccountId account, RiskCommand command, OnObeyed done) override;
    void signal(AccountId account, std::string body, OnSignalAnswer done) override;
    std::shared_ptr<const AppliedConfig> config() const override { return config_; }
    void apply_config(std::string text, std::string by, std::optional<std::uint64_t> expected_version,
                      std::function<void(Checked<std::uint64_t>)> done) override;
    std::shared_ptr<const Config> decision_config() const override {
        return std::make_shared<const Config>(with_directory(config_->document.config, *directory_));
    }
    std::shared_ptr<const Directory> directory() const override { return directory_; }
    void change_directory(OwnerId by, DirectoryCommand command, std::optional<std::uint32_t> expected_revision, OnDirectoryChange done) override;
    const Seal& seal() const override { return seal_; }
    Result<void> backup(const std::string& path) override;
    std::optional<Quote> newest_quote(InstrumentId instrument) const override;
    const InstrumentTable& instruments() const override { return instruments_; }

    // What a test sets and looks at.
    ServerStatus now_;
    std::shared_ptr<const AppliedConfig> config_;
    std::shared_ptr<const Directory> directory_ = std::make_shared<const Directory>();
    InstrumentTable instruments_;
    std::map<InstrumentId, Quote> quotes_;
    std::vector<GroupId> groups_{{AccountId{1}, 1}, {AccountId{1}, 2}, {AccountId{1}, 3}, {AccountId{2}, 1}};  ///< of the run
    std::vector<std::string> told_;  ///< "close g1.4", "HALTED main cancel_entries flatten", ...
    std::vector<std::string> noted_;  ///< "operator POST /api/v1/groups/g1.4/close"
    Result<Obeyed> obeyed_ = Obeyed{77};
    std::map<AccountId, Error> disobeying_;  ///< accounts that answer set_trading and command with an error
    Result<SignalAnswer> answer_ = Error{"BUSY", "not set"};
    Result<void> backed_up_;
    bool holds_ = false;  ///< answers of command() wait in held_
    std::vector<OnObeyed> held_;

  private:
    void obey(OnObeyed done);

    ScratchFolder sealed_in_;
    Seal seal_ = std::move(Seal::open(sealed_in_.path() + "/seal.key", "tests")).value();
};

/// Scenario, run, history, control and API.
class ServedRun {
  public:
    ServedRun() : ServedRun("served.json", 3) {}
    /// Another scenario of this folder, served with so many slots.
    ServedRun(const std::string& file, int slots);
    ~ServedRun();

    FakeControl& control() { return control_; }
    History& history() { return *history_; }
    EventFeed& feed() { return feed_; }
    AdminApi& api() { return *api_; }
    const std::string& config_text() const { return control_.config_->text; }
    std::uint64_t last_sequence() const { return session_->durable_sequence(); }
    void set_now(Timestamp now) { now_ = now; }
    /// Journals another version of the configuration.
    void journal_config(std::uint64_t number, const std::string& text);
    /// The lists follow the journal to its end.
    void follow_journal();

    /// `target` with its query. Bears the token and names the host unless `headers` does.
    HttpResponse ask(std::string_view method, std::string_view target, std::string body = "", std::vector<HttpHeader> headers = {});
    HttpResponse get(std::string_view target) { return ask("GET", target); }
    HttpResponse post(std::string_view target, std::string body = "", std::vector<HttpHeader> headers = {}) {
        return ask("POST", target, std::move(body), std::move(headers));
    }
    /// As it is, for what tests do to headers.
    void send(HttpRequest request, HttpReply reply);

  private:
    ScratchFolder folder_;
    Scenario scenario_;
    FaultyDisk disk_;
    std::unique_ptr<JournalSession> session_;
    std::unique_ptr<Runner> runner_;
    std::unique_ptr<History> history_;
    EventFeed feed_;
    FakeControl control_;
    Timestamp now_{};
    std::uint64_t tickets_ = 1U << 20U;
    std::unique_ptr<AdminApi> api_;
};

/// What one request was answered with.
class Answer final : public HttpReply::Target {
  public:
    class Stream;
    void send(HttpResponse response) override { responses.push_back(std::move(response)); }
    std::shared_ptr<HttpStream> stream(HttpResponse head) override;

    std::vector<HttpResponse> responses;
    std::shared_ptr<Stream> streamed;
};

class Answer::Stream final : public HttpStream {
  public:
    bool write(std::string text) override;
    bool is_open() const override { return open; }
    void close() override { open = false; }

    std::string text;
    bool open = true;
    bool is_full = false;  ///< refuses writes while it is
};

/// A body that must be JSON.
json::Document parsed(const HttpResponse& response);
/// The `code` of a problem; what it is not fails the test.
std::string code_of(const HttpResponse& response);
std::string header_of(const HttpResponse& response, std::string_view name);

}  // namespace trellis::adapters::testing
