// One answer to a request that several accounts have to obey.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "adapters/admin/services.hpp"
#include "adapters/json/writer.hpp"

namespace trellis::adapters::admin {

/// That account, or all of them where nobody is named. Error UNKNOWN_ACCOUNT.
Result<std::vector<AccountId>> accounts_named(const Scene& scene, const std::optional<std::string>& name);

/// Waits for the answer of every account, then answers once.
class Gathering {
  public:
    /// `names` of the accounts; `rule` of what they are told; `write` adds what each became to its object.
    Gathering(HttpReply reply, std::vector<std::string> names, std::string_view rule, std::function<void(json::Writer&)> write);

    /// The answer of the account at that place.
    void take(std::size_t place, const Result<Obeyed>& answer);

  private:
    HttpResponse response() const;
    HttpResponse obeyed() const;

    HttpReply reply_;
    const std::vector<std::string> names_;
    const std::string_view rule_;
    const std::function<void(json::Writer&)> write_;
    std::mutex mutex_;  // guards what follows
    std::vector<std::optional<Result<Obeyed>>> answers_;
    std::size_t missing_;
};

}  // namespace trellis::adapters::admin
