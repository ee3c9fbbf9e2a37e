"""The wall clock is set by an hour, both ways, under a running server (by libfaketime): times in the journal never go back, trading goes
on, and a start under another time finds everything. Usage: clock_test.py TRELLIS."""
import datetime
import pathlib
import re
import shutil
import sys
import unittest

import live
from live import Live, ServerTest, Setup, signal, wait_until
from load import Load

HOUR = 3600


def library():
    found = sorted(pathlib.Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))
    return str(found[0]) if found else None


class WallClock(ServerTest):
    def setUp(self):
        super().setUp()
        if shutil.which("faketime") is None or library() is None:
            self.skipTest("faketime is not installed (ops/packages, set test)")
        self.time = self.folder / "time"
        self.set_clock(0)
        self.server = Live(Setup(self.folder / "set-up", "wild", journal={"snapshot_every_events": 500}),
                           {"LD_PRELOAD": library(), "FAKETIME_TIMESTAMP_FILE": str(self.time), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"})
        self.addCleanup(self.server.kill)
        self.server.start()

    def set_clock(self, offset):
        beside = self.time.with_suffix(".new")
        beside.write_text(f"{offset:+d}s\n")
        beside.rename(self.time)

    def offset(self):
        found = re.search(r"^trellis_clock_offset_seconds (\S+)", self.server.request("/metrics")[1], re.MULTILINE)
        return float(found.group(1)) if found else 0.0

    def test_steps_of_an_hour_turn_nothing_round(self):
        load = Load(self.server, seed=9, threads=2)
        self.addCleanup(load.end)
        for offset in (HOUR, 0, -HOUR, 0):
            load.resume(until=30)
            before = self.offset()
            self.set_clock(offset)
            wait_until(lambda before=before: abs(self.offset() - before) > HOUR / 2, "the step is seen")
            self.assertTrue(load.reached.wait(30))
            load.resume(until=30)
            self.assertTrue(load.reached.wait(30), "signals are taken behind the step")
        for offset in (HOUR, -HOUR):
            # A start begins at the wall clock, wherever it is now.
            load.pause()
            self.server.process.kill()
            self.server.kill()
            self.set_clock(offset)
            self.server.start()
            load.resend()
            load.resume(until=30)
            self.assertTrue(load.reached.wait(30), "signals are taken behind the start")
        load.end()
        load.resend()
        self.assertEqual(load.strange, [])
        told = {answer["signal_id"] for _, answer in load.told.values()}
        self.server.wait_until_listed(told)
        self.assertEqual(self.server.stop(), 0)
        verified = self.run_program("journal", "verify", self.server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)
        self.expect_no_way_back()

    def expect_no_way_back(self):
        """Within one start nothing jumps: what one item led to stands behind the next item's start by no more than it took."""
        newest = datetime.datetime.min
        for event in self.journal(self.server.setup.data):
            at = datetime.datetime.fromisoformat(event["at"].rstrip("Z")[:26])
            newest = at if event["type"] == "RunStarted" else max(newest, at)
            self.assertLess(newest - at, datetime.timedelta(seconds=30), event)

    def test_a_signal_is_as_old_as_the_engine_says(self):
        self.assertEqual(self.server.post(signal("one", timeframe="5"))[0], 202)
        self.set_clock(HOUR)
        wait_until(lambda: self.offset() > HOUR / 2, "the step is seen")
        now = self.server.api("/status")["now"]
        self.assertEqual(self.server.post({**signal("two", timeframe="10"), "timestamp": now})[0], 202)


if __name__ == "__main__":
    live.main_with_skips(sys.argv)
