"""`kill -9` of the real server under load, again and again: nothing that was acknowledged is lost, nothing is done twice, and the books
are the venue's. Usage: kill_test.py TRELLIS fsync|write; TRELLIS_KILLS says how often, TRELLIS_SEED repeats the draws."""
import collections
import json
import os
import random
import statistics
import sys
import time
import unittest

import books
import live
from live import Live, ServerTest, Setup, wait_until
from load import Load

KILLS = int(os.environ.get("TRELLIS_KILLS", "50"))
SEED = int(os.environ.get("TRELLIS_SEED", "0")) or random.SystemRandom().randrange(1, 1 << 31)
DURABILITY = "fsync"
JOURNAL = {"segment_mib": 1, "keep_segments": 1000000, "snapshot_every_events": 2000, "group_commit_max_us": 200}

# What may stand before each event of a signal; None: nothing. A pyramid whose group closes meanwhile goes back to the queue.
STEPS = {
    "SignalRefused": (None,),
    "SignalQueued": (None, "SignalAdmitted"),
    "SignalAdmitted": (None, "SignalQueued"),
    "SignalCompleted": ("SignalAdmitted",),
    "QueueEntryLeft": ("SignalQueued",),
}


def number_of(answer):
    return answer["signal_id"]


class KillNine(ServerTest):
    def test_no_acknowledged_signal_is_lost_and_none_is_done_twice(self):
        print(f"seed {SEED}, {KILLS} kills, durability {DURABILITY}")
        draw = random.Random(SEED)
        setup = Setup(self.folder / "set-up", "wild", journal={**JOURNAL, "durability": DURABILITY})
        self.server = Live(setup)
        self.addCleanup(self.server.kill)
        self.server.start()
        self.load = Load(self.server, SEED)
        self.addCleanup(self.load.end)
        starts, memory, checked = [], [], set()
        for cycle in range(KILLS):
            self.load.resume(until=draw.randint(1, 250))
            self.assertTrue(self.load.reached.wait(30), self.server.log_end())
            self.server.process.kill()
            self.load.pause()
            self.server.kill()
            starts.append(self.time_to_trading())
            memory.append(self.server.memory())
            checked |= self.look_for_acknowledged(checked)
            if cycle % 5 == 4:
                books.wait_until_equal(self.server)
        self.load.end()
        self.load.resend()
        self.look_for_acknowledged(set())
        books.wait_until_equal(self.server)
        self.assertEqual(self.load.strange, [])
        self.print_figures(starts, memory)
        self.hold_journal(self.end_on_a_silent_market())

    def time_to_trading(self):
        """From the start of the process to the first signal that it took; then all that got no answer is sent again."""
        begun = time.monotonic()
        self.server.start()
        status, _ = self.server.post(live.signal(f"first-{begun}", timeframe="240"))
        self.assertIn(status, (202, 422))
        ended = time.monotonic()
        self.load.resend()
        return ended - begun

    def look_for_acknowledged(self, known):
        """Each acknowledged signal is listed once, with an outcome."""
        with self.load.lock:
            told = {key: number_of(answer) for key, (_, answer) in self.load.told.items() if key not in known}
        rows = self.server.wait_until_listed(set(told.values()))
        counts = collections.Counter(row["id"] for row in rows)
        self.assertEqual([key for key, number in told.items() if counts[number] != 1], [])
        self.assertEqual([row for row in rows if row["outcome"] is None], [])
        return set(told)

    def print_figures(self, starts, memory):
        starts.sort()
        p99 = starts[min(len(starts) - 1, int(len(starts) * 0.99))]
        print(f"back to trading: p50 {statistics.median(starts) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms, most {starts[-1] * 1000:.0f} ms")
        print(f"resident: {min(memory):.1f} to {max(memory):.1f} MiB; {len(self.load.told)} signals acknowledged")

    def end_on_a_silent_market(self):
        """Nothing fills any more: what the venue says its books are, and the journal's events up to there."""
        wait_until(lambda: not any(row["is_pending"] for row in self.server.pages("/signals")), "every signal has its outcome")
        self.assertEqual(self.server.stop(), 0)
        self.server.setup.config["runtime"]["paper"]["market"] = self.server.setup.feeds([(1, "1", "10000000")])
        self.server.setup.write()
        self.server.start()
        books.wait_until_equal(self.server)
        said, _ = books.venue_books(self.server)
        self.assertEqual(self.server.stop(), 0)
        ran = self.run_program("journal", "verify", self.server.setup.data)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)
        return said

    def hold_journal(self, said):
        events = self.journal(self.server.setup.data)
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        self.assertGreater(len(list((self.server.setup.data / "journal").glob("*.trl"))), 1, "segments rolled")
        self.assertEqual(said, books.balances_by_fills(events))
        self.hold_signals(events)
        self.hold_orders(events)

    def hold_signals(self, events):
        """A signal is refused; or admitted, then completed or put back into the queue; or queued, then admitted or taken out: never two
        of these at a time, none left half-way at the end, and no key of the sender twice."""
        state, first, wrong = {}, collections.defaultdict(list), []
        for event in events:
            kind, data = event["type"], event["data"]
            if kind not in STEPS:
                continue
            number = data["signal"]
            if state.get(number) not in STEPS[kind]:
                wrong.append((event["seq"], number, state.get(number), kind))
            state[number] = kind
            if data.get("body"):
                first[json.loads(data["body"])["idempotency_key"]].append((kind, data.get("outcome"), number))
        self.assertEqual(wrong, [])
        self.assertEqual([number for number, last in state.items() if last == "SignalAdmitted"], [], "handed over and never answered")
        twice = {key: rows for key, rows in first.items() if len({number for _, outcome, number in rows if outcome != "duplicate"}) > 1}
        self.assertEqual(twice, {}, "a signal was done twice")
        lost = [key for key in self.load.told if key not in first]
        self.assertEqual(lost, [], "acknowledged and not in the journal")

    def hold_orders(self, events):
        placed, accepted = collections.Counter(), collections.Counter()
        trades = collections.Counter()
        for event in events:
            key = (event["data"].get("group"), event["data"].get("order"))
            if event["type"] == "OrderPlaced":
                placed[key] += 1
            elif event["type"] == "OrderAccepted":
                accepted[key] += 1
            elif event["type"] == "OrderFilled":
                trades[event["data"]["group"], event["data"]["order"], event["data"]["trade"]] += 1
        self.assertEqual([key for key, count in placed.items() if count > 1], [])
        self.assertEqual([key for key, count in accepted.items() if count > 1 or key not in placed], [])
        self.assertEqual([key for key, count in trades.items() if count > 1], [])
        print(f"{len(events)} events, {len(placed)} orders placed, {len(trades)} fills")


if __name__ == "__main__":
    arguments = live.take_program(sys.argv)
    if len(arguments) > 1 and arguments[1] in ("fsync", "write"):
        DURABILITY = arguments.pop(1)
    unittest.main(argv=arguments)
