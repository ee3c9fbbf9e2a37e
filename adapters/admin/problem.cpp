#include "adapters/admin/problem.hpp"

#include <algorithm>
#include <array>

#include "adapters/net/http_text.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr auto codes = std::to_array<ProblemCode>({
    {"JSON_INVALID", 400, "the body is not JSON"},
    {"JSON_DUPLICATE_KEY", 400, "an object of the body has a key twice"},
    {"JSON_TOO_DEEP", 400, "the body is nested too deeply"},
    {"INVALID_BODY", 400, "fields of the body are unknown, missing or wrong; `errors` lists them all"},
    {"UNKNOWN_PARAMETER", 400, "the query has a parameter that this route does not know"},
    {"INVALID_PARAMETER", 400, "a parameter of the query or the path is wrong"},
    {"INVALID_PATH", 400, "the path is not well formed"},
    {"INVALID_HEADER", 400, "a header that this API reads is wrong"},
    {"UNKNOWN_ACCOUNT", 400, "no account has that name"},
    {"UNKNOWN_STRATEGY", 400, "there is no such strategy of yours"},
    {"UNKNOWN_INSTRUMENT", 400, "no instrument has that name or symbol, or several have"},
    {"BAD_CURSOR", 400, "a cursor is what a page gave as `next`"},
    {"BAD_LIMIT", 400, "a page has 1 to 500 rows, one of presets 1 to 1,000"},
    {"UNAUTHORIZED", 401, "the bearer token is missing or wrong"},
    {"WRONG_LOGIN", 401, "the name or the password is wrong"},
    {"LOOPBACK_ONLY", 403, "no user can log in, so only the server's own machine is answered"},
    {"WRONG_PASSWORD", 403, "the old password is wrong"},
    {"HOST_REFUSED", 403, "the Host header names neither this machine by number nor a host that is allowed"},
    {"FORBIDDEN", 403, "the role of whoever asks does not allow it"},
    {"SCOPE_MISSING", 403, "the token is not for this; `detail` names the scope"},
    {"TEMPLATE_READ_ONLY", 403, "of a template only an admin makes a version, and nothing else; clone it"},
    {"NOT_OWNER", 403, "the preset belongs to somebody else; clone it"},
    {"NOT_FOUND", 404, "there is no such thing, or no such route"},
    {"METHOD_NOT_ALLOWED", 405, "the path exists, but not for this method; `Allow` lists the methods"},
    {"IDEMPOTENCY_IN_FLIGHT", 409, "the request with this Idempotency-Key has no answer yet"},
    {"NEEDS_RESTART", 409, "the change would act only after a restart; nothing was changed"},
    {"NO_POSITION", 409, "the group has nothing open, so there is no part of it"},
    {"ALREADY_CLOSING", 409, "the group is closing already"},
    {"ALREADY_REDUCING", 409, "a part of the group is being closed already"},
    {"NOTHING_TO_REDUCE", 409, "the part to close is zero or less"},
    {"NO_PRICE", 409, "the instrument has no quote yet"},
    {"BELOW_MINIMUM", 409, "the part is less than the venue takes"},
    {"WOULD_TRIGGER", 409, "the market is at that stop or beyond it already"},
    {"TARGET_NOT_IN_MODE", 409, "the group's tp_mode has no such target"},
    {"POOL_FULL", 409, "every slot of the pool is taken"},
    {"PAUSED", 409, "the account is paused: nothing adds to what is at risk"},
    {"LOSS_LIMIT", 409, "the account has lost as much as it may; see limits"},
    {"DRAWDOWN", 409, "the account's equity is too far below its peak; see limits"},
    {"FORCE_STOPPED", 409, "the account is stopped: nothing adds to what is at risk"},
    {"CONNECTION_SILENT", 409, "the venue has not been heard for five seconds"},
    {"GROUP_CLOSING", 409, "the group that it would add to is closing"},
    {"GROUP_QUARANTINED", 409, "the group broke and only books fills and cancels; release it first"},
    {"NOT_QUARANTINED", 409, "the group is not quarantined"},
    {"OPPOSITE_SIDE", 409, "a group on the other side of the instrument is open"},
    {"PRECISION", 409, "the instrument's rules are not known yet"},
    {"EXPOSURE_LIMIT", 409, "the last try would have been more than may be at risk; the entry is in back-off"},
    {"INSUFFICIENT_BALANCE", 409, "the last try could not be paid for; the entry is in back-off"},
    {"MAX_POSITIONS_PER_SYMBOL", 409, "as many groups of the instrument are open as may be; the entry is in back-off"},
    {"ALREADY_BLOCKED", 409, "the group takes part in no pass already"},
    {"NOT_BLOCKED", 409, "the group takes part in passes"},
    {"ALREADY_SKIPPED", 409, "the group is left out of the next pass already"},
    {"GROUP_ENDED", 409, "the group has ended"},
    {"STATE_CHANGED", 409, "what the request is about changed in this very moment; look again"},
    {"BACKUP_RUNNING", 409, "another backup is being written"},
    {"NAME_TAKEN", 409, "another preset, strategy, account or user has this name"},
    {"IN_USE", 409, "something hangs on it: what, stands in the detail"},
    {"ACCOUNT_OF_DOCUMENT", 409, "the account stands in the configuration; it is changed there"},
    {"STRATEGY_OF_DOCUMENT", 409, "the strategy stands in the configuration; it is changed there, or cloned"},
    {"TOO_MANY_STRATEGIES", 409, "as many strategies were made as may be"},
    {"NOT_CHANGEABLE", 409, "the books of the connection were begun with that field; open another connection"},
    {"TOO_MANY_CONNECTIONS", 409, "as many connections were opened as may be"},
    {"LAST_ADMIN", 409, "nobody could manage the users any more"},
    {"TOO_MANY_USERS", 409, "as many users were made as may be"},
    {"TOO_MANY_TOKENS", 409, "the user has as many tokens as may be; revoke one"},
    {"NOT_CLONABLE", 409, "the preset may not be cloned"},
    {"TOO_MANY_PRESETS", 409, "as many presets were made as may be"},
    {"TOO_MANY_BOTS", 409, "as many bots were made as may be"},
    {"INVALID_BOT", 422, "the terms of the bot are not what they may be"},
    {"PAPER_MISMATCH", 422, "a bot is on paper where its connection is, and live where that is"},
    {"TOO_MANY_SUBSCRIPTIONS", 409, "as many subscriptions were made as may be"},
    {"PAIR_TAKEN", 409, "the account copies that leader already"},
    {"SELF_COPY", 422, "an account does not copy itself"},
    {"INVALID_TERMS", 422, "the terms of the subscription are not what they may be"},
    {"TOO_MANY_VERSIONS", 409, "the preset has as many versions as may be; clone it"},
    {"FILE_EXISTS", 409, "a file of that name exists already"},
    {"NO_BASE", 409, "there is no snapshot to back up yet, and the journal's beginning is not kept"},
    {"EVENT_NOT_KEPT", 410, "the journal no longer has that event"},
    {"VERSION_STALE", 412, "If-Match names another version than the one in effect"},
    {"BODY_TOO_LARGE", 413, "the body is larger than this route takes"},
    {"OUT_OF_RANGE", 422, "the value is not one that the group can have"},
    {"UNKNOWN_PYRAMID", 422, "the group has no such pyramid"},
    {"UNKNOWN_LEG", 422, "the group has no such leg"},
    {"INVALID_CONFIG", 422, "the document is no valid configuration; `errors` lists why; nothing was changed"},
    {"INVALID_USER", 422, "the user's name or display name is not one that can be"},
    {"INVALID_PASSWORD", 422, "the password is too short, or the name"},
    {"INVALID_TOKEN", 422, "the token's name, scopes or end are not ones that can be"},
    {"INVALID_PRESET", 422, "the document is no valid preset; `errors` lists why; nothing was changed"},
    {"INVALID_STRATEGY", 422, "the document is no valid strategy; `errors` lists why; nothing was changed"},
    {"INVALID_CONNECTION", 422, "the document is no valid account; `errors` lists why; nothing was changed"},
    {"INCOMPATIBLE", 422, "the account cannot do what the preset asks for"},
    {"HEDGE_UNSUPPORTED", 422, "the account holds one side at a time"},
    {"NO_STOP", 422, "no stop can be told, so no size either"},
    {"NO_EQUITY", 422, "the account's equity is not known, and none was given"},
    {"NO_CONFIG", 422, "no preset applies"},
    {"NOT_BUILT", 422, "this version cannot do it; the detail names the rule"},
    {"IDEMPOTENCY_MISMATCH", 422, "the Idempotency-Key was used with another request"},
    {"IF_MATCH_MISSING", 428, "a change of a document names the version it is based on in If-Match"},
    {"TOO_MANY_ATTEMPTS", 429, "too many wrong passwords; `Retry-After` says how long to wait"},
    {"INTERNAL", 500, "a fault of the server"},
    {"PARTLY_DONE", 500, "some accounts obeyed and others did not; `errors` lists those"},
    {"BUSY", 503, "too much is under way; nothing was done"},
    {"JOURNAL_FULL", 503, "the disk of the journal is full; nothing was done"},
    {"STOPPING", 503, "the server is stopping; nothing was done"},
    {"NOT_READY", 503, "the server is starting or recovering; nothing was done"},
    {"HISTORY_DAMAGED", 503, "the lists are being built again"},
    {"TOO_MANY_STREAMS", 503, "as many event streams are open as may be"},
    {"DISK_FULL", 503, "the disk is full; nothing was done"},
    {"DISK_IO", 503, "a file could not be read or written; the detail names it"},
    {"DISK_READ_ONLY", 503, "a file may not be written; the detail names it"},
    {"DISK_ERROR", 503, "a file could not be read or written; the detail names it"},
});

}  // namespace

