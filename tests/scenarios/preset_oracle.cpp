#include "tests/scenarios/preset_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <sstream>

#include "adapters/journal/reader.hpp"
#include "adapters/json/document.hpp"
#include "engine/base/overloaded.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {

namespace {

constexpr double nothing = 1e-9;

template <class Tag>
double number(Decimal<Tag> value) {
    return static_cast<double>(value.raw()) / static_cast<double>(Decimal<Tag>::scale);
}

struct Touch {
    double bid = 0;
    double ask = 0;
};

struct SeenOrder {
    OrderRole role{};
    bool buys = false;
    double quantity = 0;
    double filled = 0;
    bool is_live = true;
};

/// A position as its events tell it.
struct Position {
    Identity identity;
    Preset preset;
    bool has_grid = false;
    bool takes_profit = false;
    bool sizes = false;
    bool is_capped = false;       ///< buying power allowed less than the preset asked for
    std::map<OrderNumber, SeenOrder> orders;
    double open = 0;              ///< in units of the instrument, never negative
    double entered = 0;
    double entered_cost = 0;
    double earned = 0;            ///< of its fills, what is open not counted
    std::optional<double> stop;
    std::optional<double> entry;  ///< of its first fill
    double risk = 0;              ///< R0
    double pip = 0;
    bool is_closing = false;
    bool is_over = false;
    bool broke_even = false;
    bool has_layers = false;      ///< some were filled: what is open is not one position any more (B-15)

    bool is_long() const { return identity.side == PositionSide::long_side; }
    double gain(double from, double to) const { return is_long() ? to - from : from - to; }
};

class Oracle {
public:
    Oracle(const adapters::Scenario& scenario, const std::vector<Told>& told) : scenario_(scenario), told_(told) {
        for (const auto& account : scenario.config.accounts) cash_[account.id] = number(account.balances.at(account.currency));
    }

    std::vector<std::string> run(const std::string& report) {
        auto next = told_.begin();
        const auto tell_until = [&](Timestamp before) {
            while (next != told_.end() && next->at < before) {
                if (next->at != now_) end_instant();
                now_ = next->at;
                take(next->event);
                ++next;
            }
        };
        for (const auto& entry : scenario_.timeline) {
            const auto* quote = std::get_if<adapters::QuoteEntry>(&entry.body);
            if (quote == nullptr) continue;
            tell_until(entry.at);
            end_instant();
            now_ = entry.at;
            touches_[quote->instrument] = {number(quote->bid), number(quote->ask)};
        }
        tell_until(Timestamp::max());
        end_instant();
        check_report(report);
        return std::move(broken_);
    }

private:
    void broken(const Position* position, const std::string& words) {
        if (broken_.size() > 20) return;
        std::ostringstream line;
        line << rfc3339(now_) << " ";
        if (position != nullptr) line << position->preset.name << " " << text(position->identity.side) << " ";
        line << words;
        broken_.push_back(line.str());
    }

    template <class... Piece>
    static std::string words(const Piece&... piece) {
        std::ostringstream out;
        out.precision(12);
        (out << ... << piece);
        return out.str();
    }

    const Instrument& instrument_of(const Position& position) const { return scenario_.instruments.at(position.identity.instrument); }

    double mark_of(const Position& position) const {
        const Touch& touch = touches_.at(position.identity.instrument);
        return position.is_long() ? touch.bid : touch.ask;
    }

    double equity(AccountId account) const {
        double total = cash_.at(account);
        for (const auto& [id, position] : positions_) {
            if (id.account == account && position.open > nothing) total += (position.is_long() ? 1 : -1) * position.open * mark_of(position);
        }
        return total;
    }

    // ---- events ----

    void take(const Event& event) {
        std::visit([this](const auto& happened) { on(happened); }, event);
    }
    template <class E>
    void on(const E&) {}

