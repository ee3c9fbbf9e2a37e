// Reads the event stream of /api/v1/stream, in whatever pieces it comes.
//
//   message = *( field ":" [ SP ] value LF ) LF        fields used: id, data; a line that begins with ":" is a heartbeat
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace trellis::program {

struct ServerSentEvent {
    std::string id;
    std::string data;
};

class ServerSentEvents {
public:
    /// The messages that `text` completes.
    std::vector<ServerSentEvent> take(std::string_view text);

private:
    void take_line(std::string_view line);

    std::string line_;
    ServerSentEvent event_;
    std::vector<ServerSentEvent> complete_;
};

}  // namespace trellis::program
