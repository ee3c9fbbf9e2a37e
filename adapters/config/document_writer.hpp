// The members of a document that is written so that it reads as what it was written from: decimals as text, null for what is not set.
#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/json/writer.hpp"
#include "engine/base/decimal.hpp"

namespace trellis::adapters {

class DocumentWriter {
public:
    explicit DocumentWriter(json::Writer& out) : out_(out) {}

    void text(std::string_view key, std::string_view value) { out_.name(key).string(value); }
    void text_or_null(std::string_view key, const std::optional<std::string>& value) {
        out_.name(key);
        value.has_value() ? out_.string(*value) : out_.null();
    }
    void flag(std::string_view key, bool value) { out_.name(key).boolean(value); }
    void number(std::string_view key, std::integral auto value) { out_.name(key).integer(value); }
    template <std::integral Number>
    void number(std::string_view key, const std::optional<Number>& value) {
        out_.name(key);
        value.has_value() ? out_.integer(*value) : out_.null();
    }
    template <class Tag>
    void decimal(std::string_view key, Decimal<Tag> value) {
        out_.name(key).string(value.text());
    }
    template <class Tag>
    void decimal(std::string_view key, const std::optional<Decimal<Tag>>& value) {
        out_.name(key);
        value.has_value() ? out_.string(value->text()) : out_.null();
    }
    /// What has a form of its own.
    json::Writer& member(std::string_view key) { return out_.name(key); }

private:
    json::Writer& out_;
};

}  // namespace trellis::adapters
