// The paper exchange (PV-1..9, R-10..17, R-61): a deterministic function of quotes, prints, requests and faults, each with its time.
// It has no clock and no thread; copying it copies the whole venue.
//
//   on_quote ─┐                    ┌─ advance, settle ─► take_reports ─► the engine's line
//   on_print ─┼─► book ─► accounts ─► wire
//   request  ─┘     (matched at once)  (latency, faults, numbered per account)
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "adapters/exchange/paper/book.hpp"
#include "adapters/exchange/paper/fault.hpp"
#include "adapters/exchange/paper/faults.hpp"
#include "adapters/exchange/paper/fees.hpp"
#include "adapters/exchange/paper/linear_ledger.hpp"
#include "adapters/exchange/paper/spot_ledger.hpp"
#include "adapters/exchange/paper/venue_order.hpp"
#include "adapters/exchange/paper/wire.hpp"
#include "adapters/exchange/rate_budget.hpp"
#include "adapters/history/group_side.hpp"
#include "engine/config/config.hpp"
#include "engine/market/instrument.hpp"
#include "engine/market/order.hpp"
#include "engine/market/quote.hpp"
#include "engine/market/wallet.hpp"

namespace trellis {
struct World;
}  // namespace trellis

namespace trellis::adapters {

struct PaperBooks;

class PaperExchange {
public:
    PaperExchange(InstrumentTable instruments, const std::vector<AccountConfig>& accounts);

    /// One more account, with its balances of the beginning.
    void open_account(const AccountConfig& config);

    /// Takes up the books of a venue whose process died, on an exchange on which nothing has happened yet: `world` is what recovery
    /// found, `books` what the journal's fills moved. The market meanwhile filled nothing; what the journal does not know of never
    /// happened. Restored orders know how much of them is filled, not by which trades. (restore.cpp has the cases.)
    void restore(const World& world, const PaperBooks& books);

    /// O-6: what an account may ask for; without it there is no limit.
    void limit_rate(AccountId account, RateLimit limit);

    // ---- what happens; afterwards take_reports() has what is due at `now` ----

    /// R-10, PV-3: the book changes, what it crosses is filled.
    void on_quote(InstrumentId instrument, const Quote& quote, Timestamp now);
    /// R-11, PV-4.
    void on_print(InstrumentId instrument, Price price, Quantity quantity, Timestamp now);
    /// PV-9, R-12: fills a resting order at its limit whatever the quote, at most its rest. False if it does not rest.
    bool force_fill(ClientOrderId id, Quantity quantity, Timestamp now);
    /// Matched at once.
    void request(const VenueRequest& request, Timestamp now);
    void inject(const Fault& fault, Timestamp now);
    /// The venue changes an instrument's rules; what rests stays (V-3). An order that earlier rules would have taken is refused from now
    /// on, and that is nobody's mistake: whoever sent it cannot know yet.
    void change_rules(InstrumentId instrument, const InstrumentRules& rules);
    /// Makes the reports due at `now` available.
    void advance(Timestamp now);
    /// End of an instant: the streams' heartbeat, by which a lost report is noticed at the latest.
    void settle(Timestamp now);

    // ---- what reaches the engine ----

    /// When the next report arrives that has not yet.
    std::optional<Timestamp> next_due() const;
    /// What arrived since the last call, in order.
    std::vector<OrderReport> take_reports() { return wire_.take(); }

    // ---- the truth, for the report and for oracles ----

    /// Every asset the account has or had.
    std::map<std::string, Balance, std::less<>> balances(AccountId account) const;
    /// Free amount of an asset; absent if the account never had it.
    std::optional<Money> free(AccountId account, std::string_view asset) const;
    /// R-8, F-11 in account currency.
    Money equity(AccountId account) const;
    /// K-20: false once the account's stream has been silent for more than five seconds.
    bool is_heard(AccountId account, Timestamp now) const;
    /// V-1: true but where a fault hides them.
    bool has_rules(InstrumentId instrument, Timestamp at) const;
    /// V-3: the rules in force; nothing where has_rules says no.
    std::optional<InstrumentRules> rules(InstrumentId instrument, Timestamp at) const;
    /// All of it, as decisions read it.
    Wallet wallet(AccountId account, Timestamp now) const;
    /// Open positions of a linear account, by instrument; a spot account has none.
    std::vector<VenuePosition> positions(AccountId account) const;
    /// Resting orders of the account, in order of acceptance.
    std::vector<ClientOrderId> working(AccountId account) const;
    /// The same as the venue lists them (O-8); empty while the account's stream is silent.
    std::optional<std::vector<OpenOrder>> open_orders(AccountId account, Timestamp now) const;
    const VenueOrder* order(ClientOrderId id) const;
    const std::map<ClientOrderId, VenueOrder>& orders() const { return orders_; }
    const std::optional<Quote>& quote(InstrumentId instrument) const;
    /// Bought minus sold of a group, over all its orders, and over those of one of its sides (B-16).
    Quantity net_quantity(GroupId group) const;
    Quantity net_quantity(const GroupSide& side) const;
    const std::vector<Violation>& violations() const { return violations_; }
    const InstrumentTable& instruments() const { return instruments_; }

private:
    struct Account {
        AccountConfig config;
        std::variant<SpotLedger, LinearLedger> ledger;
        FaultList faults;
        RateBudget budget;
    };
    struct TradeTerms {
        Price price;
        Quantity quantity;
        bool is_maker = false;
    };
    /// Which resting orders something reaches: limits at or beyond the price, or strictly beyond it.
    struct Reach {
        OrderSide side{};
        Price price;
        bool is_strict = false;
    };

