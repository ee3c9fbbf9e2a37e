"""Connections on a running server: an account that is opened trades at once, and after a kill -9 it has the same books, keys and webhook.
Usage: connections_test.py TRELLIS."""
import sys
import unittest

import live
from live import ServerTest, signal, wait_until

SECOND = {"id": "second", "venue": "binance", "market": "spot", "balances": {"USDT": "5000"}}
MINE = {"name": "Mine", "position_size_mode": "FIXED", "fixed_lot": "0.01", "sl_pips": 20, "tp1_rr": "2", "tp1_close_pct": "100"}


class Connections(ServerTest):
    def start(self, **config):
        self.server = self.live(journal={"snapshot_every_events": 4}, **config)
        return self.server

    def opened(self, account):
        return [row for row in self.server.pages("/groups?state=open") if row["account"] == account]

    def hook(self, webhook, key, **values):
        body = {**signal(key, **values), "secret": webhook["secret"]}
        return self.server.post(body, path=webhook["path"])

    def again(self):
        self.server.kill()
        self.server.start()

    def test_trade_at_once_and_outlive_a_crash(self):
        server = self.start()
        made = server.api("/connections", "POST", SECOND, expect=201)["connection"]
        self.assertEqual((made["account"], made["kind"], made["revision"]), (1001, "connection", 1))
        webhook = server.api("/connections/second/webhook", "POST", {})["webhook"]
        status, answer = self.hook(webhook, "a", price="64000.01")
        self.assertEqual(status, 202, answer)
        wait_until(lambda: self.opened("second"), "a group of the connection")

        self.again()
        self.assertEqual([row["id"] for row in self.opened("second")], ["g1001.1"])
        server.api("/connections/second", "DELETE", expect=409)
        status, answer = self.hook(webhook, "b", symbol="ETHUSDT", price="3200.01")
        self.assertEqual(status, 202, answer)
        newer = server.api("/connections/second/webhook", "POST", {})["webhook"]
        self.assertEqual(self.hook(webhook, "c")[0], 401, "an earlier webhook leads nowhere")
        wait_until(lambda: len(self.opened("second")) == 2, "both groups of the connection")
        for row in self.opened("second"):
            server.api(f"/groups/{row['id']}/close", "POST", {})
        wait_until(lambda: not self.opened("second"), "the end of its groups")
        server.api("/connections/second", "DELETE")
        self.assertEqual(self.hook(newer, "d")[0], 401)
        self.again()
        self.assertEqual([row["removed"] for row in server.api("/connections")["items"]], [False, True])
        self.assertEqual(server.stop(), 0)
        verified = self.run_program("journal", "verify", server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_desk_decides_nothing_in_front_of_the_event_that_opens_it(self):
        # Where a default preset governs, a desk begins its week as soon as it is there (B-19).
        server = self.start(grid_strategy={"enabled": False})
        for number in range(20):
            server.api("/connections", "POST", {**SECOND, "id": f"c{number}"}, expect=201)
        self.again()
        self.assertEqual(len(server.api("/connections")["items"]), 21)

    def test_the_audit_trail_says_what_was_before(self):
        server = self.start()
        server.api("/presets", "POST", MINE, expect=201)
        server.api("/connections", "POST", SECOND, expect=201)
        for preset in ("Mine", "Swing Trader", None):
            server.api("/connections/second/preset", "PUT", {"preset": preset})
        self.again()
        known = server.api("/presets/p1.1")
        server.api("/presets/p1.1", "PUT", {**known["document"], "sl_pips": 30}, headers={"If-Match": f'"{known["revision"]}"'})
        for key in ("AKIA0123456789ABCDEFWXYZ", "AKIA0123456789ABCDEFQRST"):
            server.api("/connections/second/credential", "PUT", {"api_key": key, "api_secret": "tajne-tajne-tajne"})
        server.api("/connections/second", "PUT", {**SECOND, "use_signal_sl": True}, headers={"If-Match": "*"})
        server.api("/presets/p1.1", "DELETE")
        rows = [(row["type"], row["before"], row["after"]) for row in server.api("/audit")["items"]]
        for wanted in (("PresetAssigned", None, "p1.1"), ("PresetAssigned", "p1.1", "p0.2"), ("PresetAssigned", "p0.2", "none"),
                       ("PresetCreated", None, "version 1"), ("PresetRevised", "version 1: sl_pips 20", "version 2: sl_pips 30"),
                       ("CredentialSealed", "****WXYZ", "****QRST"), ("ConnectionChanged", "use_signal_sl false", "use_signal_sl true"),
                       ("PresetDeleted", "version 2", None)):
            self.assertIn(wanted, rows)

    def test_keys_are_nowhere_in_the_data(self):
        server = self.start()
        server.api("/connections", "POST", SECOND, expect=201)
        key, secret = "AKIA0123456789ABCDEFWXYZ", "tajne-tajne-tajne-tajne"
        told = server.api("/connections/second/credential", "PUT", {"api_key": key, "api_secret": secret})
        self.assertEqual(told["connection"]["api_key"], "****WXYZ")
        self.again()
        checks = {check["name"]: check for check in server.api("/connections/second/test", "POST", {})["checks"]}
        self.assertTrue(checks["credential"]["ok"], checks)
        self.assertEqual(server.stop(), 0)
        for path in server.setup.data.rglob("*"):
            if not path.is_file():
                continue
            found = path.read_bytes()
            self.assertNotIn(key.encode(), found, path)
            self.assertNotIn(secret.encode(), found, path)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
