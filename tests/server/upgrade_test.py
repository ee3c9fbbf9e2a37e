"""A data directory that the frame's release wrote (tests/golden/frame: simulated to event 60 of its scenario, then stopped) is read and
finished by this program, with the report the frame gave. Usage: upgrade_test.py TRELLIS."""
import json
import pathlib
import shutil
import sys
import unittest

import live
from live import ServerTest, Setup

FRAME = pathlib.Path(__file__).resolve().parents[1] / "golden/frame"


# What a version writes more, or writes otherwise, than the one before is in the hashes and the count; what it trades is not.
OF_THE_VERSION = ("events", "journal_sha256", "state_sha256")


def told(report):
    return {name: value for name, value in json.loads(report).items() if name not in OF_THE_VERSION}


def without(more, known):
    """`more` with nothing that `known` does not name: fields that came later are left out."""
    if isinstance(known, dict) and isinstance(more, dict):
        return {name: without(more.get(name), value) for name, value in known.items()}
    if isinstance(known, list) and isinstance(more, list) and len(known) == len(more):
        return [without(one, other) for one, other in zip(more, known)]
    return more


class Upgrade(ServerTest):
    def setUp(self):
        super().setUp()
        self.data = self.folder / "run"
        shutil.copytree(FRAME / "run", self.data)

    def expect(self, code, *arguments):
        ran = self.run_program(*arguments)
        self.assertEqual(ran.returncode, code, ran.stdout + ran.stderr)
        return ran

    def test_a_resume_gives_the_report_that_the_frame_gave(self):
        known = told((FRAME / "report.json").read_text())
        resumed = told(self.expect(0, "simulate", FRAME / "scenario.json", "--data-dir", self.data, "--resume").stdout)
        self.assertEqual(without(resumed, known), known)

    def test_journal_and_snapshots_are_whole_and_agree(self):
        self.assertIn("state.mdb", self.expect(0, "journal", "verify", self.data).stdout)
        self.expect(0, "journal", "replay", self.data)
        events = self.journal(self.data)
        self.assertEqual([event["seq"] for event in events], list(range(1, len(events) + 1)))
        known = [json.loads(line) for line in (FRAME / "events.jsonl").read_text().splitlines()]
        self.assertEqual(without(events, known), known)

    def test_why_explains_what_it_did(self):
        for thing in ("s1", "g1.1", "e5", "g1.1/entry/0/0"):
            self.assertIn(thing, self.expect(0, "why", thing, "--data-dir", self.data).stdout)

    def journal_files(self):
        return {path.name: path.read_bytes() for path in (self.data / "journal").iterdir() if path.name != "LOCK"}

    def test_a_server_leaves_it_alone(self):
        setup = Setup(self.folder / "set-up")
        before = self.journal_files()
        ran = self.expect(4, "serve", "--config", setup.folder / "trellis.json", "--data-dir", self.data, "--webhook-listen", "127.0.0.1:0",
                          "--admin-listen", "127.0.0.1:0")
        self.assertIn("OTHER_INPUT", ran.stderr)
        self.assertEqual(self.journal_files(), before)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
