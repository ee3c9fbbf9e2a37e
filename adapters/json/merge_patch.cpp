#include "adapters/json/merge_patch.hpp"

#include "adapters/json/writer.hpp"

namespace trellis::adapters::json {

// The reader bounds the depth of both documents, so the descent is bounded too.
std::string merge_patch(const Value* target, const Value& patch) {
    if (!patch.is_object()) return std::string(patch.raw());
    Writer out;
    out.begin_object();
    if (target != nullptr) {
        for (const auto& member : target->members()) {
            const auto* change = patch.find(member.name);
            if (change == nullptr) out.name(member.name).raw(member.value.raw());
            if (change != nullptr && !change->is_null()) out.name(member.name).raw(merge_patch(&member.value, *change));
        }
    }
    for (const auto& member : patch.members()) {
        if (member.value.is_null()) continue;
        if (target == nullptr || target->find(member.name) == nullptr)
            out.name(member.name).raw(merge_patch(nullptr, member.value));
    }
    return out.end_object().take();
}

std::string with_member(const Value& object, std::string_view name, std::string_view value) {
    Writer out(Layout::line);
    bool is_written = false;
    out.begin_object();
    for (const auto& member : object.members()) {
        const bool is_it = member.name == name;
        out.name(member.name).raw(is_it ? value : member.value.raw());
        is_written = is_written || is_it;
    }
    if (!is_written) out.name(name).raw(value);
    return out.end_object().take();
}

}  // namespace trellis::adapters::json