    // requests.cpp
    void place(Account& account, const PlaceOrder& request, Timestamp now);
    void refuse_for_rate(Account& account, const VenueOrder& order, Duration wait, Timestamp now);
    void accept(Account& account, VenueOrder order, Timestamp now, bool is_answer_lost);
    void reject(VenueOrder order, std::string code, Timestamp now, bool is_answer_lost);
    std::optional<std::string> refusal(Account& account, VenueOrder& order);
    bool violates_filter(const VenueOrder& order, Price price, Quantity quantity, std::string_view what);
    void amend(Account& account, const AmendOrder& request, Timestamp now);
    std::optional<std::string> amend_refusal(Account& account, VenueOrder& order, const AmendOrder& request);
    void cancel(const CancelOrder& request, Timestamp now);
    void query(const QueryOrder& request, Timestamp now);
    void cancel_by_venue(const Fault& fault, Timestamp now);

    // by_hand.cpp
    void trade_by_hand(const Fault& fault, Timestamp now);
    void sell_coins(Account& owner, SpotLedger& ledger, const Instrument& instrument, Quantity quantity, Timestamp now);
    void report_holdings(const Account& owner, const Instrument& instrument, PositionSide side, Timestamp now);

    // outside.cpp
    void place_outside(const Fault& fault, Timestamp now);
    void report_outside(const VenueOrder& order, const ReportBody& body, Timestamp now);
    void cancel_orphan(const CancelOrphan& request, Timestamp now);
    VenueOrder* find_outside(AccountId owner, std::string_view client_id);

    // matching.cpp
    void match_new(Account& account, VenueOrder& order, Timestamp now);
    std::optional<Quantity> match_resting(Book& book, Reach reach, std::optional<Quantity> left, Timestamp now);
    Quantity fill_resting(VenueOrder& order, Quantity quantity, Timestamp now);
    std::optional<FeePurse> fee_purse(const Account& owner, const Instrument& instrument) const;
    void fill(Account& account, VenueOrder& order, TradeTerms terms, Timestamp now);
    Quantity closable(const VenueOrder& order) const;
    void rest(VenueOrder& order);
    void leave(VenueOrder& order);
    void end(VenueOrder& order, OrderState state, Timestamp now);

    // restore.cpp
    void restore_balances(const PaperBooks& books);
    void restore_order(VenueOrder order, bool is_certain);

    // exchange.cpp
    static constexpr Duration silence_max = std::chrono::seconds(5);  // K-20
    Lane lane_of(const VenueRequest& request) const;
    Account& account(AccountId id);
    const Account& account(AccountId id) const;
    Book& book(InstrumentId id);
    const Book& book(InstrumentId id) const;
    bool hold(Account& account, VenueOrder& order);
    bool is_reducing(const VenueOrder& order) const;
    VenueOrder* find_known(ClientOrderId id);
    VenueOrder* find_working(ClientOrderId id);
    void report(const VenueOrder& order, ReportBody body, Timestamp now);
    Money value_in(const Account& account, std::string_view asset, Money amount) const;

    InstrumentTable instruments_;
    std::map<AccountId, Account> accounts_;
    std::vector<Book> books_;        // by InstrumentId
    std::vector<std::uint64_t> trade_counts_;
    std::map<ClientOrderId, VenueOrder> orders_;
    std::map<GroupSide, Quantity> net_quantities_;
    struct Span {
        Timestamp from{};
        Timestamp until{};
    };
    std::map<InstrumentId, std::vector<Span>> rules_missing_;
    std::map<InstrumentId, std::vector<Instrument>> earlier_rules_;
    std::vector<Violation> violations_;
    std::uint64_t next_place_ = 1;
    std::uint64_t next_age_ = 1;
    std::uint32_t next_outside_ = 1;
    std::multimap<Timestamp, OrderReport> late_fees_;  // by when they are said (F-8)
    Wire wire_;
};

}  // namespace trellis::adapters
