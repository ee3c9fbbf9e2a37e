// What a reader asks a parsed document: members, places, pointers.
#include "adapters/json/document.hpp"

#include <algorithm>
#include <cstring>

namespace trellis::adapters::json {

std::string_view text(Kind kind) {
    switch (kind) {
        case Kind::null: return "null";
        case Kind::boolean: return "a boolean";
        case Kind::number: return "a number";
        case Kind::string: return "a string";
        case Kind::array: return "an array";
        case Kind::object: return "an object";
    }
    fail_check("a kind of JSON value must have a name", __FILE__, __LINE__);
}

bool Value::boolean() const {
    TRELLIS_CHECK(is_boolean(), "boolean() needs a boolean");
    return raw_ == "true";
}

std::string_view Value::number() const {
    TRELLIS_CHECK(is_number(), "number() needs a number");
    return raw_;
}

std::string_view Value::string() const {
    TRELLIS_CHECK(is_string(), "string() needs a string");
    return content_;
}

std::size_t Value::size() const { return is_object() ? members_.size() : elements_.size(); }

const Value* Value::find(std::string_view name) const {
    const auto found = std::ranges::find(members_, name, &Member::name);
    return found == members_.end() ? nullptr : &found->value;
}

Position position_of(std::string_view text, std::size_t offset) {
    const auto before = text.substr(0, offset);
    const auto line_start = before.rfind('\n');
    return {.line = 1 + static_cast<std::size_t>(std::ranges::count(before, '\n')),
            .column = line_start == std::string_view::npos ? before.size() + 1 : before.size() - line_start};
}

std::string join_pointer(std::string_view parent, std::string_view name) {
    std::string out(parent);
    out += '/';
    for (const char c : name) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

std::string join_pointer(std::string_view parent, std::size_t index) { return join_pointer(parent, std::to_string(index)); }

std::string_view Document::text() const { return {buffer_.get() + 1, size_}; }

void Document::forget() {
    ::explicit_bzero(buffer_.get(), size_ + 2);
    for (auto& text : decoded_) ::explicit_bzero(text.data(), text.size());
}

std::string Document::pointer(const Value& value) const {
    const auto holds = [&](const Value& outer) {
        return outer.offset() <= value.offset() && value.offset() < outer.offset() + outer.raw().size();
    };
    std::string out;
    const Value* at = &root_;
    while (at != &value) {
        if (const auto member = std::ranges::find_if(at->members(), holds, &Member::value); member != at->members().end()) {
            out = join_pointer(out, member->name);
            at = &member->value;
        } else {
            const auto element = std::ranges::find_if(at->elements(), holds);
            TRELLIS_CHECK(element != at->elements().end(), "a pointer can be asked only for a value of this document");
            out = join_pointer(out, static_cast<std::size_t>(element - at->elements().begin()));
            at = &*element;
        }
    }
    return out;
}

}  // namespace trellis::adapters::json
