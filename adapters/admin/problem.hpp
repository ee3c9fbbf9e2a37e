// Refusals of the admin API as RFC 9457 writes them, and the list of all their codes: a code is for programs and never changes, its
// detail is for people and may.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/input_error.hpp"
#include "adapters/json/writer.hpp"
#include "adapters/net/http.hpp"

namespace trellis::adapters::admin {

struct ProblemCode {
    std::string_view code;
    unsigned status = 500;
    std::string_view meaning;  ///< for the documents
};

/// Every code that this API gives of its own accord.
std::span<const ProblemCode> problem_codes();
/// Of a code in the list; 500 for any other.
unsigned status_of(std::string_view code);

struct ApiProblem {
    std::string code;
    std::string detail;
    InputErrors errors{};
    std::vector<HttpHeader> headers{};
};

/// "errors": what is wrong with a document, each with the place and the rule.
void write_errors(json::Writer& out, const InputErrors& errors);
/// Of a document that was read: all its errors under `code`; where it is no JSON, that alone.
ApiProblem document_problem(std::string_view code, InputErrors errors);

/// application/problem+json: type, title, status, code, detail and errors.
HttpResponse problem_response(const ApiProblem& problem);
HttpResponse problem_response(const Error& error);

}  // namespace trellis::adapters::admin
