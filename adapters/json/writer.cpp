// Commas, line breaks and escapes.
#include "adapters/json/writer.hpp"

#include <algorithm>
#include <utility>

#include "adapters/json/utf8.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters::json {

Writer& Writer::begin(char bracket) {
    before_value();
    out_ += bracket;
    levels_.push_back({bracket});
    return *this;
}

Writer& Writer::end(char opened, char closing) {
    TRELLIS_CHECK(!levels_.empty() && levels_.back().bracket == opened, "a bracket must close what was opened last");
    TRELLIS_CHECK(!is_named_, "a name must be followed by its value");
    const bool is_empty = levels_.back().is_empty;
    levels_.pop_back();
    if (!is_empty) new_line();
    out_ += closing;
    return *this;
}

Writer& Writer::name(std::string_view name) {
    TRELLIS_CHECK(!levels_.empty() && levels_.back().bracket == '{', "only a member of an object has a name");
    TRELLIS_CHECK(!is_named_, "a name must be followed by its value");
    before_item();
    append_quoted(name);
    out_ += layout_ == Layout::line ? ":" : ": ";
    is_named_ = true;
    return *this;
}

Writer& Writer::string(std::string_view value) {
    before_value();
    append_quoted(value);
    return *this;
}

Writer& Writer::raw(std::string_view text) {
    before_value();
    out_ += text;
    return *this;
}

std::string Writer::take() {
    TRELLIS_CHECK(levels_.empty() && !out_.empty(), "a JSON text must be one whole value");
    return std::exchange(out_, {});
}

void Writer::before_value() {
    if (levels_.empty()) {
        TRELLIS_CHECK(out_.empty(), "a JSON text must be one whole value");
        return;
    }
    if (levels_.back().bracket == '[') return before_item();
    TRELLIS_CHECK(is_named_, "a value in an object must have a name");
    is_named_ = false;
}

void Writer::before_item() {
    if (!levels_.back().is_empty) out_ += ',';
    levels_.back().is_empty = false;
    new_line();
}

void Writer::new_line() {
    if (layout_ == Layout::line) return;
    out_ += '\n';
    out_.append(levels_.size() * 2, ' ');
}

void Writer::append_quoted(std::string_view text) {
    out_ += '"';
    while (!text.empty()) {
        const auto length = utf8_length(text);
        append_character(text.substr(0, length));
        text.remove_prefix(std::max<std::size_t>(length, 1));
    }
    out_ += '"';
}

/// One character; none stands for a byte that is no UTF-8.
void Writer::append_character(std::string_view character) {
    if (character.empty()) {
        out_ += "\\ufffd";
        return;
    }
    switch (const char c = character.front(); c) {
        case '"': out_ += "\\\""; break;
        case '\\': out_ += "\\\\"; break;
        case '\b': out_ += "\\b"; break;
        case '\f': out_ += "\\f"; break;
        case '\n': out_ += "\\n"; break;
        case '\r': out_ += "\\r"; break;
        case '\t': out_ += "\\t"; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20) {
                out_ += character;
            } else {
                out_ += c < 0x10 ? "\\u000" : "\\u001";
                out_ += "0123456789abcdef"[c & 0xf];
            }
    }
}

}  // namespace trellis::adapters::json
