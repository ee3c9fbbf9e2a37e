// The values of one section: every key at its default until an object of a document says otherwise.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/config/key_value.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

class SectionValues {
public:
    explicit SectionValues(const Section& section);

    /// Takes the members of `object`; false when something was reported.
    bool read(const json::Value& object, Reporter& reporter);
    /// As read, for an object that may be absent; a value that is no object is reported.
    bool read_member(const json::Value& parent, std::string_view name, Reporter& reporter);

    bool is_given(std::string_view name) const { return given_[index_of(name)]; }
    bool is_null(std::string_view name) const { return std::holds_alternative<std::monostate>(at(name)); }
    const KeyValue& at(std::string_view name) const { return values_[index_of(name)]; }

    bool boolean(std::string_view name) const { return get<bool>(name); }
    template <class T>
    T integer(std::string_view name) const {
        return static_cast<T>(get<std::int64_t>(name));
    }
    template <class D>
    D decimal(std::string_view name) const {
        return as<D>(get<Ratio>(name));
    }
    template <class D>
    std::optional<D> optional_decimal(std::string_view name) const {
        return is_null(name) ? std::nullopt : std::optional(decimal<D>(name));
    }
    template <class T>
    std::optional<T> optional_integer(std::string_view name) const {
        return is_null(name) ? std::nullopt : std::optional(integer<T>(name));
    }
    const std::string& text(std::string_view name) const { return get<std::string>(name); }
    template <class T>
    const T& get(std::string_view name) const {
        const auto* value = std::get_if<T>(&at(name));
        TRELLIS_CHECK(value != nullptr, "a key is asked for by the type of its row");
        return *value;
    }

    const Section& section() const { return *section_; }
    /// From here on nothing counts as given; the values stay, as what an item of a list inherits.
    void forget_given() { given_.assign(given_.size(), false); }
    void set(std::string_view name, KeyValue value) { values_[index_of(name)] = std::move(value); }

private:
    friend bool read_object(const json::Value&, std::initializer_list<SectionValues*>, Reporter&);

    std::size_t index_of(std::string_view name) const;
    std::optional<std::size_t> find(std::string_view name) const;
    void take(std::size_t index, const json::Member& member, Reporter& reporter);

    const Section* section_;
    std::vector<KeyValue> values_;
    std::vector<bool> given_;
};

/// Reads an object whose keys are spread over several sections; the first names the rule for unknown keys.
bool read_object(const json::Value& object, std::initializer_list<SectionValues*> parts, Reporter& reporter);

/// The value that `initial` of a key says.
KeyValue default_of(const Key& key);

/// Is the value among those whose rule is built?
bool is_built(const Key& key, const KeyValue& value);

}  // namespace trellis::adapters
