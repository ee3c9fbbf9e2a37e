#include "adapters/webhook/intake.hpp"

#include <optional>
#include <utility>

#include "adapters/webhook/authentication.hpp"
#include "adapters/webhook/parse.hpp"
#include "adapters/webhook/problem.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

namespace {

/// The same words whatever factor failed, or a guesser would learn which ones are right already.
constexpr std::string_view unauthorized_detail = "the request does not prove that it may send signals here";

/// Where a path leads. `is_token` when the path itself is a secret of the route.
struct Target {
    const Route* route = nullptr;
    bool is_token = false;
};

/// A single step of a path, with or without a slash behind it.
std::optional<std::string_view> step_of(std::string_view rest) {
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (rest.empty() || rest.find('/') != std::string_view::npos) return std::nullopt;
    return rest;
}

std::optional<Target> find_target(const Routes& routes, std::string_view path) {
    constexpr std::string_view hook = "/hook/";
    constexpr std::string_view alias = "/api/v1/webhooks/";
    constexpr std::string_view alias_end = "/tradingview";
    if (path.starts_with(hook)) {
        const auto token = step_of(path.substr(hook.size()));
        return token ? std::optional(Target{routes.by_token(*token), true}) : std::nullopt;
    }
    if (!path.starts_with(alias)) return std::nullopt;
    std::string_view rest = path.substr(alias.size());
    if (rest.ends_with('/')) rest.remove_suffix(1);
    if (!rest.ends_with(alias_end)) return std::nullopt;
    const auto account = step_of(rest.substr(0, rest.size() - alias_end.size()));
    return account ? std::optional(Target{routes.by_account(*account), false}) : std::nullopt;
}

IntakeRefusal refusal(WebhookOutcome outcome, const Problem& problem) {
    return {outcome, Duration::zero(), problem_response(problem)};
}

/// One request on its way from bytes to a decision.
class Intake {
  public:
    Intake(const Routes& routes, IntakeMemory& memory, const HttpRequest& request, Timestamp now)
        : routes_(routes), memory_(memory), request_(request), now_(now) {}

    IntakeDecision run() {
        const auto target = find_target(routes_, request_.path);
        if (!target)
            return refusal(WebhookOutcome::not_found,
                           {.status = 404, .code = "NOT_FOUND", .detail = "there is nothing at this path", .errors = {}});
        if (request_.method != "POST") return bad_method();
        if (request_.body.size() > webhook_bytes_max) return too_large();
        return authenticate(*target);
    }

  private:
    IntakeDecision authenticate(Target target) {
        const Route nobody{};
        const Route& route = target.route == nullptr ? nobody : *target.route;
        ParsedSignal parsed = parse(route);
        const Signing signing = check_signature(route, request_, memory_, now_);
        if (signing == Signing::no_room) return busy();
        const bool is_proven = signing == Signing::right || has_right_secret(route, parsed.secret);
        if (is_proven || may_complain(target, parsed, signing)) {
            auto decision = admit(route, std::move(parsed));
            auto* accepted = std::get_if<IntakeAcceptance>(&decision);
            if (accepted != nullptr && signing == Signing::right) accepted->signature = signature_of(request_);
            return decision;
        }
        if (!parsed.has_fields && !target.is_token) return not_json(parsed);
        return unauthorized();
    }

    ParsedSignal parse(const Route& route) const {
        ReceivedAs as{.account = route.account, .number = {}, .at = now_};
        if (route.timeframe) as.timeframe = *route.timeframe;
        return parse_webhook(request_.body, as);
    }

    /// A body without fields cannot show its secret; where the path is one itself, the mistake is worth recording.
    static bool may_complain(Target target, const ParsedSignal& parsed, Signing signing) {
        if (target.route == nullptr || !target.is_token || parsed.has_fields) return false;
        return signing == Signing::absent && !target.route->secrets.empty();
    }

