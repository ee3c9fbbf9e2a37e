#include "adapters/admin/backup.hpp"

#include "adapters/admin/body.hpp"
#include "adapters/admin/views.hpp"

namespace trellis::adapters::admin {

namespace {

constexpr std::size_t path_bytes_max = 4'096;

bool is_path(const std::string& path) {
    return path.starts_with('/') && path.size() <= path_bytes_max && path.find('\0') == std::string::npos;
}

}  // namespace

Backups::~Backups() {
    if (thread_.joinable()) thread_.join();
}

void Backups::start(const Call& call, const HttpReply& reply) {
    auto body = Body::parse(call.request.body);
    if (!body) return reply.send(problem_response(body.error()));
    body->allow_only({"path"});
    const auto path = body->required_text("path");
    if (path && !is_path(*path)) body->refuse("INVALID_VALUE", *body->find("path"), {"R6", "an absolute path on the server"});
    if (body->has_errors()) return reply.send(problem_response(body->problem()));
    if (call.is_dry_run) {
        json::Writer out;
        out.begin_object().name("dry_run").boolean(true).name("would").begin_array().string("copy what a restore needs to " +
                                                                                            *path);
        return reply.send(json_response(out.end_array().end_object()));
    }
    if (is_running_.exchange(true)) return reply.send(problem_response(Error{"BACKUP_RUNNING", "another backup is being written"}));
    const std::lock_guard lock(mutex_);
    if (thread_.joinable()) thread_.join();
    thread_ = std::thread([this, path = *path, reply] { run(path, reply); });
}

void Backups::run(const std::string& path, const HttpReply& reply) {
    const auto done = control_.backup(path);
    is_running_ = false;
    if (!done) return reply.send(problem_response(done.error()));
    json::Writer out;
    out.begin_object().name("path").string(path);
    reply.send(json_response(out.end_object()));
}

std::vector<Route> backup_routes(Backups& backups) {
    return {{"POST",
             "/backup",
             Role::admin,
             "Copy what a restore needs",
             [&backups](const Call& call, const HttpReply& reply) { backups.start(call, reply); },
             {},
             BodyKind::fields}};
}

}  // namespace trellis::adapters::admin
