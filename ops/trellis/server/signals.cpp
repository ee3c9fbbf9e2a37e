// How a signal enters a running server: whether there is room for it, its number, and who waits for its answer.
#include "adapters/webhook/parse.hpp"
#include "ops/trellis/server/server.hpp"

namespace trellis::program {

namespace {

/// Signals between submission and durability; what comes beyond is told to come again (503).
constexpr std::size_t signals_waiting_max = 4'096;

}  // namespace

/// Nothing may be recorded of it: why. An exit passes as long as the journal takes anything.
std::optional<Error> Server::refusal_of(const ReceivedSignal& signal) const {
    using adapters::JournalState;
    if (phase_.load() == adapters::ServerPhase::stopping) return Error{"STOPPING", "the server is stopping"};
    if (journal_->state() == JournalState::failed) return Error{"JOURNAL_FULL", "the journal cannot be written"};
    if (journal_->state() == JournalState::full) return Error{"JOURNAL_FULL", "the disk is full"};
    // The archive's thread may not have noticed yet, when signals come faster than it looks.
    const bool is_low = is_disk_low_.load() || data_->writer().is_short_of_room();
    if (is_low && !adapters::is_exit(signal)) {
        return Error{"JOURNAL_FULL", "the disk is nearly full: exits are taken, entries are not"};
    }
    if (journal_->credit() == 0) return Error{"BUSY", "the journal is behind"};
    if (journal_->signals_waiting() >= signals_waiting_max) return Error{"BUSY", "too many signals are waiting"};
    return std::nullopt;
}

void Server::submit(ReceivedSignal signal, Stages::Time received, adapters::OnSignalAnswer done) {
    if (auto refused = refusal_of(signal)) return done(std::move(*refused));
    const SignalNumber number{last_signal_.fetch_add(1) + 1};
    adapters::set_number(signal, number);
    last_signal_at_.store(clock_.now().time_since_epoch().count(), std::memory_order_relaxed);
    journal_->await_signal(number, std::move(done), received);
    ring_->give(SignalItem{std::move(signal)});
}

void Server::signal(AccountId account, std::string body, adapters::OnSignalAnswer done) {
    const Timestamp now = clock_.now();
    submit(adapters::parse_signal(body, account, SignalNumber{}, now), stages_.now(), std::move(done));
}

}  // namespace trellis::program
