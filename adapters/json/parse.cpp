// Walks simdjson's On-Demand stream once. simdjson finds structure, checks UTF-8 and resolves escapes; what it leaves to the
// caller (literals, number grammar, duplicate names, depth) is checked here.
#include "adapters/json/document.hpp"

#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "adapters/json/utf8.hpp"

namespace trellis::adapters::json {

namespace ondemand = simdjson::ondemand;

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::string_view trim_end(std::string_view text) {
    const auto last = text.find_last_not_of(blanks);
    return last == std::string_view::npos ? std::string_view{} : text.substr(0, last + 1);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::size_t skip_digits(std::string_view text, std::size_t at) {
    while (at < text.size() && is_digit(text[at])) ++at;
    return at;
}

/// The number grammar of RFC 8259, whole.
bool is_number_text(std::string_view text) {
    std::size_t at = text.starts_with('-') ? 1 : 0;
    const auto whole = skip_digits(text, at);
    if (whole == at) return false;
    if (text[at] == '0' && whole > at + 1) return false;
    at = whole;
    if (at < text.size() && text[at] == '.') {
        const auto end = skip_digits(text, at + 1);
        if (end == at + 1) return false;
        at = end;
    }
    if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
        ++at;
        if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
        const auto end = skip_digits(text, at);
        if (end == at) return false;
        at = end;
    }
    return at == text.size();
}

/// simdjson says that some byte is no UTF-8, not which.
std::size_t first_invalid_utf8(std::string_view text) {
    std::size_t at = 0;
    while (const auto length = utf8_length(text.substr(at))) at += length;
    return at;
}

/// A control character inside a string, or the quote of a string that never ends.
std::size_t first_string_fault(std::string_view text) {
    std::optional<std::size_t> opened;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '"') {
            opened = opened ? std::nullopt : std::optional(at);
        } else if (opened && text[at] == '\\') {
            ++at;
        } else if (opened && static_cast<unsigned char>(text[at]) < 0x20) {
            return at;
        }
    }
    return opened.value_or(text.size());
}

std::string shown(std::string_view token) {
    constexpr std::size_t shown_max = 40;
    return token.size() <= shown_max ? std::string(token) : std::string(token.substr(0, shown_max)) + "...";
}

}  // namespace

/// Builds one document; remembers the first fault.
class Builder {
public:
    Builder(Document& document, const Limits& limits) : document_(document), limits_(limits) {}

    std::optional<Error> run() {
        static thread_local ondemand::parser parser;
        ondemand::document stream;
        const auto capacity = document_.size_ + 2 + simdjson::SIMDJSON_PADDING;
        if (const auto fault = parser.iterate(document_.buffer_.get(), document_.size_ + 2, capacity).get(stream)) {
            fail_whole(fault);
            return error_;
        }
        read_root(stream);
        return error_;
    }

private:
    /// The text stands in brackets of our own, because simdjson treats a scalar document unlike any other value.
    void read_root(ondemand::document& stream) {
        ondemand::array wrapper;
        if (const auto fault = stream.get_array().get(wrapper)) return fail_at(here(stream), fault);
        std::size_t count = 0;
        for (auto item : wrapper) {
            ondemand::value value;
            if (const auto fault = item.get(value)) return fail_behind_root(here(stream), fault);
            const auto offset = offset_of(value.raw_json_token().data());
            if (++count > 1 || offset >= document_.size_) break;
            document_.root_ = read_value(value, 0);
            if (error_) return;
            is_read_ = true;
        }
        if (!is_read_) return fail("JSON_INVALID", document_.size_, "there is no value");
        if (count > 1 || stream.current_location().error() != simdjson::OUT_OF_BOUNDS)
            fail("JSON_INVALID", end_of(document_.root_), "something follows the value");
    }

    void fail_behind_root(std::size_t offset, simdjson::error_code fault) {
        if (!is_read_ || offset >= document_.size_) return fail_at(offset, fault);
        fail("JSON_INVALID", offset, "something follows the value");
    }

    Value read_value(ondemand::value& source, std::size_t depth) {
        Value value;
        const auto token = source.raw_json_token();
        value.offset_ = offset_of(token.data());
        switch (token.empty() ? ' ' : token.front()) {
            case '[': read_array(source, value, depth); break;
            case '{': read_object(source, value, depth); break;
            case '"': read_string(source, value, token); break;
            default: read_scalar(value, trim_end(token)); break;
        }
        return value;
    }

    void read_scalar(Value& value, std::string_view token) {
        if (token.ends_with(']') && value.offset_ + token.size() == document_.size_ + 1) token.remove_suffix(1);
        value.raw_ = token;
        if (token == "null") {
            value.kind_ = Kind::null;
        } else if (token == "true" || token == "false") {
            value.kind_ = Kind::boolean;
        } else if (is_number_text(token)) {
            value.kind_ = Kind::number;
        } else {
            fail("JSON_INVALID", value.offset_, "'" + shown(token) + "' is no value");
        }
    }

    void read_string(ondemand::value& source, Value& value, std::string_view token) {
        value.kind_ = Kind::string;
        value.raw_ = trim_end(token);
        std::string_view content;
        if (const auto fault = source.get_string().get(content)) return fail_at(value.offset_, fault);
        value.content_ = keep(content, value.raw_.substr(1));
    }

    void read_array(ondemand::value& source, Value& value, std::size_t depth) {
        value.kind_ = Kind::array;
        if (!may_nest(value, depth)) return;
        ondemand::array array;
        if (const auto fault = source.get_array().get(array)) return fail_at(value.offset_, fault);
        for (auto item : array) {
            ondemand::value element;
            if (const auto fault = item.get(element)) return fail_at(here(source), fault);
            value.elements_.push_back(read_value(element, depth + 1));
            if (error_) return;
        }
        close(source, value);
    }

