"""One account follows another on a running server with half the risk: through kill -9 in the middle, and without ever holding the leader
up. Usage: copies_test.py TRELLIS."""
import decimal
import sys
import unittest

import live
from live import ServerTest, signal, wait_until

D = decimal.Decimal
STEP = {"BTCUSDT": D("0.00001"), "ETHUSDT": D("0.0001")}
TIMEFRAMES = ["1", "3", "5", "15", "30", "60", "120", "240"]


def account(name, balance):
    return {"id": name, "venue": "binance", "market": "spot", "currency": "USDT", "balances": {"USDT": balance}}


class Copies(ServerTest):
    def start(self, **terms):
        self.server = self.live(accounts=[account("main", "20000"), account("second", "4000")], limits={"one_entry_per_candle": False},
                                journal={"snapshot_every_events": 20})
        said = self.server.api("/subscriptions", "POST", {"leader": "main", "follower": "second", **terms}, expect=201)
        self.assertEqual(said["subscription"]["id"], "c1.1")
        return self.server

    def open_of(self, account):
        """Its open positions, by symbol and timeframe."""
        return {(row["symbol"], row["timeframe"]): row for row in self.server.pages(f"/groups?account={account}&state=open")
                if D(row["open_qty"]) > 0}

    def enter(self, timeframe, symbol="BTCUSDT", **said):
        price = "64000.01" if symbol == "BTCUSDT" else "3200.01"
        status, answer = self.server.post(signal(f"{symbol}-{timeframe}", symbol=symbol, timeframe=timeframe, price=price, size="600", **said))
        self.assertEqual(status, 202, answer)

    def leave(self, timeframe, symbol="BTCUSDT"):
        status, answer = self.server.post(signal(f"exit-{symbol}-{timeframe}", symbol=symbol, timeframe=timeframe, kind="exit", price="64000"))
        self.assertEqual(status, 202, answer)

    def crash(self):
        self.server.process.kill()
        self.server.kill()
        self.server.start()

    def wait_for_both(self, wanted):
        """Until leader and follower hold exactly `wanted`."""
        def same():
            held = [set(self.open_of(name)) for name in ("main", "second")]
            return held == [wanted, wanted]
        wait_until(same, lambda: f"main {sorted(self.open_of('main'))}, second {sorted(self.open_of('second'))}")

    def test_follows_with_half_the_risk_through_crashes(self):
        server = self.start(multiplier="0.5")
        held = set()
        for timeframe in TIMEFRAMES:
            for symbol in STEP:
                self.enter(timeframe, symbol)
                held.add((symbol, int(timeframe) * 60))
            self.crash()
        self.wait_for_both(held)
        for timeframe in TIMEFRAMES[:5]:
            self.leave(timeframe)
            held.discard(("BTCUSDT", int(timeframe) * 60))
            self.crash()
        self.wait_for_both(held)

        leaders, copies = self.open_of("main"), self.open_of("second")
        self.assertEqual(server.stop(), 0)
        events = self.journal(server.setup.data)
        opened = [event["data"] for event in events if event["type"] == "CopyOpened"]
        self.assertEqual([event for event in events if event["type"] == "CopyRefused"], [])
        leaders_copied = [one["origin"]["leader"] for one in opened]
        self.assertEqual(len(leaders_copied), len(set(leaders_copied)), "each position is copied once")
        self.assertEqual(len(leaders_copied), len(TIMEFRAMES) * len(STEP))
        by_group = {one["group"]: one for one in opened}
        for key, row in copies.items():
            one = by_group[row["id"]]
            sizing = one["sizing"]
            share = D(sizing["leader_quantity"]) * D(sizing["equity"]) * D("0.5") / D(sizing["leader_equity"])
            quantity = D(one["plan"]["legs"][0]["quantity"])
            self.assertEqual(quantity, share // STEP[key[0]] * STEP[key[0]], "B-29")
            self.assertEqual(D(row["open_qty"]), quantity)
            self.assertEqual(D(sizing["leader_quantity"]), D(leaders[key]["open_qty"]))
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_follower_that_cannot_does_not_hold_the_leader_up(self):
        server = self.start()
        server.api("/trading/pause", "POST", {"account": "second"})
        self.enter("15")
        wait_until(lambda: self.open_of("main"), "the leader's position")
        refused = wait_until(lambda: [event for event in server.pages("/events") if event["type"] == "CopyRefused"], "the refusal")
        self.assertEqual(refused[0]["data"]["code"], "PAUSED")
        self.assertEqual(self.open_of("second"), {})
        server.api("/trading/resume", "POST", {"account": "second"})
        self.enter("60")
        self.wait_for_copy(("BTCUSDT", 3600))
        server.api("/trading/pause", "POST", {"account": "second"})
        self.leave("60")
        wait_until(lambda: not self.open_of("second"), "a pause keeps no copy from closing")
        self.assertIn('trellis_copies_total{outcome="refused"} 1', server.request("/metrics")[1])

    def wait_for_copy(self, key):
        return wait_until(lambda: self.open_of("second").get(key), f"a copy of {key}")

    def test_is_paused_resumed_changed_and_deleted(self):
        server = self.start()
        server.api("/subscriptions", "POST", {"leader": "main", "follower": "second"}, expect=409)
        server.api("/subscriptions", "POST", {"leader": "main", "follower": "main"}, expect=400)
        server.api("/subscriptions", "POST", {"leader": "second", "follower": "main", "multiplier": "11"}, expect=400)
        self.assertEqual(server.api("/subscriptions/c1.1/pause", "POST", {})["subscription"]["state"], "paused")
        known = server.api("/subscriptions/c1.1/resume", "POST", {})["subscription"]
        self.assertEqual(known["state"], "active")
        terms = {"leader": "main", "follower": "second", "mode": "fixed_quantity", "fixed_quantity": "0.001"}
        server.api("/subscriptions/c1.1", "PUT", terms, expect=428)
        server.api("/subscriptions/c1.1", "PUT", terms, headers={"If-Match": f'"{known["revision"]}"'})
        self.enter("15")
        self.assertEqual(self.wait_for_copy(("BTCUSDT", 900))["open_qty"], "0.001")
        preset = server.api("/presets/p0.2/clone", "POST", {"name": "Mine"}, expect=201)["preset"]["id"]
        server.api("/subscriptions/c1.1/preset", "PUT", {"preset": preset})
        server.api(f"/presets/{preset}", "DELETE", expect=409)
        why = server.api("/why/g2.1")
        self.assertIn("g1.1", str(why), "the chain leads to the leader")
        server.api("/subscriptions/c1.1", "DELETE")
        server.api("/subscriptions/c1.1", expect=404)
        self.assertEqual(server.pages("/subscriptions"), [])
        self.leave("15")
        wait_until(lambda: not self.open_of("second"), "B-30: it still closes with its leader")


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
