#!/usr/bin/env python3
"""Presets on a running server with 1,000 of them: how long a change takes that is durable, a page of all of them, and whether 100 who
change at once are felt by the ticks.

    presets.py PROGRAM     one JSON line each, as every benchmark of docs/performance.md

Floors of the same run: a small file made durable on the same disk plus one HTTP round trip; the round trip alone. Latencies are those of
one kept connection in Python, which is most of the floor. Tick to decision is the server's own histogram, interpolated within its
buckets, in turns with and without the changes.
"""
import concurrent.futures
import http.client
import itertools
import json
import os
import pathlib
import re
import select
import statistics
import subprocess
import sys
import tempfile
import threading
import time

PRESETS, PAGE_ROWS, CHANGES, PAGES, ROUNDS, WRITERS, SYMBOLS, PHASE_SECONDS, PAIRS = 1000, 1000, 600, 100, 5, 100, 20, 6, 5


def configuration(folder):
    names = [f"binance:spot:C{i}-USDT" for i in range(SYMBOLS)]
    for name, text in (("token", "t0ken\n"), ("secret", "5ecret\n")):
        (folder / name).write_text(text)
        (folder / name).chmod(0o600)
    rule = {"tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5"}
    feed = {"price": "64000", "swing_percent": "2", "interval_ms": 50}
    return {
        "version": 1, "app": {"mode": "paper", "log_level": "off"},
        "accounts": [{"id": "main", "venue": "binance", "market": "spot", "currency": "USDT", "balances": {"USDT": "100000000"}}],
        "execution_pool": {"max_open_groups": 10000}, "limits": {"one_entry_per_candle": False},
        # A watched target that a few quotes reach: each touch is a decision that a tick led to.
        "grid_strategy": {"levels": [{"gap": "0", "weight": "100", "tp": "1"}], "tp_mode": "aggregate", "tp_aggregate_percent": "0.002"},
        "security": {"webhook": {"address": "127.0.0.1", "port": 0}, "admin": {"address": "127.0.0.1", "port": 0},
                     "routes": [{"name": "main", "account": "main", "token": {"file": "token"}, "secrets": [{"file": "secret"}]}]},
        "runtime": {"paper": {"instruments": [{"id": name, **rule} for name in names],
                              "market": [{"instrument": name, "synthetic": {"seed": i + 1, **feed}} for i, name in enumerate(names)]}}}


def ports(process):
    said = ""
    while "/metrics\n" not in said:
        ready = select.select([process.stdout], [], [], 60)[0]
        more = os.read(process.stdout.fileno(), 4096).decode() if ready else ""
        if not more:
            raise SystemExit(f"presets.py: the server did not start: {said}")
        said += more
    return tuple(int(re.search(rf"^{name}.*127\.0\.0\.1:(\d+)", said, re.MULTILINE).group(1)) for name in ("webhook", "metrics"))


class Caller:
    """One kept connection."""

    def __init__(self, port, token=""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}

    def call(self, method, path, body=None, expect=(200, 201), headers=None):
        self.connection.request(method, path, None if body is None else json.dumps(body), {**self.headers, **(headers or {})})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status not in expect:
            raise SystemExit(f"presets.py: {method} {path}: {answer.status} {text[:400]}")
        return text

    def milliseconds(self, *arguments, **options):
        begun = time.perf_counter()
        text = self.call(*arguments, **options)
        return 1000 * (time.perf_counter() - begun), text


def p99(values):
    return sorted(values)[min(len(values) - 1, int(len(values) * 0.99))]


def document(name, pips=20):
    return {"name": name, "risk_per_trade_pct": "0.5", "sl_pips": pips, "tp1_rr": "1.5", "tags": ["bench"]}


def durable_file(folder, count):
    """Appends a kilobyte and syncs it, in milliseconds each."""
    taken = []
    with open(folder / "floor", "ab", buffering=0) as file:
        for _ in range(count):
            begun = time.perf_counter()
            file.write(b"x" * 1024)
            os.fdatasync(file.fileno())
            taken.append(1000 * (time.perf_counter() - begun))
    return taken


def changes(caller, number):
    """Made, given a version, deleted: one of a thousand."""
    made, text = caller.milliseconds("POST", "/api/v1/presets", document(f"Change {number}"))
    known = json.loads(text)["preset"]
    path = f"/api/v1/presets/{known['id']}"
    revised, text = caller.milliseconds("PUT", path, document(f"Change {number}", 30), headers={"If-Match": f'"{known["revision"]}"'})
    deleted, _ = caller.milliseconds("DELETE", path)
    return [made, revised, deleted]