    void on(const GroupOpened& event) {
        Position& position = positions_[event.group];
        position.identity = event.identity;
        if (!event.preset) return broken(&position, "opened without a preset");
        position.preset = *event.preset->preset;
        position.has_grid = event.preset->has_grid;
        position.sizes = event.preset->sizes;
        position.takes_profit = event.preset->takes_profit;
        position.is_capped = event.preset->wanted.has_value();
        position.pip = number(event.preset->pip);
        check_caps(event.group, position);
        check_hours(position);
    }

    void on(const PyramidAdded& event) {
        Position& position = positions_.at(event.group);
        check_hours(position);
        if (!position.stop.has_value()) return broken(&position, "has no stop");
        check_size(position, event);
    }

    void on(const StopMoved& event) {
        Position& position = positions_.at(event.group);
        if (event.layer.has_value()) return;  // a layer's own
        if (!event.price.has_value()) return broken(&position, "lost its stop");
        const double price = number(*event.price);
        // the first fill counts it again, once.
        const bool is_first = position.stop.has_value() && event.reason == CloseReason::stop;
        if (is_first && ++recounted_[event.group] > 1) broken(&position, "its stop is counted again a second time");
        if (!is_first && position.stop.has_value() && position.gain(*position.stop, price) <= 0) {
            broken(&position, words("its stop goes from ", *position.stop, " to ", price));
        }
        position.stop = price;
    }

    void on(const PositionGoverned& event) {
        Position& position = positions_.at(event.group);
        if (event.layer.has_value()) return;
        position.entry = number(event.entry);
        position.risk = number(event.risk);
    }

    void on(const OrderPlaced& event) {
        positions_.at(event.group).orders[event.order] = {event.role, event.side == OrderSide::buy, number(event.quantity), 0, true};
    }
    void on(const OrderAmendRequested& event) { positions_.at(event.group).orders.at(event.order).quantity = number(event.quantity); }
    void on(const OrderEnded& event) { positions_.at(event.group).orders.at(event.order).is_live = false; }

    void on(const OrderFilled& event) {
        Position& position = positions_.at(event.group);
        SeenOrder& order = position.orders.at(event.order);
        const double quantity = number(event.quantity);
        const double cost = quantity * number(event.price);
        order.filled += quantity;
        if (order.filled > order.quantity - nothing) order.is_live = false;
        const double flow = (order.buys ? -cost : cost) - number(event.fee);
        cash_.at(event.group.account) += flow;
        position.earned += flow;
        if (order.role == OrderRole::layer) position.has_layers = true;
        if (opens(order.role)) {
            position.entered += quantity;
            position.entered_cost += cost;
            position.open += quantity;
        } else {
            position.open -= quantity;
        }
        if (position.open < -nothing) broken(&position, words("is sold ", -position.open, " more than it holds"));
    }

    /// B-15: what all layers lose at their stops stays within the cap.
    void on(const LayersPlanned& event) {
        const Position& position = positions_.at(event.group);
        const auto& cap = position.preset.layers.max_total_risk_percent;
        if (!cap.has_value() || event.layers.empty()) return;
        double loss = number(event.first_loss);
        for (const auto& layer : event.layers) loss += number(layer.quantity) * position.gain(number(layer.stop), number(layer.price));
        const double most = equity(event.group.account) * number(*cap) / 100;
        if (loss > most * (1 + nothing)) broken(&position, words("and its layers may lose ", loss, " of ", most));
    }

    void on(const CloseStarted& event) { positions_.at(event.group).is_closing = true; }
    void on(const CloseAbandoned& event) { positions_.at(event.group).is_closing = false; }
    void on(const GroupFailed& event) { positions_.at(event.group).is_over = true; }
    void on(const GroupClosed& event) {
        Position& position = positions_.at(event.group);
        position.is_over = true;
        if (position.open > number(instrument_of(position).step)) broken(&position, words("is closed with ", position.open, " open"));
        check_taken(position);
    }

    // ---- promises ----

