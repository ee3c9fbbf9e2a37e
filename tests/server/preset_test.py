"""Presets on a running server: what is assigned governs the next signal, what is open keeps what it was opened with, and both outlive a
kill -9. Usage: preset_test.py TRELLIS."""
import sys
import unittest

import live
from live import ServerTest, signal, wait_until

PRESET = {"name": "Gold", "position_size_mode": "FIXED", "fixed_lot": "0.01", "max_positions": 10, "max_positions_per_symbol": 5,
          "sl_pips": 20, "tp1_rr": "2", "tp1_close_pct": "100"}


class Presets(ServerTest):
    def start(self):
        self.server = self.live(grid_strategy={"enabled": False}, presets={"system_default": None}, journal={"snapshot_every_events": 4})
        return self.server

    def open_group(self, key, symbol, price):
        """The group of an entry that fills at once."""
        status, answer = self.server.post(signal(key, symbol=symbol, price=price))
        self.assertEqual(status, 202, answer)

        def opened():
            rows = [row for row in self.server.pages("/groups?state=open") if row["symbol"] == symbol and row["stop_price"]]
            return rows[0] if rows else None

        return wait_until(opened, f"an open group of {symbol}")

    def test_govern_the_next_signal_keep_what_is_open_and_outlive_a_crash(self):
        server = self.start()
        made = server.api("/presets", "POST", PRESET, expect=201)
        self.assertEqual(made["preset"]["id"], "p1.1")
        server.api("/connections/main/preset", "PUT", {"preset": "Gold"})
        self.assertEqual(self.open_group("a", "BTCUSDT", "64000.01")["stop_price"], "63872")

        for _ in range(3):
            before = server.api("/presets/p1.1")
            server.kill()
            server.start()
            self.assertEqual(server.api("/presets/p1.1"), before)
            self.assertEqual(before["used_by"], {"accounts": ["main"], "bots": [], "is_default": False})
            document = {**before["document"], "sl_pips": before["document"]["sl_pips"] + 10}
            revised = server.api("/presets/p1.1", "PUT", document, headers={"If-Match": f'"{before["revision"]}"'})
            self.assertEqual(revised["preset"]["version"], before["version"] + 1)
        self.assertEqual(self.server.pages("/groups?state=open")[0]["stop_price"], "63872", "B-25: it keeps what it was opened with")
        self.assertEqual(self.open_group("b", "ETHUSDT", "3200.01")["stop_price"], "3184", "the fourth version: 50 pips")
        self.assertEqual(len(server.api("/presets/p1.1/usage")["open_groups"]), 2)

        server.api("/presets/p1.1", "DELETE", expect=409)
        server.api("/presets/p1.1?force=true", "DELETE")
        server.kill()
        server.start()
        server.api("/presets/p1.1", expect=404)
        status, answer = server.post(signal("c", timeframe="60", price="64000.01"))
        self.assertEqual((status, answer["code"]), (422, "NO_CONFIG"), answer)
        self.assertEqual(len(self.server.pages("/groups?state=open")), 2, "B-24: open groups keep their snapshots")

    def test_another_version_for_what_is_open_is_taken_once_and_outlives_a_crash(self):
        server = self.start()
        server.api("/presets", "POST", PRESET, expect=201)
        server.api("/connections/main/preset", "PUT", {"preset": "Gold"})
        group = self.open_group("a", "BTCUSDT", "64000.01")
        self.assertEqual(group["stop_price"], "63872")
        for pips in (40, 10):
            before = server.api("/presets/p1.1")
            server.api("/presets/p1.1", "PUT", {**before["document"], "sl_pips": pips}, headers={"If-Match": f'"{before["revision"]}"'})
            dry = server.api("/presets/p1.1/apply?dry_run=true", "POST", {})
            applied = server.api("/presets/p1.1/apply", "POST", {})
            self.assertEqual([(row["group"], row["result"], row["stop"]) for row in dry["groups"]],
                             [(row["group"], row["result"], row["stop"]) for row in applied["groups"]])
            self.assertEqual([row["result"] for row in applied["groups"]], ["applied"])
            self.assertEqual(applied["groups"][0]["stop"]["is_taken"], pips == 10, "a looser stop is not taken")
            event = applied["groups"][0]["event"]
            server.kill()
            server.start()
            again = server.api("/presets/p1.1/apply", "POST", {"groups": [group["id"]]})
            self.assertEqual([row["result"] for row in again["groups"]], ["unchanged"], "it outlived the crash")
            self.assertIn("user", str(server.api(f"/why/e{event}")))
        wait_until(lambda: 63900 < float(server.pages("/groups?state=open")[0]["stop_price"]) < 63960, "a stop 10 pips below the entry")
        unknown = server.api("/presets/p1.1/apply", "POST", {"groups": ["g1.77"]})
        self.assertEqual([(row["result"], row["code"]) for row in unknown["groups"]], [("refused", "NOT_FOUND")])

    def scraped(self):
        lines = [line.rsplit(" ", 1) for line in self.server.request("/metrics")[1].splitlines() if line.startswith("trellis_preset")]
        return {series: float(value) for series, value in lines}

    def series(self):
        return sorted(self.scraped())

    def test_are_counted(self):
        server = self.start()
        before = self.series()
        self.assertEqual(server.post(signal("a", price="64000.01"))[1]["code"], "NO_CONFIG")
        server.api("/presets", "POST", PRESET, expect=201)
        server.api("/presets", "POST", PRESET, expect=409)
        server.api("/presets", "POST", {**PRESET, "sl_pips": -1}, expect=422)
        server.api("/presets", "POST", {**PRESET, "no such key": 1}, expect=422)
        server.api("/presets/p1.1/publish", "POST", {})
        server.api("/connections/main/preset", "PUT", {"preset": "Gold"})
        server.api("/users/me/default-preset", "PUT", {"preset": "Gold"})
        self.open_group("b", "BTCUSDT", "64000.01")
        found = self.scraped()
        for series, value in (('trellis_presets{kind="template"}', 6), ('trellis_presets{kind="private"}', 0), ('trellis_presets{kind="public"}', 1),
                              ('trellis_preset_resolutions_total{level="connection",outcome="governed"}', 1),
                              ('trellis_preset_resolutions_total{level="user_default",outcome="governed"}', 0),
                              ('trellis_preset_resolutions_total{level="none",outcome="refused"}', 1),
                              ('trellis_preset_applications_total{to="connection"}', 1), ('trellis_preset_applications_total{to="user_default"}', 1),
                              ('trellis_preset_applications_total{to="position"}', 1), ('trellis_preset_applications_total{to="subscription"}', 0),
                              ('trellis_preset_validation_failures_total{code="NAME_TAKEN"}', 1),
                              ('trellis_preset_validation_failures_total{code="OUT_OF_RANGE"}', 1),
                              ('trellis_preset_validation_failures_total{code="UNKNOWN_KEY"}', 1)):
            with self.subTest(series):
                self.assertEqual(found[series], value)
        self.assertEqual(self.series(), before, "whatever happens makes no series of its own")

    def test_the_journal_tells_who_did_what(self):
        server = self.start()
        server.api("/presets/p0.2/clone", "POST", {"name": "Mine"}, expect=201)
        server.api("/connections/main/preset", "PUT", {"preset": "Mine"})
        self.assertEqual(server.stop(), 0)
        told = [event for event in self.journal(server.setup.data) if event["type"].startswith("Preset")]
        self.assertEqual([event["type"] for event in told], ["PresetCreated", "PresetAssigned"])
        self.assertEqual([event["data"]["by"] for event in told], [1, 1])
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
