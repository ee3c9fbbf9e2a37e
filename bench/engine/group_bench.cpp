// What one command costs a group: decide and apply until it is at rest, as its owner calls it (`handle`), for a group of five legs
// and for a full one of 35 legs and 70 orders. Held against copying the bytes of the events that came out of it.
#include "bench/engine/group_bench.hpp"

#include <benchmark/benchmark.h>

#include <cstring>
#include <string>
#include <vector>

#include "bench/engine/scene.hpp"
#include "bench/support/promise.hpp"
#include "engine/base/rounding.hpp"
#include "engine/event/codec.hpp"

namespace trellis::bench {
namespace {

constexpr const char* full = " (35 legs)";

/// One command, as often as it is measured.
struct Case {
    std::string name;
    Scene scene;
    GroupCommand command;
};

void add_reports(std::vector<Case>& cases, const std::string& size, std::uint16_t pyramids) {
    Scene sent = opened(pyramids);
    sent.tell(AddPyramid{SignalNumber{100}, plan(pyramids)});
    const OrderNumber entry = sent.last_leg().entry;
    cases.push_back({"acknowledge" + size, sent, HandleReport{entry, OrderAcknowledged{}}});

    Scene first = opened(pyramids);
    const OrderNumber untouched = first.last_leg().entry;
    const auto first_fill = first.fill(untouched, decimal<Quantity>("0.00157"));
    cases.push_back({"entry fill, target placed" + size, first, HandleReport{untouched, first_fill}});

    Scene half = half_filled(pyramids);
    const OrderNumber begun = half.last_leg().entry;
    const auto second_fill = half.fill(begun, decimal<Quantity>("0.00157"));
    cases.push_back({"entry fill, target amended" + size, half, HandleReport{begun, second_fill}});

    const OrderNumber target = half.last_leg().target;
    const auto closing_fill = half.fill(target, decimal<Quantity>("0.00157"));
    cases.push_back({"target fill" + size, half, HandleReport{target, closing_fill}});
}

void add_commands(std::vector<Case>& cases, const std::string& size, std::uint16_t pyramids) {
    const Scene half = half_filled(pyramids);
    cases.push_back({"close" + size, half, CloseGroup{CloseReason::manual, std::nullopt, std::nullopt}});

    Scene aggregate = half_filled(pyramids, TakeProfitMode::aggregate);
    aggregate.bid = Price::from_integer(63'000);
    cases.push_back({"evaluate, not touched" + size, aggregate, Evaluate{}});
    aggregate.bid = Price::from_integer(66'000);
    cases.push_back({"evaluate, touched" + size, aggregate, Evaluate{}});

    Scene overdue = opened(pyramids);
    overdue.tell(AddPyramid{SignalNumber{100}, plan(pyramids)});
    overdue.now += std::chrono::seconds(3);
    cases.push_back({"timer, five orders overdue" + size, overdue, TimerDue{TimerKind::order_timeout}});
}

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    cases.push_back({"open, five legs", Scene{}, open_group(TakeProfitMode::per_leg)});
    cases.push_back({"pyramid, five legs", opened(1), AddPyramid{SignalNumber{2}, plan(1)}});
    add_reports(cases, "", 1);
    add_commands(cases, "", 1);
    add_reports(cases, full, pyramids_full);
    add_commands(cases, full, pyramids_full);
    return cases;
}

/// Some groups in the same state, told the same. They are put back between runs and keep the room they have, as groups that live do.
class Batch {
public:
    explicit Batch(const Case& measured) : measured_(measured), groups_(size) { nanoseconds(); }

    double nanoseconds() {
        for (auto& group : groups_) group = measured_.scene.group;
        const GroupContext context = measured_.scene.context();
        return nanoseconds_each(size, [&](std::size_t i) {
            auto decision = handle(groups_[i], measured_.command, context, incarnation);
            benchmark::DoNotOptimize(decision);
        });
    }

private:
    static constexpr std::size_t size = 16;
    const Case& measured_;
    std::vector<Group> groups_;
};

/// The floor: the events' bytes, copied, as whoever stores them must; without events the one quotient that was compared.
struct Floor {
    Money cost;
    Quantity quantity;
    std::vector<std::byte> bytes;
    std::size_t events = 0;

    explicit Floor(const Case& measured)
        : cost(measured.scene.group.open_cost), quantity(measured.scene.group.open_quantity) {
        Group group = measured.scene.group;
        const auto decision = handle(group, measured.command, measured.scene.context(), incarnation);
        for (const auto& event : std::get<GroupEvents>(decision)) {
            encode(event, bytes);
            ++events;
        }
    }

    double nanoseconds() const { return bytes.empty() ? of_arithmetic() : of_copying(); }
    std::string text() const {
        if (bytes.empty()) return "the arithmetic of its target";
        return "copying the " + std::to_string(bytes.size()) + " bytes of its " + std::to_string(events) + " events";
    }

private:
    static constexpr std::size_t turns = 10'000;

    double of_copying() const {
        std::vector<std::byte> out(bytes.size());
        return nanoseconds_each(turns, [&](std::size_t) {
            std::memcpy(out.data(), bytes.data(), bytes.size());
            benchmark::DoNotOptimize(out.data());
            benchmark::ClobberMemory();
        });
    }

    double of_arithmetic() const {
        const Ratio percent = Ratio::from_integer(101);
        return nanoseconds_each(turns, [&](std::size_t) {
            auto target = average_times(cost, quantity, percent, bitcoin().tick, Rounding::ceil);
            benchmark::DoNotOptimize(target);
        });
    }
};

void answer(const Case& measured) {
    constexpr int runs = 301;
    const Floor floor(measured);
    Batch batch(measured);
    std::vector<double> taken;
    std::vector<double> copied;
    for (int run = 0; run < runs; ++run) {
        taken.push_back(batch.nanoseconds());
        if (run % 10 == 0) copied.push_back(floor.nanoseconds());
    }
    const double value = median(taken);
    const double least = median(copied);
    const bool is_full = measured.name.ends_with(full);
    const double most = is_full ? 3'000 : 1'000;
    print({"engine:" + measured.name, value, "ns", floor.text(), least, value / least,
           is_full ? "<= 3000 ns" : "<= 1000 ns", value <= most, runs});
}

const bool is_added = [] {
    for (const auto& measured : all_cases()) {
        benchmark::RegisterBenchmark(("group " + measured.name).c_str(), [measured](benchmark::State& state) {
            Batch batch(measured);
            for (auto _ : state) state.SetIterationTime(batch.nanoseconds() * 1e-9);
        })->UseManualTime();
    }
    return true;
}();

}  // namespace

void promise_engine() {
    for (const auto& measured : all_cases()) answer(measured);
}

}  // namespace trellis::bench
