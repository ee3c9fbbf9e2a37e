#include "adapters/admin/router.hpp"

#include <algorithm>

#include "adapters/config/input_error.hpp"

namespace trellis::adapters::admin {

namespace {

/// A path without its prefix, and whether it had one.
struct Place {
    std::string_view path;
    bool is_root = true;
};

Place place_of(std::string_view path) {
    for (const std::string_view prefix : {"/api/v1", "/api"}) {
        if (path.starts_with(prefix) && path.substr(prefix.size()).starts_with('/')) return {path.substr(prefix.size()), false};
    }
    return {path, true};
}

/// The step at the front, which begins with its slash.
std::string_view take_step(std::string_view& path) {
    const auto end = std::min(path.find('/', 1), path.size());
    const auto step = path.substr(1, end - 1);
    path.remove_prefix(end);
    return step;
}

/// "{id}" and "{id...}" as their name.
std::string_view name_of_parameter(std::string_view step) {
    step = step.substr(1, step.size() - 2);
    return step.ends_with("...") ? step.substr(0, step.size() - 3) : step;
}

struct Fit {
    std::size_t words = 0;
    std::vector<PathParameter> parameters;
    bool is_well_formed = true;
};

std::optional<Fit> fit(std::string_view pattern, std::string_view path) {
    Fit found;
    while (!pattern.empty() && path.starts_with('/')) {
        const auto wanted = take_step(pattern);
        if (!wanted.starts_with('{')) {
            if (take_step(path) != wanted) return std::nullopt;
            ++found.words;
            continue;
        }
        const bool takes_rest = wanted.ends_with("...}");
        const auto raw = takes_rest ? path.substr(1) : take_step(path);
        if (takes_rest) path = {};
        if (raw.empty()) return std::nullopt;
        auto value = percent_decoded(raw);
        found.is_well_formed = found.is_well_formed && value.has_value();
        found.parameters.push_back({name_of_parameter(wanted), value.value_or("")});
    }
    if (!pattern.empty() || !path.empty()) return std::nullopt;
    return found;
}

}  // namespace

std::string_view Call::parameter(std::string_view name) const {
    const auto found = std::ranges::find(parameters, name, &PathParameter::name);
    return found == parameters.end() ? std::string_view{} : std::string_view{found->value};
}

bool Route::takes(std::string_view parameter) const {
    return std::ranges::find(parameters, parameter) != parameters.end() || (is_change() && parameter == "dry_run");
}

RouteHandler answering(std::function<HttpResponse(const Call&)> answer) {
    return [answer = std::move(answer)](const Call& call, const HttpReply& reply) { reply.send(answer(call)); };
}

Result<RouteMatch> Router::match(std::string_view method, std::string_view path) const {
    if (method == "HEAD") method = "GET";
    const Place place = place_of(path);
    RouteMatch best;
    std::size_t words = 0;
    bool is_well_formed = true;
    for (const auto& route : routes_) {
        if (route.is_root != place.is_root) continue;
        auto found = fit(route.pattern, place.path);
        if (!found) continue;
        if (std::ranges::find(best.allowed, route.method) == best.allowed.end()) best.allowed.push_back(route.method);
        if (route.method != method) continue;
        if (best.route != nullptr && found->words <= words) continue;
        words = found->words;
        is_well_formed = found->is_well_formed;
        best.route = &route;
        best.parameters = std::move(found->parameters);
    }
    if (!is_well_formed) return Error{"INVALID_PATH", "the path has a % that is no %XX, or bytes that are no UTF-8"};
    return best;
}

std::string_view Router::nearest_path(std::string_view path) const {
    std::vector<std::string_view> patterns;
    for (const auto& route : routes_) patterns.push_back(route.pattern);
    return nearest(place_of(path).path, patterns);
}

std::string allow_header(const std::vector<std::string_view>& methods) {
    std::string out;
    for (const auto method : methods) {
        out += std::string(method) + ", ";
        if (method == "GET") out += "HEAD, ";
    }
    return out + "OPTIONS";
}

}  // namespace trellis::adapters::admin
