// A walk over both trees of the newest meta page, with a list of pages that were met: a page met twice is damage too.
#include "adapters/archive/store_check.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <span>
#include <vector>

#include "adapters/journal/disk.hpp"
#include "adapters/journal/little_endian.hpp"

namespace trellis::adapters {
namespace {

using Bytes = std::span<const std::byte>;

constexpr std::uint16_t flag_branch = 0x01;
constexpr std::uint16_t flag_leaf = 0x02;
constexpr std::uint16_t flag_overflow = 0x04;
constexpr std::uint16_t flag_meta = 0x08;
constexpr std::uint16_t node_is_large = 0x01;
constexpr std::size_t page_header_bytes = 16;
constexpr std::size_t node_header_bytes = 8;
constexpr std::uint32_t magic = 0xBEEFC0DE;
constexpr std::uint64_t no_page = ~std::uint64_t{0};

/// A file in memory for as long as this lives; only what is read of it is loaded.
class MappedFile {
public:
    explicit MappedFile(const std::string& path) {
        const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (file < 0) {
            error_ = errno;
            return;
        }
        struct stat status {};
        if (::fstat(file, &status) != 0) error_ = errno;
        size_ = static_cast<std::size_t>(status.st_size);
        if (error_ == 0 && size_ > 0) {
            bytes_ = ::mmap(nullptr, size_, PROT_READ, MAP_SHARED, file, 0);
            if (bytes_ == MAP_FAILED) error_ = errno;
        }
        ::close(file);
    }
    MappedFile(const MappedFile&) = delete;
    MappedFile& operator=(const MappedFile&) = delete;
    ~MappedFile() {
        if (error_ == 0 && size_ > 0) ::munmap(bytes_, size_);
    }
    int error() const { return error_; }
    Bytes bytes() const { return {static_cast<const std::byte*>(bytes_), size_}; }

private:
    void* bytes_ = nullptr;
    std::size_t size_ = 0;
    int error_ = 0;
};

struct Tree {
    std::uint16_t depth = 0;
    std::uint64_t entries = 0;
    std::uint64_t root = no_page;
};

struct Meta {
    std::size_t page_bytes = 0;
    Tree free_pages;
    Tree records;
    std::uint64_t last_page = 0;
    std::uint64_t transaction = 0;
};

/// A page to look at, and between which keys its own must lie; no data: unbounded.
struct Visit {
    std::uint64_t page = 0;
    std::uint16_t level = 0;
    Bytes from;
    Bytes to;
};

struct Node {
    std::uint64_t number = 0;  ///< of a branch: the child; of a leaf: the size of its data
    std::uint16_t flags = 0;
    Bytes key;
    Bytes data;
};

bool is_before(Bytes a, Bytes b) { return std::ranges::lexicographical_compare(a, b); }

class Checker {
public:
    Checker(const std::string& path, Bytes file) : path_(path), file_(file) {}

    Result<void> run() {
        if (read_metas()) {
            met_.assign(page_count(), false);
            met_[0] = met_[1] = true;
            const bool is_sound = walk(meta_.records, true) && walk(meta_.free_pages, false);
            if (is_sound) mark_free_pages();
        }
        if (fault_) return *fault_;
        return {};
    }

private:
    bool fail(std::uint64_t page, const char* what) {
        if (!fault_) {
            fault_ = Error{"STORE_DAMAGED", path_ + " is damaged: page " + std::to_string(page) + ": " + what};
        }
        return false;
    }
    std::size_t page_count() const { return file_.size() / meta_.page_bytes; }
    Bytes page_at(std::uint64_t number) const {
        return file_.subspan(static_cast<std::size_t>(number) * meta_.page_bytes, meta_.page_bytes);
    }

