#!/usr/bin/env python3
"""P15: what a server costs that has nothing to do: 10 groups, 20 symbols on paper, 50 quotes a second, for ten seconds.

    idle.py PROGRAM     one JSON line for the processor and one for the memory, as every benchmark of docs/performance.md

The figures are the kernel's: the time that its threads ran (/proc/PID/task/*/schedstat; /proc/PID/stat counts in hundredths of a second,
of which there is hardly one), resident memory of /proc/PID/status.
"""
import json
import os
import pathlib
import select
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

SYMBOLS, GROUPS, QUOTES_A_SECOND, SECONDS, ROUNDS = 20, 10, 50, 10, 3


def configuration(folder):
    names = [f"binance:spot:C{i}-USDT" for i in range(SYMBOLS)]
    (folder / "token").write_text("t0ken\n")
    (folder / "secret").write_text("5ecret\n")
    for name in ("token", "secret"):
        (folder / name).chmod(0o600)
    rule = {"tick_size": "0.01", "step_size": "0.00001", "min_qty": "0.00001", "min_notional": "5"}
    feed = {"price": "64000", "swing_percent": "0.5", "interval_ms": 1000 * SYMBOLS // QUOTES_A_SECOND}
    return {
        "version": 1, "app": {"mode": "paper", "log_level": "off"},
        "accounts": [{"id": "main", "venue": "binance", "market": "spot", "currency": "USDT", "balances": {"USDT": "100000000"}}],
        # Far below the market: the ladders wait, nothing fills.
        "grid_strategy": {"levels": [{"gap": f"-{20 + i}", "weight": "20", "tp": "1"} for i in range(5)]},
        "security": {"webhook": {"address": "127.0.0.1", "port": 0}, "admin": {"address": "127.0.0.1", "port": 0},
                     "routes": [{"name": "main", "account": "main", "token": {"file": "token"}, "secrets": [{"file": "secret"}]}]},
        "runtime": {"paper": {"instruments": [{"id": name, **rule} for name in names],
                              "market": [{"instrument": name, "synthetic": {"seed": i + 1, **feed}} for i, name in enumerate(names)]}}}


def webhook_port(process):
    said = ""
    while "/metrics\n" not in said:
        ready = select.select([process.stdout], [], [], 60)[0]
        more = os.read(process.stdout.fileno(), 4096).decode() if ready else ""
        if not more:
            raise SystemExit(f"idle.py: the server did not start: {said}")
        said += more
    line = next(line for line in said.splitlines() if line.startswith("webhook"))
    return int(line.split("127.0.0.1:")[1].split("/")[0])


def open_groups(port):
    for i in range(GROUPS):
        body = {"secret": "5ecret", "tv": {"exchange": "BINANCE", "symbol": f"C{i}USDT", "timeframe": "15", "action": "buy", "entry_price": "64000",
                                           "order_size": "1000"}, "execution_intent": {"type": "signal", "position_size_type": "quote"}}
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/hook/t0ken", json.dumps(body).encode(), timeout=30) as answer:
            assert answer.status == 202, answer.status


def processor_seconds(pid):
    threads = pathlib.Path(f"/proc/{pid}/task").iterdir()
    return sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e9


def resident_megabytes(pid):
    line = next(line for line in pathlib.Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) * 1024 / 1e6


def answer(identity, value, unit, against, most, must):
    print(json.dumps({"id": identity, "value": round(value, 3), "unit": unit, "against": against, "peer_value": most, "ratio": round(value / most, 3),
                      "must": must, "met": value <= most, "runs": ROUNDS, "load": round(os.getloadavg()[0], 2)}, separators=(",", ":")), flush=True)


def main():
    program = pathlib.Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(prefix="trellis-idle.") as name:
        folder = pathlib.Path(name)
        (folder / "trellis.json").write_text(json.dumps(configuration(folder)))
        process = subprocess.Popen([program, "serve", "--config", folder / "trellis.json", "--data-dir", folder / "data"], cwd=folder,
                                   stdin=subprocess.DEVNULL, stdout=subprocess.PIPE)
        try:
            open_groups(webhook_port(process))
            time.sleep(2)
            shares = []
            for _ in range(ROUNDS):
                before, begun = processor_seconds(process.pid), time.monotonic()
                time.sleep(SECONDS)
                shares.append(100 * (processor_seconds(process.pid) - before) / (time.monotonic() - begun))
            memory = resident_megabytes(process.pid)
        finally:
            process.terminate()
            process.wait(30)
    what = f"the promise; {GROUPS} groups, {SYMBOLS} symbols, {QUOTES_A_SECOND} quotes/s on paper, its market included"
    answer("P15", statistics.median(shares), "% of a core", what, 3, "<= 3 %, best 1 %")
    answer("P15:memory", memory, "MB resident", what, 60, "<= 60 MB, best 40 MB")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("usage: idle.py PROGRAM")
    main()
