// schemas/journal/events.json against the code: every event with its tag, version and fields, every part, every enumerator.
// What it says is on disk for good, so a difference is either a new version or a mistake.
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <map>
#include <sstream>
#include <string>

#include "adapters/json/document.hpp"
#include "adapters/json/field_names.hpp"
#include "adapters/json/writer.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/support/paths.hpp"
#include "tests/support/type_name.hpp"

namespace trellis::adapters {
namespace {

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// The schema's entries by kind and name, each as one line of JSON.
using Entries = std::map<std::string, std::string>;

/// Describes types as the code has them.
class Describer {
public:
    Entries entries;

    template <class E>
    void event() {
        json::Writer writer;
        writer.begin_object().name("name").string(tests::type_name<E>());
        writer.name("tag").integer(static_cast<std::uint16_t>(E::tag)).name("version").integer(E::version);
        fields<E>(writer.name("fields"));
        entries["event " + std::string(tests::type_name<E>())] = writer.end_object().take();
    }

private:
    template <class T>
    std::string word() {
        if constexpr (std::same_as<T, SharedStrategy>) {
            return word<GridStrategy>();
        } else if constexpr (std::same_as<T, SharedPreset>) {
            return word<Preset>();
        } else if constexpr (HasFields<T>) {
            structure<T>();
            return std::string(tests::type_name<T>());
        } else if constexpr (detail::is_decimal<T>) {
            return "decimal";
        } else if constexpr (std::same_as<T, SignalNumber>) {
            return "signal";
        } else if constexpr (detail::is_id<T>) {
            return word<decltype(T::value)>();
        } else if constexpr (std::same_as<T, bool>) {
            return "bool";
        } else if constexpr (std::integral<T>) {
            return (std::signed_integral<T> ? "i" : "u") + std::to_string(sizeof(T) * 8);
        } else if constexpr (std::is_enum_v<T>) {
            enumeration<T>();
            return std::string(tests::type_name<T>());
        } else if constexpr (std::same_as<T, Timestamp>) {
            return "time";
        } else if constexpr (std::same_as<T, std::string>) {
            return "text";
        } else if constexpr (detail::is_a<T, std::optional> || detail::is_a<T, Boxed>) {
            return word<typename T::value_type>() + "?";
        } else if constexpr (detail::is_a<T, std::vector>) {
            return word<typename T::value_type>() + "[]";
        } else {
            return "map " + word<typename T::key_type>() + " " + word<typename T::mapped_type>();
        }
    }

    template <class T>
    void fields(json::Writer& writer) {
        writer.begin_array();
        const T value{};
        T::fields(value, [&]<class... Field>(const Field&... field) {
            std::size_t index = 0;
            const auto one = [&]<class Type>(const Type&) {
                writer.begin_array().string(field_names<T>[index++]).string(word<Type>()).end_array();
            };
            (one(field), ...);
        });
        writer.end_array();
    }

    template <class T>
    void structure() {
        json::Writer writer;
        if constexpr (std::same_as<T, GroupId>) {
            writer.raw(R"([["account","u16"],["counter","u32"]])");
        } else {
            fields<T>(writer);
        }
        entries["struct " + std::string(tests::type_name<T>())] = writer.take();
    }

    template <class T>
    void enumeration() {
        json::Writer writer;
        writer.begin_array();
        for (std::size_t number = 0; number < enumerator_count<T>; ++number) {
            if constexpr (std::same_as<T, PositionSide>) {
                writer.string(text(static_cast<T>(number)));
            } else {
                writer.string(enumerator_name(static_cast<T>(number)));
            }
        }
        entries["enum " + std::string(tests::type_name<T>())] = writer.end_array().take();
    }
};

/// Without the blanks between tokens.
void write_compact(json::Writer& writer, const json::Value& value) {
    if (value.is_array()) {
        writer.begin_array();
        for (const auto& element : value.elements()) write_compact(writer, element);
        writer.end_array();
    } else if (value.is_object()) {
        writer.begin_object();
        for (const auto& [name, member] : value.members()) write_compact(writer.name(name), member);
        writer.end_object();
    } else {
        writer.raw(value.raw());
    }
}

std::string compact(const json::Value& value) {
    json::Writer writer;
    write_compact(writer, value);
    return writer.take();
}

Entries schema_entries(const json::Value& root) {
    Entries out;
    for (const auto& [name, value] : root.find("enums")->members()) out["enum " + std::string(name)] = compact(value);
    for (const auto& [name, value] : root.find("structs")->members()) out["struct " + std::string(name)] = compact(value);
    for (const auto& value : root.find("events")->elements()) out["event " + std::string(value.find("name")->string())] = compact(value);
    return out;
}

TEST(JournalSchema, SaysWhatTheCodeWrites) {
    const auto path = tests::project_root() / "schemas" / "journal" / "events.json";
    const auto document = json::Document::parse(read_file(path));
    ASSERT_TRUE(document.ok()) << path << ": " << document.error().detail;
    auto in_schema = schema_entries(document->root());
    Describer describer;
    for_each_event_type([&]<class E>(std::type_identity<E>) { describer.event<E>(); });
    for (const auto& [name, entry] : describer.entries) {
        EXPECT_EQ(in_schema[name], entry) << name << " in schemas/journal/events.json; changed fields need a new version";
        in_schema.erase(name);
    }
    for (const auto& [name, entry] : in_schema) ADD_FAILURE() << name << " is in schemas/journal/events.json and not in the code";
}

/// What stands behind `each(` in the struct's fields(), without "self.".
std::string names_in_source(const std::string& source, std::string_view type) {
    const auto start = source.find("\nstruct " + std::string(type) + " {");
    if (start == std::string::npos) return {};
    const auto first = source.find("each(self.", start) + 5;
    std::string names = source.substr(first, source.find(')', first) - first);
    std::erase_if(names, [](char c) { return c == ' ' || c == '\n'; });
    for (auto at = names.find("self."); at != std::string::npos; at = names.find("self.")) names.erase(at, 5);
    return names;
}

TEST(JournalSchema, NamesFieldsAsTheCodeDoesInTheSameOrder) {
    std::string source;
    for (const char* file : {"engine/event/event.hpp", "engine/group/events.hpp", "engine/group/target_events.hpp", "engine/pool/events.hpp", "engine/pool/limit_events.hpp", "engine/pool/orphan_events.hpp", "engine/pool/week_events.hpp", "engine/market/rules_events.hpp", "engine/pool/fee_events.hpp", "engine/group/entry_events.hpp", "engine/group/reduce_events.hpp", "engine/group/fee_events.hpp", "engine/group/quarantine_events.hpp", "engine/group/governed_events.hpp", "engine/risk/events.hpp", "engine/directory/events.hpp", "engine/directory/connection_events.hpp", "engine/directory/people_events.hpp", "engine/directory/subscriptions.hpp", "engine/pool/copy_events.hpp", "engine/pool/bot_events.hpp", "engine/directory/bots.hpp", "engine/group/copy_events.hpp", "engine/group/layer_events.hpp"})
        source += read_file(tests::project_root() / file);
    for_each_event_type([&]<class E>(std::type_identity<E>) {
        std::string names;
        for (const auto name : field_names<E>) names += (names.empty() ? "" : ",") + std::string(name);
        EXPECT_EQ(names, names_in_source(source, tests::type_name<E>())) << tests::type_name<E>();
    });
}

}  // namespace
}  // namespace trellis::adapters