    static Tree tree_at(Bytes page, std::size_t offset) {
        return {load<std::uint16_t>(page, offset + 6), load<std::uint64_t>(page, offset + 32), load<std::uint64_t>(page, offset + 40)};
    }
    bool read_metas() {
        constexpr std::size_t meta_bytes = page_header_bytes + 136;
        if (file_.size() < meta_bytes) return fail(0, "the file is too short");
        const std::size_t page_bytes = load<std::uint32_t>(file_, page_header_bytes + 24);
        const bool is_size = page_bytes >= 512 && page_bytes <= 65536 && std::has_single_bit(page_bytes);
        if (!is_size || file_.size() < 2 * page_bytes) return fail(0, "the page size is wrong");
        for (std::size_t number = 0; number < 2; ++number) {
            const auto page = file_.subspan(number * page_bytes, page_bytes);
            const bool is_meta = (load<std::uint16_t>(page, 10) & flag_meta) != 0;
            if (!is_meta || load<std::uint64_t>(page, 0) != number) return fail(number, "it is no meta page");
            const auto body = page.subspan(page_header_bytes);
            if (load<std::uint32_t>(body, 0) != magic) return fail(number, "it is no meta page of LMDB");
            if (load<std::uint32_t>(body, 4) != 1) return fail(number, "another version of LMDB wrote it");
            if (load<std::uint32_t>(body, 24) != page_bytes) return fail(number, "the page sizes differ");
            const Meta meta{page_bytes, tree_at(body, 24), tree_at(body, 72), load<std::uint64_t>(body, 120),
                            load<std::uint64_t>(body, 128)};
            if (number == 0 || meta.transaction > meta_.transaction) meta_ = meta;
        }
        return true;
    }

    bool meet(std::uint64_t page, std::uint64_t count) {
        if (page > meta_.last_page || page >= page_count() || count > page_count() - page) {
            return fail(page, "it lies behind the end of the file");
        }
        for (auto number = static_cast<std::size_t>(page); number < page + count; ++number) {
            if (met_[number]) return fail(number, "it is used twice");
            met_[number] = true;
        }
        return true;
    }

    bool walk(const Tree& tree, bool is_records) {
        entries_ = 0;
        if (tree.root == no_page) return tree.entries == 0 || fail(no_page, "a tree with entries has no root");
        std::vector<Visit> waiting{{tree.root, 1, {}, {}}};
        while (!waiting.empty()) {
            const auto visit = waiting.back();
            waiting.pop_back();
            if (!look_at(visit, tree, is_records, waiting)) return false;
        }
        return entries_ == tree.entries || fail(tree.root, "the tree has another number of entries");
    }

    bool look_at(const Visit& visit, const Tree& tree, bool is_records, std::vector<Visit>& waiting) {
        if (!meet(visit.page, 1)) return false;
        const auto page = page_at(visit.page);
        const bool is_leaf = visit.level == tree.depth;
        if (load<std::uint64_t>(page, 0) != visit.page) return fail(visit.page, "it says that it is another page");
        if (load<std::uint16_t>(page, 10) != (is_leaf ? flag_leaf : flag_branch)) return fail(visit.page, "it is of another kind");
        const std::size_t lower = load<std::uint16_t>(page, 12);
        const std::size_t upper = load<std::uint16_t>(page, 14);
        if (lower <= page_header_bytes || lower > upper || upper > page.size() || lower % 2 != 0) {
            return fail(visit.page, "its bounds are wrong");
        }
        std::vector<Node> nodes;
        for (std::size_t at = page_header_bytes; at < lower; at += 2) {
            auto node = node_at(page, load<std::uint16_t>(page, at), upper, is_leaf);
            if (!node) return fail(visit.page, "a node lies outside of it");
            nodes.push_back(*node);
        }
        if (is_records && !are_in_order(nodes, visit, is_leaf)) return fail(visit.page, "its keys do not ascend");
        return is_leaf ? take_leaf(visit.page, nodes, is_records) : take_branch(visit, nodes, waiting);
    }

    static std::optional<Node> node_at(Bytes page, std::size_t offset, std::size_t upper, bool is_leaf) {
        if (offset < upper || offset + node_header_bytes > page.size()) return std::nullopt;
        const std::uint64_t low = load<std::uint16_t>(page, offset);
        const std::uint64_t high = load<std::uint16_t>(page, offset + 2);
        const auto flags = load<std::uint16_t>(page, offset + 4);
        const std::size_t key_bytes = load<std::uint16_t>(page, offset + 6);
        const auto room = page.subspan(offset + node_header_bytes);
        Node node{low | high << 16U, flags, {}, {}};
        if (!is_leaf) node.number |= std::uint64_t{flags} << 32U;
        const std::size_t data_bytes = !is_leaf ? 0 : (flags & node_is_large) != 0 ? sizeof(std::uint64_t) : node.number;
        if (key_bytes > room.size() || data_bytes > room.size() - key_bytes) return std::nullopt;
        node.key = room.first(key_bytes);
        node.data = room.subspan(key_bytes, data_bytes);
        return node;
    }

