"""Bots on a running server: what each takes, its daily cap, its stop with everything that it opened, all of it through kill -9.
Usage: bots_test.py TRELLIS."""
import sys
import threading
import time
import unittest

import live
from live import ServerTest, signal, wait_until

PRICES = {"BTCUSDT": "64000.01", "ETHUSDT": "3200.01"}


class Bots(ServerTest):
    def start(self, **terms):
        self.server = self.live(journal={"snapshot_every_events": 4}, limits={"one_entry_per_candle": False})
        self.sent = 0
        made = self.server.api("/bots", "POST", {"name": "scalper", "account": "main", "instruments": ["BTCUSDT"], "state": "running", **terms},
                               expect=201)
        self.assertEqual((made["bot"]["id"], made["bot"]["state"], made["bot"]["paper"]), ("b1.1", "running", True))
        return self.server

    def enter(self, symbol="BTCUSDT", timeframe="15"):
        """The code of the refusal, None when it was admitted."""
        self.sent += 1
        status, answer = self.server.post(signal(f"k{self.sent}", symbol=symbol, timeframe=timeframe, price=PRICES[symbol], size="600"))
        self.assertIn(status, (202, 422), answer)
        return self.server.wait_until_listed({answer["signal_id"]})[0]["code"]

    def open_groups(self):
        return {row["id"]: row["symbol"] for row in self.server.pages("/groups?state=open")}

    def bot(self):
        return self.server.api("/bots/scalper")

    def again(self):
        self.server.kill()
        self.server.start()

    def test_counts_what_it_takes_through_crashes(self):
        server = self.start(max_entries_per_day=2)
        self.assertIsNone(self.enter())
        wait_until(lambda: self.bot()["today"]["entries"] == 1, "its first entry is counted")
        self.again()
        self.assertEqual(self.bot()["open_groups"], ["g1.1"])
        self.assertIsNone(self.enter(timeframe="60"))
        self.again()
        self.assertEqual(self.bot()["today"]["entries"], 2)
        self.assertEqual(self.enter(timeframe="240"), "BOT_DAILY_CAP")
        self.assertIsNone(self.enter("ETHUSDT"), "the connection's")
        server.api("/bots/scalper/pause", "POST", {})
        self.again()
        self.assertEqual(self.bot()["state"], "paused")
        self.assertEqual(self.enter(timeframe="240"), "BOT_PAUSED")
        self.assertEqual(server.stop(), 0)
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_stop_closes_what_it_opened_and_nothing_else(self):
        server = self.start()
        self.assertIsNone(self.enter())
        self.assertIsNone(self.enter("ETHUSDT"))
        wait_until(lambda: len(self.open_groups()) == 2, "both groups")
        self.assertIn("would", server.api("/bots/scalper/stop?dry_run=true", "POST", {"flatten": True}))
        server.api("/bots/scalper/stop", "POST", {"flatten": True})
        self.again()
        wait_until(lambda: list(self.open_groups().values()) == ["ETHUSDT"], "only what the connection opened is open")
        self.assertEqual(self.bot()["open_groups"], [])
        self.assertEqual(self.enter(), "BOT_STOPPED")
        server.api("/bots/scalper", "DELETE")
        self.assertIsNone(self.enter(timeframe="60"), "the connection's again")
        server.api("/bots/scalper", expect=404)

    def test_a_stop_that_is_durable_closes_whatever_a_kill_cuts_off(self):
        """The kill comes at any instant from before the stop to behind its answer."""
        server = self.start()
        for round_number, delay in enumerate((0.0, 0.0005, 0.001, 0.002, 0.004, 0.01)):
            timeframe = str(15 * (round_number + 1))
            server.api("/bots/scalper/start", "POST", {})
            self.assertIsNone(self.enter(timeframe=timeframe))
            wait_until(lambda: len(self.bot()["open_groups"]) > 0, "its entry")
            stopping = threading.Thread(target=self.stop_and_flatten)
            stopping.start()
            time.sleep(delay)  # which instant of the stop is hit
            server.kill()
            stopping.join()
            server.start()
            if self.bot()["state"] == "stopped":
                wait_until(lambda: self.open_groups() == {}, "the stop says that what it opened closes")
            else:
                self.assertEqual(len(self.open_groups()), len(self.bot()["open_groups"]))
                server.api("/bots/scalper/stop", "POST", {"flatten": True})
                wait_until(lambda: self.open_groups() == {}, "it closes")
        self.assertEqual(server.stop(), 0)
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def stop_and_flatten(self):
        try:
            self.server.request("/bots/scalper/stop", "POST", {"flatten": True})
        except AssertionError:
            pass  # it was killed while it answered

    def test_changes_only_on_top_of_what_one_saw(self):
        server = self.start()
        terms = {"name": "scalper", "account": "main"}
        server.api("/bots/b1.1", "PUT", terms, expect=428)
        server.api("/bots/b1.1", "PUT", terms, expect=412, headers={"If-Match": '"9"'})
        changed = server.api("/bots/b1.1", "PUT", {**terms, "sides": ["long"]}, headers={"If-Match": f'"{self.bot()["revision"]}"'})
        self.assertEqual((changed["bot"]["instruments"], changed["bot"]["sides"]), ([], ["long"]))
        server.api("/bots/b1.1/preset", "PUT", {"preset": "Conservative Scalper"})
        resolved = server.api("/presets/resolve", "POST", {"account": "main", "symbol": "BTCUSDT", "timeframe": 900})
        self.assertEqual((resolved["level"], resolved["bot"]["id"]), ("bot", "b1.1"))
        server.api("/bots", "POST", {"name": "live", "account": "main", "paper": False}, expect=422)
        self.assertEqual(server.api("/presets/Conservative%20Scalper/usage")["used_by"]["bots"], ["b1.1"])


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
