// Any bytes as a webhook body: a signal or bounded errors; a signal's masked body says the same signal again; the fast reader says
// what the careful one says; and the intake records nothing of a sender that proves nothing.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>

#include "adapters/webhook/intake.hpp"
#include "adapters/webhook/parse.hpp"
#include "adapters/webhook/plain_reader.hpp"

namespace {

using trellis::MalformedSignal;
using trellis::Signal;

// No text that the fuzzer finds by chance, so whatever it sends is wrong.
constexpr std::string_view secret = "bZ7kqT0wVx3mN9rLs5dYf2hJc8pGa4eU";

void demand(bool holds) {
    if (!holds) std::abort();
}

trellis::adapters::Routes routes() {
    using trellis::adapters::Secret;
    using trellis::adapters::SecretReference;
    trellis::adapters::RouteSettings route;
    route.name = "fuzzed";
    route.account = "main";
    route.token = SecretReference{SecretReference::Kind::file, "token"};
    route.secrets = {{SecretReference::Kind::file, "secret"}};
    trellis::adapters::SecuritySettings settings;
    settings.routes = {route};
    trellis::AccountConfig account;
    account.id = {1};
    account.name = "main";
    const auto load = [](const SecretReference& reference) -> trellis::Result<Secret> {
        return Secret(reference.name == "token" ? "token" : secret);
    };
    return *std::move(trellis::adapters::Routes::build(settings, {account}, load).value);
}

void check_signal(const Signal& signal) {
    if (signal.body.size() > trellis::adapters::webhook_bytes_max) return;  // "***" may be longer than the secret was
    const auto again = trellis::adapters::parse_signal(signal.body, {}, {}, {});
    demand(again == trellis::ReceivedSignal(signal));
}

void check_readers(std::string_view body) {
    const auto careful = trellis::adapters::parse_with_care(body, {});
    if (const auto plain = trellis::adapters::parse_plain(body, {})) {
        demand(plain->signal == careful.signal);
        demand(plain->secret.reveal() == careful.secret.reveal());
        demand(plain->unknown_fields == careful.unknown_fields);
    }
    if (const auto* wrong = std::get_if<MalformedSignal>(&careful.signal)) {
        demand(!wrong->errors.empty());
        demand(wrong->errors.size() <= trellis::adapters::webhook_errors_max);
        demand(wrong->body.size() <= trellis::adapters::webhook_bytes_max);
        return;
    }
    check_signal(std::get<Signal>(careful.signal));
}

void check_intake(std::string_view body) {
    static const trellis::adapters::Routes known = routes();
    static trellis::adapters::IntakeMemory memory;
    for (const std::string path : {"/hook/token", "/api/v1/webhooks/main/tradingview"}) {
        trellis::adapters::HttpRequest request;
        request.method = "POST";
        request.path = path;
        request.peer = "127.0.0.1";
        request.body = body;
        const auto decision = trellis::adapters::decide_intake(known, memory, std::move(request), {});
        if (const auto* refused = std::get_if<trellis::adapters::IntakeRefusal>(&decision)) {
            demand(refused->response.status >= 400 && refused->response.status < 500);
            continue;
        }
        const auto& signal = std::get<trellis::adapters::IntakeAcceptance>(decision).signal;
        demand(path == "/hook/token" && std::holds_alternative<MalformedSignal>(signal));
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view body(reinterpret_cast<const char*>(data), size);
    check_readers(body);
    check_intake(body);
    return 0;
}