def measure_changes(admin, token, folder):
    caller, values, floors = Caller(admin, token), [], []
    for turn in range(ROUNDS):
        taken = [one for number in range(CHANGES // 3 // ROUNDS) for one in changes(caller, f"{turn}.{number}")]
        trips = [caller.milliseconds("GET", "/version")[0] for _ in taken]
        values.append(p99(taken))
        floors.append(p99([disk + trip for disk, trip in zip(durable_file(folder, len(taken)), trips)]))
    return statistics.median(values), statistics.median(floors)


def measure_pages(admin, token):
    caller, values, floors = Caller(admin, token), [], []
    for _ in range(ROUNDS):
        taken = [caller.milliseconds("GET", f"/api/v1/presets?which=mine&limit={PAGE_ROWS}") for _ in range(PAGES // ROUNDS)]
        items = len(json.loads(taken[-1][1])["items"])
        if items != PAGE_ROWS:
            raise SystemExit(f"presets.py: a page of {items}")
        values.append(p99([one for one, _ in taken]))
        floors.append(p99([caller.milliseconds("GET", "/version")[0] for _ in taken]))
    return statistics.median(values), statistics.median(floors)


def buckets(caller):
    text = caller.call("GET", "/metrics").decode()
    found = re.findall(r'^trellis_tick_to_decision_seconds_bucket\{le="([^"]+)"\} (\d+)', text, re.MULTILINE)
    return [(float(edge), int(count)) for edge, count in found]


def quantile(before, after, part):
    """In microseconds, as Prometheus interpolates."""
    counts = [(edge, later - earlier) for (edge, later), (_, earlier) in zip(after, before)]
    wanted = part * counts[-1][1]
    low, below = 0.0, 0
    for edge, count in counts:
        if count >= wanted:
            return 1e6 * (low if edge == float("inf") else low + (edge - low) * (wanted - below) / max(1, count - below))
        low, below = edge, count
    return 1e6 * low


def keep_trading(webhook, stop):
    """Entries in all markets, over and over, the same in both phases."""
    caller = Caller(webhook)
    for number in itertools.count():
        if stop.wait(0.01):
            return
        body = {"secret": "5ecret", "idempotency_key": str(number),
                "tv": {"exchange": "BINANCE", "symbol": f"C{number % SYMBOLS}USDT", "timeframe": str(number % 7 + 1), "action": "buy", "entry_price": "70000",
                       "order_size": "100"}, "execution_intent": {"type": "signal", "position_size_type": "quote"}}
        caller.call("POST", "/hook/t0ken", body, expect=(200, 202, 422))


def measure_ticks(webhook, admin, token):
    """Idle, 100 at once, idle, ...: the p99 of both, and how many were applied."""
    stop, applied = threading.Event(), []
    trader = threading.Thread(target=keep_trading, args=(webhook, stop), daemon=True)
    trader.start()
    look, quiet, busy = Caller(admin, token), [], []
    callers = [Caller(admin, token) for _ in range(WRITERS)]

    def apply(place):
        wanted = {"preset": f"Preset {place}"}
        callers[place].call("PUT", "/api/v1/connections/main/preset", wanted)
        callers[place].call("PUT", "/api/v1/connections/main/preset", {"preset": None})

    time.sleep(2)
    with concurrent.futures.ThreadPoolExecutor(WRITERS) as pool:
        for _ in range(PAIRS):
            before = buckets(look)
            time.sleep(PHASE_SECONDS)
            middle = buckets(look)
            begun, rounds = time.monotonic(), 0
            while time.monotonic() - begun < PHASE_SECONDS:
                list(pool.map(apply, range(WRITERS)))
                rounds += 1
                time.sleep(0.5)
            applied.append(2 * WRITERS * rounds)
            after = buckets(look)
            quiet.append(quantile(before, middle, 0.99))
            busy.append(quantile(middle, after, 0.99))
    stop.set()
    trader.join(10)
    return statistics.median(busy), statistics.median(quiet), sum(applied)


def answer(identity, value, unit, against, peer, must, met):
    print(json.dumps({"id": identity, "value": round(value, 3), "unit": unit, "against": against, "peer_value": round(peer, 3),
                      "ratio": round(value / peer, 3) if peer else 0, "must": must, "met": met, "runs": ROUNDS, "load": round(os.getloadavg()[0], 2)},
                     separators=(",", ":")), flush=True)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="trellis-presets.") as name:
        folder = pathlib.Path(name)
        (folder / "trellis.json").write_text(json.dumps(configuration(folder)))
        process = subprocess.Popen([program, "serve", "--config", folder / "trellis.json", "--data-dir", folder / "data"], cwd=folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            webhook, admin = ports(process)
            token = (folder / "data" / "admin.token").read_text().strip()
            caller = Caller(admin, token)
            for number in range(PRESETS):
                caller.call("POST", "/api/v1/presets", document(f"Preset {number}"))
            value, floor = measure_changes(admin, token, folder)
            answer("presets:change", value, "ms p99", "a kilobyte synced and a round trip, p99", floor, "< 5 ms durable, 1,000 presets", value < 5)
            value, floor = measure_pages(admin, token)
            answer("presets:page", value, "ms p99", "a round trip, p99", floor, "< 5 ms, 1,000 presets on a page", value < 5)
            value, floor, applied = measure_ticks(webhook, admin, token)
            answer("presets:ticks", value, "us p99", f"itself without the {applied} changes of {WRITERS} at once", floor, "<= 1.2x idle", value <= 1.2 * floor)
        finally:
            process.terminate()
            process.wait(30)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: presets.py PROGRAM")
    main()
