#include "ops/trellis/client/session.hpp"

#include <filesystem>
#include <fstream>
#include <ostream>

#include "adapters/admin/query.hpp"
#include "adapters/config/config_reader.hpp"
#include "adapters/config/network.hpp"
#include "adapters/config/text_file.hpp"
#include "adapters/json/document.hpp"
#include "ops/trellis/client/session_file.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

using adapters::HttpResponse;

constexpr const char* config_of_here = "trellis.json";
constexpr std::size_t token_bytes_max = 4'096;
constexpr std::size_t authorities_bytes_max = 1U << 20U;
constexpr std::string_view secure_scheme = "https://";
constexpr std::string_view plain_scheme = "http://";

struct Place {
    std::string address;
    std::uint16_t port = 0;
    bool tls = false;
};

std::string text(const Place& place) {
    const std::string host = place.address.find(':') == std::string::npos ? place.address : "[" + place.address + "]";
    return (place.tls ? "https://" : "http://") + host + ":" + std::to_string(place.port);
}

/// A name or an address; a listener's "all addresses" is this machine for who calls it.
Result<Place> parse_place(std::string_view text) {
    Place place;
    std::string_view rest = text;
    place.tls = rest.starts_with(secure_scheme);
    if (place.tls) rest.remove_prefix(secure_scheme.size());
    if (rest.starts_with(plain_scheme)) rest.remove_prefix(plain_scheme.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    const auto colon = rest.rfind(':');
    const auto port = colon == std::string_view::npos ? std::nullopt : adapters::admin::whole_number(rest.substr(colon + 1));
    if (!port || *port == 0 || *port > UINT16_MAX) {
        return Error{"INVALID_ADDRESS", "\"" + std::string(text) + "\" is no HOST:PORT; the default is " + default_admin};
    }
    std::string_view host = rest.substr(0, colon);
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    const bool is_any = host.empty() || host == "0.0.0.0" || host == "::";
    place.address = is_any ? "127.0.0.1" : std::string(host);
    place.port = static_cast<std::uint16_t>(*port);
    return place;
}

/// What the configuration fills in. One that nobody named and that is no good is as if it were not there.
Result<ClientOptions> filled_in(ClientOptions options) {
    const bool is_named = !options.config.empty();
    const bool is_complete = !options.admin.empty() && (!options.data_dir.empty() || !options.token_file.empty());
    if (is_complete) return options;
    const std::string file = is_named ? options.config : config_of_here;
    std::error_code ignored;
    if (!is_named && !std::filesystem::exists(file, ignored)) return options;
    const auto document = adapters::load_config(file);
    if (!document.ok() && !is_named) return options;
    if (!document.ok()) return Error{document.errors.front().code, file + ": " + adapters::text(document.errors.front())};
    const auto& admin = document->security.admin;
    if (options.admin.empty() && admin.port != 0) {
        options.admin = text(Place{admin.address, admin.port, admin.tls.has_value()});
    }
    if (options.data_dir.empty() && document->data_dir.has_value()) options.data_dir = document->resolve(*document->data_dir).string();
    return options;
}

ExitCode exit_code_of_status(unsigned status) {
    switch (status) {
        case 400:
        case 409:
        case 412:
        case 413:
        case 422:
        case 428: return ExitCode::invalid_input;
        case 401:
        case 403: return ExitCode::not_authorised;
        case 404:
        case 410: return ExitCode::not_found;
        case 408: return ExitCode::timed_out;
        case 429:
        case 503: return ExitCode::try_again;
        default: return ExitCode::failure;
    }
}

ExitCode exit_code_of_fault(const Error& error) {
    if (error.code == "NOT_RUNNING" || error.code == "UNKNOWN_HOST") return ExitCode::not_found;
    if (error.code == "TIMEOUT") return ExitCode::timed_out;
    if (error.code == "NO_TOKEN") return ExitCode::not_authorised;
    if (error.code == "CONNECTION_LOST") return ExitCode::try_again;
    if (error.code == "INVALID_TLS" || error.code == "INVALID_ANSWER" || error.code == "ANSWER_TOO_LARGE") return ExitCode::failure;
    return ExitCode::invalid_input;
}

std::string member(const adapters::json::Value& object, std::string_view name) {
    const auto* value = object.find(name);
    return value != nullptr && value->is_string() ? std::string(value->string()) : "";
}

std::string field_line(const adapters::json::Value& error) {
    return adapters::text(adapters::InputError{
        member(error, "code"), {member(error, "pointer"), member(error, "value"), member(error, "rule"), member(error, "hint")}});
}

}  // namespace

std::string path_step(std::string_view name) { return adapters::admin::percent_encoded(name); }

std::string target_of(std::string_view path, const Parameters& parameters) {
    std::string target(path);
    char before = '?';
    for (const auto& [name, value] : parameters) {
        if (value.empty()) continue;
        target += before + name + "=" + adapters::admin::percent_encoded(value);
        before = '&';
    }
    return target;
}

