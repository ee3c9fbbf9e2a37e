// Every key of R-70, one by one: default, built values, values that are not built, out of range and of a wrong type; and that the
// code's table has these keys and no others.
#include "adapters/config/key_table.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/adapters/config/reading.hpp"
#include "tests/adapters/config/specified_keys.hpp"

namespace trellis::adapters {
namespace {

using testing::HasSubstr;
using tests::config_of;
using tests::faults;

struct Row {
    std::string path;
    std::string initial;
    std::vector<std::string> built;
    std::vector<std::pair<std::string, std::string>> unbuilt;  ///< value and rule
    std::vector<std::string> outside;
    std::string wrong;

    std::string section() const { return path.substr(0, path.find('.')); }
    std::string name() const { return path.substr(path.find('.') + 1); }
    bool is_of_account() const { return section() == "accounts[]"; }
};

std::string trimmed(std::string_view text) {
    const auto first = text.find_first_not_of(' ');
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(' ') - first + 1));
}

std::vector<std::string> split(std::string_view text, std::string_view separator) {
    std::vector<std::string> out;
    while (true) {
        const auto end = text.find(separator);
        out.push_back(trimmed(text.substr(0, end)));
        if (end == std::string_view::npos) return out;
        text.remove_prefix(end + separator.size());
    }
}

std::vector<std::string> values_of(const std::string& cell) { return cell.empty() ? std::vector<std::string>{} : split(cell, " ; "); }

std::vector<Row> rows() {
    std::vector<Row> out;
    for (const auto& line : split(tests::specified_keys, "\n")) {
        if (line.empty()) continue;
        const auto cells = split(line, "|");
        EXPECT_EQ(cells.size(), 6U) << line;
        Row row{cells.at(0), cells.at(1), values_of(cells.at(2)), {}, values_of(cells.at(4)), cells.at(5)};
        for (const auto& pair : values_of(cells.at(3))) row.unbuilt.emplace_back(pair.substr(0, pair.rfind('=')), pair.substr(pair.rfind('=') + 1));
        out.push_back(std::move(row));
    }
    return out;
}

std::string document_with(const Row& row, const std::string& value) {
    const std::string member = "\"" + row.name() + "\": " + value;
    if (row.is_of_account()) return R"({"accounts": [{"id": "a", "venue": "binance", "market": "linear", )" + member + "}]}";
    const std::string companion = row.name() == "tp_mode" ? R"(, "tp_aggregate_percent": 1)" : "";
    return "{\"" + row.section() + "\": {" + member + companion + "}}";
}

std::string pointer_of(const Row& row) { return (row.is_of_account() ? "/accounts/0/" : "/" + row.section() + "/") + row.name(); }

const Key* find_key(const Row& row) {
    for (const auto& section : config_sections()) {
        if (section.path != row.section()) continue;
        const auto key = std::ranges::find(section.keys, row.name(), &Key::name);
        if (key != section.keys.end()) return &*key;
    }
    return nullptr;
}

TEST(KeyTable, HasTheKeysOfTheSpecificationAndNoOthers) {
    std::set<std::string> specified;
    for (const auto& row : rows()) EXPECT_TRUE(specified.insert(row.path).second) << row.path;
    std::set<std::string> known;
    for (const auto& section : config_sections()) {
        const bool is_deeper = section.path.starts_with("grid_strategy.") || section.path.starts_with("security.") || section.path.starts_with("runtime.paper");
        if (section.path.empty() || is_deeper) continue;
        for (const auto& key : section.keys) {
            if (!key.is_required()) known.insert(std::string(section.path) + "." + std::string(key.name));
        }
    }
    EXPECT_EQ(known, specified);
}

TEST(KeyTable, HasTheDefaultsOfTheSpecification) {
    for (const auto& row : rows()) {
        const auto* key = find_key(row);
        ASSERT_NE(key, nullptr) << row.path;
        Key as_specified = *key;
        as_specified.initial = row.initial;
        EXPECT_EQ(canonical_text(default_of(*key)), canonical_text(default_of(as_specified))) << row.path;
    }
}

TEST(KeyTable, TakesTheDefaultOfEveryKey) {
    for (const auto& row : rows()) EXPECT_EQ(faults(document_with(row, row.initial)), std::vector<std::string>{}) << row.path;
}

TEST(KeyTable, TakesEveryValueThatIsBuilt) {  // 32.13
    for (const auto& row : rows()) {
        for (const auto& value : row.built) EXPECT_EQ(faults(document_with(row, value)), std::vector<std::string>{}) << row.path << " " << value;
    }
}

TEST(KeyTable, RefusesEveryValueThatIsNotBuiltNamingTheRule) {
    for (const auto& row : rows()) {
        for (const auto& [value, rule] : row.unbuilt) {
            EXPECT_EQ(faults(document_with(row, value)), tests::one("NOT_BUILT " + pointer_of(row) + " " + rule)) << row.path << " " << value;
        }
    }
}

TEST(KeyTable, RefusesEveryValueOutsideOfTheRange) {
    for (const auto& row : rows()) {
        for (const auto& value : row.outside) {
            const auto found = faults(document_with(row, value));
            ASSERT_EQ(found.size(), 1U) << row.path << " " << value;
            const bool is_right = found[0].starts_with("OUT_OF_RANGE ") || found[0].starts_with("INVALID_VALUE ") || found[0].starts_with("UNKNOWN_KEY ");
            EXPECT_TRUE(is_right) << found[0];
            EXPECT_THAT(found[0], HasSubstr(" " + pointer_of(row))) << value;
        }
    }
}

TEST(KeyTable, RefusesAWrongTypeInEveryKey) {
    for (const auto& row : rows()) {
        ASSERT_FALSE(row.wrong.empty()) << row.path;
        const auto found = faults(document_with(row, row.wrong));
        ASSERT_EQ(found.size(), 1U) << row.path;
        EXPECT_THAT(found[0], HasSubstr("WRONG_TYPE " + pointer_of(row) + " "));
    }
}

TEST(KeyTable, RefusesNullWhereItIsNotTheDefault) {
    for (const auto& row : rows()) {
        if (row.initial == "null" || row.path == "presets.system_default") continue;
        const auto found = faults(document_with(row, "null"));
        ASSERT_EQ(found.size(), 1U) << row.path;
        EXPECT_THAT(found[0], HasSubstr("WRONG_TYPE")) << row.path;
    }
}

TEST(KeyTable, GivesAHintWithEveryRefusal) {
    for (const auto& row : rows()) {
        for (const auto& error : read_config(document_with(row, row.wrong)).errors) EXPECT_FALSE(error.field.hint.empty()) << row.path;
        for (const auto& [value, rule] : row.unbuilt) {
            for (const auto& error : read_config(document_with(row, value)).errors) EXPECT_THAT(error.field.hint, HasSubstr("in this version")) << row.path;
        }
    }
}

TEST(KeyTable, NamesNoKeyTwiceInASection) {
    for (const auto& section : config_sections()) {
        std::set<std::string_view> names;
        for (const auto& key : section.keys) {
            EXPECT_TRUE(names.insert(key.name).second) << section.path << " " << key.name;
            EXPECT_TRUE(key.alias.empty() || names.insert(key.alias).second) << key.alias;
            EXPECT_FALSE(key.rule.empty()) << key.name;
        }
    }
}

}  // namespace
}  // namespace trellis::adapters
