#include "adapters/webhook/problem.hpp"

#include <string_view>

#include "adapters/json/writer.hpp"

namespace trellis::adapters {

namespace {

std::string_view title_of(unsigned status) {
    switch (status) {
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 413:
            return "Content Too Large";
        case 422:
            return "Unprocessable Content";
        case 431:
            return "Request Header Fields Too Large";
        case 503:
            return "Service Unavailable";
        default:
            return "Internal Server Error";
    }
}

void add_errors(json::Writer& writer, const std::vector<FieldError>& errors) {
    if (errors.empty()) return;
    writer.name("errors").begin_array();
    for (const auto& error : errors) {
        writer.begin_object().name("pointer").string(error.pointer).name("value").string(error.value);
        writer.name("rule").string(error.rule).name("hint").string(error.hint).end_object();
    }
    writer.end_array();
}

}  // namespace

HttpResponse problem_response(const Problem& problem) {
    json::Writer writer;
    writer.begin_object().name("type").string("about:blank").name("title").string(title_of(problem.status));
    writer.name("status").integer(problem.status).name("code").string(problem.code);
    if (!problem.detail.empty()) writer.name("detail").string(problem.detail);
    if (problem.signal) writer.name("signal_id").string(text(*problem.signal));
    add_errors(writer, problem.errors);
    HttpResponse response;
    response.status = problem.status;
    response.content_type = "application/problem+json";
    response.body = writer.end_object().take();
    return response;
}

}  // namespace trellis::adapters