std::span<const ProblemCode> problem_codes() { return codes; }

unsigned status_of(std::string_view code) {
    const auto* found = std::ranges::find(codes, code, &ProblemCode::code);
    return found == codes.end() ? 500 : found->status;
}

void write_errors(json::Writer& out, const InputErrors& errors) {
    out.name("errors").begin_array();
    for (const auto& error : errors) {
        out.begin_object().name("code").string(error.code).name("pointer").string(error.field.pointer);
        out.name("value").string(error.field.value).name("rule").string(error.field.rule);
        out.name("hint").string(error.field.hint).end_object();
    }
    out.end_array();
}

ApiProblem document_problem(std::string_view code, InputErrors errors) {
    const bool is_json = !errors.empty() && errors.front().code.starts_with("JSON_");
    const std::string given = is_json ? errors.front().code : std::string(code);
    std::string detail = errors.empty() ? "" : text(errors.front());
    return {given == "JSON_TOO_LARGE" ? "BODY_TOO_LARGE" : given, std::move(detail), is_json ? InputErrors{} : std::move(errors)};
}

HttpResponse problem_response(const ApiProblem& problem) {
    HttpResponse response;
    response.status = status_of(problem.code);
    response.content_type = "application/problem+json";
    response.headers = problem.headers;
    if (response.status == 503) response.headers.push_back({"Retry-After", "1"});
    json::Writer writer;
    writer.begin_object().name("type").string("about:blank").name("title").string(reason_phrase(response.status));
    writer.name("status").integer(response.status).name("code").string(problem.code).name("detail").string(problem.detail);
    if (!problem.errors.empty()) write_errors(writer, problem.errors);
    response.body = writer.end_object().take();
    return response;
}

HttpResponse problem_response(const Error& error) { return problem_response(ApiProblem{error.code, error.detail}); }

}  // namespace trellis::adapters::admin
