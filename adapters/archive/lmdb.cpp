// LMDB's calls, their handles owned and their codes turned into errors.
#include "adapters/archive/lmdb.hpp"

#include <lmdb.h>

#include <cerrno>
#include <utility>

#include "adapters/journal/disk.hpp"

namespace trellis::adapters {
namespace {

MDB_val value_of(ByteView bytes) { return {bytes.size(), const_cast<std::byte*>(bytes.data())}; }
ByteView view_of(const MDB_val& value) { return {static_cast<const std::byte*>(value.mv_data), value.mv_size}; }

bool is_damage(int code) {
    return code == MDB_CORRUPTED || code == MDB_PAGE_NOTFOUND || code == MDB_INVALID || code == MDB_VERSION_MISMATCH ||
           code == MDB_PANIC || code == MDB_CURSOR_FULL || code == MDB_PAGE_FULL || code == MDB_INCOMPATIBLE || code == MDB_BAD_TXN;
}

}  // namespace

struct Store::Environment {
    MDB_env* handle = nullptr;
    MDB_dbi table = 0;

    Environment() = default;
    Environment(const Environment&) = delete;
    Environment& operator=(const Environment&) = delete;
    ~Environment() { mdb_env_close(handle); }
};

Store::Store(std::string path, Mode mode)
    : path_(std::move(path)), mode_(mode), environment_(std::make_unique<Environment>()) {}

Store::~Store() = default;

Error Store::error_of(int code, const char* what) const {
    if (code == MDB_MAP_FULL || code == MDB_TXN_FULL) return Error{"STORE_FULL", path_ + " is full: " + mdb_strerror(code)};
    if (is_damage(code)) return Error{"STORE_DAMAGED", path_ + " cannot be read: " + mdb_strerror(code)};
    if (code > 0) return disk_error(what, path_, code);
    return Error{"DISK_IO", std::string("cannot ") + what + " " + path_ + ": " + mdb_strerror(code)};
}

Result<std::unique_ptr<Store>> Store::open(const std::string& path, Mode mode, std::uint64_t map_bytes_min) {
    std::unique_ptr<Store> store(new Store(path, mode));
    auto& environment = *store->environment_;
    if (const int code = mdb_env_create(&environment.handle); code != 0) return store->error_of(code, "open");
    if (const int code = mdb_env_set_mapsize(environment.handle, map_bytes_min); code != 0) return store->error_of(code, "map");
    const unsigned read_only = mode == Mode::read ? MDB_RDONLY : 0U;
    constexpr unsigned file_mode = 0640;
    if (const int code = mdb_env_open(environment.handle, path.c_str(), MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS | read_only, file_mode);
        code != 0) {
        return store->error_of(code, "open");
    }
    MDB_txn* transaction = nullptr;
    if (const int code = mdb_txn_begin(environment.handle, nullptr, MDB_RDONLY, &transaction); code != 0) {
        return store->error_of(code, "read");
    }
    const int opened = mdb_dbi_open(transaction, nullptr, 0, &environment.table);
    if (opened != 0) {
        mdb_txn_abort(transaction);
        return store->error_of(opened, "read");
    }
    if (const int code = mdb_txn_commit(transaction); code != 0) return store->error_of(code, "read");
    return store;
}

Result<Store::Transaction> Store::begin() {
    MDB_txn* transaction = nullptr;
    const unsigned flags = mode_ == Mode::read ? MDB_RDONLY : 0U;
    if (const int code = mdb_txn_begin(environment_->handle, nullptr, flags, &transaction); code != 0) return error_of(code, "read");
    return Transaction(*this, transaction, environment_->table);
}

Result<Store::Transaction> Store::begin_read() const {
    MDB_txn* transaction = nullptr;
    const int code = mdb_txn_begin(environment_->handle, nullptr, MDB_RDONLY, &transaction);
    if (code != 0) return error_of(code, "read");
    return Transaction(*this, transaction, environment_->table);
}

Result<void> Store::grow() {
    MDB_envinfo info{};
    if (const int code = mdb_env_info(environment_->handle, &info); code != 0) return error_of(code, "map");
    if (const int code = mdb_env_set_mapsize(environment_->handle, info.me_mapsize * 2); code != 0) return error_of(code, "map");
    return {};
}

Result<void> Store::copy_to(const std::string& path) {
    if (const int code = mdb_env_copy(environment_->handle, path.c_str()); code != 0) return error_of(code, "copy");
    return {};
}

Store::Transaction::Transaction(Transaction&& other) noexcept
    : store_(other.store_), handle_(std::exchange(other.handle_, nullptr)), table_(other.table_) {}

Store::Transaction::~Transaction() {
    if (handle_ != nullptr) mdb_txn_abort(handle_);
}

Result<std::optional<ByteView>> Store::Transaction::get(ByteView key) const {
    auto wanted = value_of(key);
    MDB_val found{};
    const int code = mdb_get(handle_, table_, &wanted, &found);
    if (code == MDB_NOTFOUND) return std::optional<ByteView>{};
    if (code != 0) return store_->error_of(code, "read");
    return std::optional<ByteView>(view_of(found));
}

Result<void> Store::Transaction::put(ByteView key, ByteView value) {
    auto where = value_of(key);
    auto what = value_of(value);
    if (const int code = mdb_put(handle_, table_, &where, &what, 0); code != 0) return store_->error_of(code, "write");
    return {};
}

Result<void> Store::Transaction::remove(ByteView key) {
    auto where = value_of(key);
    const int code = mdb_del(handle_, table_, &where, nullptr);
    if (code != 0 && code != MDB_NOTFOUND) return store_->error_of(code, "write");
    return {};
}

Result<void> Store::Transaction::commit() {
    const int code = mdb_txn_commit(std::exchange(handle_, nullptr));
    if (code != 0) return store_->error_of(code, "write");
    return {};
}

Result<void> Store::Transaction::scan(const Visitor& visit) const {
    return walk({}, true, [&](ByteView key, ByteView value) -> Result<bool> {
        if (auto visited = visit(key, value); !visited) return visited.error();
        return true;
    });
}

Result<void> Store::Transaction::walk_forwards(ByteView key, const Walker& walker) const { return walk(key, true, walker); }
Result<void> Store::Transaction::walk_backwards(ByteView key, const Walker& walker) const { return walk(key, false, walker); }

Result<void> Store::Transaction::walk(ByteView from, bool is_forwards, const Walker& walker) const {
    MDB_cursor* handle = nullptr;
    if (const int code = mdb_cursor_open(handle_, table_, &handle); code != 0) return store_->error_of(code, "read");
    const std::unique_ptr<MDB_cursor, void (*)(MDB_cursor*)> cursor(handle, mdb_cursor_close);
    auto key = value_of(from);
    MDB_val value{};
    int code = mdb_cursor_get(cursor.get(), &key, &value, from.empty() ? MDB_FIRST : MDB_SET_RANGE);
    if (!is_forwards) code = mdb_cursor_get(cursor.get(), &key, &value, code == MDB_NOTFOUND ? MDB_LAST : MDB_PREV);
    while (code == 0) {
        const auto goes_on = walker(view_of(key), view_of(value));
        if (!goes_on) return goes_on.error();
        if (!*goes_on) return {};
        code = mdb_cursor_get(cursor.get(), &key, &value, is_forwards ? MDB_NEXT : MDB_PREV);
    }
    if (code == MDB_NOTFOUND) return {};
    return store_->error_of(code, "read");
}

}  // namespace trellis::adapters
