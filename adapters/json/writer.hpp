// Writes JSON text in the order in which it is told: numbers as the text they are given as, strings escaped, nothing rounded.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace trellis::adapters::json {

enum class Layout : std::uint8_t {
    line,      ///< {"a":1,"b":[]}
    indented,  ///< two spaces a level
};

/// Checks that what it is told makes one JSON value: names only in objects, every bracket closed.
class Writer {
public:
    explicit Writer(Layout layout = Layout::line) : layout_(layout) {}

    Writer& begin_object() { return begin('{'); }
    Writer& end_object() { return end('{', '}'); }
    Writer& begin_array() { return begin('['); }
    Writer& end_array() { return end('[', ']'); }

    /// The name of the next value, in an object.
    Writer& name(std::string_view name);

    /// Bytes that are no UTF-8 become U+FFFD.
    Writer& string(std::string_view value);
    /// `text` is a JSON number.
    Writer& number(std::string_view text) { return raw(text); }
    /// `text` is a JSON value, written elsewhere.
    Writer& raw(std::string_view text);
    Writer& null() { return raw("null"); }
    Writer& boolean(bool value) { return raw(value ? "true" : "false"); }
    Writer& integer(std::integral auto value) {
        static_assert(!std::same_as<decltype(value), bool>, "a bool is written by boolean()");
        return raw(std::to_string(value));
    }

    /// The value, whole. The writer begins anew.
    std::string take();

private:
    struct Level {
        char bracket;
        bool is_empty = true;
    };

    Writer& begin(char bracket);
    Writer& end(char opened, char closing);
    void before_item();
    void before_value();
    void new_line();
    void append_quoted(std::string_view text);
    void append_character(std::string_view character);

    Layout layout_;
    std::string out_;
    std::vector<Level> levels_;
    bool is_named_ = false;
};

}  // namespace trellis::adapters::json
