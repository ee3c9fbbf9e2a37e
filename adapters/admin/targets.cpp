#include "adapters/admin/targets.hpp"

#include <atomic>

namespace trellis::adapters::admin {

namespace {

class Dressing final : public HttpReply::Target {
  public:
    Dressing(HttpReply reply, std::string request_id) : reply_(std::move(reply)), request_id_(std::move(request_id)) {}

    void send(HttpResponse response) override { reply_.send(dress(std::move(response))); }
    std::shared_ptr<HttpStream> stream(HttpResponse head) override { return reply_.stream(dress(std::move(head))); }

  private:
    HttpResponse dress(HttpResponse response) const {
        response.headers.push_back({"X-Request-Id", request_id_});
        response.headers.push_back({"Cache-Control", "no-store"});
        response.headers.push_back({"X-Content-Type-Options", "nosniff"});
        return response;
    }

    HttpReply reply_;
    std::string request_id_;
};

class Remembering final : public HttpReply::Target {
  public:
    Remembering(HttpReply reply, std::shared_ptr<IdempotencyTable> table, std::string key)
        : reply_(std::move(reply)), table_(std::move(table)), key_(std::move(key)) {}
    Remembering(const Remembering&) = delete;
    Remembering& operator=(const Remembering&) = delete;
    ~Remembering() override {
        if (!is_done_.exchange(true)) table_->abandon(key_);
    }

    void send(HttpResponse response) override {
        if (!is_done_.exchange(true)) {
            response.status < 500 ? table_->finish(key_, response) : table_->abandon(key_);
        }
        reply_.send(std::move(response));
    }
    std::shared_ptr<HttpStream> stream(HttpResponse head) override { return reply_.stream(std::move(head)); }

  private:
    HttpReply reply_;
    std::shared_ptr<IdempotencyTable> table_;
    std::string key_;
    std::atomic<bool> is_done_{false};
};

}  // namespace

HttpReply dressed(HttpReply reply, std::string request_id) {
    return HttpReply(std::make_shared<Dressing>(std::move(reply), std::move(request_id)));
}

HttpReply remembered(HttpReply reply, std::shared_ptr<IdempotencyTable> table, std::string key) {
    return HttpReply(std::make_shared<Remembering>(std::move(reply), std::move(table), std::move(key)));
}

}  // namespace trellis::adapters::admin
