#include "adapters/config/schema.hpp"

#include <algorithm>
#include <array>

#include "adapters/config/key_table.hpp"
#include "adapters/json/writer.hpp"
#include "engine/base/check.hpp"

namespace trellis::adapters {

namespace {

using json::Layout;
using json::Writer;

constexpr std::string_view decimal_schema =
    R"({"type":["number","string"],"pattern":"^[+-]?([0-9]+([.][0-9]*)?|[.][0-9]+)([eE][+-]?[0-9]+)?$"})";
constexpr std::string_view decimal_reference = R"({"$ref":"#/$defs/decimal"})";
constexpr std::string_view secret_schema =
    R"({"type":"object","minProperties":1,"maxProperties":1,"additionalProperties":false,"properties":{"file":{"type":"string","minLength":1},)"
    R"("credential":{"type":"string","minLength":1},"sealed":{"type":"string","minLength":1}}})";
constexpr std::string_view pyramid_pattern = "^(0|[1-9][0-9]?)$";

/// "grid_strategy.strategies[]" as a name for $defs.
std::string definition_name(std::string_view path) {
    std::string name;
    for (const char c : path) {
        if (c == '.') {
            name += '_';
        } else if (c != '[' && c != ']') {
            name += c;
        }
    }
    return name;
}

std::string reference_to(std::string_view path) { return R"({"$ref":"#/$defs/)" + definition_name(path) + "\"}"; }

const Definition* find_definition(const SchemaPlan& plan, std::string_view path) {
    const auto found = std::ranges::find(plan.definitions, path, &Definition::path);
    return found == plan.definitions.end() || path.empty() ? nullptr : &*found;
}

/// Schema of an object or of the items of a list: its definition, or anything of that kind.
std::string child_schema(const SchemaPlan& plan, const Section& section, const Key& key) {
    const std::string suffix = key.type == KeyType::list ? "[]" : "";
    const std::string prefix = section.path.empty() ? "" : std::string(section.path) + ".";
    for (const std::string& path : {prefix + std::string(key.name) + suffix, std::string(key.name) + suffix}) {
        if (find_definition(plan, path) != nullptr) return reference_to(path);
    }
    return R"({"type":"object"})";
}

void write_words(Writer& out, const Key& key) {
    out.name("enum").begin_array();
    for (const auto word : words_of(key.choices)) out.string(word);
    if (key.is_nullable() && key.type == KeyType::choice) out.null();
    out.end_array();
}

/// Limits of numbers; they do not touch a decimal that is written as a string.
void write_range(Writer& out, const Range& range) {
    if (!range.low.empty()) out.name(range.is_low_open ? "exclusiveMinimum" : "minimum").number(range.low);
    if (!range.high.empty()) out.name(range.is_high_open ? "exclusiveMaximum" : "maximum").number(range.high);
}

void write_string(Writer& out, const Key& key, std::string_view pattern) {
    out.name("type");
    if (key.is_nullable()) {
        out.begin_array().string("string").string("null").end_array();
    } else {
        out.string("string");
    }
    if (!pattern.empty()) out.name("pattern").string(pattern);
}

void write_decimal(Writer& out, const Key& key) {
    if (key.is_nullable()) {
        out.name("anyOf").begin_array().raw(decimal_reference).raw(R"({"type":"null"})").end_array();
    } else {
        out.name("$ref").string("#/$defs/decimal");
    }
    write_range(out, key.range);
}

void write_map(Writer& out, std::string_view value_schema) {
    out.name("type").string("object").name("additionalProperties").boolean(false);
    out.name("patternProperties").begin_object().name(pyramid_pattern).raw(value_schema).end_object();
}

std::string levels_schema() { return R"({"type":"array","minItems":1,"maxItems":20,"items":)" + reference_to(level_section().path) + "}"; }

void write_array(Writer& out, std::string_view item_schema) { out.name("type").string("array").name("items").raw(item_schema); }

void write_integer(Writer& out, const Key& key) {
    out.name("type");
    if (key.is_nullable()) {
        out.begin_array().string("integer").string("null").end_array();
    } else {
        out.string("integer");
    }
    write_range(out, key.range);
}

void write_choices(Writer& out, const Key& key) {
    Writer items;
    items.begin_object();
    write_words(items, key);
    write_array(out, items.end_object().take());
    out.name("uniqueItems").boolean(true);
}

void write_object(Writer& out, const Key& key, const std::string& schema) {
    if (key.is_nullable()) {
        out.name("anyOf").begin_array().raw(schema).raw(R"({"type":"null"})").end_array();
    } else {
        out.name("allOf").begin_array().raw(schema).end_array();
    }
}

/// B-17; which of them is a timeframe of a preset, the reader says.
constexpr std::string_view timeframe_pattern = "^(M1|M5|M15|M30|H1|H4|D1|W1|MN|[1-9][0-9]{0,4}[mhHdDwWM]?|[DWM])$";

void write_type(Writer& out, const SchemaPlan& plan, const Section& section, const Key& key) {
    switch (key.type) {
        case KeyType::boolean: out.name("type").raw(key.is_nullable() ? R"(["boolean","null"])" : R"("boolean")"); return;
        case KeyType::integer: return write_integer(out, key);
        case KeyType::decimal: return write_decimal(out, key);
        case KeyType::choice: return write_words(out, key);
        case KeyType::text: return write_string(out, key, "^.+$");
        case KeyType::venue: return write_string(out, key, "");
        case KeyType::asset: return write_string(out, key, "^[A-Za-z0-9]+$");
        case KeyType::time_zone: return write_string(out, key, "^[A-Za-z][A-Za-z0-9/_+-]*$");
        case KeyType::timeframe: return write_string(out, key, timeframe_pattern);
        case KeyType::pip: out.name("anyOf").begin_array().raw(R"({"enum":["bp","tick"]})").raw(decimal_reference).end_array(); return;
        case KeyType::choices: return write_choices(out, key);
        case KeyType::levels: out.name("allOf").begin_array().raw(levels_schema()).end_array(); return;
        case KeyType::level_map: return write_map(out, levels_schema());
        case KeyType::decimal_map: return write_map(out, decimal_reference);
        case KeyType::decimal_list: return write_array(out, decimal_reference);
        case KeyType::amounts: out.name("type").string("object").name("additionalProperties").raw(decimal_reference); return;
        case KeyType::texts: return write_array(out, R"({"type":"string","minLength":1})");
        case KeyType::secret: return write_object(out, key, std::string(secret_schema));
        case KeyType::secrets: write_array(out, secret_schema); out.name("maxItems").integer(2); return;
        case KeyType::object: return write_object(out, key, child_schema(plan, section, key));
        case KeyType::list: return write_array(out, child_schema(plan, section, key));
        case KeyType::any: return;
    }
    fail_check("every key type has a schema", __FILE__, __LINE__);
}

std::string description_of(const Key& key) {
    std::string words = key.summary.empty() ? "" : std::string(key.summary) + " ";
    words += "Rule " + std::string(key.rule) + ".";
    if (key.built == only_default) words += " Only the default is built.";
    if (!key.built.empty() && key.built != only_default) {
        words += " Built: ";
        bool is_first = true;
        for (const auto word : words_of(key.built)) {
            words.append(is_first ? "" : ", ").append(word);
            is_first = false;
        }
        words += '.';
    }
    return words;
}

std::string key_schema(const SchemaPlan& plan, const Section& section, const Key& key) {
    const auto by_hand = std::ranges::find(plan.by_hand, key.name, &HandWritten::key);
    Writer out;
    out.begin_object();
    if (by_hand != plan.by_hand.end()) {
        out.name("allOf").begin_array().raw(by_hand->schema).end_array();
    } else {
        write_type(out, plan, section, key);
    }
    if (!key.is_required()) out.name("default").raw(key.initial);
    out.name("description").string(description_of(key));
    return out.end_object().take();
}

void write_properties(Writer& out, const SchemaPlan& plan, const Definition& definition) {
    out.name("type").string("object").name("additionalProperties").boolean(false);
    out.name("properties").begin_object();
    for (const auto* section : definition.sections) {
        if (section->is_document) out.name("$schema").raw(R"({"type":"string"})");
        for (const auto& key : section->keys) {
            out.name(key.name).raw(key_schema(plan, *section, key));
            if (!key.alias.empty()) out.name(key.alias).raw(key_schema(plan, *section, key));
        }
    }
    out.end_object();
    out.name("required").begin_array();
    for (const auto* section : definition.sections) {
        for (const auto& key : section->keys) {
            if (key.is_required()) out.string(key.name);
        }
    }
    out.end_array();
}

}  // namespace

std::string write_schema(const SchemaPlan& plan) {
    Writer out(Layout::indented);
    out.begin_object();
    out.name("$schema").string("https://json-schema.org/draft/2020-12/schema");
    out.name("$id").string(plan.id);
    out.name("title").string(plan.title);
    out.name("$defs").begin_object();
    out.name("decimal").raw(decimal_schema);
    for (const auto& definition : plan.definitions) {
        if (definition.path.empty()) continue;
        out.name(definition_name(definition.path)).begin_object();
        write_properties(out, plan, definition);
        out.end_object();
    }
    out.end_object();
    for (const auto& definition : plan.definitions) {
        if (definition.path.empty()) write_properties(out, plan, definition);
    }
    return out.end_object().take() + "\n";
}

std::string config_schema() {
    const std::array<Definition, 26> definitions{{
        {"", {&root_section()}},
        {"app", {&app_section()}},
        {"runtime", {&runtime_section()}},
        {"runtime.paper", {&paper_section()}},
        {"runtime.paper.instruments[]", {&paper_instrument_section()}},
        {"runtime.paper.market[]", {&feed_section()}},
        {"runtime.paper.market[].synthetic", {&synthetic_section()}},
        {"accounts[]", {&account_section(), &balances_section()}},
        {"execution_pool", {&execution_pool_section()}},
        {"queue", {&queue_section()}},
        {"grid_strategy", {&grid_section(), &strategies_section()}},
        {"grid_strategy.strategies[]", {&selector_section(), &grid_section()}},
        {"grid_strategy.levels[]", {&level_section()}},
        {"sizing", {&sizing_section()}},
        {"risk_engine", {&risk_section()}},
        {"limits", {&limits_section()}},
        {"precision", {&precision_section()}},
        {"presets", {&presets_section()}},
        {"schedule", {&schedule_section()}},
        {"journal", {&journal_section()}},
        {"security", {&security_section()}},
        {"security.webhook", {&webhook_section()}},
        {"security.webhook.tls", {&webhook_tls_section()}},
        {"security.admin", {&admin_listener_section()}},
        {"security.admin.tls", {&admin_tls_section()}},
        {"security.routes[]", {&route_section()}},
    }};
    const std::array<HandWritten, 0> by_hand{};
    return write_schema({"https://trellis.example/schemas/config.schema.json", "Trellis configuration", definitions, by_hand});
}

}  // namespace trellis::adapters
