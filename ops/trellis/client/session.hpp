// One command's conversation with a running server: where it is, with which token, and what its errors mean for the exit code.
#pragma once

#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/net/http_client.hpp"
#include "ops/trellis/exit_code.hpp"

namespace trellis::program {

/// Flag and variable of each; what is empty comes from the configuration, then from the default.
struct ClientOptions {
    std::string admin;       ///< "127.0.0.1:7780", or "https://host:7780"
    std::string data_dir;    ///< of the server: its admin.token is the token
    std::string token_file;  ///< the token itself; over data_dir
    std::string config;      ///< its security.admin and app.data_dir; empty: trellis.json, if there is one
    std::string ca_file;     ///< whom to believe behind https; empty: the system's authorities
};

inline constexpr const char* default_admin = "127.0.0.1:7780";

/// Parameters of a request, those that are not empty.
using Parameters = std::vector<std::pair<std::string, std::string>>;
/// "/groups" and {{"limit", "5"}} to "/groups?limit=5".
std::string target_of(std::string_view path, const Parameters& parameters);
/// A name as a step of a path.
std::string path_step(std::string_view name);

struct Request {
    std::string method = "GET";
    std::string target;  ///< below /api/v1
    std::string body{};
    std::vector<adapters::HttpHeader> headers{};
    std::chrono::seconds timeout{10};
};

/// What fails is said on `err` once, as "trellis COMMAND: CODE: detail" with a line for each field below it.
class Session {
public:
    /// `err` outlives it.
    Session(std::string command, const ClientOptions& options, std::ostream& err);

    /// The answer when it is 2xx; otherwise nothing, and exit_code() says how the program ends.
    std::optional<adapters::HttpResponse> ask(const Request& request);
    std::optional<adapters::HttpResponse> get(const std::string& target) { return ask({.target = target}); }
    /// The body of /stream as it comes, until the server ends it or `should_stop` says so. False: it failed.
    bool stream(const std::string& target, const std::function<void(std::string_view)>& on_text, const std::function<bool()>& should_stop);

    int exit_code() const { return static_cast<int>(exit_code_); }
    /// Says it, and returns the code.
    int fail(ExitCode code, const std::string& what);
    const std::string& place() const { return place_; }
    /// As given, or as the configuration says; empty: nobody says.
    const std::string& data_dir() const { return data_dir_; }
    /// Were it asked at all: NOT_RUNNING and the like leave it false.
    bool was_answered() const { return was_answered_; }

private:
    void read_token(const ClientOptions& options);
    adapters::HttpCall call_of(const Request& request) const;
    std::optional<adapters::HttpResponse> judge(Result<adapters::HttpResponse> answer);
    void say_problem(const adapters::HttpResponse& answer);

    std::string command_;
    std::ostream& err_;
    std::string place_;
    std::string data_dir_;
    std::string token_;
    std::string token_hint_;  ///< where a token was looked for
    adapters::HttpCall base_;
    std::optional<Error> fault_;
    ExitCode exit_code_ = ExitCode::ok;
    bool was_answered_ = false;
};

}  // namespace trellis::program
