#include "adapters/admin/outlook.hpp"

namespace trellis::adapters::admin {

Result<std::vector<const AccountConfig*>> wanted_accounts(const Scene& scene, const Query& query) {
    std::vector<const AccountConfig*> wanted;
    if (const auto* name = query.find("account")) {
        const auto account = scene.find_account(*name);
        if (!account) return account.error();
        wanted.push_back(scene.account(*account));
        return wanted;
    }
    for (const auto& account : scene.accounts()) wanted.push_back(&account);
    return wanted;
}

Result<Outlook> Outlook::of(const AdminServices& services, const Scene& scene, const AccountConfig& account) {
    Outlook outlook(scene, account, services.control.status().now);
    for (const auto& instrument : scene.instruments().all()) {
        if (const auto quote = scene.quote(instrument.id)) outlook.board_.set_quote(instrument.id, *quote);
    }
    if (auto read = outlook.read_groups(scene.history()); !read) return read.error();
    auto desk = scene.history().desk(account.id);
    if (!desk) return desk.error();
    outlook.desk_ = std::move(*desk);
    auto risk = scene.history().risk(account.id);
    if (!risk) return risk.error();
    outlook.risk_ = std::move(*risk);
    return outlook;
}

Result<void> Outlook::read_groups(const OwnHistory& history) {
    PageRequest page{page_rows_max, {}};
    do {
        const auto found = history.groups({.account = account_->id, .shown = GroupsShown::open}, page);
        if (!found) return found.error();
        for (const auto& row : found->rows) board_.note(row.group, true);
        page.cursor = found->next;
    } while (!page.cursor.empty());
    return {};
}

}  // namespace trellis::adapters::admin
