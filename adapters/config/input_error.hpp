// What is wrong with a document that a person wrote: every error with its code, place, value, rule and a way out, collected so
// that one reading names them all.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/document.hpp"
#include "engine/base/result.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

/// `code` is a stable word: INVALID_VALUE, UNKNOWN_KEY, MISSING_KEY, WRONG_TYPE, OUT_OF_RANGE, TOO_PRECISE, NOT_A_NUMBER,
/// NOT_BUILT, DUPLICATE_ID, UNKNOWN_ACCOUNT, UNKNOWN_INSTRUMENT, NO_FILE, TOO_LARGE, or a JSON_ code of the JSON reader.
struct InputError {
    std::string code;
    FieldError field;
    bool operator==(const InputError&) const = default;
};
using InputErrors = std::vector<InputError>;

/// "/app/mode: NOT_BUILT: "live" (rule 19); in this version: paper"
std::string text(const InputError& error);

/// A value, or everything that is wrong with its document: errors are empty exactly when there is a value.
template <class T>
struct Checked {
    std::optional<T> value;
    InputErrors errors;

    bool ok() const { return value.has_value(); }
    explicit operator bool() const { return ok(); }
    T& operator*() { return *value; }
    const T& operator*() const { return *value; }
    T* operator->() { return &*value; }
    const T* operator->() const { return &*value; }
};

inline constexpr std::size_t input_errors_max = 100;

/// Which rule was broken and what would be right.
struct Advice {
    std::string_view rule;
    std::string hint;
};

/// Collects the errors of one document, at most input_errors_max.
class Reporter {
public:
    explicit Reporter(const json::Document& document) : document_(document) {}

    /// About a value that is there; an object or a list is not quoted, it may hold anything.
    void add(std::string_view code, const json::Value& value, Advice advice);
    /// The same without the value: it is a secret, or may be one.
    void add_hidden(std::string_view code, const json::Value& value, Advice advice);
    /// About a key that should be in `object`.
    void add_missing(const json::Value& object, std::string_view name, Advice advice);

    bool has_errors() const { return !errors_.empty(); }
    /// Of all that were reported, those beyond the limit too.
    std::size_t count() const { return count_; }
    InputErrors take() { return std::move(errors_); }

private:
    void keep(InputError error);

    const json::Document& document_;
    InputErrors errors_;
    std::size_t count_ = 0;
};

/// The one error of a text that is no JSON document.
InputErrors not_json(const Error& error);

/// The candidate with the fewest edits from `word`; the first of several.
std::string_view nearest(std::string_view word, const std::vector<std::string_view>& candidates);

/// Does a key of that name sound as if its value were secret?
bool sounds_secret(std::string_view name);

/// `text` cut to what an error line can carry, on one line.
std::string shortened(std::string_view text);

}  // namespace trellis::adapters
