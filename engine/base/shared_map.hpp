// An ordered map that copies in the time of its chunks, not of its entries: copies share what neither has changed. For state that many
// read while one makes the next version of it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

#include "engine/base/check.hpp"

namespace trellis {

/// Keys ascend by `<`. What is found stays where it is until this map is changed or gone; copies of it do not matter.
template <class K, class V>
class SharedMap {
public:
    using key_type = K;
    using mapped_type = V;
    using value_type = std::pair<K, V>;

private:
    using Chunk = std::vector<value_type>;
    using Chunks = std::vector<std::shared_ptr<const Chunk>>;  // none is empty
    static constexpr std::size_t chunk_max = 32;

public:
    class const_iterator {
    public:
        using iterator_category = std::forward_iterator_tag;
        using iterator_concept = std::forward_iterator_tag;
        using value_type = SharedMap::value_type;
        using difference_type = std::ptrdiff_t;
        using pointer = const value_type*;
        using reference = const value_type&;

        const_iterator() = default;
        reference operator*() const { return (**chunk_)[at_]; }
        pointer operator->() const { return &**this; }
        const_iterator& operator++() {
            if (++at_ == (*chunk_)->size()) {
                ++chunk_;
                at_ = 0;
            }
            return *this;
        }
        const_iterator operator++(int) {
            const const_iterator before = *this;
            ++*this;
            return before;
        }
        bool operator==(const const_iterator&) const = default;

    private:
        friend SharedMap;
        const_iterator(typename Chunks::const_iterator chunk, std::size_t at) : chunk_(chunk), at_(at) {}
        typename Chunks::const_iterator chunk_{};
        std::size_t at_ = 0;
    };
    using iterator = const_iterator;

    const_iterator begin() const { return {chunks_.begin(), 0}; }
    const_iterator end() const { return {chunks_.end(), 0}; }
    std::size_t size() const { return size_; }
    bool empty() const { return size_ == 0; }

    /// The first whose key is not below.
    template <class Key = K>
    const_iterator lower_bound(const Key& key) const {
        const auto chunk = std::partition_point(chunks_.begin(), chunks_.end(), [&](const auto& one) { return one->back().first < key; });
        return chunk == chunks_.end() ? end() : const_iterator(chunk, place_in(**chunk, key));
    }
    template <class Key = K>
    const_iterator find(const Key& key) const {
        const auto found = lower_bound(key);
        return found == end() || key < found->first ? end() : found;
    }
    template <class Key = K>
    bool contains(const Key& key) const {
        return find(key) != end();
    }
    /// Throws InvariantBroken when there is none.
    template <class Key = K>
    const V& at(const Key& key) const {
        const auto found = find(key);
        TRELLIS_CHECK(found != end(), "a map has what it is asked for");
        return found->second;
    }

    /// False: the key is there, and stays as it is.
    bool emplace(K key, V value) {
        if (contains(key)) return false;
        put(std::move(key), std::move(value));
        return true;
    }
    void insert_or_assign(K key, V value) { put(std::move(key), std::move(value)); }

    /// `how(V&)` on what is there under the key. Throws InvariantBroken when there is nothing.
    template <class Key = K, class How>
    void change(const Key& key, How&& how) {
        const auto found = find(key);
        TRELLIS_CHECK(found != end(), "what is changed is there");
        auto copy = std::make_shared<Chunk>(**found.chunk_);
        std::forward<How>(how)((*copy)[found.at_].second);
        chunks_[index_of(found)] = std::move(copy);
    }
    /// How many went: one or none.
    template <class Key = K>
    std::size_t erase(const Key& key) {
        const auto found = find(key);
        if (found == end()) return 0;
        const auto index = static_cast<std::ptrdiff_t>(index_of(found));
        auto copy = std::make_shared<Chunk>(**found.chunk_);
        copy->erase(copy->begin() + static_cast<std::ptrdiff_t>(found.at_));
        if (copy->empty()) {
            chunks_.erase(chunks_.begin() + index);
        } else {
            chunks_[static_cast<std::size_t>(index)] = std::move(copy);
        }
        --size_;
        return 1;
    }
    void clear() {
        chunks_.clear();
        size_ = 0;
    }

    bool operator==(const SharedMap& other) const {
        return size_ == other.size_ && (chunks_ == other.chunks_ || std::equal(begin(), end(), other.begin()));
    }

private:
    template <class Key = K>
    static std::size_t place_in(const Chunk& chunk, const Key& key) {
        const auto place = std::partition_point(chunk.begin(), chunk.end(), [&](const value_type& one) { return one.first < key; });
        return static_cast<std::size_t>(place - chunk.begin());
    }
    std::size_t index_of(const const_iterator& found) const { return static_cast<std::size_t>(found.chunk_ - chunks_.begin()); }

    void put(K key, V value) {
        if (chunks_.empty()) {
            chunks_.push_back(std::make_shared<const Chunk>(1, value_type(std::move(key), std::move(value))));
            size_ = 1;
            return;
        }
        // Behind the last key, the last chunk grows.
        auto chunk = std::partition_point(chunks_.begin(), chunks_.end(), [&](const auto& one) { return one->back().first < key; });
        if (chunk == chunks_.end()) --chunk;
        const std::size_t place = place_in(**chunk, key);
        const bool is_there = place < (*chunk)->size() && !(key < (**chunk)[place].first);
        if (!is_there && place == (*chunk)->size() && place >= chunk_max) {  // in order: full chunks, not halves
            chunks_.insert(chunk + 1, std::make_shared<const Chunk>(1, value_type(std::move(key), std::move(value))));
            ++size_;
            return;
        }
        auto copy = std::make_shared<Chunk>(**chunk);
        if (is_there) {
            (*copy)[place].second = std::move(value);
            *chunk = std::move(copy);
            return;
        }
        copy->insert(copy->begin() + static_cast<std::ptrdiff_t>(place), value_type(std::move(key), std::move(value)));
        ++size_;
        *chunk = copy;
        if (copy->size() > chunk_max) split(chunk, *copy);
    }
    void split(typename Chunks::iterator chunk, const Chunk& full) {
        const auto half = full.begin() + static_cast<std::ptrdiff_t>(full.size() / 2);
        auto upper = std::make_shared<const Chunk>(half, full.end());
        auto lower = std::make_shared<const Chunk>(full.begin(), half);
        *chunk = std::move(lower);
        chunks_.insert(chunk + 1, std::move(upper));
    }

    Chunks chunks_;
    std::size_t size_ = 0;
};

}  // namespace trellis
