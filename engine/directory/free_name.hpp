// The name of a copy: "NAME (Copy)", "NAME (Copy 2)", the first that is free.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace trellis {

/// The front of a name that leaves room for its suffix; never half a character.
inline std::string cut_name(std::string_view name, std::size_t room) {
    if (name.size() <= room) return std::string(name);
    while (room > 0 && (static_cast<unsigned char>(name[room]) & 0xC0U) == 0x80U) --room;
    return std::string(name.substr(0, room));
}

template <class IsFree>
std::string copy_name(std::string_view name, std::size_t bytes_max, const IsFree& is_free) {
    for (std::uint32_t number = 1;; ++number) {
        const std::string suffix = number == 1 ? " (Copy)" : " (Copy " + std::to_string(number) + ")";
        std::string wanted = cut_name(name, bytes_max - suffix.size()) + suffix;
        if (is_free(wanted)) return wanted;
    }
}

}  // namespace trellis
