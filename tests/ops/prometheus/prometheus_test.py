"""Holds the metrics page, docs/metrics.md, the alert rules and their runbooks against each other, with promtool and a real Prometheus.
Usage: prometheus_test.py RENDER_METRICS."""
import http.server
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import unittest

from exposition import families_of, family_name, names_in
from scrape import Prometheus

ROOT = pathlib.Path(__file__).resolve().parents[3]
RULES = ROOT / "ops/prometheus/trellis.rules.yml"
TESTS = ROOT / "ops/prometheus/tests.yml"
RUNBOOKS = ROOT / "docs/runbooks"
RENDER = ""
SERIES_MAX = 5_000


def render(which):
    return subprocess.run([RENDER, which], capture_output=True, text=True, check=True).stdout


def promtool(*arguments, text=None):
    return subprocess.run(["promtool", *map(str, arguments)], input=text, capture_output=True, text=True, check=False)


def alerts():
    """{name: its text} of the rules' file."""
    parts = re.split(r"^ *- alert: (\w+)\n", RULES.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2]))


def expression_of(text):
    """The alert's expression without its line breaks."""
    single = re.search(r"^ *expr: '(.*)'$", text, re.MULTILINE)
    folded = re.search(r"^ *expr: >-\n(.*?)^ *for:", text, re.MULTILINE | re.DOTALL)
    return " ".join((single or folded).group(1).split())


def documented():
    """{name: (type, labels)} of the tables in docs/metrics.md."""
    rows = re.findall(r"^\| `(\w+)` \| (\w+) \| ([^|]*) \| [^|]+ \|$", (ROOT / "docs/metrics.md").read_text(encoding="utf-8"), re.MULTILINE)
    return {name: (kind, set(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}


class Page(unittest.TestCase):
    def test_promtool_has_no_complaint(self):
        for which in ("small", "largest"):
            ran = promtool("check", "metrics", text=render(which))
            self.assertEqual((ran.returncode, ran.stdout + ran.stderr), (0, ""))

    def test_promtool_would_complain(self):
        self.assertNotEqual(promtool("check", "metrics", text="# TYPE trellis_wait_ms counter\ntrellis_wait_ms 1\n").returncode, 0)

    def test_the_largest_has_few_series(self):
        families = families_of(render("largest"))
        self.assertLess(sum(family.samples for family in families.values()), SERIES_MAX)
        self.assertTrue(all(family.samples for family in families.values()))

    def test_is_what_its_document_says(self):
        shown = {name: (family.kind, family.labels) for name, family in families_of(render("small")).items()}
        self.assertEqual(documented(), shown)


class Rules(unittest.TestCase):
    def test_are_right_for_promtool(self):
        for arguments in (("check", "rules", RULES), ("check", "config", ROOT / "ops/prometheus/prometheus.yml")):
            ran = promtool(*arguments)
            self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_fire_when_they_should_and_only_then(self):
        ran = promtool("test", "rules", TESTS)
        self.assertEqual(ran.returncode, 0, ran.stdout + ran.stderr)

    def test_a_rule_that_does_not_fire_or_always_fires_would_be_seen(self):
        for wrong in ("vector(0) > 1", "vector(1)"):
            with self.subTest(expression=wrong), tempfile.TemporaryDirectory() as folder:
                shutil.copy(TESTS, folder)
                rules = "".join(f"      - alert: {name}\n        expr: {wrong}\n" for name in alerts())
                (pathlib.Path(folder) / RULES.name).write_text("groups:\n  - name: wrong\n    rules:\n" + rules)
                ran = promtool("test", "rules", pathlib.Path(folder) / TESTS.name)
                for name in alerts():
                    self.assertIn(f'alertname=\\"{name}\\"', ran.stdout + ran.stderr)

    def test_ask_for_series_that_exist(self):
        families = families_of(render("small"))
        for file in (RULES, TESTS):
            for name in names_in(file.read_text(encoding="utf-8")) - self.names_that_are_no_series():
                self.assertIn(family_name(name, families), families, file.name)

    @staticmethod
    def names_that_are_no_series():
        return set(re.findall(r"- name: (trellis_\w+)", RULES.read_text(encoding="utf-8")))

    def test_say_how_bad_it_is_and_what_to_do(self):
        self.assertGreater(len(alerts()), 20)
        for name, text in alerts().items():
            self.assertRegex(text, r"severity: (page|ticket)\n", name)
            for key in ("for", "summary", "description"):
                self.assertRegex(text, rf"(?m)^ *{key}: \S", name)
            self.assertIn(f"runbook_url: docs/runbooks/{name}.md\n", text)

    def setUp(self):
        self.assertIsNotNone(shutil.which("promtool"), "promtool is missing: apt-get install prometheus")


class Runbooks(unittest.TestCase):
    def test_stand_for_one_alert_each(self):
        self.assertEqual({file.stem for file in RUNBOOKS.glob("*.md")}, set(alerts()))

    def test_quote_their_rule(self):
        for name, text in alerts().items():
            page = (RUNBOOKS / f"{name}.md").read_text(encoding="utf-8")
            self.assertTrue(page.startswith(f"# {name}\n"), name)
            self.assertIn(f"](runbooks/{name}.md)", (ROOT / "docs/metrics.md").read_text(encoding="utf-8"))
            quoted = re.search(r"```promql\n(.*?)```", page, re.DOTALL).group(1)
            self.assertEqual(" ".join(quoted.split()), expression_of(text).replace("''", "'"), name)
            self.assertIn("Severity **" + re.search(r"severity: (\w+)", text).group(1) + "**", page)
            for part in ("What it means", "What to look at", "What to do"):
                self.assertIn(f"\n## {part}\n", page, name)

    def test_speak_of_series_that_exist(self):
        families = families_of(render("small"))
        for file in [*RUNBOOKS.glob("*.md"), ROOT / "docs/metrics.md"]:
            for name in names_in(file.read_text(encoding="utf-8")):
                self.assertIn(family_name(name, families), families, file.name)


class Scrape(unittest.TestCase):
    """The helper that other tests scrape a running server with."""

    def serve(self, page):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/metrics" else 404)
                self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                self.end_headers()
                self.wfile.write(page.encode() if self.path == "/metrics" else b"")

            def log_message(self, *_):
                pass

        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(server.shutdown)
        return f"127.0.0.1:{server.server_address[1]}"

    def test_a_real_prometheus_reads_the_page(self):
        page = render("largest")
        with Prometheus(self.serve(page), rules=RULES) as prometheus:
            rows = prometheus.wait_for('trellis_webhook_requests_total{outcome="accepted"}')
            self.assertEqual(rows[0][1], 1)
            self.assertEqual(rows[0][0]["job"], "trellis")
            self.assertEqual(prometheus.scrape_error(), "")
            samples = sum(family.samples for family in families_of(page).values())
            self.assertEqual(prometheus.wait_for("scrape_samples_scraped")[0][1], samples)
            quantile = prometheus.wait_for("histogram_quantile(0.5, trellis_webhook_ack_seconds_bucket)")
            self.assertGreater(quantile[0][1], 0.0002)
            self.assertEqual(prometheus.query('trellis_webhook_requests_total{outcome="accepted"} > 1'), [])

    def test_what_never_comes_is_an_error_that_says_why(self):
        with Prometheus(self.serve(render("small")), metrics_path="/elsewhere") as prometheus:
            prometheus.wait_for("up == 0")
            with self.assertRaisesRegex(TimeoutError, "trellis_ticks_total.*404"):
                prometheus.wait_for("trellis_ticks_total", seconds=0.2)


if __name__ == "__main__":
    RENDER = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
