#include "adapters/market/text_lines.hpp"

#include <fstream>
#include <utility>

namespace trellis::adapters {

TextLines::TextLines(std::unique_ptr<std::istream> stream, std::string name)
    : stream_(std::move(stream)), name_(std::move(name)) {}

Result<TextLines> TextLines::open(const std::string& path) {
    auto stream = std::make_unique<std::ifstream>(path, std::ios::binary);
    if (!stream->is_open()) return Error{"CANNOT_READ", path + " cannot be opened"};
    return TextLines(std::move(stream), path);
}

bool TextLines::next() {
    while (std::getline(*stream_, line_)) {
        ++number_;
        if (line_.ends_with('\r')) line_.pop_back();
        if (!line_.empty()) return true;
    }
    return false;
}

Error TextLines::error(std::string_view code, std::size_t column, std::string_view words) const {
    std::string place = name_ + ":" + std::to_string(number_) + ":" + std::to_string(column);
    return {std::string(code), std::move(place) + ": " + std::string(words)};
}

}  // namespace trellis::adapters
