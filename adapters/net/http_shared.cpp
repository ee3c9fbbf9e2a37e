#include "adapters/net/http_shared.hpp"

#include "adapters/net/http_text.hpp"

namespace trellis::adapters {

HttpResponse HttpShared::refusal(unsigned status, std::string_view reason) {
    if (options.refuse) return options.refuse(status, reason);
    return {.status = status, .content_type = "text/plain; charset=utf-8", .headers = {}, .body = std::string(reason) + "\n"};
}

const std::string& HttpShared::date() {
    const auto now = std::time(nullptr);
    if (now != date_at_) {
        date_at_ = now;
        date_ = http_date(now);
    }
    return date_;
}

}  // namespace trellis::adapters