    /// The first key of a branch is not written: it stands for everything below the second.
    static bool are_in_order(const std::vector<Node>& nodes, const Visit& visit, bool is_leaf) {
        auto last = visit.from;
        bool may_equal = true;
        for (std::size_t i = is_leaf ? 0 : 1; i < nodes.size(); ++i) {
            const auto key = nodes[i].key;
            if (key.empty()) return false;
            if (is_before(key, last) || (!may_equal && !is_before(last, key))) return false;
            if (!visit.to.empty() && !is_before(key, visit.to)) return false;
            last = key;
            may_equal = false;
        }
        return true;
    }

    bool take_branch(const Visit& visit, const std::vector<Node>& nodes, std::vector<Visit>& waiting) {
        if (nodes.size() < 2) return fail(visit.page, "a branch has fewer than two children");
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const auto from = i == 0 ? visit.from : nodes[i].key;
            const auto to = i + 1 == nodes.size() ? visit.to : nodes[i + 1].key;
            waiting.push_back({nodes[i].number, static_cast<std::uint16_t>(visit.level + 1), from, to});
        }
        return true;
    }

    bool take_leaf(std::uint64_t page, const std::vector<Node>& nodes, bool is_records) {
        for (const auto& node : nodes) {
            ++entries_;
            if ((node.flags & ~unsigned{node_is_large}) != 0) return fail(page, "a node is of another kind");
            const auto data = data_of(node);
            if (!data) return fail(page, "large data cannot be read");
            if (is_records) continue;
            if (data->size() < 8 || load<std::uint64_t>(*data, 0) > data->size() / 8 - 1) {
                return fail(page, "a list of free pages is too short");
            }
            free_lists_.push_back(*data);
        }
        return true;
    }

    std::optional<Bytes> data_of(const Node& node) {
        if ((node.flags & node_is_large) == 0) return node.data;
        const auto first = load<std::uint64_t>(node.data, 0);
        if (first >= page_count()) return std::nullopt;
        const auto page = page_at(first);
        const auto count = load<std::uint32_t>(page, 12);
        if (load<std::uint64_t>(page, 0) != first || load<std::uint16_t>(page, 10) != flag_overflow || count == 0) return std::nullopt;
        if (!meet(first, count)) return std::nullopt;
        const auto room = count * meta_.page_bytes - page_header_bytes;
        if (node.number > room) return std::nullopt;
        return file_.subspan(static_cast<std::size_t>(first) * meta_.page_bytes + page_header_bytes,
                             static_cast<std::size_t>(node.number));
    }

    /// A free page may lie behind the end of the file: it was given back before it was ever written.
    void mark_free_pages() {
        met_.resize(std::max<std::size_t>(met_.size(), static_cast<std::size_t>(std::min<std::uint64_t>(meta_.last_page, 1U << 30U)) + 1));
        for (const auto list : free_lists_) {
            const auto count = load<std::uint64_t>(list, 0);
            for (std::size_t i = 1; i <= count; ++i) {
                const auto page = load<std::uint64_t>(list, i * 8);
                if (page > meta_.last_page || page >= met_.size()) return void(fail(page, "a free page does not exist"));
                if (met_[page]) return void(fail(page, "a free page is in use"));
                met_[page] = true;
            }
        }
        // LMDB maps as much as the last page asks for.
        if (meta_.last_page >= met_.size() || !met_[meta_.last_page]) fail(meta_.last_page, "it is the last page and nobody's");
    }

    const std::string& path_;
    Bytes file_;
    Meta meta_;
    std::vector<bool> met_;
    std::vector<Bytes> free_lists_;
    std::uint64_t entries_ = 0;
    std::optional<Error> fault_;
};

}  // namespace

Result<void> check_store(const std::string& path) {
    const MappedFile file(path);
    if (file.error() != 0) return disk_error("read", path, file.error());
    return Checker(path, file.bytes()).run();
}

}  // namespace trellis::adapters
