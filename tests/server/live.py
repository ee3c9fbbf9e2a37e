"""A real server for the length of a test: its set-up on disk, its process, and the two ways to talk to it.

    with Live(Setup(folder)) as live:
        answer = live.post(signal("a"))
        live.api("/status")

It listens on free ports of the loopback that stay the same over restarts, and is gone at the end. Nothing here waits for a time: every
wait is for a condition, within a bound.
"""
import http.client
import json
import os
import pathlib
import re
import secrets
import select
import signal as signals
import socket
import subprocess
import sys
import tempfile
import time
import unittest

TRELLIS = os.environ.get("TRELLIS_PROGRAM", "")
BOUND = 30.0  # seconds for anything that should be quick


def take_program(arguments):
    """The program named by the first argument, or by TRELLIS_PROGRAM."""
    global TRELLIS
    if len(arguments) > 1 and not arguments[1].startswith("-") and os.access(arguments[1], os.X_OK) and "/" in arguments[1]:
        TRELLIS = arguments.pop(1)
    TRELLIS = str(pathlib.Path(TRELLIS).resolve())
    return arguments


def wait_until(ask, words, seconds=BOUND):
    """The first true answer; AssertionError when there is none in time."""
    end = time.monotonic() + seconds
    while True:
        answer = ask()
        if answer:
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {seconds:g} s: {words() if callable(words) else words}")
        time.sleep(0.01)


def free_ports(count):
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def signal(key, symbol="BTCUSDT", timeframe="15", kind="signal", size="500", price="64000", secret=None, **tv):
    """A body that is right but for what the caller changes; the secret is put in when it is sent."""
    body = {"tv": {"exchange": "BINANCE", "symbol": symbol, "timeframe": timeframe, "action": "sell" if kind == "exit" else "buy",
                   "entry_price": price, "order_size": size, **tv},
            "execution_intent": {"type": kind, "position_size_type": "quote"}}
    if key is not None:
        body["idempotency_key"] = key
    if secret is not None:
        body["secret"] = secret
    return body


class Setup:
    """A folder with a configuration, its secrets and a data directory. `config` may be changed and written again.

    Two instruments on one spot account; `market` is "still" (one quote that stands), "wild" (synthetic, fills all the time), or a list
    of (milliseconds, bid, ask) rows for both."""

    def __init__(self, folder, market="still", **sections):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / "data"
        self.token, self.secret = secrets.token_hex(12), secrets.token_hex(12)
        (self.folder / "secrets").mkdir(parents=True)
        self.write_secret("token", self.token)
        self.write_secret("secret", self.secret)
        instruments = [{"id": "binance:spot:BTC-USDT", "tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5"},
                       {"id": "binance:spot:ETH-USDT", "tick_size": "0.01", "step_size": "0.0001", "min_qty": "0.0001", "min_notional": "5"}]
        self.config = {
            "version": 1, "app": {"mode": "paper", "data_dir": "data"},
            "accounts": [{"id": "main", "venue": "binance", "market": "spot", "currency": "USDT", "balances": {"USDT": "100000000"}}],
            "execution_pool": {"max_open_groups": 10000},
            "grid_strategy": {"levels": [{"gap": "0", "weight": "50", "tp": "0.1"}, {"gap": "-0.2", "weight": "50", "tp": "0.2"}], "max_pyramids": 50},
            "limits": {"one_entry_per_candle": False},
            "security": {"webhook": {"address": "127.0.0.1", "port": 0}, "admin": {"address": "127.0.0.1", "port": 0},
                         "routes": [{"name": "main", "account": "main", "token": {"file": "secrets/token"}, "secrets": [{"file": "secrets/secret"}]}]},
            "runtime": {"paper": {"instruments": instruments, "market": self.feeds(market)}}, "journal": {}, **sections}
        self.write()

    def feeds(self, market):
        pairs = (("BTC-USDT", "64000"), ("ETH-USDT", "3200"))
        if market == "wild":
            return [{"instrument": f"binance:spot:{pair}", "synthetic": {"seed": seed, "price": price, "swing_percent": "5", "interval_ms": 20}}
                    for seed, (pair, price) in enumerate(pairs, 1)]
        rows = {"BTC-USDT": [(1, "64000", "64000.01")] if market == "still" else market, "ETH-USDT": [(1, "3200", "3200.01")] if market == "still" else market}
        for pair, quotes in rows.items():
            lines = ["ts_ms,bid,ask"] + [f"{1767571200000 + at},{bid},{ask}" for at, bid, ask in quotes]
            (self.folder / f"{pair}.csv").write_text("\n".join(lines) + "\n")
        return [{"instrument": f"binance:spot:{pair}", "quotes": f"{pair}.csv", "repeat": False} for pair, _ in pairs]

    def write(self, name="trellis.json"):
        path = self.folder / name
        path.write_text(json.dumps(self.config, indent=1))
        return path

    def write_secret(self, name, text):
        path = self.folder / "secrets" / name
        path.write_text(text + "\n")
        path.chmod(0o600)

    def body(self, signal_or_text):
        """Bytes to send: a dictionary gets the secret, anything else is taken as it is."""
        if isinstance(signal_or_text, dict):
            return json.dumps({"secret": self.secret, **signal_or_text}).encode()
        return signal_or_text if isinstance(signal_or_text, bytes) else signal_or_text.encode()


