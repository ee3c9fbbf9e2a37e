#include "adapters/config/text_file.hpp"

#include <fstream>
#include <system_error>

namespace trellis::adapters {

Result<std::string> read_text_file(const std::filesystem::path& file, std::size_t bytes_max) {
    std::error_code fault;
    if (!std::filesystem::exists(file, fault)) return Error{"NO_FILE", "there is no file " + file.string()};
    if (std::filesystem::is_directory(file, fault)) return Error{"NO_FILE", file.string() + " is a folder"};
    std::ifstream stream(file, std::ios::binary);
    if (!stream) return Error{"NO_FILE", file.string() + " cannot be opened"};
    std::string text;
    constexpr std::size_t block_size = 1U << 16U;
    while (stream && text.size() <= bytes_max) {
        const std::size_t size = text.size();
        text.resize(size + block_size);
        stream.read(text.data() + size, static_cast<std::streamsize>(block_size));
        text.resize(size + static_cast<std::size_t>(stream.gcount()));
    }
    if (stream.bad()) return Error{"NO_FILE", file.string() + " cannot be read"};
    if (text.size() > bytes_max) return Error{"TOO_LARGE", file.string() + " has more than " + std::to_string(bytes_max) + " bytes"};
    return text;
}

}  // namespace trellis::adapters
