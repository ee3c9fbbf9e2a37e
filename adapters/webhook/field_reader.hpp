// Reads single fields of a webhook body by their kind, and keeps what is wrong with each. A placeholder that the sender did not
// replace is one error (W-3), and says all there is to say about its field.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json/document.hpp"
#include "adapters/webhook/fields.hpp"
#include "engine/base/decimal.hpp"
#include "engine/base/noise_guard.hpp"
#include "engine/base/time.hpp"
#include "engine/signal/signal.hpp"

namespace trellis::adapters {

enum class Presence : std::uint8_t { optional, required };

class FieldReader {
public:
    /// Complains at once about every placeholder in the document.
    explicit FieldReader(const json::Document& document);

    /// At most `size_max` characters; absent, null and empty are "".
    std::string string(Field field, std::size_t size_max, Presence presence);
    std::optional<Timestamp> time(Field field);
    /// A number of minutes or an interval as the chart names it; "" when there is none.
    std::string timeframe(Field field, Presence presence);

    template <class E>
    std::optional<E> word(Field field, std::span<const Word<E>> words, Presence presence) {
        std::vector<std::string_view> texts;
        for (const auto& row : words) texts.push_back(row.text);
        const auto index = word_index(field, texts, presence);
        return index ? std::optional(words[*index].value) : std::nullopt;
    }
    template <class D>
    std::optional<D> number(Field field, NumberRange range) {
        const auto number = ratio(field, range);
        return number ? std::optional(as<D>(*number)) : std::nullopt;
    }

    std::vector<FieldError> take_errors() { return std::move(errors_); }
    bool has_errors() const { return !errors_.empty(); }

private:
    const json::Value* find(Field field, Presence presence);
    std::optional<std::size_t> word_index(Field field, const std::vector<std::string_view>& texts, Presence presence);
    std::optional<Ratio> ratio(Field field, NumberRange range);
    void find_placeholders();
    void check_objects();
    void refuse_placeholder(const json::Value& value);
    bool is_secret(const json::Value& value) const;
    void refuse(const json::Value& value, std::string_view rule, std::string hint);
    void refuse_missing(Field field);
    void keep(FieldError error);

    const json::Document& document_;
    std::size_t placeholders_told_ = 0;  ///< with what was probably meant
    std::vector<const json::Value*> settled_;  ///< nothing more is said about these
    std::vector<FieldError> errors_;
};

}  // namespace trellis::adapters
