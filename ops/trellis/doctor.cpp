#include "ops/trellis/doctor.hpp"

#include <algorithm>
#include <filesystem>
#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/doctor_checks.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/client/terminal.hpp"

namespace trellis::program {

namespace {

namespace fs = std::filesystem;

constexpr const char* config_of_here = "trellis.json";
constexpr const char* initial_remedy = "trellis init DIR writes one to start from";

std::string_view text(Level level) {
    switch (level) {
        case Level::ok: return "OK";
        case Level::warn: return "WARN";
        case Level::fail: return "FAIL";
    }
    return "";
}

/// What is asked of the machine when there is no configuration that says otherwise.
adapters::ConfigDocument read_config_for(const std::string& file, Findings& findings) {
    auto document = adapters::load_config(file);
    if (document.ok()) {
        findings.push_back({Level::ok, "config", file + " is valid", ""});
        return std::move(*document);
    }
    for (const auto& error : document.errors) {
        const bool is_absent = error.code == "NO_FILE";
        findings.push_back({Level::fail, "config", file + ": " + adapters::text(error), is_absent ? initial_remedy : "correct it; trellis check says the same"});
    }
    return {};
}

/// The directory itself, or the nearest one above it that is there.
std::string existing(const std::string& directory) {
    std::error_code ignored;
    fs::path path = fs::absolute(directory, ignored);
    while (!path.empty() && !fs::exists(path, ignored) && path.has_relative_path()) path = path.parent_path();
    return path.string();
}

void add(Findings& to, Findings more) { to.insert(to.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end())); }

Findings examine(const DoctorOptions& options) {
    Findings findings;
    const auto document = read_config_for(options.config.empty() ? config_of_here : options.config, findings);
    const std::string named = document.data_dir.has_value() ? document.resolve(*document.data_dir).string() : "";
    const std::string data_dir = options.data_dir.empty() ? named : options.data_dir;
    Holder holder;
    JournalTail tail;
    if (data_dir.empty()) {
        findings.push_back({Level::fail, "data", "no data directory is named", "set app.data_dir, or give --data-dir DIR"});
    } else {
        holder = check_lock(data_dir);
        findings.push_back(holder.finding);
        tail = check_journal(data_dir);
        add(findings, tail.findings);
        add(findings, check_snapshots(data_dir, tail.last_event, document.journal));
        const std::string there = existing(data_dir);
        add(findings, check_disk(there, document.journal));
        add(findings, check_sync(there));
    }
    add(findings, check_clock(tail.last_at));
    add(findings, check_file_limit(document.security));
    add(findings, check_ports(document.security, holder.is_held));
    add(findings, check_secrets(document, data_dir));
    add(findings, check_routes(document.security));
    add(findings, check_instruments(document.paper));
    return findings;
}

bool has_failed(const Findings& findings) {
    return std::ranges::any_of(findings, [](const Finding& finding) { return finding.level == Level::fail; });
}

std::string as_json(const Findings& findings) {
    adapters::json::Writer out(adapters::json::Layout::indented);
    out.begin_object().name("healthy").boolean(!has_failed(findings)).name("checks").begin_array();
    for (const auto& finding : findings) {
        out.begin_object().name("level").string(text(finding.level)).name("check").string(finding.check);
        out.name("says").string(finding.says).name("remedy").string(finding.remedy).end_object();
    }
    return out.end_array().end_object().take();
}

void print(const Findings& findings, std::ostream& out) {
    constexpr std::size_t level_width = 6;
    constexpr std::size_t check_width = 14;
    for (const auto& finding : findings) {
        std::string head(text(finding.level));
        head.resize(level_width, ' ');
        std::string check = finding.check;
        check.resize(std::max(check.size(), check_width), ' ');
        out << head << check << on_one_line(finding.says) << '\n';
        if (!finding.remedy.empty()) out << std::string(level_width + check_width, ' ') << "-> " << finding.remedy << '\n';
    }
}

}  // namespace

int doctor(const DoctorOptions& options, std::ostream& out, std::ostream& err) {
    const auto findings = examine(options);
    if (options.json) {
        out << as_json(findings) << '\n';
    } else {
        print(findings, out);
    }
    if (!has_failed(findings)) return static_cast<int>(ExitCode::ok);
    err << "trellis doctor: not healthy\n";
    return static_cast<int>(ExitCode::unhealthy);
}

}  // namespace trellis::program
