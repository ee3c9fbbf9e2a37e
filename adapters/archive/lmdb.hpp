// One LMDB file: ordered keys, values, transactions. The only place that knows LMDB; what it is used for is in archive.hpp.
//
// LMDB's own lock file is not used: one process owns the directory, and a reader beside it reads the file that is not being written.
// LMDB trusts its pages; whoever opens a file that a crash or a bad disk may have changed runs check_store() before.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "engine/base/result.hpp"

struct MDB_txn;

namespace trellis::adapters {

using ByteView = std::span<const std::byte>;

/// Error codes: NOT_FOUND, STORE_FULL (the map is too small: grow()), STORE_DAMAGED, and those of a disk (disk.hpp).
class Store {
public:
    enum class Mode : std::uint8_t { read, write };

    /// What it returns lives until its next change or its end; its destruction undoes what was not committed.
    class Transaction {
    public:
        Transaction(Transaction&& other) noexcept;
        Transaction& operator=(Transaction&&) = delete;
        ~Transaction();

        Result<std::optional<ByteView>> get(ByteView key) const;
        Result<void> put(ByteView key, ByteView value);
        /// Removing what is not there is no error.
        Result<void> remove(ByteView key);
        /// Durable when it returns.
        Result<void> commit();
        using Visitor = std::function<Result<void>(ByteView key, ByteView value)>;
        /// All records in the order of their keys; stops at the first error.
        Result<void> scan(const Visitor& visit) const;
        /// Records from a key on; false: stop there. Forwards the record of `key` comes first; backwards come those before `key`.
        using Walker = std::function<Result<bool>(ByteView key, ByteView value)>;
        Result<void> walk_forwards(ByteView key, const Walker& walk) const;
        Result<void> walk_backwards(ByteView key, const Walker& walk) const;

    private:
        friend class Store;
        Transaction(const Store& store, MDB_txn* handle, unsigned table) : store_(&store), handle_(handle), table_(table) {}
        Result<void> walk(ByteView key, bool is_forwards, const Walker& walk) const;

        const Store* store_;
        MDB_txn* handle_;
        unsigned table_;
    };

    /// With Mode::write the file is made when it is absent; its directory must exist. The map is as large as the file, or
    /// `map_bytes_min`; what the file says of it is not believed.
    static Result<std::unique_ptr<Store>> open(const std::string& path, Mode mode, std::uint64_t map_bytes_min = 1U << 20U);
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;
    ~Store();

    /// For the mode it was opened in; one at a time.
    Result<Transaction> begin();
    /// Only reads what is committed. Any number at a time, on any thread, also beside one that writes; all of them must have ended
    /// when that one commits, which reuses pages, and when grow() or the destructor is called: the caller holds a lock for it.
    Result<Transaction> begin_read() const;
    /// Makes room for twice as much. No transaction may be open.
    Result<void> grow();
    /// Writes all of it to a new file, not yet synced. The file must not exist.
    Result<void> copy_to(const std::string& path);

    const std::string& path() const { return path_; }

private:
    struct Environment;
    Store(std::string path, Mode mode);
    Error error_of(int code, const char* what) const;

    std::string path_;
    Mode mode_;
    std::unique_ptr<Environment> environment_;
};

}  // namespace trellis::adapters