    IntakeDecision admit(const Route& route, ParsedSignal parsed) {
        if (!is_allowed(route, client()))
            return refusal(
                WebhookOutcome::forbidden,
                {.status = 403, .code = "ADDRESS_NOT_ALLOWED", .detail = "this address may not send signals here", .errors = {}});
        if (!route.is_enabled)
            return refusal(WebhookOutcome::forbidden,
                           {.status = 403, .code = "ACCOUNT_DISABLED", .detail = "the account is disabled", .errors = {}});
        IntakeAcceptance out{.account = route.account,
                             .route = route.name,
                             .signal = std::move(parsed.signal),
                             .warnings = {},
                             .unknown_fields = parsed.unknown_fields};
        const auto* signal = std::get_if<Signal>(&out.signal);
        if (signal != nullptr && !route.timeframe && signal->timeframe == "1" && memory_.is_first_minute_signal(route.name))
            out.warnings.emplace_back(minute_warning);
        return out;
    }

    IntakeDecision unauthorized() {
        IntakeRefusal out =
            refusal(WebhookOutcome::unauthorized,
                    {.status = 401, .code = "UNAUTHORIZED", .detail = std::string(unauthorized_detail), .errors = {}});
        out.delay = memory_.count_failure(source(), now_);
        return out;
    }

    /// Nothing proves where it comes from, so it is answered and forgotten.
    IntakeDecision not_json(const ParsedSignal& parsed) {
        IntakeRefusal out = refusal(WebhookOutcome::schema, {.status = 400,
                                                             .code = "SCHEMA",
                                                             .detail = "the body is no JSON object",
                                                             .errors = std::get<MalformedSignal>(parsed.signal).errors});
        out.delay = memory_.count_failure(source(), now_);
        return out;
    }

    static IntakeDecision bad_method() {
        IntakeRefusal out = refusal(WebhookOutcome::bad_method,
                                    {.status = 405, .code = "METHOD_NOT_ALLOWED", .detail = "signals come by POST", .errors = {}});
        out.response.headers.push_back({"Allow", "POST"});
        return out;
    }

    static IntakeDecision too_large() {
        return refusal(WebhookOutcome::too_large, {.status = 413,
                                                   .code = "BODY_TOO_LARGE",
                                                   .detail = "a body has at most " + std::to_string(webhook_bytes_max) + " bytes",
                                                   .errors = {}});
    }

    static IntakeDecision busy() {
        WebhookAnswer answer = unavailable({"BUSY", "too many signed requests at once; send it again, signed anew"});
        return IntakeRefusal{answer.outcome, Duration::zero(), std::move(answer.response)};
    }

    std::optional<IpAddress> client() const { return client_of(request_, routes_.trusted_proxies()); }

    /// By what failures are counted: IPv6 by its network, because everyone there has all addresses of one.
    std::string source() const {
        const auto address = client();
        if (!address) return request_.peer;
        const bool is_v4 = address->bytes[10] == 0xFF && address->bytes[11] == 0xFF;
        return {address->bytes.begin(), address->bytes.begin() + (is_v4 ? 16 : 8)};
    }

    static constexpr std::string_view minute_warning =
        "tv.timeframe is \"1\" for the first time on this route: TradingView also sends that for price alerts and range charts of "
        "any "
        "timeframe; if it is none of one minute, give the route its `timeframe`";

    const Routes& routes_;
    IntakeMemory& memory_;
    const HttpRequest& request_;
    Timestamp now_;
};

}  // namespace

IntakeDecision decide_intake(const Routes& routes, IntakeMemory& memory, HttpRequest request, Timestamp now) {
    IntakeDecision out = Intake(routes, memory, request, now).run();
    wipe(request.body);
    return out;
}

void set_number(ReceivedSignal& signal, SignalNumber number) {
    std::visit(Overloaded{[&](Signal& each) { each.number = number; }, [&](MalformedSignal& each) { each.number = number; }},
               signal);
}

bool is_exit(const ReceivedSignal& signal) {
    const auto* read = std::get_if<Signal>(&signal);
    if (read == nullptr) return false;
    const bool is_asked = read->type == SignalType::exit || read->type == SignalType::reduce;
    return is_asked || read->position == MarketPosition::flat;
}

}  // namespace trellis::adapters
