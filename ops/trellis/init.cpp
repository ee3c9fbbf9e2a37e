#include "ops/trellis/init.hpp"

#include <fcntl.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <ostream>
#include <system_error>

#include "adapters/config/schema.hpp"
#include "engine/base/result.hpp"
#include "ops/trellis/exit_code.hpp"
#include "ops/trellis/init_texts.hpp"

namespace trellis::program {

namespace {

namespace fs = std::filesystem;

constexpr mode_t for_all = 0644;
constexpr mode_t for_me = 0600;
constexpr std::string_view placeholder = "PASTE WHAT IS IN secrets/webhook-secret, OR TAKE secrets/alert.json";

Error system_error(const std::string& what) { return {"NOT_WRITTEN", what + ": " + std::generic_category().message(errno)}; }

/// 32 bytes of the system's chance as base64url, 43 letters.
Result<std::string> random_secret() {
    std::array<unsigned char, 33> bytes{};  // one more, which is zero, makes whole letters
    if (getrandom(bytes.data(), 32, 0) != 32) return system_error("the system gives no random bytes");
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const unsigned three = (unsigned{bytes[i]} << 16U) | (unsigned{bytes[i + 1]} << 8U) | bytes[i + 2];
        for (const unsigned shift : {18U, 12U, 6U, 0U}) text += letters[(three >> shift) & 63U];
    }
    text.pop_back();  // of the zero alone
    return text;
}

/// A new file that never was readable by more than `mode` says.
Result<void> write_file(const fs::path& file, std::string_view text, mode_t mode) {
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    if (descriptor < 0) return system_error(file.string());
    std::size_t done = 0;
    while (done < text.size()) {
        const ssize_t count = write(descriptor, text.data() + done, text.size() - done);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            auto fault = system_error(file.string());
            close(descriptor);
            return fault;
        }
        done += static_cast<std::size_t>(count);
    }
    if (close(descriptor) != 0) return system_error(file.string());
    return {};
}

struct NewFile {
    const char* name;
    std::string text;
    mode_t mode;
};

Result<void> write_all(const fs::path& directory) {
    const auto secret = random_secret();
    const auto token = random_secret();
    if (!secret) return secret.error();
    if (!token) return token.error();
    if (mkdir((directory / "secrets").c_str(), 0700) != 0) return system_error((directory / "secrets").string());
    const std::array<NewFile, 8> files{{{"secrets/webhook-secret", *secret + "\n", for_me},
                                        {"secrets/hook-token", *token + "\n", for_me},
                                        {"secrets/alert.json", initial_alert(*secret), for_me},
                                        {"secrets/signal.json", initial_signal(*secret), for_me},
                                        {"trellis.json", std::string(initial_config()), for_all},
                                        {"config.schema.json", adapters::config_schema(), for_all},
                                        {"alert.json", initial_alert(placeholder), for_all},
                                        {"README.md", std::string(initial_readme()), for_all}}};
    for (const auto& file : files) {
        if (auto written = write_file(directory / file.name, file.text, file.mode); !written) return written;
    }
    return {};
}

/// The directory, made if need be. Error NOT_EMPTY for anything else than an empty one.
Result<void> prepare(const fs::path& directory) {
    std::error_code fault;
    if (!fs::exists(directory, fault)) {
        fs::create_directories(directory, fault);
        if (fault) return Error{"NOT_WRITTEN", directory.string() + ": " + fault.message()};
        return {};
    }
    if (!fs::is_directory(directory, fault)) return Error{"NOT_EMPTY", directory.string() + " is a file; name a new directory"};
    const bool is_empty = fs::is_empty(directory, fault);
    if (fault) return Error{"NOT_WRITTEN", directory.string() + ": " + fault.message()};
    if (is_empty) return {};
    return Error{"NOT_EMPTY",
                 directory.string() + " is not empty, and nothing is overwritten; name a new directory, or empty this one"};
}

void print_next_steps(const fs::path& directory, std::ostream& out) {
    const std::string at = directory.string();
    out << at << ": a set-up on paper; README.md there explains it\n\n"
        << "  trellis check " << at << "/trellis.json\n"
        << "  trellis serve --config " << at << "/trellis.json\n\n"
        << "Then, in another shell, send a signal:\n\n"
        << "  curl --data @" << at << "/secrets/signal.json \"http://127.0.0.1:7781/hook/$(cat " << at
        << "/secrets/hook-token)\"\n\n"
        << "For TradingView: paste " << at << "/secrets/alert.json as the message of an alert, and as its webhook\n"
        << "https://YOUR-HOST/hook/ followed by what is in " << at << "/secrets/hook-token\n";
}

}  // namespace

int init(const InitOptions& options, std::ostream& out, std::ostream& err) {
    const fs::path directory(options.directory);
    auto done = prepare(directory);
    if (done) done = write_all(directory);
    if (!done) {
        err << "trellis init: " << done.error().code << ": " << done.error().detail << '\n';
        return static_cast<int>(done.error().code == "NOT_EMPTY" ? ExitCode::invalid_input : ExitCode::failure);
    }
    print_next_steps(directory, out);
    return static_cast<int>(ExitCode::ok);
}

}  // namespace trellis::program
