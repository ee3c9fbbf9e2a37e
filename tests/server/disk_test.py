"""A full disk while signals arrive: nothing that was acknowledged is lost, exits go on as long as there is prepared room, and all resumes
by itself. The data directory is on a small tmpfs, which only root may mount: skipped otherwise. Usage: disk_test.py TRELLIS."""
import errno
import json
import subprocess
import sys
import time
import unittest

import books
import live
from live import Live, ServerTest, Setup, signal, wait_until

SIZE_MIB = 24
PADDING = "x" * 40_000  # an unknown field: kept with the signal, so that segments fill fast


def padded(key, **more):
    return {**signal(key, **more), "padding": PADDING}


class FullDisk(ServerTest):
    def setUp(self):
        super().setUp()
        setup = Setup(self.folder / "set-up", "still", journal={"segment_mib": 1, "snapshot_every_events": 500})
        setup.data.mkdir()
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE_MIB}m", "tmpfs", str(setup.data)], capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            self.skipTest(f"no tmpfs can be mounted here: {mounted.stderr.strip()}")
        self.addCleanup(lambda: subprocess.run(["umount", "-l", str(setup.data)], check=True))
        self.server = Live(setup)
        self.addCleanup(self.server.kill)
        self.server.start()
        self.told = {}
        self.filler = setup.data / "filler"

    def fill(self):
        with open(self.filler, "wb", buffering=0) as filler:
            size = 1 << 20
            while size:
                try:
                    filler.write(b"\0" * size)
                except OSError as error:
                    self.assertEqual(error.errno, errno.ENOSPC)
                    size //= 2

    def post(self, body):
        begun = time.monotonic()
        status, answer = self.server.post(body)
        self.assertLess(time.monotonic() - begun, 3.0, f"{status} {answer}")
        if status == 503:
            self.assertEqual(answer["code"], "JOURNAL_FULL")
        elif status != 500:  # the one that was under way when the last room went: it may be recorded or not
            self.told[body["idempotency_key"]] = answer["signal_id"]
        return status

    def post_until_refused(self, make, most=2000):
        for at in range(most):
            status = self.post(make(at))
            if status in (500, 503):
                return at
            self.assertIn(status, (200, 202))
        raise AssertionError("the disk is never full")

    def bitcoins(self):
        return books.venue_books(self.server)[0].get("BTC", 0)

    def expect_listed(self):
        self.server.wait_until_listed(set(self.told.values()))

    def test_entries_wait_exits_go_on_and_all_resumes(self):
        for at in range(5):
            self.assertEqual(self.post(signal(f"open-{at}", timeframe=str(at + 2), price="64100")), 202)
        self.fill()
        taken = self.post_until_refused(lambda at: padded(f"entry-{at}", timeframe=str(10 + at % 200)))
        self.server.wait_for_log("the disk has no room for the next journal segment")
        ready = json.loads(self.server.request("/readyz")[1])
        self.assertEqual(ready["phase"], "degraded", ready)
        # No entry, however small; every exit.
        for at in range(20):
            self.assertEqual(self.post(signal(f"small-{at}", timeframe=str(300 + at))), 503)
        self.assertEqual(self.post(signal("exit-0", timeframe="2", kind="exit")), 202)
        # The lists are files too and stay where they were; what the operator closes is seen in the venue's books.
        before = self.bitcoins()
        self.server.api("/groups/g1.2/close", "POST", {}, expect=None)
        wait_until(lambda: self.bitcoins() < before, "the operator's close goes through")
        # Until the prepared room is gone too; then nothing is taken, and everyone is told so.
        more = self.post_until_refused(lambda at: padded(f"exit-more-{at}", timeframe="1000", kind="exit"))
        print(f"{taken} entries and {more} exits went into what room there was")
        self.server.api("/status")
        self.filler.unlink()
        wait_until(lambda: self.post(signal("again", timeframe="700")) in (200, 202), "entries are taken again", 30)
        wait_until(lambda: json.loads(self.server.request("/readyz")[1])["phase"] == "running", "it is whole again")
        self.expect_listed()
        self.server.kill()
        self.server.start()
        self.expect_listed()
        self.assertEqual(self.server.stop(), 0)
        verified = self.run_program("journal", "verify", self.server.setup.data)
        self.assertEqual(verified.returncode, 0, verified.stdout + verified.stderr)

    def test_a_crash_on_a_full_disk_starts_again_when_there_is_room(self):
        self.fill()
        self.post_until_refused(lambda at: padded(f"entry-{at}", timeframe=str(10 + at % 200)))
        self.server.kill()
        self.filler.unlink()
        self.server.start()
        self.expect_listed()
        self.assertEqual(self.post(signal("again", timeframe="700")), 202)


if __name__ == "__main__":
    live.main_with_skips(sys.argv)
