// Prints what a scrape of a made-up server shows (`small` or `largest`), for promtool, a real Prometheus and the documents' test.
#include <iostream>
#include <string_view>

#include "tests/adapters/metrics/sample_server.hpp"

int main(int argc, char** argv) {
    const std::string_view which = argc == 2 ? argv[1] : "";
    if (which == "small") {
        std::cout << trellis::tests::small_server().text();
    } else if (which == "largest") {
        std::cout << trellis::tests::largest_server().text();
    } else {
        std::cerr << "render_metrics small|largest\n";
        return 2;
    }
    return 0;
}