Session::Session(std::string command, const ClientOptions& given, std::ostream& err) : command_(std::move(command)), err_(err) {
    const auto options = filled_in(given);
    if (!options) {
        fault_ = options.error();
        return;
    }
    const auto place = parse_place(options->admin.empty() ? default_admin : options->admin);
    if (!place) {
        fault_ = place.error();
        return;
    }
    place_ = text(*place);
    data_dir_ = options->data_dir;
    base_.address = place->address;
    base_.port = place->port;
    base_.tls = place->tls;
    if (!options->ca_file.empty()) {
        auto authorities = adapters::read_text_file(options->ca_file, authorities_bytes_max);
        if (!authorities) {
            fault_ = authorities.error();
            return;
        }
        base_.ca_pem = *std::move(authorities);
    }
    // Whoever says with which token he comes does not come as the one who has logged in.
    const bool is_said = !given.token_file.empty() || !given.data_dir.empty();
    if (auto kept = is_said ? std::nullopt : kept_token(place_)) {
        token_ = *std::move(kept);
        token_hint_ = "the session has ended; `trellis login NAME` begins another, `trellis logout` forgets it";
        return;
    }
    read_token(*options);
}

void Session::read_token(const ClientOptions& options) {
    const bool is_file = !options.token_file.empty();
    if (!is_file && options.data_dir.empty()) {
        token_hint_ = "give --data-dir DIR of the server, or --token-file FILE";
        return;
    }
    const auto file = is_file ? std::filesystem::path(options.token_file) : std::filesystem::path(options.data_dir) / "admin.token";
    auto token = adapters::read_text_file(file, token_bytes_max);
    if (!token && is_file) fault_ = Error{"NO_TOKEN", token.error().detail};
    if (!token) {
        token_hint_ = token.error().detail;
        return;
    }
    token_ = token->substr(0, token->find_first_of("\r\n"));
    token_hint_ = "the token of " + file.string() + " is not the one of the server at " + place_;
}

adapters::HttpCall Session::call_of(const Request& request) const {
    adapters::HttpCall call = base_;
    call.method = request.method;
    call.target = "/api/v1" + request.target;
    call.body = request.body;
    call.headers = request.headers;
    call.timeout = request.timeout;
    if (!token_.empty()) call.headers.push_back({"Authorization", "Bearer " + token_});
    return call;
}

int Session::fail(ExitCode code, const std::string& what) {
    err_ << "trellis " << command_ << ": " << on_one_line(what) << '\n';
    exit_code_ = code;
    return exit_code();
}

std::optional<HttpResponse> Session::ask(const Request& request) {
    if (fault_.has_value()) {
        fail(exit_code_of_fault(*fault_), fault_->code + ": " + fault_->detail);
        return std::nullopt;
    }
    auto answer = adapters::http_call(call_of(request));
    // A server that was killed this moment resets who asks it: asking again, which changes nothing, tells whether it is gone.
    const bool is_lost = !answer.ok() && answer.error().code == "CONNECTION_LOST";
    if (is_lost && request.method == "GET") answer = adapters::http_call(call_of(request));
    return judge(std::move(answer));
}

bool Session::stream(const std::string& target, const std::function<void(std::string_view)>& on_text,
                     const std::function<bool()>& should_stop) {
    if (fault_.has_value()) {
        fail(exit_code_of_fault(*fault_), fault_->code + ": " + fault_->detail);
        return false;
    }
    auto answer = adapters::http_stream(call_of({.target = target}), on_text, should_stop);
    return judge(std::move(answer)).has_value();
}

std::optional<HttpResponse> Session::judge(Result<HttpResponse> answer) {
    if (!answer) {
        const Error& error = answer.error();
        std::string what = error.code + ": " + error.detail;
        if (error.code == "NOT_RUNNING") what += "; start one with `trellis serve`, or say where it is with --admin HOST:PORT";
        fail(exit_code_of_fault(error), what);
        return std::nullopt;
    }
    was_answered_ = true;
    if (answer->status / 100 == 2) return *std::move(answer);
    say_problem(*answer);
    return std::nullopt;
}

void Session::say_problem(const HttpResponse& answer) {
    const ExitCode code = exit_code_of_status(answer.status);
    const auto document = adapters::json::Document::parse(answer.body);
    if (!document || !document->root().is_object()) {
        fail(code, "the server at " + place_ + " answers " + std::to_string(answer.status));
        return;
    }
    const auto& problem = document->root();
    std::string what = member(problem, "code") + ": " + member(problem, "detail");
    if (answer.status == 401 && !token_hint_.empty()) what += "; " + token_hint_;
    fail(code, what);
    const auto* errors = problem.find("errors");
    if (errors == nullptr) return;
    for (const auto& error : errors->elements()) err_ << "  " << on_one_line(field_line(error)) << '\n';
}

}  // namespace trellis::program
