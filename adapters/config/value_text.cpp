// Values of keys as text: a form to compare them by, and JSON for people and programs.
#include "adapters/config/key_value.hpp"
#include "adapters/json/writer.hpp"
#include "engine/base/overloaded.hpp"

namespace trellis::adapters {

namespace {

std::string_view kind_name(SecretReference::Kind kind) {
    switch (kind) {
        case SecretReference::Kind::file:
            return "file";
        case SecretReference::Kind::credential:
            return "credential";
        case SecretReference::Kind::sealed:
            return "sealed";
    }
    fail_check("every kind of secret has a name", __FILE__, __LINE__);
}

std::string part_text(const std::string& word) { return word; }
std::string part_text(Ratio number) { return number.text(); }
std::string part_text(const GridLevel& level) {
    return level.gap.text() + "/" + level.weight.text() + "/" + level.take_profit.text();
}
std::string part_text(const SecretReference& secret) { return std::string(kind_name(secret.kind)) + " " + secret.name; }

template <class Parts>
std::string joined(const Parts& parts);
std::string part_text(const std::pair<const std::uint16_t, Levels>& entry) {
    return std::to_string(entry.first) + ":[" + joined(entry.second) + "]";
}
std::string part_text(const std::pair<const std::uint16_t, Ratio>& entry) {
    return std::to_string(entry.first) + ":" + entry.second.text();
}
std::string part_text(const std::pair<const std::string, Money>& entry) { return entry.first + ":" + entry.second.text(); }
template <class Parts>
std::string joined(const Parts& parts) {
    std::string out;
    for (const auto& part : parts) out.append(out.empty() ? "" : ",").append(part_text(part));
    return out;
}

using json::Writer;

void write(Writer& out, const std::string& word) { out.string(word); }
void write(Writer& out, Ratio number) { out.string(number.text()); }
void write(Writer& out, Money amount) { out.string(amount.text()); }
void write(Writer& out, const GridLevel& level) {
    out.begin_object().name("gap").string(level.gap.text()).name("weight").string(level.weight.text());
    out.name("tp").string(level.take_profit.text()).end_object();
}
void write(Writer& out, const SecretReference& secret) {
    out.begin_object().name(kind_name(secret.kind)).string(secret.name).end_object();
}

template <class Part>
void write(Writer& out, const std::vector<Part>& parts) {
    out.begin_array();
    for (const auto& part : parts) write(out, part);
    out.end_array();
}

std::string name_of(const std::string& name) { return name; }
std::string name_of(std::uint16_t number) { return std::to_string(number); }

template <class Name, class Part>
void write(Writer& out, const std::map<Name, Part>& parts) {
    out.begin_object();
    for (const auto& [name, part] : parts) {
        out.name(name_of(name));
        write(out, part);
    }
    out.end_object();
}

}  // namespace

std::string canonical_text(const KeyValue& value) {
    return std::visit(
        Overloaded{[](std::monostate) { return std::string("null"); }, [](bool b) { return std::string(b ? "true" : "false"); },
                   [](std::int64_t i) { return std::to_string(i); }, [](Ratio r) { return r.text(); },
                   [](const std::string& s) { return s; }, [](const Words& w) { return "[" + joined(w) + "]"; },
                   [](const Levels& l) { return "[" + joined(l) + "]"; }, [](const LevelMap& m) { return "{" + joined(m) + "}"; },
                   [](const DecimalMap& m) { return "{" + joined(m) + "}"; },
                   [](const DecimalList& l) { return "[" + joined(l) + "]"; },
                   [](const Amounts& a) { return "{" + joined(a) + "}"; }, [](const SecretReference& s) { return part_text(s); },
                   [](const Secrets& s) { return "[" + joined(s) + "]"; }},
        value);
}

std::string json_text(const KeyValue& value) {
    Writer out;
    std::visit(
        Overloaded{[&](std::monostate) { out.null(); }, [&](bool b) { out.boolean(b); }, [&](std::int64_t i) { out.integer(i); },
                   [&](Ratio r) { write(out, r); }, [&](const std::string& s) { write(out, s); },
                   [&](const Words& w) { write(out, w); }, [&](const Levels& l) { write(out, l); },
                   [&](const LevelMap& m) { write(out, m); }, [&](const DecimalMap& m) { write(out, m); },
                   [&](const DecimalList& l) { write(out, l); }, [&](const Amounts& a) { write(out, a); },
                   [&](const SecretReference& s) { write(out, s); }, [&](const Secrets& s) { write(out, s); }},
        value);
    return out.take();
}

}  // namespace trellis::adapters
