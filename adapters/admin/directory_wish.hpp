// What a request wants of the directory: tried without doing it, or handed over and answered when it is durable. One way for presets,
// connections, subscriptions, people and whatever else stands in the directory.
#pragma once

#include <functional>
#include <string_view>

#include "adapters/admin/if_match.hpp"
#include "adapters/admin/services.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// A command with what the caller saw before it.
struct DirectoryWish {
    DirectoryCommand command;
    std::optional<std::uint32_t> expected_revision{};
    unsigned status = 200;  ///< of the answer when it was done
};

/// What was done, as it is told to the caller.
using ChangeAnswer = std::function<HttpResponse(const Scene& scene, const DirectoryChange& change, const DirectoryWish& wish)>;

/// The words of what the command would do, or why not; nothing happens.
HttpResponse tried_response(const AdminServices& services, const Call& call, const DirectoryWish& wish);

/// Does it, or with dry_run only tries it.
void hand_over(const AdminServices& services, const Call& call, const HttpReply& reply, DirectoryWish wish, ChangeAnswer answer);

/// Whoever counts hears of a preset, or of its assignment, that was refused.
void note_refused_preset(const AdminServices& services, std::string_view code);

/// The revision that the caller bases his change on. Empty: whichever it is.
std::optional<std::uint32_t> revision_of(const Basis& basis);

/// "event": the first event of the change, or null because it was so already.
void write_event(json::Writer& out, const DirectoryChange& change);

}  // namespace trellis::adapters::admin
