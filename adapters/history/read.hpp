// What one query holds while it reads: the shared lock outlives the transaction. Only for history's own sources.
#pragma once

#include <functional>
#include <shared_mutex>
#include <utility>

#include "adapters/history/history.hpp"

namespace trellis::adapters {

struct History::Read {
    std::shared_lock<std::shared_mutex> lock;
    Store::Transaction transaction;
};

template <class T>
Result<T> History::query(const std::function<Result<T>(const Store::Transaction&)>& ask) const {
    const auto read = begin_read();
    if (!read) return read.error();
    auto answer = ask(read->transaction);
    if (!answer) return noted(answer.error());
    return answer;
}

}  // namespace trellis::adapters
