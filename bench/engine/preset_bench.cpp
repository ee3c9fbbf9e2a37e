// Resolving a preset (B-20) where 1,000 users have 1,000 each, held against the two look-ups by name that any way of keeping them so
// needs: the user's, and the preset's among his.
#include "bench/engine/preset_bench.hpp"

#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/support/promise.hpp"
#include "engine/directory/directory.hpp"
#include "engine/directory/overlay.hpp"
#include "engine/pool/preset_entry.hpp"

namespace trellis::bench {
namespace {

constexpr std::uint32_t users = 1'000;
constexpr std::uint32_t presets_each = 1'000;
constexpr std::uint32_t first_user = 100;  // behind those that the program knows

std::string preset_name(std::uint32_t number) { return "Preset of mine " + std::to_string(number); }

/// One account for each user, with a preset of his and another as his default.
Config crowded() {
    Config config;
    for (std::uint32_t user = 0; user < users; ++user) {
        const OwnerId owner{first_user + user};
        OwnPresets own;
        for (std::uint32_t number = 0; number < presets_each; ++number) {
            Preset preset;
            preset.name = preset_name(number);
            preset.stop.pips = static_cast<Pips>(1 + (user + number) % 1'000);
            if (number % 10 == 0) preset.symbol = "XAUUSD";  // passed over: the next level is asked
            own.presets.emplace(preset.name, preset);
        }
        own.user_default = preset_name(user * 7 % presets_each);
        config.owners.emplace(owner, std::move(own));
        AccountConfig account;
        account.id = AccountId{static_cast<std::uint16_t>(user + 1)};
        account.owner = owner;
        account.preset = preset_name(user * 13 % presets_each);
        config.accounts.push_back(account);
    }
    return config;
}

/// Accounts in an order that no cache foresees.
std::vector<std::uint32_t> any_order(std::size_t count) {
    std::vector<std::uint32_t> order;
    std::uint64_t state = 42;
    for (std::size_t i = 0; i < count; ++i) {
        state = state * 6'364'136'223'846'793'005ULL + 1'442'695'040'888'963'407ULL;
        order.push_back(static_cast<std::uint32_t>(state >> 33U) % users);
    }
    return order;
}

}  // namespace

void promise_p18() {
    constexpr int runs = 11;
    constexpr std::size_t asked = 200'000;
    const Config config = crowded();
    const auto order = any_order(asked);
    std::vector<double> values;
    std::vector<double> floors;
    std::size_t found = 0;
    for (int run = 0; run < runs; ++run) {
        values.push_back(processor_nanoseconds_each(asked, [&](std::size_t i) {
            const AccountConfig& account = config.accounts[order[i]];
            const auto resolution = resolve_preset(config, account, {{}, false}, {"BTCUSDT", 3600});
            if (resolution.preset != nullptr) ++found;
        }));
        floors.push_back(processor_nanoseconds_each(asked, [&](std::size_t i) {
            const AccountConfig& account = config.accounts[order[i]];
            const auto& own = config.owners.find(account.owner)->second.presets;
            if (own.contains(account.preset)) ++found;
        }));
    }
    Answer answer;
    answer.id = "P18";
    answer.value = median(values);
    answer.unit = "ns";
    answer.against = "the user and the preset by name, 1,000 users with 1,000 each";
    answer.peer_value = median(floors);
    answer.ratio = answer.value / answer.peer_value;
    answer.must = "<= 5 us, best 1 us";
    answer.is_met = answer.value <= 5'000 && found > asked;
    answer.runs = runs;
    print(answer);
}

namespace {

/// A directory where so many users have `each` presets.
Directory directory_of(std::uint32_t owners, std::uint32_t each) {
    Directory directory;
    for (std::uint32_t user = 0; user < owners; ++user) {
        for (std::uint32_t number = 0; number < each; ++number) {
            PresetCreated made;
            made.preset = {OwnerId{first_user + user}, number + 1};
            Preset preset;
            preset.name = preset_name(number);
            preset.stop.pips = static_cast<Pips>(1 + (user + number) % 1'000);
            made.content = preset;
            directory.apply(made);
        }
    }
    return directory;
}

PresetRevised revision_of(const Directory& directory, std::uint32_t turn) {
    const PresetId id{OwnerId{first_user}, 1 + turn * 7 % presets_each};
    const CataloguePreset& known = *directory.find(id);
    Preset next = *known.versions.back().content;
    next.stop.pips = static_cast<Pips>(2'000 + turn);
    PresetRevised revised;
    revised.made = {id, known.version() + 1};
    revised.content = next;
    return revised;
}

void change_among(std::uint32_t owners, std::uint32_t turns) {
    constexpr int runs = 5;
    auto directory = std::make_shared<const Directory>(directory_of(owners, presets_each));
    Config laid = with_directory(default_config(), *directory);
    std::vector<double> values;
    std::vector<double> floors;
    std::uint32_t turn = 0;
    for (int run = 0; run < runs; ++run) {
        values.push_back(processor_nanoseconds_each(turns, [&](std::size_t) {
            const std::vector<DirectoryEvent> events{revision_of(*directory, ++turn)};
            auto next = std::make_shared<Directory>(*directory);
            next->apply(events.front());
            laid = with_changes(laid, default_config(), *directory, *next, events);
            directory = std::move(next);
        }));
        floors.push_back(processor_nanoseconds_each(turns, [&](std::size_t) {
            const SharedPreset one(*revision_of(*directory, ++turn).content);
            if (one->name.empty()) std::abort();
        }));
    }
    Answer answer;
    answer.id = "preset-change:" + std::to_string(owners * presets_each);
    answer.value = median(values) / 1e3;
    answer.unit = "us";
    answer.against = "making the preset alone";
    answer.peer_value = median(floors) / 1e3;
    answer.ratio = answer.value / answer.peer_value;
    answer.must = "<= 1 ms, of the 5 ms of a durable change";
    answer.is_met = answer.value <= 1'000;
    answer.runs = runs;
    print(answer);
}

}  // namespace

void promise_preset_change() {
    change_among(1, 40);
    change_among(10, 10);
    change_among(1'000, 1);
}

}  // namespace trellis::bench
