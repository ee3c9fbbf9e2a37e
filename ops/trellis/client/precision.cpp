#include "ops/trellis/client/precision.hpp"

#include <ostream>

#include "adapters/json/writer.hpp"
#include "ops/trellis/client/answers.hpp"
#include "ops/trellis/client/cells.hpp"
#include "ops/trellis/client/list.hpp"

namespace trellis::program {

using adapters::json::Value;

int precision_refresh(const PrecisionRefreshOptions& options, std::ostream& out, std::ostream& err) {
    adapters::json::Writer body;
    body.begin_object();
    if (!options.account.empty()) body.name("account").string(options.account);
    Change change;
    change.command = "precision refresh";
    change.target = "/precision/refresh";
    change.body = body.end_object().take();
    change.dry_run = options.dry_run;
    change.json = options.json;
    change.say = [](const Value& answer, std::ostream& to) {
        const auto* accounts = answer.find("accounts");
        if (accounts == nullptr) return;
        for (const auto& account : accounts->elements()) {
            const std::string event = cell(account, "event");
            to << on_one_line(cell(account, "id")) << ": "
               << (event == "-" ? "the venue's rules are as they were" : "the venue says other rules  (trellis why e" + event + ")") << '\n';
        }
    };
    return make_change(change, options.client, out, err);
}

}  // namespace trellis::program