    void check_caps(GroupId opened, const Position& position) {
        int all = 0;
        int same = 0;
        for (const auto& [id, other] : positions_) {
            if (id.account != opened.account || other.is_over || other.preset.name != position.preset.name) continue;
            all += 1;
            if (other.identity.instrument == position.identity.instrument) same += 1;
        }
        const PresetSize& size = position.preset.size;
        if (all > size.max_positions || same > size.max_positions_per_symbol) broken(&position, words("is one of ", all));
    }

    void check_hours(const Position& position) {
        const PresetSchedule& schedule = position.preset.schedule;
        if (!schedule.begins.has_value()) return;
        const auto minute = std::chrono::floor<std::chrono::minutes>(now_.time_since_epoch()).count() % (24 * 60);
        if (minute < schedule.begins->value || minute >= schedule.ends->value) broken(&position, "enters out of its hours");
    }

    void check_size(const Position& position, const PyramidAdded& event) {
        if (!position.sizes) return;
        const Instrument& instrument = instrument_of(position);
        const double fee = number(instrument.taker_fee);
        double loss = 0;
        double step_loss = 0;
        double quantity = 0;
        for (const auto& leg : event.plan.legs) {
            if (leg.skipped) continue;
            const double price = number(leg.price);
            const double unit = position.gain(*position.stop, price) + fee * (price + *position.stop);
            if (position.gain(*position.stop, price) <= 0) broken(&position, words("has an entry at ", price, " beyond its stop"));
            loss += number(leg.quantity) * unit;
            quantity += number(leg.quantity);
            step_loss += number(instrument.step) * unit;
        }
        const PresetSize& size = position.preset.size;
        if (size.mode == SizeMode::fixed) {
            const double lots = number(*size.fixed_lot) * number(instrument.lot());
            if (quantity > lots + nothing) broken(&position, words("is ", quantity, ", not ", lots));
            return;
        }
        const double money = equity(event.group.account) * number(*size.risk_per_trade_percent) / 100;
        if (loss > money * (1 + nothing)) broken(&position, words("may lose ", loss, " of ", money));
        // What buying power cut of a later pyramid stands in no event.
        const bool is_first = event.plan.pyramid.value == 0;
        if (is_first && !position.is_capped && !position.has_grid && loss + step_loss < money * (1 - nothing)) {
            broken(&position, words("may lose only ", loss, " of ", money));
        }
    }

    /// Of a position whose targets are 100 % together and that nothing else closed: they sold all of it (B-9).
    void check_taken(const Position& position) {
        double taken = 0;
        double other = 0;
        for (const auto& [number_of, order] : position.orders) {
            if (opens(order.role)) continue;
            const bool is_target = order.role == OrderRole::tp1 || order.role == OrderRole::tp2 || order.role == OrderRole::tp3;
            (is_target ? taken : other) += order.filled;
        }
        if (std::abs(taken + other + position.open - position.entered) > nothing) broken(&position, "does not add up");
    }

    bool sums_to_all(const Position& position) const {
        const PresetTargets& targets = position.preset.targets;
        if (targets.mode == TargetMode::disabled) return false;
        if (targets.mode == TargetMode::single) return !targets.targets[0].close_percent.has_value() || number(*targets.targets[0].close_percent) == 100;
        double sum = 0;
        for (const auto& target : targets.targets) {
            if (target.enabled) sum += number(*target.close_percent);
        }
        return std::abs(sum - 100) <= 0.01;
    }

    void end_instant() {
        for (auto& [id, position] : positions_) {
            if (position.is_over || position.is_closing || position.open < nothing || !touches_.contains(position.identity.instrument)) continue;
            if (position.has_layers) continue;
            check_stop(position);
            check_targets(position);
            check_break_even(position);
        }
    }

    bool is_dust(const Position& position) const {
        const Instrument& instrument = instrument_of(position);
        return position.open < number(instrument.min_quantity) - nothing || position.open < number(instrument.step) - nothing;
    }

