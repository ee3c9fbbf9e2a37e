// A text that must not be seen: it cannot be copied, printed or compared with `==` by accident, and its bytes are wiped when it
// goes. Z-2: what cannot be formatted cannot reach a log.
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>

namespace trellis::adapters {

class Secret {
  public:
    Secret() = default;
    explicit Secret(std::string_view text);
    Secret(Secret&& other) noexcept;
    Secret& operator=(Secret&& other) noexcept;
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    ~Secret();

    bool is_empty() const { return size_ == 0; }
    /// Takes as long for a wrong text as for the right one, whatever their lengths; an empty secret matches nothing.
    bool matches(std::string_view offered) const;
    /// For whom the text itself is needed, and only for as long: a key of a signature, a password on its way out.
    std::string_view reveal() const { return {text_.get(), size_}; }

    bool operator==(const Secret&) const = delete;
    friend std::ostream& operator<<(std::ostream&, const Secret&) = delete;

  private:
    void wipe() noexcept;

    // Not std::string: moving a short one would leave its bytes behind.
    std::unique_ptr<char[]> text_;
    std::size_t size_ = 0;
};

/// Overwrites bytes that held a secret; the compiler may not leave it out.
void wipe(std::string& text) noexcept;
void wipe(char* begin, std::size_t size) noexcept;

/// What is compared instead of secrets: 32 bytes that say nothing about their origin.
using Fingerprint = std::array<unsigned char, 32>;

/// SHA-256 as bytes.
Fingerprint fingerprint(std::string_view text);
/// HMAC-SHA256.
Fingerprint signature(const Secret& key, std::string_view message);
/// Takes the same time wherever they differ.
bool is_same(const Fingerprint& a, const Fingerprint& b);

}  // namespace trellis::adapters
