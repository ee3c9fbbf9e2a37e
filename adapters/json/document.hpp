// Reads JSON text into an immutable tree that keeps what the readers behind it need: number text untouched (a decimal never
// passes through binary floating point), member order, the raw slice and the place of every value. Nothing is left unchecked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/result.hpp"

namespace trellis::adapters::json {

enum class Kind : std::uint8_t { null, boolean, number, string, array, object };

/// "null", "a boolean", "a number", "a string", "an array", "an object": to be put into a sentence.
std::string_view text(Kind kind);

struct Limits {
    std::size_t bytes_max = 64U << 20U;
    std::size_t depth_max = 32;  ///< arrays and objects around the innermost value
};

struct Member;

/// One value of a document; lives as long as its document.
class Value {
public:
    Kind kind() const { return kind_; }
    bool is_null() const { return kind_ == Kind::null; }
    bool is_boolean() const { return kind_ == Kind::boolean; }
    bool is_number() const { return kind_ == Kind::number; }
    bool is_string() const { return kind_ == Kind::string; }
    bool is_array() const { return kind_ == Kind::array; }
    bool is_object() const { return kind_ == Kind::object; }

    /// As it stands in the text, from its first byte to its last.
    std::string_view raw() const { return raw_; }
    /// Of its first byte in the text.
    std::size_t offset() const { return offset_; }

    /// Need the kind that they name.
    bool boolean() const;
    std::string_view number() const;  ///< its text, "1e-3" as written
    std::string_view string() const;  ///< its content, escapes resolved

    /// Elements or members; 0 for any other kind.
    std::size_t size() const;
    /// Empty for any other kind.
    std::span<const Value> elements() const { return elements_; }
    /// In the order of the text; empty for any other kind.
    std::span<const Member> members() const;
    /// The member of that name; null when there is none or this is no object.
    const Value* find(std::string_view name) const;

private:
    friend class Builder;

    Kind kind_ = Kind::null;
    std::size_t offset_ = 0;
    std::string_view raw_;
    std::string_view content_;
    std::vector<Value> elements_;
    std::vector<Member> members_;
};

struct Member {
    std::string_view name;
    Value value;
};

inline std::span<const Member> Value::members() const { return members_; }

/// Counted from 1; a column is a byte.
struct Position {
    std::size_t line = 1;
    std::size_t column = 1;
    bool operator==(const Position&) const = default;
};

/// Where `offset` lies in `text`.
Position position_of(std::string_view text, std::size_t offset);

/// RFC 6901: `parent` and one more step.
std::string join_pointer(std::string_view parent, std::string_view name);
std::string join_pointer(std::string_view parent, std::size_t index);

class Document {
public:
    /// Errors, each with line, column and offset: JSON_INVALID, JSON_DUPLICATE_KEY, JSON_TOO_DEEP, JSON_TOO_LARGE.
    static Result<Document> parse(std::string_view text, const Limits& limits = {});

    const Value& root() const { return root_; }
    /// What was parsed.
    std::string_view text() const;
    Position position(const Value& value) const { return position_of(text(), value.offset()); }
    /// The JSON pointer of one of this document's values, "" for the root; found by its place, so it costs nothing until asked.
    std::string pointer(const Value& value) const;

    /// Overwrites the text, which held a secret; its values are good for nothing any more.
    void forget();

private:
    friend class Builder;

    std::unique_ptr<char[]> buffer_;  ///< "[" text "]" and room for simdjson to read over the end
    std::size_t size_ = 0;            ///< of text
    std::deque<std::string> decoded_;  ///< strings whose escapes had to be resolved
    Value root_;
};

}  // namespace trellis::adapters::json
