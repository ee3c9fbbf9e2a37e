// What the directory can be told, and what it may look at while it decides.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "engine/base/result.hpp"
#include "engine/directory/directory.hpp"
#include "engine/directory/people_commands.hpp"
#include "engine/market/instrument.hpp"

namespace trellis {

struct CreatePreset {
    Preset content;
};
/// B-25: makes a version; the same content again makes none.
struct RevisePreset {
    PresetId preset;
    Preset content;
};
/// The newest version of what one may see, as one's own.
struct ClonePreset {
    PresetId preset;
    std::string name;  ///< empty: "NAME (Copy)", "NAME (Copy 2)" ...
};
/// B-23.
struct PublishPreset {
    PresetId preset;
    bool is_published = true;
};
struct SwitchPreset {
    PresetId preset;
    bool is_enabled = true;
};
/// B-24: `is_forced` unassigns it everywhere first.
struct DeletePreset {
    PresetId preset;
    bool is_forced = false;
};
/// Empty: none.
struct AssignPreset {
    AccountId account;
    std::optional<PresetId> preset;
};
struct ChooseDefaultPreset {
    std::optional<PresetId> preset;
};

struct OpenConnection {
    ConnectionSettings settings;
};
/// Only whether it is enabled, its signal levels and its pip can change: the rest is what its books were begun with.
struct ChangeConnection {
    AccountId account;
    ConnectionSettings settings;
};
struct RemoveConnection {
    AccountId account;
};
/// Empty: none any more.
struct SealCredential {
    AccountId account;
    std::optional<SealedCredential> credential;
};
struct SetConnectionWebhook {
    AccountId account;
    std::optional<WebhookProof> proof;
};

struct CreateSubscription {
    CopyTerms terms;
    std::optional<PresetId> preset;
    bool is_paused = false;
};
/// Leader and follower stay who they are.
struct ReviseSubscription {
    SubscriptionId subscription;
    CopyTerms terms;
};
/// Ended: deleted.
struct SwitchSubscription {
    SubscriptionId subscription;
    SubscriptionState state{};
};
/// Empty: none.
struct AssignSubscriptionPreset {
    SubscriptionId subscription;
    std::optional<PresetId> preset;
};
struct ShareAccount {
    AccountId account;
    bool is_shared = true;
};

struct CreateStrategy {
    StrategyTerms terms;
};
/// `terms` are those of what is cloned, which may be a strategy of the document.
struct CloneStrategy {
    StrategyTerms terms;
    std::optional<StrategyId> origin{};  ///< empty: of the document
    std::string name{};                  ///< empty: "NAME (Copy)", "NAME (Copy 2)" ...
};
struct ReviseStrategy {
    StrategyId strategy;
    StrategyTerms terms;
};
struct DeleteStrategy {
    StrategyId strategy;
};

struct CreateBot {
    BotTerms terms;
    std::optional<PresetId> preset;
    bool is_started = false;
};
struct ReviseBot {
    BotId bot;
    BotTerms terms;
};
/// Removed: deleted.
struct SwitchBot {
    BotId bot;
    BotState state{};
    bool flattens = false;  ///< with `stopped` alone
};
/// Empty: none.
struct AssignBotPreset {
    BotId bot;
    std::optional<PresetId> preset;
};

using DirectoryCommand = std::variant<CreatePreset, RevisePreset, ClonePreset, PublishPreset, SwitchPreset, DeletePreset, AssignPreset,
                                      ChooseDefaultPreset, OpenConnection, ChangeConnection, RemoveConnection, SealCredential,
                                      SetConnectionWebhook, CreateSubscription, ReviseSubscription, SwitchSubscription,
                                      AssignSubscriptionPreset, ShareAccount, CreateUser, ChangeUser, ChangePassword, DeleteUser,
                                      CreateToken, RevokeToken, NoteAction, CreateStrategy, CloneStrategy, ReviseStrategy, DeleteStrategy, CreateBot,
                                      ReviseBot, SwitchBot, AssignBotPreset>;

struct DirectoryContext {
    Timestamp now{};
    OwnerId by;
    const Config& config;                             ///< the document's: accounts and strategies
    const InstrumentTable& instruments;
    std::optional<std::uint32_t> expected_revision{};  ///< what is changed must not have changed since
    std::set<AccountId> trading{};                     ///< accounts with open groups or waiting entries
};

using DirectoryEvents = std::vector<DirectoryEvent>;

/// Everything a command makes happen; nothing when it is so already.
/// Errors: NOT_FOUND, TEMPLATE_READ_ONLY, NOT_OWNER, VERSION_STALE, NAME_TAKEN, INVALID_PRESET, TOO_MANY_PRESETS, TOO_MANY_VERSIONS,
/// NOT_CLONABLE, IN_USE, UNKNOWN_ACCOUNT, INCOMPATIBLE, TOO_MANY_CONNECTIONS, NOT_CHANGEABLE, TOO_MANY_SUBSCRIPTIONS, PAIR_TAKEN,
/// SELF_COPY, INVALID_TERMS, FORBIDDEN, LAST_ADMIN, INVALID_USER, INVALID_TOKEN, TOO_MANY_USERS, TOO_MANY_TOKENS, INVALID_STRATEGY,
/// TOO_MANY_STRATEGIES, UNKNOWN_STRATEGY, INVALID_BOT, PAPER_MISMATCH, TOO_MANY_BOTS.
Result<DirectoryEvents> decide(const Directory& directory, const DirectoryCommand& command, const DirectoryContext& context);

/// The part of it that is about connections.
Result<DirectoryEvents> decide(const Directory& directory, const OpenConnection& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ChangeConnection& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const RemoveConnection& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const SealCredential& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const SetConnectionWebhook& command, const DirectoryContext& context);

/// The part of it that is about people.
Result<DirectoryEvents> decide(const Directory& directory, const CreateUser& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ChangeUser& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ChangePassword& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const DeleteUser& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const CreateToken& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const RevokeToken& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const NoteAction& command, const DirectoryContext& context);

/// The part of it that is about copying.
Result<DirectoryEvents> decide(const Directory& directory, const CreateSubscription& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ReviseSubscription& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const SwitchSubscription& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const AssignSubscriptionPreset& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ShareAccount& command, const DirectoryContext& context);
/// Nobody copies an account that is removed, and it copies nobody.
DirectoryEvents end_subscriptions_of(const Directory& directory, AccountId account, const DirectoryContext& context);

/// The part of it that is about strategies.
Result<DirectoryEvents> decide(const Directory& directory, const CreateStrategy& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const CloneStrategy& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ReviseStrategy& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const DeleteStrategy& command, const DirectoryContext& context);

/// The part of it that is about bots.
Result<DirectoryEvents> decide(const Directory& directory, const CreateBot& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const ReviseBot& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const SwitchBot& command, const DirectoryContext& context);
Result<DirectoryEvents> decide(const Directory& directory, const AssignBotPreset& command, const DirectoryContext& context);
/// Nothing is bound to an account that is removed.
DirectoryEvents remove_bots_of(const Directory& directory, AccountId account, const DirectoryContext& context);

/// What may be assigned by `owner`: his own, or a template. Errors: NOT_FOUND, NOT_OWNER.
Result<const CataloguePreset*> assignable(const Directory& directory, PresetId id, OwnerId owner);

/// B-26: what of a preset an account cannot do; empty: it may be assigned there.
std::vector<Error> misfits(const Preset& preset, const AccountConfig& account, const InstrumentTable& instruments);
/// What of a preset is left out on that account though it may be assigned there: HEDGE_UNSUPPORTED (B-16).
std::vector<Error> reservations(const Preset& preset, const AccountConfig& account);

}  // namespace trellis
