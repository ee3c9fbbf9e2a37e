#include "ops/trellis/client/server_sent_events.hpp"

#include <utility>

namespace trellis::program {

std::vector<ServerSentEvent> ServerSentEvents::take(std::string_view text) {
    while (!text.empty()) {
        const auto end = text.find('\n');
        line_ += text.substr(0, end);
        if (end == std::string_view::npos) break;
        text.remove_prefix(end + 1);
        if (line_.ends_with('\r')) line_.pop_back();
        take_line(std::exchange(line_, {}));
    }
    return std::exchange(complete_, {});
}

void ServerSentEvents::take_line(std::string_view line) {
    if (line.empty()) {
        if (!event_.data.empty()) complete_.push_back(event_);
        event_ = {};
        return;
    }
    const auto colon = line.find(':');
    const auto field = line.substr(0, colon);
    std::string_view value = colon == std::string_view::npos ? std::string_view() : line.substr(colon + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    if (field == "id") event_.id = value;
    if (field == "data") event_.data += (event_.data.empty() ? "" : "\n") + std::string(value);
}

}  // namespace trellis::program