    void check_stop(const Position& position) {
        if (!position.entry.has_value()) return broken(&position, "holds something and is not governed");
        if (position.gain(*position.stop, mark_of(position)) <= 0 && !is_dust(position)) {
            broken(&position, words("outlives ", mark_of(position), " beyond its stop ", *position.stop));
        }
    }

    void check_targets(const Position& position) {
        if (!position.takes_profit || !sums_to_all(position) || is_dust(position)) return;
        double resting = 0;
        for (const auto& [number_of, order] : position.orders) {
            if (order.is_live && !opens(order.role)) resting += order.quantity - order.filled;
        }
        const double step = number(instrument_of(position).step);
        const double whole = std::floor(position.open / step + 1e-6) * step;
        if (std::abs(resting - whole) > step / 2) broken(&position, words("has targets for ", resting, " of ", whole));
    }

    void check_break_even(Position& position) {
        const PresetTrail& trail = position.preset.trail;
        if (!trail.break_even || position.has_grid || position.broke_even || !position.entry.has_value()) return;
        const double average = position.entered_cost / position.entered;
        if (position.gain(average, mark_of(position)) < number(*trail.break_even_trigger_rr) * position.risk * (1 + nothing)) return;
        position.broke_even = true;
        const double wanted = average + (position.is_long() ? 1 : -1) * trail.break_even_offset * position.pip;
        const double tick = number(instrument_of(position).tick);
        if (position.gain(wanted, *position.stop) < -tick) broken(&position, words("breaks even at ", *position.stop, ", not ", wanted));
    }

    // ---- the report ----

    void check_report(const std::string& report) {
        const auto document = adapters::json::Document::parse(report);
        if (!document.ok()) return broken(nullptr, document.error().detail);
        const auto text_of = [](const adapters::json::Value& row, const char* name) { return std::string(row.find(name)->string()); };
        std::size_t place = 0;
        for (const auto& row : document->root().find("accounts")->elements()) {
            const AccountId account = scenario_.config.accounts.at(place++).id;
            const double shown = std::stod(text_of(row, "equity"));
            if (std::abs(shown - equity(account)) > 1e-6) broken(nullptr, words("equity is shown as ", shown, ", not ", equity(account)));
        }
        for (const auto& row : document->root().find("groups")->elements()) {
            if (text_of(row, "state") != "CLOSED") continue;
            const auto found = std::ranges::find_if(positions_, [&](const auto& one) { return text(one.first) == text_of(row, "id"); });
            if (found == positions_.end()) {
                broken(nullptr, "the report has a group that no event opened");
                continue;
            }
            const double shown = std::stod(text_of(row, "realised_pnl"));
            if (std::abs(shown - found->second.earned) > 1e-6) broken(&found->second, words("earned ", found->second.earned, ", not ", shown));
        }
    }

    const adapters::Scenario& scenario_;
    const std::vector<Told>& told_;
    std::map<AccountId, double> cash_;
    std::map<InstrumentId, Touch> touches_;
    std::map<GroupId, Position> positions_;
    std::map<GroupId, int> recounted_;
    std::vector<std::string> broken_;
    Timestamp now_{};
};

}  // namespace

std::vector<Told> told_by(adapters::FaultyDisk& disk) {
    std::vector<Told> told;
    auto reader = adapters::Reader::open(disk, data_directory + std::string("/journal")).value();
    while (const auto frame = reader.next().value()) {
        auto events = decode_all(frame->payload, frame->header.event_count).value();
        for (auto& event : events) {
            if (!is_operational(event)) told.push_back({frame->header.at, std::move(event)});
        }
    }
    return told;
}

std::vector<std::string> broken_promises(const adapters::Scenario& scenario, const std::vector<Told>& told, const std::string& report) {
    return Oracle(scenario, told).run(report);
}

}  // namespace trellis::tests