    void read_object(ondemand::value& source, Value& value, std::size_t depth) {
        value.kind_ = Kind::object;
        if (!may_nest(value, depth)) return;
        ondemand::object object;
        if (const auto fault = source.get_object().get(object)) return fail_at(value.offset_, fault);
        std::vector<std::pair<std::string_view, std::size_t>> names;
        for (auto item : object) {
            ondemand::field field;
            if (const auto fault = std::move(item).get(field)) return fail_at(here(source), fault);
            const char* raw_name = field.key().raw();
            names.emplace_back(read_name(field, raw_name), offset_of(raw_name) - 1);
            if (error_) return;
            value.members_.push_back({names.back().first, read_value(field.value(), depth + 1)});
            if (error_) return;
        }
        close(source, value);
        refuse_duplicates(names);
    }

    std::string_view read_name(ondemand::field& field, const char* raw_name) {
        std::string_view name;
        if (const auto fault = field.unescaped_key().get(name)) return fail_at(offset_of(raw_name) - 1, fault), name;
        return keep(name, {raw_name, document_.size_ + 1 - offset_of(raw_name)});
    }

    void refuse_duplicates(std::vector<std::pair<std::string_view, std::size_t>>& names) {
        std::ranges::sort(names);
        const auto twice = std::ranges::adjacent_find(names, {}, [](const auto& name) { return name.first; });
        if (twice == names.end()) return;
        fail("JSON_DUPLICATE_KEY", std::next(twice)->second, "the name \"" + shown(twice->first) + "\" stands twice in one object");
    }

    bool may_nest(const Value& value, std::size_t depth) {
        if (depth < limits_.depth_max) return true;
        fail("JSON_TOO_DEEP", value.offset_, "values may be nested " + std::to_string(limits_.depth_max) + " deep");
        return false;
    }

    /// simdjson stands behind the closing bracket now; between it and the next token there are only blanks.
    void close(ondemand::value& source, Value& value) {
        if (error_) return;
        const auto next = std::min(here(source), document_.size_);
        value.raw_ = trim_end(document_.text().substr(value.offset_, next - value.offset_));
    }

    /// A view of the text where it says the same, or a copy of what simdjson decoded into its own buffer.
    std::string_view keep(std::string_view content, std::string_view written) {
        if (written.size() > content.size() && written[content.size()] == '"' && written.starts_with(content))
            return written.substr(0, content.size());
        return document_.decoded_.emplace_back(content);
    }

    std::size_t offset_of(const char* at) const { return static_cast<std::size_t>(at - document_.buffer_.get()) - 1; }
    static std::size_t end_of_raw(const Value& value) { return value.offset() + value.raw().size(); }
    std::size_t end_of(const Value& value) const {
        const auto behind = document_.text().find_first_not_of(blanks, end_of_raw(value));
        return std::min(behind, document_.size_);
    }

    /// Where simdjson stands; behind the last token that is the end.
    template <class Source>
    std::size_t here(Source& source) const {
        const char* at = nullptr;
        if (source.current_location().get(at) != simdjson::SUCCESS) return document_.size_;
        return at < document_.buffer_.get() + 1 ? 0 : offset_of(at);
    }

    void fail_whole(simdjson::error_code fault) {
        const auto text = document_.text();
        if (fault == simdjson::UTF8_ERROR) return fail("JSON_INVALID", first_invalid_utf8(text), "this byte is no UTF-8");
        if (fault == simdjson::UNCLOSED_STRING) return fail("JSON_INVALID", first_string_fault(text), "this string does not end");
        if (fault == simdjson::UNESCAPED_CHARS)
            return fail("JSON_INVALID", first_string_fault(text), "a control character in a string must be escaped");
        fail_at(0, fault);
    }

    void fail_at(std::size_t offset, simdjson::error_code fault) {
        if (fault == simdjson::STRING_ERROR) return fail("JSON_INVALID", offset, "the string has an invalid escape");
        if (fault == simdjson::INCOMPLETE_ARRAY_OR_OBJECT || offset >= document_.size_)
            return fail("JSON_INVALID", document_.size_, "the text ends too early");
        fail("JSON_INVALID", offset, "a comma, a colon, a name or a closing bracket is missing or misplaced here");
    }

    void fail(std::string_view code, std::size_t offset, std::string_view what) {
        if (error_) return;
        offset = std::min(offset, document_.size_);
        const auto position = position_of(document_.text(), offset);
        std::string detail = "line " + std::to_string(position.line) + ", column " + std::to_string(position.column) +
                             " (byte " + std::to_string(offset) + "): ";
        error_ = Error{std::string(code), std::move(detail.append(what))};
    }

    Document& document_;
    const Limits& limits_;
    std::optional<Error> error_;
    bool is_read_ = false;
};

Result<Document> Document::parse(std::string_view text, const Limits& limits) {
    if (text.size() > limits.bytes_max)
        return Error{"JSON_TOO_LARGE", std::to_string(text.size()) + " bytes, at most " + std::to_string(limits.bytes_max)};
    Document document;
    document.size_ = text.size();
    document.buffer_ = std::make_unique<char[]>(text.size() + 2 + simdjson::SIMDJSON_PADDING);
    document.buffer_[0] = '[';
    std::ranges::copy(text, document.buffer_.get() + 1);
    document.buffer_[text.size() + 1] = ']';
    if (auto error = Builder(document, limits).run()) return *std::move(error);
    return document;
}

}  // namespace trellis::adapters::json
