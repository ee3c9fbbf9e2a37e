// `trellis journal verify | cat | export | replay | tail`: what is in a journal, and whether it is all right. They only read: no
// lock, no change, beside a running engine or on a disk that cannot be written.
//
// DIR is a data directory (with journal/ and state.mdb/ in it) or a journal directory itself. Each returns its exit code: 0; 1 for
// what the disk refuses; 2 for a wrong option; 3 when there is no journal or the event asked for is not kept; 7 when it is damaged.
#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>

#include "engine/config/config.hpp"

namespace trellis::program {

struct JournalVerifyOptions {
    std::string directory;
    const Config* config = nullptr;  ///< names the accounts; without it there are those that events name
    bool json = false;
};
/// Reads every frame, decodes every event, replays it all.
int run_journal_verify(const JournalVerifyOptions& options, std::ostream& out, std::ostream& err);

struct JournalReplayOptions {
    std::string directory;
    const Config* config = nullptr;
    bool json = false;
};
/// Rebuilds the state from the first frame and holds each snapshot against it where it was made.
int run_journal_replay(const JournalReplayOptions& options, std::ostream& out, std::ostream& err);

struct JournalCatOptions {
    std::string directory;
    std::optional<std::uint64_t> from{};  ///< first event shown; empty: the first that is kept
    std::optional<std::uint64_t> to{};    ///< last event shown; empty: the last there is
    std::string type{};                   ///< as in "OrderFilled"; empty: all
};
/// Events as JSON lines.
int run_journal_cat(const JournalCatOptions& options, std::ostream& out, std::ostream& err);

struct JournalExportOptions {
    std::string directory;
    std::string format = "jsonl";  ///< or "csv"
};
int run_journal_export(const JournalExportOptions& options, std::ostream& out, std::ostream& err);

struct JournalTailOptions {
    std::string directory;
    std::uint64_t count = 10;
    bool follow = false;
    /// Called when there is nothing more yet; false ends it. Empty: a fifth of a second, for ever.
    std::function<bool()> wait{};
};
/// The last events as JSON lines; with `follow`, new ones as they are written.
int run_journal_tail(const JournalTailOptions& options, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
