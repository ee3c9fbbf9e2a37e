// Lines of a text stream with their numbers and one buffer for all of them: what the readers of recorded data share.
#pragma once

#include <cstdint>
#include <istream>
#include <memory>
#include <string>
#include <string_view>

#include "engine/base/result.hpp"

namespace trellis::adapters {

class TextLines {
public:
    /// `name` is what errors call the stream.
    TextLines(std::unique_ptr<std::istream> stream, std::string name);
    /// Error CANNOT_READ names the file.
    static Result<TextLines> open(const std::string& path);

    /// Moves to the next line that is not empty, without its end; false at the end.
    bool next();
    std::string_view line() const { return line_; }
    std::uint64_t number() const { return number_; }
    bool is_broken() const { return stream_->bad(); }
    /// An error about a place in the present line: "file:line:column: words".
    Error error(std::string_view code, std::size_t column, std::string_view words) const;

private:
    std::unique_ptr<std::istream> stream_;
    std::string name_;
    std::string line_;
    std::uint64_t number_ = 0;
};

}  // namespace trellis::adapters
