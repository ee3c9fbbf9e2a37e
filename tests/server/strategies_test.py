"""Strategies on a running server (D-12): what somebody makes governs the next signal, open groups keep what they were opened with, and all
of it outlives a kill -9. Usage: strategies_test.py TRELLIS."""
import sys
import unittest

import live
from live import ServerTest, signal, wait_until

BTC = "binance:spot:BTC-USDT"


def ladder(*gaps):
    return [{"gap": gap, "weight": str(100 // len(gaps)), "tp": "5"} for gap in gaps]


class Strategies(ServerTest):
    def start(self):
        self.server = self.live(grid_strategy={"levels": ladder("0", "-1", "-2", "-3"), "strategies": [{"instrument": BTC, "levels": ladder("0", "-2")}]},
                                limits={"one_entry_per_candle": False}, journal={"snapshot_every_events": 4})
        return self.server

    def legs(self, key, timeframe, symbol="BTCUSDT", price="64000.01"):
        """How many entry legs a group of this signal has."""
        status, answer = self.server.post(signal(key, symbol=symbol, timeframe=timeframe, price=price, size="600"))
        self.assertEqual(status, 202, answer)

        def opened():
            rows = [row for row in self.server.pages("/groups?state=open") if row["symbol"] == symbol and row["timeframe"] == int(timeframe) * 60]
            return rows[0] if rows else None

        group = wait_until(opened, f"a group of {symbol} on {timeframe}")
        return self.legs_of(group["id"])

    def legs_of(self, group):
        return len(self.server.api(f"/groups/{group}")["pyramids"][0]["legs"])

    def crash(self):
        self.server.kill()
        self.server.start()

    def governing(self, timeframe=900):
        return self.server.api(f"/config/effective?account=main&symbol=BTCUSDT&timeframe={timeframe}")["strategy"]["id"]

    def test_govern_the_next_signal_outlive_a_crash_and_fall_back(self):
        server = self.start()
        self.assertEqual(self.governing(), "d1")
        self.assertEqual(self.legs("a", "15"), 2, "the document's")
        made = server.api("/strategies", "POST", {"name": "Calm", "instrument": BTC, "levels": ladder("0")}, expect=201)["strategy"]
        self.assertEqual(made["id"], "s1.1")
        self.assertEqual(self.governing(), "s1.1", "on a tie what somebody said at run time")
        self.assertEqual(self.legs("b", "30"), 1)
        for _ in range(3):
            self.crash()
            self.assertEqual(server.api("/strategies/s1.1"), made)
        self.assertEqual(self.legs("c", "60"), 1)
        first = [row for row in server.pages("/groups?state=open") if row["timeframe"] == 900][0]
        self.assertEqual(self.legs_of(first["id"]), 2, "it keeps what it was opened with")

        cloned = server.api("/strategies/s1.1/clone", "POST", {"timeframe": 7200}, expect=201)["strategy"]
        self.assertEqual((cloned["name"], cloned["cloned_from"]), ("Calm (Copy)", "s1.1"))
        document = {**cloned["document"], "levels": ladder("0", "-1", "-2", "-3", "-4")}
        server.api("/strategies/s1.2", "PUT", document, expect=428)
        server.api("/strategies/s1.2", "PUT", document, headers={"If-Match": f'"{cloned["revision"]}"'})
        self.crash()
        self.assertEqual(self.legs("d", "120"), 5, "the more specific one")
        self.assertEqual((self.governing(900), self.governing(7200)), ("s1.1", "s1.2"))

        server.api("/strategies/s1.2", "DELETE")
        self.assertEqual(self.governing(7200), "s1.1")
        server.api("/strategies/s1.1", "DELETE")
        self.crash()
        self.assertEqual(self.governing(7200), "d1")
        self.assertEqual(self.legs("e", "240"), 2, "the document's again")
        self.assertEqual([row["id"] for row in server.pages("/strategies")], ["d1", "d0"])
        server.api("/strategies/d1", "DELETE", expect=409)
        self.assertEqual(server.stop(), 0)
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_request_with_a_key_acts_once(self):
        server = self.start()
        key = {"Idempotency-Key": "once"}
        body = {"name": "Calm", "timeframe": 900}
        first = server.api("/strategies", "POST", body, expect=201, headers=key)
        self.assertEqual(server.api("/strategies", "POST", body, expect=201, headers=key), first)
        self.assertEqual([row["id"] for row in server.pages("/strategies")], ["s1.1", "d1", "d0"])
        refused = server.api("/strategies", "POST", {"name": "Calm", "levels": []}, expect=422)
        self.assertEqual((refused["code"], refused["errors"][0]["pointer"]), ("INVALID_STRATEGY", "/levels"))

    def test_an_admin_makes_a_version_of_a_template_that_outlives_a_crash(self):
        server = self.start()
        known = server.api("/presets/p0.2")
        document = {**known["document"], "sl_pips": 60}
        server.api("/presets/p0.2", "PUT", document, headers={"If-Match": '"1"'})
        self.crash()
        self.assertEqual(server.api("/presets/p0.2")["version"], 2)
        self.assertEqual([row["version"] for row in server.api("/presets/p0.2/versions")["items"]], [2, 1])
        mine = server.api("/presets/p0.2/clone", "POST", {"name": "Mine"}, expect=201)["preset"]
        self.assertEqual((mine["document"]["sl_pips"], mine["cloned_from"]), (60, {"preset": "p0.2", "version": 2}))


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
