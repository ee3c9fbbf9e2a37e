"""A real Prometheus (Debian's package) that scrapes one target for the length of a test.

    with Prometheus("127.0.0.1:7780") as prometheus:
        rows = prometheus.wait_for('trellis_signals_total{outcome="accepted"} >= 3')
        prometheus.wait_for("trellis_webhook_ack_seconds_count > 0")

It listens on a free port of the loopback, keeps its data in a scratch folder, scrapes every second, and is gone at the end.
"""
import json
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Prometheus:
    """`rules`: a file of alert rules to evaluate every second too."""

    def __init__(self, target, metrics_path="/metrics", job="trellis", rules=None):
        self.target = target
        self.config = {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": [str(pathlib.Path(rules).resolve())] if rules else [],
            "scrape_configs": [{"job_name": job, "metrics_path": metrics_path, "static_configs": [{"targets": [target]}]}],
        }

    def __enter__(self):
        program = shutil.which("prometheus")
        if program is None:
            raise FileNotFoundError("prometheus is not installed (ops/packages, set test)")
        self.folder = tempfile.TemporaryDirectory(prefix="trellis_prometheus_")
        root = pathlib.Path(self.folder.name)
        (root / "prometheus.yml").write_text(json.dumps(self.config))  # JSON is YAML
        self.log = open(root / "log", "w+", encoding="utf-8")
        self.url = f"http://127.0.0.1:{free_port()}"
        self.process = subprocess.Popen(
            [program, f"--config.file={root}/prometheus.yml", f"--storage.tsdb.path={root}/data",
             f"--web.listen-address={self.url.removeprefix('http://')}"],
            stdin=subprocess.DEVNULL, stdout=self.log, stderr=subprocess.STDOUT)
        try:
            self._wait(lambda: self._get("/-/ready") is not None, 30, "Prometheus did not start")
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.log.close()
        self.folder.cleanup()

    def query(self, expression):
        """The rows of an instant query: [({label: value}, number)]."""
        body = self._get("/api/v1/query?" + urllib.parse.urlencode({"query": expression}))
        rows = json.loads(body)["data"]["result"] if body else []
        return [(row["metric"], float(row["value"][1])) for row in rows]

    def wait_for(self, expression, seconds=30):
        """The rows of the query as soon as there are any; TimeoutError with what the target's scrapes said."""
        return self._wait(lambda: self.query(expression), seconds, f"no result of {expression}")

    def scrape_error(self):
        """Why the last scrape failed; empty when it did not."""
        body = self._get("/api/v1/targets")
        targets = json.loads(body)["data"]["activeTargets"] if body else []
        return targets[0]["lastError"] if targets else "no target yet"

    def _get(self, path):
        try:
            with urllib.request.urlopen(self.url + path, timeout=5) as answer:
                return answer.read().decode()
        except urllib.error.HTTPError as error:
            if error.code != 503:  # 503: not ready yet
                raise RuntimeError(f"{path}: {error.code} {error.read().decode()}") from error
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        return None

    def _wait(self, ask, seconds, words):
        end = time.monotonic() + seconds
        while True:
            answer = ask()
            if answer:
                return answer
            if self.process.poll() is not None or time.monotonic() > end:
                raise TimeoutError(f"{words} within {seconds} s; last scrape: {self.scrape_error() or 'fine'}\n{self._log_end()}")
            time.sleep(0.05)

    def _log_end(self):
        self.log.flush()
        return pathlib.Path(self.log.name).read_text(encoding="utf-8")[-2000:]
