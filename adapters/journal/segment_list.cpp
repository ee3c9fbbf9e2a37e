// Lists the segments of a journal and refuses those that do not belong to it.
#include "adapters/journal/segment_list.hpp"

#include <optional>

namespace trellis::adapters {
namespace {

Error foreign(const std::string& path, const std::string& why) {
    return Error{"JOURNAL_FOREIGN_SEGMENT", path + " does not belong here: " + why};
}

/// A header with a good checksum must also be this journal's, under its own name.
Result<void> check_belongs(const SegmentHeaderParse& parsed, const JournalIdentity& identity, std::uint64_t number,
                           const std::string& path) {
    if (const auto* newer = std::get_if<NewerHeader>(&parsed)) {
        return Error{"JOURNAL_VERSION", path + " has version " + std::to_string(newer->version) + ", this program reads 1"};
    }
    const auto* header = std::get_if<SegmentHeader>(&parsed);
    if (header == nullptr) return {};
    if (header->journal != identity.id) {
        return foreign(path, "its journal is " + text_of(header->journal) + ", this one is " + text_of(identity.id));
    }
    if (header->number != number) return foreign(path, "it says that it is segment " + std::to_string(header->number));
    return {};
}

Result<SegmentHeaderParse> read_required(Disk& disk, const std::string& directory, const JournalIdentity& identity,
                                         std::uint64_t number) {
    const auto path = join_path(directory, segment_name(number));
    auto parsed = read_segment_header(disk, directory, number);
    if (!parsed && parsed.error().code == "NOT_FOUND") {
        return Error{"JOURNAL_MISSING_SEGMENT", path + " is missing: the journal has segments " +
                                                    std::to_string(identity.oldest) + " to " + std::to_string(identity.newest)};
    }
    if (!parsed) return parsed;
    if (auto belongs = check_belongs(*parsed, identity, number, path); !belongs) return belongs.error();
    return parsed;
}

/// A crash may leave an empty segment that JOURNAL does not know yet; one that was written to is somebody else's.
Result<void> check_names(Disk& disk, const std::string& directory, const JournalIdentity& identity) {
    const auto names = disk.list(directory);
    if (!names) return names.error();
    for (const auto& name : *names) {
        const auto number = segment_number_of(name);
        if (!number || *number <= identity.newest) continue;
        const auto parsed = read_segment_header(disk, directory, *number);
        if (!parsed) return parsed.error();
        if (std::holds_alternative<BlankHeader>(*parsed)) continue;
        return foreign(join_path(directory, name),
                       "the last segment of this journal is " + segment_name(identity.newest));
    }
    return {};
}

Result<SegmentList> list_once(Disk& disk, const std::string& directory, const JournalIdentity& identity) {
    SegmentList list{.identity = identity, .used = {}, .unused = {}};
    if (auto names = check_names(disk, directory, identity); !names) return names.error();
    std::vector<ListedSegment> unreadable;
    for (auto number = identity.oldest; number <= identity.newest; ++number) {
        const auto parsed = read_required(disk, directory, identity, number);
        if (!parsed) return parsed.error();
        if (const auto* header = std::get_if<SegmentHeader>(&*parsed)) {
            list.used.insert(list.used.end(), unreadable.begin(), unreadable.end());
            unreadable.clear();
            list.used.push_back({*header, true});
        } else {
            unreadable.push_back({SegmentHeader{.number = number, .journal = identity.id}, false});
        }
    }
    for (const auto& segment : unreadable) list.unused.push_back(segment.header.number);
    return list;
}

}  // namespace

Result<std::vector<std::byte>> read_file(Disk& disk, const std::string& path) {
    auto file = disk.open(path, OpenMode::read);
    if (!file) return file.error();
    const auto size = (*file)->size();
    if (!size) return size.error();
    std::vector<std::byte> bytes(*size);
    const auto got = (*file)->read(0, bytes);
    if (!got) return got.error();
    bytes.resize(*got);
    return bytes;
}

Result<SegmentHeaderParse> read_segment_header(Disk& disk, const std::string& directory, std::uint64_t number) {
    auto file = disk.open(join_path(directory, segment_name(number)), OpenMode::read);
    if (!file) return file.error();
    std::array<std::byte, segment_header_bytes> bytes{};
    const auto got = (*file)->read(0, bytes);
    if (!got) return got.error();
    return parse_segment_header(std::span<const std::byte>(bytes).first(*got));
}

Result<SegmentList> list_segments(Disk& disk, const std::string& directory) {
    // A writer may make or drop a segment while this looks: then JOURNAL has changed and the look is repeated.
    constexpr int attempts = 5;
    std::optional<Result<SegmentList>> list;
    for (int i = 0; i < attempts; ++i) {
        const auto identity = read_identity(disk, directory);
        if (!identity) return identity.error();
        list = list_once(disk, directory, *identity);
        if (list->ok()) break;
        const auto now = read_identity(disk, directory);
        if (now.ok() && *now == *identity) break;
    }
    return std::move(*list);
}

Result<bool> reaches_first_event(Disk& disk, const std::string& directory) {
    const auto segments = list_segments(disk, directory);
    if (!segments) return segments.error();
    return segments->used.empty() || segments->used.front().header.first_sequence <= 1;
}

}  // namespace trellis::adapters
