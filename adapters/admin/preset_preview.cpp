#include "adapters/admin/preset_preview.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/governance.hpp"
#include "adapters/admin/preset_view.hpp"
#include "adapters/admin/problem.hpp"
#include "adapters/config/presets.hpp"
#include "adapters/json/document.hpp"
#include "engine/base/rounding.hpp"
#include "engine/pool/preset_forecast.hpp"

namespace trellis::adapters::admin {

namespace {

template <class Number>
std::optional<Number> optional_decimal(Body& body, std::string_view name) {
    const auto* value = body.find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    const auto number = value->is_string() || value->is_number() ? Number::parse(value->is_string() ? value->string() : value->number())
                                                                 : Result<Number>(Error{"NOT_A_NUMBER", ""});
    if (number.ok() && number->is_positive()) return *number;
    body.refuse("WRONG_TYPE", *value, {"R-53", "a decimal above 0, as \"64231.37\""});
    return std::nullopt;
}

std::optional<std::uint32_t> timeframe_in(Body& body, std::uint32_t absent) {
    if (body.find("timeframe") == nullptr) return absent;
    const auto number = body.required_number("timeframe");
    return number.has_value() && *number <= UINT32_MAX ? std::optional(static_cast<std::uint32_t>(*number)) : std::nullopt;
}

std::variant<Place, ApiProblem> place_in(const Scene& scene, Body& body, std::uint32_t timeframe) {
    const auto account_name = body.required_text("account");
    const auto symbol = body.required_text("symbol");
    const auto seconds = timeframe_in(body, timeframe);
    if (body.has_errors() || !seconds) return body.problem();
    const auto place = find_place(scene, *account_name, *symbol, *seconds);
    if (!place) return ApiProblem{place.error().code, place.error().detail};
    return *place;
}

}  // namespace

HttpResponse resolve_preset(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    auto body = Body::parse(call.request.body);
    if (!body) return problem_response(body.error());
    body->allow_only({"account", "symbol", "timeframe", "preset", "side"});
    const auto wished = body->text("preset");
    const auto side = parse_side(body->text("side").value_or("long"));
    if (!body->has_errors() && !side) return problem_response(Error{"INVALID_BODY", "side is long or short"});
    auto place = place_in(scene, *body, 0);
    if (const auto* problem = std::get_if<ApiProblem>(&place)) return problem_response(*problem);
    std::get<Place>(place).side = *side;
    json::Writer out;
    out.begin_object();
    write_governance(out, scene, *services.control.directory(), std::get<Place>(place), wished.value_or(""));
    return json_response(out.end_object());
}

// ---- preview ----

namespace {

/// The one that is named, or the document of the body.
std::variant<Preset, ApiProblem> preset_in(const AdminServices& services, OwnerId reader, Body& body) {
    const auto* document = body.find("document");
    const auto name = body.text("preset");
    if ((document != nullptr) == name.has_value()) return ApiProblem{"INVALID_BODY", "give either preset, an id or a name, or document"};
    if (document != nullptr) {
        auto read = read_preset(*document, body.reporter());
        return read ? std::variant<Preset, ApiProblem>(*std::move(read)) : body.problem();
    }
    const auto directory = services.control.directory();
    const auto id = find_preset(*directory, *name, reader);
    if (!id) return ApiProblem{id.error().code, id.error().detail};
    return *directory->find(*id)->current();
}

std::variant<SupposedEntry, ApiProblem> supposed_in(const AdminServices& services, const Scene& scene, Body& body) {
    SupposedEntry supposed;
    const auto side = parse_side(body.required_text("side").value_or(""));
    const auto price = optional_decimal<Price>(body, "entry");
    supposed.levels = {optional_decimal<Price>(body, "stop"), optional_decimal<Price>(body, "structure")};
    supposed.equity = optional_decimal<Money>(body, "equity");
    if (!body.has_errors() && !side) return ApiProblem{"INVALID_BODY", "side is long or short"};
    if (!body.has_errors() && !price) return ApiProblem{"INVALID_BODY", "entry is the price to enter at"};
    const auto read = place_in(scene, body, 60);
    if (const auto* problem = std::get_if<ApiProblem>(&read)) return *problem;
    auto preset = preset_in(services, scene.caller().owner, body);
    if (auto* problem = std::get_if<ApiProblem>(&preset)) return std::move(*problem);
    const auto& place = std::get<Place>(read);
    supposed.account = place.account;
    supposed.identity = {place.instrument, place.timeframe_seconds, *side};
    supposed.preset = std::get<Preset>(std::move(preset));
    supposed.price = *price;
    if (!supposed.equity) {
        for (const auto& account : services.control.status().accounts) {
            if (account.id == supposed.account) supposed.equity = account.equity;
        }
    }
    return supposed;
}

Result<PresetForecast> forecast(const Scene& scene, const SupposedEntry& supposed, Timestamp now) {
    Board board;
    for (const auto& instrument : scene.instruments().all()) {
        if (const auto quote = scene.quote(instrument.id)) board.set_quote(instrument.id, *quote);
    }
    return forecast_preset(supposed, {now, scene.config(), scene.instruments(), board});
}

void write_targets(json::Writer& out, const SupposedEntry& supposed, const std::vector<TargetForecast>& targets) {
    out.name("targets").begin_array();
    for (const auto& [target, quantity] : targets) {
        out.begin_object().name("target").integer(target.place + 1).name("price").string(target.price.text());
        out.name("close_percent").string(target.close_percent.text()).name("quantity").string(quantity.text());
        const bool is_long = supposed.identity.side == PositionSide::long_side;
        const Price gain = is_long ? target.price - supposed.price : supposed.price - target.price;
        out.name("profit").string(notional(gain, quantity).text()).end_object();
    }
    out.end_array();
}

void write_layers(json::Writer& out, const LayerPreview& preview) {
    out.name("layers").begin_array();
    for (const auto& layer : preview.layers) {
        out.begin_object().name("layer").integer(layer.index.value).name("price").string(layer.price.text());
        out.name("quantity").string(layer.quantity.text()).name("stop").string(layer.stop.text());
        out.name("loss").string(layer.loss.text()).end_object();
    }
    out.end_array().name("layers_end");
    if (!preview.ended_by) {
        out.null();
        return;
    }
    out.begin_object().name("code").string(preview.ended_by->code).name("detail").string(preview.ended_by->detail).end_object();
}

}  // namespace

HttpResponse preview_preset(const AdminServices& services, const Call& call) {
    const Scene scene(services, call);
    auto body = Body::parse(call.request.body);
    if (!body) return problem_response(body.error());
    body->allow_only({"preset", "document", "account", "symbol", "timeframe", "side", "entry", "stop", "structure", "equity"});
    const auto read = supposed_in(services, scene, *body);
    if (const auto* problem = std::get_if<ApiProblem>(&read)) return problem_response(*problem);
    const auto& supposed = std::get<SupposedEntry>(read);
    const auto known = forecast(scene, supposed, services.now());
    if (!known) return problem_response(known.error());
    const Instrument& instrument = *scene.instrument(supposed.identity.instrument);
    const PlannedLeg& leg = known->leg;
    json::Writer out;
    out.begin_object().name("preset").string(supposed.preset.name).name("account").string(scene.account_name(supposed.account));
    out.name("symbol").string(instrument.symbol).name("side").string(text(supposed.identity.side));
    optional_text(out, "equity", supposed.equity);
    out.name("entry").string(leg.price.text()).name("pip").string(known->use.pip.text());
    out.name("quantity").string(leg.quantity.text()).name("notional").string(notional(leg.price, leg.quantity).text());
    out.name("stop").begin_object().name("price").string(known->use.stop.text());
    out.name("origin").string(text(known->use.origin)).name("distance").string(known->risk.text()).end_object();
    write_targets(out, supposed, known->targets);
    write_layers(out, known->layers);
    out.name("loss_at_stop").string(known->layers.loss.text()).name("fees_at_stop").string(known->layers.fees.text());
    out.name("worst_loss").string(known->worst_loss().text()).name("currency").string(instrument.quote);
    write_warnings(out, supposed.preset);
    return json_response(out.end_object());
}

}  // namespace trellis::adapters::admin
