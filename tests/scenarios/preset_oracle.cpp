#include "tests/scenarios/preset_oracle.hpp"

#include <algorithm>
#include <cmath>
#include <sstream>
#include <utility>

#include "adapters/journal/reader.hpp"
#include "adapters/json/document.hpp"
#include "engine/event/codec.hpp"
#include "engine/event/names.hpp"
#include "tests/scenarios/seen_position.hpp"
#include "tests/support/simulated_run.hpp"

namespace trellis::tests {

namespace {

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
            if (entry.at != now_) end_instant();  // one more quote of the same instant: what the first one did is told behind it
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

    double other_mark_of(const Position& position) const {
        const Touch& touch = touches_.at(position.identity.instrument);
        return position.is_long() ? touch.ask : touch.bid;
    }

    double equity(AccountId account) const {
        double total = cash_.at(account);
        for (const auto& [id, position] : positions_) {
            if (id.account != account) continue;
            const double sign = position.is_long() ? 1 : -1;
            if (position.open > nothing) total += sign * position.open * mark_of(position);
            if (position.hedged > nothing) total -= sign * position.hedged * other_mark_of(position);
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
        if (!position.parts[0].stop.has_value()) return broken(&position, "has no stop");
        check_size(position, *position.parts[0].stop, event);
    }

    void on(const StopMoved& event) {
        Position& position = positions_.at(event.group);
        Part& part = position.parts[part_of(event.layer)];
        if (!event.price.has_value()) return broken(&position, "lost its stop");
        const double price = number(*event.price);
        const bool is_recount = part.stop.has_value() && event.reason == CloseReason::stop;
        if (is_recount && std::exchange(part.is_recounted, true)) broken(&position, "its stop is counted again a second time");
        if (!is_recount && part.stop.has_value() && position.gain(*part.stop, price) <= 0) {
            broken(&position, words("its stop goes from ", *part.stop, " to ", price));
        }
        part.stop = price;
    }

    void on(const PositionGoverned& event) {
        Part& part = positions_.at(event.group).parts[part_of(event.layer)];
        part.entry = number(event.entry);
        part.risk = number(event.risk);
    }

    void on(const LayersPlanned& event) { check_layers(positions_.at(event.group), event); }
    void on(const PositionExitStarted& event) { positions_.at(event.group).parts[part_of(event.layer)].is_leaving = true; }

    void on(const OrderPlaced& event) {
        positions_.at(event.group).orders[event.order] = {event.role, part_of(event), event.side == OrderSide::buy, number(event.quantity), 0, true};
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
        if (is_hedge(order.role)) {
            position.hedged += order.role == OrderRole::hedge ? quantity : -quantity;
        } else if (order.role == OrderRole::entry || order.role == OrderRole::layer) {
            enter(position, position.parts[order.part], quantity, cost);
        } else {
            leave(position, order, quantity);
        }
        if (position.open < -nothing) broken(&position, words("is sold ", -position.open, " more than it holds"));
    }

    static void enter(Position& position, Part& part, double quantity, double cost) {
        part.entered += quantity;
        part.entered_cost += cost;
        part.open += quantity;
        position.open += quantity;
    }

    /// A close of everything takes from all parts alike.
    void leave(Position& position, const SeenOrder& order, double quantity) {
        if (position.is_closing) {
            const double kept = position.open > nothing ? 1 - quantity / position.open : 0;
            for (auto& [index, part] : position.parts) part.open *= kept;
        } else {
            position.parts[order.part].open -= quantity;
            if (position.parts[order.part].open < -nothing) broken(&position, words("part ", order.part, " is sold more than it holds"));
        }
        position.open -= quantity;
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

    void check_size(const Position& position, double stop, const PyramidAdded& event) {
        if (!position.sizes) return;
        const Instrument& instrument = instrument_of(position);
        const double fee = number(instrument.taker_fee);
        double loss = 0;
        double step_loss = 0;
        double quantity = 0;
        for (const auto& leg : event.plan.legs) {
            if (leg.skipped) continue;
            const double price = number(leg.price);
            const double unit = position.gain(stop, price) + fee * (price + stop);
            if (position.gain(stop, price) <= 0) broken(&position, words("has an entry at ", price, " beyond its stop"));
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

    /// B-14, B-15: each deeper and with its own stop, and all of them together lose at most the cap.
    void check_layers(const Position& position, const LayersPlanned& event) {
        const PresetLayers& layers = position.preset.layers;
        if (event.layers.size() + 1 > layers.max_per_symbol) broken(&position, words("plans ", event.layers.size(), " layers"));
        double last = number(event.entry);
        double loss = number(event.quantity) * position.gain(*position.parts.at(0).stop, last);
        for (const auto& layer : event.layers) {
            if (position.gain(number(layer.price), last) <= 0) broken(&position, words("has a layer at ", number(layer.price), " that is no deeper"));
            last = number(layer.price);
            loss += number(layer.quantity) * position.gain(number(layer.stop), last);
        }
        if (!layers.max_total_risk_percent.has_value() || event.layers.empty()) return;
        const double most = equity(event.group.account) * number(*layers.max_total_risk_percent) / 100;
        if (loss > most * (1 + nothing)) broken(&position, words("its layers may lose ", loss, " of ", most));
    }

    /// What was entered is what was sold and what is left.
    void check_taken(const Position& position) {
        double entered = 0;
        double left = 0;
        for (const auto& [number_of, order] : position.orders) {
            if (is_hedge(order.role)) continue;
            const bool opens = order.role == OrderRole::entry || order.role == OrderRole::layer;
            (opens ? entered : left) += order.filled;
        }
        if (std::abs(left + position.open - entered) > nothing) broken(&position, "does not add up");
        if (position.hedged > number(instrument_of(position).step)) broken(&position, "is closed with its hedge open");
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
            if (position.is_over || position.is_closing || !touches_.contains(position.identity.instrument)) continue;
            for (auto& [index, part] : position.parts) {
                if (part.open < nothing || part.is_leaving || is_dust(position, part)) continue;
                if (!part.entry.has_value()) {
                    broken(&position, words("part ", index, " holds something and is not governed"));
                    continue;
                }
                check_stop(position, part);
                check_targets(position, index, part);
                check_break_even(position, part);
            }
        }
    }

    bool is_dust(const Position& position, const Part& part) const {
        const Instrument& instrument = instrument_of(position);
        return part.open < number(instrument.min_quantity) - nothing || part.open < number(instrument.step) - nothing;
    }

    void check_stop(const Position& position, const Part& part) {
        if (position.gain(*part.stop, mark_of(position)) > 0) return;
        broken(&position, words("outlives ", mark_of(position), " beyond its stop ", *part.stop));
    }

    void check_targets(const Position& position, std::uint16_t index, const Part& part) {
        if (!position.takes_profit || !sums_to_all(position)) return;
        double resting = 0;
        for (const auto& [number_of, order] : position.orders) {
            if (order.is_live && order.part == index && is_target(order.role)) resting += order.quantity - order.filled;
        }
        const double step = number(instrument_of(position).step);
        const double whole = std::floor(part.open / step + 1e-6) * step;
        if (std::abs(resting - whole) > step / 2) broken(&position, words("part ", index, " has targets for ", resting, " of ", whole));
    }

    void check_break_even(const Position& position, Part& part) {
        const PresetTrail& trail = position.preset.trail;
        if (!trail.break_even || position.has_grid || part.broke_even) return;
        const double average = part.entered_cost / part.entered;
        if (position.gain(average, mark_of(position)) < number(*trail.break_even_trigger_rr) * part.risk * (1 + nothing)) return;
        part.broke_even = true;
        const double wanted = average + (position.is_long() ? 1 : -1) * trail.break_even_offset * position.pip;
        const double tick = number(instrument_of(position).tick);
        if (position.gain(wanted, *part.stop) < -tick) broken(&position, words("breaks even at ", *part.stop, ", not ", wanted));
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
