"""A real Prometheus scrapes the running server: the latency of every stage, who it is, and the alert rules.
Usage: prometheus_test.py TRELLIS."""
import json
import pathlib
import shutil
import sys
import unittest
import urllib.request

import live
from live import ServerTest
from load import Load

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests/ops/prometheus"))

from scrape import Prometheus  # noqa: E402

STAGES = ("webhook_ack", "signal_to_decision", "decision_to_durable", "durable_to_wire", "decision_to_wire", "tick_to_decision", "order_round_trip",
          "journal_append", "journal_sync")


class Scraped(ServerTest):
    def test_every_stage_shows_its_latency(self):
        if shutil.which("prometheus") is None:
            self.skipTest("prometheus is not installed (ops/packages, set test)")
        # Its levels are watched: only then does a quote alone lead to a decision.
        grid = {"levels": [{"gap": "0", "weight": "100", "tp": "0.01"}], "tp_mode": "aggregate", "tp_aggregate_percent": "0.01", "max_pyramids": 50}
        server = self.live("wild", journal={"snapshot_every_events": 500}, grid_strategy=grid)
        load = Load(server, seed=3, threads=2)
        self.addCleanup(load.end)
        load.resume(until=100)
        with Prometheus(f"127.0.0.1:{server.admin}", rules=ROOT / "ops/prometheus/trellis.rules.yml") as prometheus:
            self.assertTrue(load.reached.wait(30))
            info = prometheus.wait_for("trellis_build_info")
            version = json.loads(server.request("/version")[1])["version"]
            self.assertEqual((info[0][0]["version"], info[0][1]), (version, 1))
            for stage in STAGES:
                with self.subTest(stage):
                    prometheus.wait_for(f"trellis_{stage}_seconds_count > 0")
                    quantiles = prometheus.wait_for(f"histogram_quantile(0.99, sum by (le) (trellis_{stage}_seconds_bucket)) > 0")
                    self.assertLess(quantiles[0][1], 60)
            self.assertGreaterEqual(prometheus.wait_for('trellis_signals_total{outcome="accepted"} > 0')[0][1], 1)
            self.assertEqual(prometheus.scrape_error(), "")
            with urllib.request.urlopen(prometheus.url + "/api/v1/rules", timeout=30) as answer:
                groups = json.load(answer)["data"]["groups"]
            alerts = [rule for group in groups for rule in group["rules"]]
            self.assertGreater(len(alerts), 5)
            self.assertEqual({rule["health"] for rule in alerts} - {"ok", "unknown"}, set())
            load.end()
            self.assertEqual(load.strange, [])


if __name__ == "__main__":
    live.main_with_skips(sys.argv)
