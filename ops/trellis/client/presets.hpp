// `trellis presets`: the presets of a running server, who trades by them, and what they would do.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <vector>

#include "adapters/json/document.hpp"
#include "ops/trellis/client/list.hpp"
#include "ops/trellis/client/session.hpp"

namespace trellis::program {

struct PresetsOptions {
    ListOptions list;
    std::string which;   ///< all, mine, public, templates
    std::string tag;
    std::string symbol;
    std::string words;
};
int presets(const PresetsOptions& options, std::ostream& out, std::ostream& err);

/// One preset, looked at.
struct PresetShowOptions {
    ClientOptions client;
    std::string preset;  ///< p1.3 or its name
    bool json = false;
};
int preset_show(const PresetShowOptions& options, std::ostream& out, std::ostream& err);
/// The document alone, as `create` and `update` take it.
int preset_export(const PresetShowOptions& options, std::ostream& out, std::ostream& err);

/// A change of one preset, or of who trades by it.
struct PresetChangeOptions {
    ClientOptions client;
    std::string preset;
    std::string file;     ///< a document; "-" is standard input
    std::string account;
    std::string name;     ///< of a clone
    std::vector<std::string> groups;  ///< to apply it to; empty: all that are open under it
    bool force = false;
    bool dry_run = false;
    bool json = false;
};
using ChangePreset = int (*)(const PresetChangeOptions&, std::ostream&, std::ostream&);
int preset_create(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
/// On top of the version that is read first.
int preset_update(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_clone(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_publish(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_unpublish(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_enable(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_disable(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_delete(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
/// To open groups (B-25).
int preset_apply(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_assign(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);
int preset_unassign(const PresetChangeOptions& options, std::ostream& out, std::ostream& err);

/// What governs an entry: the preset and the strategy, what was passed over, and every value; with its origin where that is asked for.
void print_governance(const adapters::json::Value& said, bool is_explained, std::ostream& out);

struct PresetQuestion {
    ClientOptions client;
    std::string preset;
    std::string account;
    std::string symbol;
    std::string side = "long";
    std::string entry;
    std::string stop;
    std::string structure;
    std::string equity;
    std::uint32_t timeframe = 0;  ///< seconds
    bool json = false;
};
int preset_resolve(const PresetQuestion& question, std::ostream& out, std::ostream& err);
int preset_preview(const PresetQuestion& question, std::ostream& out, std::ostream& err);

}  // namespace trellis::program
