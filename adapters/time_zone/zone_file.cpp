#include "adapters/time_zone/zone_file.hpp"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <iterator>
#include <optional>
#include <vector>

#include "adapters/time_zone/zone_rule.hpp"

namespace trellis::adapters {

namespace {

constexpr std::size_t file_size_max = 1U << 20U;
constexpr std::size_t head_size = 44;
constexpr std::int32_t offset_limit = 26 * 3600;

std::int64_t big_endian(std::string_view bytes) {
    // The sign is the first bit, whatever the width.
    std::uint64_t value = (static_cast<unsigned char>(bytes.front()) & 0x80U) != 0 ? ~std::uint64_t{0} : 0;
    for (const char byte : bytes) value = value << 8U | static_cast<unsigned char>(byte);
    return static_cast<std::int64_t>(value);
}

struct Head {
    char version = 0;
    std::size_t utc_indicators = 0;
    std::size_t standard_indicators = 0;
    std::size_t leap_seconds = 0;
    std::size_t changes = 0;
    std::size_t types = 0;
    std::size_t characters = 0;

    std::size_t data_size(std::size_t width) const {
        return changes * (width + 1) + types * 6 + characters + leap_seconds * (width + 4) + standard_indicators + utc_indicators;
    }
};

std::optional<Head> read_head(std::string_view bytes) {
    if (bytes.size() < head_size || !bytes.starts_with("TZif")) return std::nullopt;
    Head head;
    head.version = bytes[4];
    std::size_t at = 20;
    for (std::size_t* count : {&head.utc_indicators, &head.standard_indicators, &head.leap_seconds, &head.changes, &head.types,
                               &head.characters}) {
        const std::int64_t value = big_endian(bytes.substr(at, 4));
        if (value < 0 || static_cast<std::size_t>(value) > file_size_max) return std::nullopt;
        *count = static_cast<std::size_t>(value);
        at += 4;
    }
    return head;
}

Error bad(const std::string& name, const char* why) { return {"BAD_ZONE_FILE", "the zone file of " + name + " " + why}; }

struct Table {
    std::int32_t first_offset = 0;
    std::vector<TimeZone::Change> changes;
};

std::optional<std::int32_t> offset_of_type(std::string_view types, std::size_t index) {
    if (index * 6 + 6 > types.size()) return std::nullopt;
    const std::int64_t offset = big_endian(types.substr(index * 6, 4));
    if (offset <= -offset_limit || offset >= offset_limit) return std::nullopt;
    return static_cast<std::int32_t>(offset);
}

/// The changes in a block whose times are `width` bytes wide.
std::optional<Table> read_table(const Head& head, std::string_view data, std::size_t width) {
    const auto types = data.substr(head.changes * (width + 1), head.types * 6);
    Table table;
    const auto first = offset_of_type(types, 0);
    if (!first) return std::nullopt;
    table.first_offset = *first;
    for (std::size_t i = 0; i < head.changes; ++i) {
        const std::int64_t at = big_endian(data.substr(i * width, width));
        const auto offset = offset_of_type(types, static_cast<unsigned char>(data[head.changes * width + i]));
        if (!offset) return std::nullopt;
        if (!table.changes.empty() && table.changes.back().at >= at) return std::nullopt;
        table.changes.push_back({at, *offset});
    }
    return table;
}

/// What the rule makes of the years behind the table, as far as a Timestamp reaches.
void extend(Table& table, const ZoneRule& rule) {
    constexpr int first_year = 1900;
    constexpr int last_year = 2262;
    const auto behind_table = [&](const TimeZone::Change& change) {
        return table.changes.empty() || change.at > table.changes.back().at;
    };
    if (!rule.summer.has_value() && table.changes.empty()) table.first_offset = rule.standard_offset;
    for (int year = first_year; year <= last_year; ++year) {
        for (const auto& change : changes_of_year(rule, year)) {
            if (behind_table(change)) table.changes.push_back(change);
        }
    }
}

bool is_zone_name(std::string_view name) {
    // No dots: a name never leaves the directory.
    return !name.empty() && name.front() != '/' && name.find_first_of(".\\") == std::string_view::npos;
}

}  // namespace

Result<TimeZone> read_zone(std::string_view bytes, std::string name) {
    auto head = read_head(bytes);
    if (!head) return bad(name, "does not begin as one");
    std::size_t width = 4;
    std::string_view data = bytes.substr(head_size);
    if (head->version >= '2') {
        if (data.size() < head->data_size(width)) return bad(name, "ends too soon");
        data.remove_prefix(head->data_size(width));
        width = 8;
        head = read_head(data);
        if (!head) return bad(name, "has no second part");
        data.remove_prefix(head_size);
    }
    if (data.size() < head->data_size(width)) return bad(name, "ends too soon");
    auto table = read_table(*head, data, width);
    if (!table) return bad(name, "has changes that cannot be");
    auto footer = data.substr(head->data_size(width));
    if (width == 8 && footer.size() > 2 && footer.front() == '\n' && footer.back() == '\n') {
        footer = footer.substr(1, footer.size() - 2);
        const auto rule = parse_zone_rule(footer);
        if (!rule) return bad(name, "ends with a rule that cannot be read");
        extend(*table, *rule);
    }
    return TimeZone(std::move(name), table->first_offset, std::move(table->changes));
}

Result<TimeZone> load_zone(std::string_view name, const std::filesystem::path& directory) {
    if (name == "UTC") return TimeZone();
    std::error_code fault;
    const auto path = directory / name;
    if (!is_zone_name(name) || !std::filesystem::is_regular_file(path, fault)) {
        return Error{"UNKNOWN_TIME_ZONE", "there is no time zone " + std::string(name) + " in " + directory.string()};
    }
    if (std::filesystem::file_size(path, fault) > file_size_max) return bad(std::string(name), "is too large");
    std::ifstream file(path, std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
    if (!file) return bad(std::string(name), "cannot be read");
    return read_zone(bytes, std::string(name));
}

std::vector<std::string> zone_names(const std::filesystem::path& directory) {
    std::vector<std::string> names{"UTC"};
    std::error_code fault;
    for (std::filesystem::recursive_directory_iterator at(directory, fault), end; !fault && at != end; at.increment(fault)) {
        const std::string known = at->path().lexically_relative(directory).string();
        if (known == "posix" || known == "right") at.disable_recursion_pending();
        if (known.find('.') == std::string::npos && at->is_regular_file(fault)) names.push_back(known);
    }
    std::ranges::sort(names);
    names.erase(std::unique(names.begin(), names.end()), names.end());
    return names;
}

}  // namespace trellis::adapters
