#include "adapters/admin/body.hpp"

#include <algorithm>

#include "adapters/admin/query.hpp"

namespace trellis::adapters::admin {

Body::Body(json::Document document)
    : document_(std::make_unique<json::Document>(std::move(document))), reporter_(std::make_unique<Reporter>(*document_)) {}

Result<Body> Body::parse(std::string_view text) {
    auto document = json::Document::parse(text.empty() ? "{}" : text, {.bytes_max = body_bytes_max, .depth_max = body_depth_max});
    if (!document) return document.error();
    if (!document->root().is_object()) {
        return Error{"INVALID_BODY", "the body is " + std::string(json::text(document->root().kind())) + ", it must be an object"};
    }
    return Body(*std::move(document));
}

void Body::allow_only(std::initializer_list<std::string_view> names) {
    for (const auto& member : root().members()) {
        if (std::ranges::find(names, member.name) != names.end()) continue;
        const auto meant = nearest(member.name, names);
        Advice advice{"C-4", meant.empty() ? "this route takes an empty body" : "did you mean \"" + std::string(meant) + "\"?"};
        hides_unknown_ ? reporter_->add_hidden("UNKNOWN_KEY", member.value, std::move(advice))
                       : reporter_->add("UNKNOWN_KEY", member.value, std::move(advice));
    }
}

std::optional<std::string> Body::text(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr || value->is_null()) return std::nullopt;
    if (value->is_string() && !value->string().empty()) return std::string(value->string());
    reporter_->add("WRONG_TYPE", *value, {"C-4", "a text that is not empty"});
    return std::nullopt;
}

std::optional<std::string> Body::required_text(std::string_view name) {
    if (find(name) == nullptr) reporter_->add_missing(root(), name, {"C-4", "a text that is not empty"});
    return text(name);
}

bool Body::boolean(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) return false;
    if (value->is_boolean()) return value->boolean();
    reporter_->add("WRONG_TYPE", *value, {"C-4", "true or false"});
    return false;
}

std::optional<std::uint64_t> Body::required_number(std::string_view name) {
    const auto* value = find(name);
    if (value == nullptr) {
        reporter_->add_missing(root(), name, {"C-4", "a whole number"});
        return std::nullopt;
    }
    const auto number = value->is_number() ? whole_number(value->number()) : std::nullopt;
    if (!number) reporter_->add("WRONG_TYPE", *value, {"C-4", "a whole number"});
    return number;
}

ApiProblem Body::problem() { return {"INVALID_BODY", "the body is not what this route takes", reporter_->take()}; }

}  // namespace trellis::adapters::admin