def free_of_environment():
    return {name: value for name, value in os.environ.items() if not name.startswith(("TRELLIS_", "NOTIFY_", "LISTEN_", "WATCHDOG_"))}


class Live:
    def __init__(self, setup, environment=None, prefix=(), **options):
        self.setup, self.prefix, self.options = setup, list(prefix), options
        self.environment = {**free_of_environment(), **(environment or {})}
        self.webhook, self.admin = free_ports(2)
        self.process, self.token, self.started_in = None, "", 0.0
        self.log_path = setup.folder / "log"

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.kill()

    def start(self):
        """Starts it and waits until it says where it listens."""
        begun = time.monotonic()
        arguments = [*self.prefix, TRELLIS, "serve", "--config", str(self.setup.folder / "trellis.json"), "--data-dir", str(self.setup.data),
                     "--webhook-listen", f"127.0.0.1:{self.webhook}", "--admin-listen", f"127.0.0.1:{self.admin}"]
        with open(self.log_path, "a", encoding="utf-8") as log:
            self.process = subprocess.Popen(arguments, cwd=self.setup.folder, env=self.environment, stdin=subprocess.DEVNULL,
                                            stdout=subprocess.PIPE, stderr=log, text=True, **self.options)
        said = self.read_announcement()
        self.started_in = time.monotonic() - begun
        self.webhook = int(re.search(r"^webhook .*:(\d+)/hook", said, re.MULTILINE).group(1))
        self.admin = int(re.search(r"^admin .*:(\d+)/api", said, re.MULTILINE).group(1))
        self.token = (self.setup.data / "admin.token").read_text().strip()
        return self

    def read_announcement(self):
        said, pipe = "", self.process.stdout.fileno()
        while "/metrics\n" not in said:
            more = os.read(pipe, 4096).decode() if select.select([pipe], [], [], 60)[0] else ""
            if not more:
                self.kill()
                raise AssertionError(f"the server did not start: {said}{self.log_end()}")
            said += more
        return said

    def kill(self):
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.process = None

    def send(self, number):
        self.process.send_signal(number)

    def wait(self, seconds=BOUND):
        """Its exit code."""
        try:
            code = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"it did not end within {seconds} s: {self.log_end()}") from None
        self.process.stdout.close()
        self.process = None
        return code

    def stop(self):
        self.send(signals.SIGTERM)
        return self.wait()

    def log(self):
        return self.log_path.read_text(encoding="utf-8")

    def log_end(self):
        return self.log()[-3000:]

    def wait_for_log(self, words, seconds=BOUND, behind=0):
        wait_until(lambda: words in self.log()[behind:], lambda: f"{words!r} in the log:\n{self.log_end()}", seconds)

    def memory(self, field="VmRSS"):
        """In MiB."""
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(rf"^{field}:\s+(\d+) kB", text, re.MULTILINE).group(1)) / 1024

    def post(self, body, path=None, headers=None, timeout=10.0):
        """Status and JSON of the answer to one signal, on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.webhook, timeout=timeout)
        try:
            connection.request("POST", path or f"/hook/{self.setup.token}", self.setup.body(body),
                               {"Content-Type": "application/json; charset=utf-8", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        finally:
            connection.close()

    def api(self, path, method="GET", body=None, expect=200, headers=None, timeout=BOUND):
        """The JSON of the admin API's answer."""
        status, text = self.request(path, method, body, headers, timeout)
        if expect is not None and status != expect:
            raise AssertionError(f"{method} {path}: {status} {text}")
        return json.loads(text)

    def request(self, path, method="GET", body=None, headers=None, timeout=BOUND):
        connection = http.client.HTTPConnection("127.0.0.1", self.admin, timeout=timeout)
        prefix = "" if path in ("/metrics", "/livez", "/readyz", "/version") else "/api/v1"
        try:
            connection.request(method, prefix + path, None if body is None else json.dumps(body),
                               {"Authorization": f"Bearer {self.token}", **(headers or {})})
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (OSError, http.client.HTTPException) as error:
            ended = self.process.poll() if self.process else "killed"
            raise AssertionError(f"{method} {path}: {error!r}; exit code {ended}\n{self.log_end()}") from error
        finally:
            connection.close()

    def pages(self, path, enough=lambda rows: False):
        """All rows of a list, or those of the first pages until it is enough."""
        rows, cursor, joint = [], "", "&" if "?" in path else "?"
        while True:
            page = self.api(f"{path}{joint}limit=500" + (f"&cursor={cursor}" if cursor else ""))
            rows += page["items"]
            cursor = page["next"]
            if not cursor or enough(rows):
                return rows


    def wait_until_listed(self, wanted, seconds=BOUND):
        """Lists follow the journal: until every signal of `wanted` is in them; how often each is."""
        seen = {}

        def ask():
            rows = self.pages("/signals", lambda rows: wanted <= {row["id"] for row in rows})
            seen["rows"] = [row for row in rows if row["id"] in wanted]
            return wanted <= {row["id"] for row in rows}

        wait_until(ask, lambda: f"{sorted(wanted - {row['id'] for row in seen['rows']})[:20]} are listed", seconds)
        return seen["rows"]


class ServerTest(unittest.TestCase):
    """A scratch folder; everything started is gone at the end."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="trellis_server_")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def live(self, *arguments, environment=None, prefix=(), options=None, **sections):
        """A started server on a set-up of its own."""
        live = Live(Setup(self.folder / "set-up", *arguments, **sections), environment, prefix, **(options or {}))
        self.addCleanup(live.kill)
        return live.start()

    def run_program(self, *arguments, seconds=300):
        return subprocess.run([TRELLIS, *map(str, arguments)], env=free_of_environment(), capture_output=True, text=True, timeout=seconds, check=False)

    def journal(self, data, kind=None):
        """The events of a data directory that no server holds."""
        ran = self.run_program("journal", "cat", data, *(["--type", kind] if kind else []))
        self.assertEqual(ran.returncode, 0, ran.stderr)
        return [json.loads(line) for line in ran.stdout.splitlines()]


def main_with_skips(arguments):
    """As unittest.main; exit code 77 when a test was skipped and none failed."""
    result = unittest.main(argv=take_program(arguments), exit=False).result
    sys.exit(1 if not result.wasSuccessful() else 77 if result.skipped else 0)
