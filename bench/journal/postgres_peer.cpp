// PostgreSQL as a journal: one prepared INSERT per record, each its own transaction.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>

#include "bench/journal/peers.hpp"

#ifdef TRELLIS_HAS_POSTGRES
#include <libpq-fe.h>
#endif

namespace trellis::bench {

#ifdef TRELLIS_HAS_POSTGRES
namespace {

struct FreeConnection {
    void operator()(PGconn* connection) const { PQfinish(connection); }
};
struct FreeResult {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Connection = std::unique_ptr<PGconn, FreeConnection>;
using Result = std::unique_ptr<PGresult, FreeResult>;

bool is_ok(PGconn& connection, const char* command) {
    const Result result(PQexec(&connection, command));
    return PQresultStatus(result.get()) == PGRES_COMMAND_OK;
}

bool is_set(PGconn& connection, const char* question, const std::string& answer) {
    const Result result(PQexec(&connection, question));
    return PQresultStatus(result.get()) == PGRES_TUPLES_OK && PQgetvalue(result.get(), 0, 0) == answer;
}

class PostgresPeer final : public Peer {
public:
    explicit PostgresPeer(Connection connection) : connection_(std::move(connection)) {}

    void store(std::span<const std::byte> record, std::size_t count) override {
        const std::array<const char*, 1> values{reinterpret_cast<const char*>(record.data())};
        const std::array<int, 1> lengths{static_cast<int>(record.size())};
        const std::array<int, 1> formats{1};
        for (std::size_t i = 0; i < count; ++i) {
            const Result result(PQexecPrepared(connection_.get(), "add", 1, values.data(), lengths.data(), formats.data(), 1));
            if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw std::runtime_error(PQerrorMessage(connection_.get()));
        }
    }

private:
    Connection connection_;
};

}  // namespace

std::unique_ptr<Peer> postgres_peer() {
    const char* conninfo = std::getenv("TRELLIS_BENCH_POSTGRES");
    if (conninfo == nullptr) {
        std::fprintf(stderr, "bench_journal: no PostgreSQL: TRELLIS_BENCH_POSTGRES is not set\n");
        return nullptr;
    }
    Connection connection(PQconnectdb(conninfo));
    const bool is_ready = PQstatus(connection.get()) == CONNECTION_OK && is_ok(*connection, "SET synchronous_commit TO on") &&
                          is_set(*connection, "SHOW fsync", "on") &&
                          is_ok(*connection, "DROP TABLE IF EXISTS trellis_bench") &&
                          is_ok(*connection, "CREATE TABLE trellis_bench (id bigserial PRIMARY KEY, record bytea NOT NULL)");
    if (!is_ready) {
        std::fprintf(stderr, "bench_journal: PostgreSQL cannot be used: %s\n", PQerrorMessage(connection.get()));
        return nullptr;
    }
    const Result prepared(PQprepare(connection.get(), "add", "INSERT INTO trellis_bench (record) VALUES ($1)", 1, nullptr));
    if (PQresultStatus(prepared.get()) != PGRES_COMMAND_OK) return nullptr;
    return std::make_unique<PostgresPeer>(std::move(connection));
}
#else
std::unique_ptr<Peer> postgres_peer() {
    std::fprintf(stderr, "bench_journal: built without libpq\n");
    return nullptr;
}
#endif

}  // namespace trellis::bench
