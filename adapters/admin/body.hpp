// The body of a request as fields: every one known, each of its type, all errors at once.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/admin/problem.hpp"
#include "adapters/json/document.hpp"

namespace trellis::adapters::admin {

inline constexpr std::size_t body_bytes_max = 64U << 10U;
inline constexpr std::size_t body_depth_max = 16;

class Body {
  public:
    /// An empty text is an empty object. Errors: those of the JSON reader, INVALID_BODY when it is no object.
    static Result<Body> parse(std::string_view text);

    /// What is not among the names is an error.
    void allow_only(std::initializer_list<std::string_view> names);
    /// What stands under a key that is not among them is not repeated: it may be a password whose key was misspelled.
    void hide_unknown() { hides_unknown_ = true; }
    std::optional<std::string> text(std::string_view name);
    std::optional<std::string> required_text(std::string_view name);
    bool boolean(std::string_view name);  ///< absent is false
    std::optional<std::uint64_t> required_number(std::string_view name);
    const json::Value* find(std::string_view name) const { return document_->root().find(name); }
    const json::Value& root() const { return document_->root(); }
    void refuse(std::string_view code, const json::Value& value, Advice advice) { reporter_->add(code, value, std::move(advice)); }

    Reporter& reporter() { return *reporter_; }
    bool has_errors() const { return reporter_->has_errors(); }
    /// Its text and everything read from it are overwritten; nothing may be asked of it any more.
    void forget() { document_->forget(); }
    /// INVALID_BODY with them.
    ApiProblem problem();

  private:
    explicit Body(json::Document document);

    std::unique_ptr<json::Document> document_;
    std::unique_ptr<Reporter> reporter_;
    bool hides_unknown_ = false;
};

}  // namespace trellis::adapters::admin
