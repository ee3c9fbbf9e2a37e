"""What an operator may ask for and cannot have: each refusal over the admin listener of a running server has the code, the status and
the shape that docs/api.md promises. Usage: refusals_test.py TRELLIS."""
import json
import pathlib
import re
import sys
import unittest
import urllib.error
import urllib.request

from server_support import Commands, Program

ROOT = pathlib.Path(__file__).resolve().parents[3]


def promised():
    """{code: status} of the table in docs/api.md."""
    return {code: int(status) for code, status in re.findall(r"^\| `(\w+)` \| (\d+) \|", (ROOT / "docs/api.md").read_text(encoding="utf-8"), re.MULTILINE)}


class Refusals(Commands):
    """One slot; the group that takes it is open, and two entries wait."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.token = (cls.server.data / "admin.token").read_text().strip()
        asking = cls("ask")
        asking.patch("execution_pool", {"max_open_groups": 1})
        asking.patch("limits", {"one_entry_per_candle": False})

        def asks(said):
            return [float(quote["ask"]) for quote in said["quotes"] if "BTC" in quote["instrument"] and quote["ask"] is not None]

        ask = asks(asking.until(asks, "status"))[0]
        # Above the market: its first leg is filled wherever the price goes meanwhile.
        signal = asking.send(timeframe="15", entry_price=round(ask * 1.02, 2))
        rows = asking.until(lambda said: any(row["id"] == signal and row["groups"] for row in said["items"]), "signals")["items"]
        cls.group = next(row for row in rows if row["id"] == signal)["groups"][0]
        asking.until(lambda said: any(row["id"] == cls.group for row in said["items"]), "groups")
        asking.until(lambda said: said["mark"] is not None and said["legs_filled"] > 0, "group", cls.group)
        for timeframe in ("30", "60"):
            asking.send(timeframe=timeframe)
        cls.waiting = [row["id"] for row in asking.until(lambda said: len(said["items"]) == 2, "queue")["items"]]

    def ask(self, method, path, body=None, **headers):
        """Status and document of an answer."""
        request = urllib.request.Request(f"http://{self.server.admin}/api/v1{path}", method=method, headers={"Authorization": f"Bearer {self.token}", **headers},
                                         data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            self.assertEqual(error.headers["Content-Type"], "application/problem+json", path)
            return error.code, json.load(error)

    def patch(self, category, change):
        status, said = self.ask("PATCH", f"/config/{category}", change, **{"If-Match": "*"})
        self.assertEqual(status, 200, said)

    def refused(self, code, method, path, body=None):
        status, said = self.ask(method, path, body)
        self.assertEqual(said.get("code"), code, f"{method} {path} {body}: {said}")
        self.assertEqual((status, said["status"]), (promised()[code], promised()[code]), said)
        self.assertTrue(said["detail"])
        for error in said.get("errors", []):
            self.assertEqual(set(error), {"code", "pointer", "value", "rule", "hint"})

    def group_path(self, step):
        return f"/groups/{self.group}/{step}"


class Groups(Refusals):
    def test_a_stop_that_would_fire_at_once(self):
        mark = float(self.json_of("group", self.group)["mark"])
        self.refused("WOULD_TRIGGER", "PATCH", self.group_path("stop"), {"price": str(round(mark * 1.5, 2))})
        self.refused("OUT_OF_RANGE", "PATCH", self.group_path("stop"), {"price": "0.000001"})
        for absurd in ("0", "-1", "1e400", "much", True, [], {}):
            self.refused("INVALID_BODY", "PATCH", self.group_path("stop"), {"price": absurd})
        self.refused("INVALID_BODY", "PATCH", self.group_path("stop"), {"pric": "1"})
        self.refused("NOT_FOUND", "PATCH", "/groups/g1.999/stop", {"price": "1"})

    def test_targets_that_the_group_does_not_have(self):
        def change(**target):
            return ("PATCH", self.group_path("targets"), {"targets": [target]})

        self.refused("TARGET_NOT_IN_MODE", *change(percent="2"))
        self.refused("UNKNOWN_PYRAMID", *change(pyramid=7, leg=0, percent="2"))
        self.refused("UNKNOWN_LEG", *change(pyramid=0, leg=19, percent="2"))
        self.refused("OUT_OF_RANGE", *change(pyramid=0, leg=0, percent="1000000.1"))
        for absurd in ({"percent": "x", "pyramid": 0, "leg": 0}, {"percent": "2", "pyramid": -1, "leg": 0}, {"pyramid": 0, "leg": 0}, {}):
            self.refused("INVALID_BODY", *change(**absurd))
        self.refused("INVALID_BODY", "PATCH", self.group_path("targets"), {"targets": []})

    def test_fractions_that_are_none(self):
        for absurd in ("0", "-0.5", "1.0000001", "1e30", "half", None, True):
            self.refused("INVALID_BODY", "POST", self.group_path("close"), {"fraction": absurd})
        self.refused("BELOW_MINIMUM", "POST", self.group_path("close"), {"fraction": "0.0000001"})
        self.assertIn("BELOW_MINIMUM", self.expect(4, "close", self.group, "--fraction", "0.0000001").stderr)
        self.assertIn("would lower its targets and close 0.25", self.expect(0, "close", self.group, "--fraction", "0.25", "--dry-run").stdout)
        self.assertRegex(self.expect(0, "close", self.group, "--fraction", "0.25").stdout, rf"^{self.group}: closing 0.25 of it  \(trellis why e\d+\)\n$")
        self.until(lambda said: any(order["role"] == "reduce" and order["state"] == "FILLED" for order in said["orders"]), "group", self.group)

    def test_flags_that_are_set_or_not(self):
        path = f"/risk/groups/{self.group}/"
        self.refused("NOT_BLOCKED", "DELETE", path + "block")
        self.assertEqual(self.ask("POST", path + "block")[0], 200)
        self.refused("ALREADY_BLOCKED", "POST", path + "block")
        self.assertEqual(self.ask("POST", path + "skip-once")[0], 200)
        self.refused("ALREADY_SKIPPED", "POST", path + "skip-once")
        self.assertEqual(self.ask("DELETE", path + "block")[0], 200)
        self.refused("NOT_BLOCKED", "DELETE", path + "block")
        self.until(lambda said: {row["type"] for row in said["items"]} >= {"RiskBlocked", "RiskUnblocked", "RiskSkipOrdered"}, "events", "--category", "risk")
        self.refused("NOT_FOUND", "POST", "/risk/groups/g9.1/block")
        self.refused("INVALID_PARAMETER", "POST", "/risk/groups/nobody/block")


class Waiting(Refusals):
    def test_a_promotion_into_a_full_pool_and_one_twice(self):
        first, second = self.waiting
        self.refused("POOL_FULL", "POST", f"/queue/{first}/promote")
        self.assertIn("POOL_FULL", self.expect(4, "queue", "promote", first).stderr)
        status, said = self.ask("POST", f"/queue/{first}/force")
        self.assertEqual((status, said["outcome"]), (200, "promoted"), said)
        for step in ("promote", "force"):
            self.refused("NOT_FOUND", "POST", f"/queue/{first}/{step}")
        self.refused("NOT_FOUND", "DELETE", f"/queue/{first}")
        self.refused("NOT_FOUND", "POST", "/queue/s99999/promote")
        self.refused("INVALID_PARAMETER", "POST", "/queue/nonsense/promote")
        self.assertEqual(self.ask("DELETE", f"/queue/{second}")[1]["outcome"], "removed")
        self.refused("NOT_FOUND", "DELETE", f"/queue/{second}")
        slots = next(limit for limit in self.json_of("limits")["accounts"][0]["limits"] if limit["limit"] == "POOL_FULL")
        self.assertEqual((slots["used"], slots["max"], slots["reached"]), ("2", "1", True))

    def test_paused_and_stopped_accounts_promote_nobody(self):
        entry = self.send(timeframe="120")
        self.until(lambda said: any(row["id"] == entry for row in said["items"]), "queue")
        for step, code in (("pause", "PAUSED"), ("stop", "FORCE_STOPPED")):
            self.assertEqual(self.ask("POST", f"/trading/{step}", {})[0], 200)
            self.refused(code, "POST", f"/queue/{entry}/promote")
            self.refused(code, "POST", f"/queue/{entry}/force")
            self.assertIn(code, self.expect(0, "limits").stdout)
            self.assertIn(code, self.expect(0, "status").stdout)
        self.assertEqual(self.ask("POST", "/trading/resume", {})[0], 200)


class Limits(Refusals):
    def test_a_limit_below_what_is_used(self):
        self.patch("limits", {"max_total_exposure_usd": "1", "one_entry_per_candle": False})
        self.addCleanup(self.patch, "limits", {"max_total_exposure_usd": None, "one_entry_per_candle": False})
        exposure = next(limit for limit in self.json_of("limits")["accounts"][0]["limits"] if limit["limit"] == "EXPOSURE_LIMIT")
        self.assertEqual((exposure["max"], exposure["unit"], exposure["reached"]), ("1", "USDT", True))
        self.assertGreater(float(exposure["used"]), 1)
        refused = self.run_program("signal", "send", self.signal(timeframe="15", order_size=321), "--json")
        self.assertIn("EXPOSURE_LIMIT", refused.stdout + refused.stderr)
        self.assertFalse(self.json_of("group", self.group)["has_ended"])
        self.assertIn("count from nothing", self.expect(0, "limits", "reset", "--account", "main", "--dry-run").stdout)
        self.expect(0, "limits", "reset")

    def test_absurd_configurations(self):
        for category, change in (("execution_pool", {"max_open_groups": 10**9}), ("execution_pool", {"max_open_groups": -1}),
                                 ("limits", {"max_total_exposure_usd": "-5"}), ("limits", {"max_equity_drawdown_pct": "101"}),
                                 ("risk_engine", {"evaluate_interval_sec": 0}), ("queue", {"selection_priority": ["luck"]}), ("queue", {"queue_limit": "many"})):
            status, said = self.ask("PATCH", f"/config/{category}", change, **{"If-Match": "*"})
            self.assertEqual((status, said["code"]), (422, "INVALID_CONFIG"), f"{change}: {said}")
            self.assertTrue(said["errors"])

    def test_lists_of_absurd_length(self):
        for path in ("/queue", "/queue/history", "/risk/actions", "/groups"):
            for limit, code in (("0", "BAD_LIMIT"), ("501", "BAD_LIMIT"), ("-1", "INVALID_PARAMETER"), ("many", "INVALID_PARAMETER")):
                self.refused(code, "GET", f"{path}?limit={limit}")
            self.refused("UNKNOWN_ACCOUNT", "GET", f"{path}?account=nobody")


if __name__ == "__main__":
    Program.path = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
