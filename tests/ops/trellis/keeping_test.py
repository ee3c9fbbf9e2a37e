"""Backup, restore and doctor with a running server and without one. Usage: keeping_test.py TRELLIS [unittest arguments]."""
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import unittest

from server_support import Program, Server


class Keeping(unittest.TestCase):
    """Backup, restore, doctor and why, with and without a server."""

    def setUp(self):
        temporary = tempfile.TemporaryDirectory()
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)
        self.server = Server(self.folder)
        self.server.init()
        self.server.start()
        self.addCleanup(self.server.stop)

    def run_program(self, *arguments):
        env = {"PATH": os.environ["PATH"], "TRELLIS_ADMIN": self.server.admin, "TRELLIS_DATA_DIR": str(self.server.data)}
        return subprocess.run([Program.path, *map(str, arguments)], cwd=self.folder, capture_output=True, text=True, timeout=60, check=False, env=env,
                              stdin=subprocess.DEVNULL)

    def expect(self, code, *arguments):
        ran = self.run_program(*arguments)
        self.assertEqual(ran.returncode, code, f"{arguments}: {ran.stdout}{ran.stderr}")
        return ran

    def events_in(self, directory):
        lines = self.expect(0, "journal", "cat", directory).stdout.splitlines()
        return [line for line in lines if line]

    def test_a_running_server_is_copied_whole(self):
        self.expect(0, "signal", "send", self.folder / "my/secrets/signal.json")
        told = self.run_program("backup", "monday.tar")
        self.assertEqual(told.returncode, 0, told.stderr)
        self.assertIn("written by the server", told.stdout)
        self.assertEqual((self.folder / "monday.tar").stat().st_mode & 0o777, 0o600)
        self.assertIn("FILE_EXISTS", self.expect(4, "backup", "monday.tar").stderr)
        self.assertIn("events 1 to", self.expect(0, "restore", "monday.tar", "restored").stdout)
        copied = self.events_in("restored")
        self.assertTrue(any('"SignalAdmitted"' in line for line in copied))
        self.assertEqual(self.events_in(self.server.data)[:len(copied)], copied)
        self.assertIn("NOT_EMPTY", self.expect(4, "restore", "monday.tar", "restored").stderr)
        self.assertEqual([name for name in os.listdir(self.folder) if name.startswith(("monday.tar.", "restored."))], [])

    def test_a_server_starts_with_what_was_restored(self):
        self.expect(0, "signal", "send", self.folder / "my/secrets/signal.json")
        group = json.loads(self.wait_for_group())["id"]
        self.server.stop()
        self.assertIn("no server runs", self.expect(0, "backup", "cold.tar").stdout)
        shutil.rmtree(self.server.data)
        self.expect(0, "restore", "cold.tar", self.server.data)
        self.server.start()
        self.assertEqual(json.loads(self.expect(0, "group", group, "--json").stdout)["id"], group)

    def test_a_journal_whose_beginning_is_gone_is_copied_with_snapshot_and_lists(self):
        self.server.stop()
        document = json.loads(self.server.config.read_text())
        document["journal"] = {"segment_mib": 1, "keep_segments": 1, "snapshot_every_events": 1}
        self.server.config.write_text(json.dumps(document))
        self.server.start()
        self.expect(0, "signal", "send", self.folder / "my/secrets/signal.json")
        self.wait_for_group()
        end = time.monotonic() + 60
        padded = self.folder / "padded.json"
        for number in range(1, 100):
            if not (self.server.data / "journal/00000001.trl").exists():
                break
            self.assertLess(time.monotonic(), end)
            padded.write_text(json.dumps(document) + " " * 700_000 + "\n" * number)
            self.expect(0, "config", "apply", padded)
        self.expect(0, "backup", "late.tar")
        with tarfile.open(self.folder / "late.tar") as tar:
            names = tar.getnames()
        self.assertIn("state.mdb/history.mdb", names)
        self.assertNotIn("journal/00000001.trl", names)
        self.expect(0, "restore", "late.tar", "restored")
        told = json.loads(self.expect(0, "signals", "--json").stdout)["items"]
        self.server.stop()
        shutil.rmtree(self.server.data)
        (self.folder / "restored").rename(self.server.data)
        self.server.start()
        self.assertEqual(json.loads(self.expect(0, "signals", "--json").stdout)["items"], told)
        self.assertEqual(json.loads(self.expect(0, "group", "g1.1", "--json").stdout)["id"], "g1.1")

    def wait_for_group(self):
        end = time.monotonic() + 20
        while (ran := self.run_program("group", "main:BTCUSDT:900:long", "--json")).returncode != 0:
            self.assertLess(time.monotonic(), end, ran.stderr)
            time.sleep(0.02)
        return ran.stdout

    def test_what_is_no_backup_leaves_nothing_behind(self):
        self.assertIn("NO_FILE", self.expect(3, "restore", "nothing.tar", "there").stderr)
        (self.folder / "noise.tar").write_bytes(os.urandom(4096))
        self.assertIn("INVALID_BACKUP", self.expect(4, "restore", "noise.tar", "there").stderr)
        (self.folder / "evil").write_text("x")
        with tarfile.open(self.folder / "evil.tar", "w") as tar:
            tar.add(self.folder / "evil", arcname="../escaped")
        self.assertIn("INVALID_BACKUP", self.expect(4, "restore", "evil.tar", "there").stderr)
        self.assertFalse((self.folder / "escaped").exists())
        self.expect(0, "backup", "good.tar")
        content = bytearray((self.folder / "good.tar").read_bytes())
        with tarfile.open(self.folder / "good.tar") as tar:
            member = tar.getmember("journal/00000001.trl")
            content[member.offset_data + 200] ^= 1
        (self.folder / "damaged.tar").write_bytes(content)
        self.assertNotEqual(self.run_program("restore", "damaged.tar", "there").returncode, 0)
        self.assertFalse((self.folder / "there").exists())

    def test_the_doctor_finds_a_healthy_server_and_what_was_broken(self):
        checks = json.loads(self.expect(0, "doctor", "--config", self.server.config, "--json").stdout)
        self.assertTrue(checks["healthy"], checks)
        self.assertLessEqual({"config", "lock", "journal", "snapshot", "disk", "sync", "clock", "files", "webhook port", "admin port", "secrets", "routes"},
                             {check["check"] for check in checks["checks"]})
        self.assertIn(f"process {self.server.process.pid} has", self.expect(0, "doctor", "--config", self.server.config).stdout)
        (self.folder / "my/secrets/webhook-secret").chmod(0o644)
        exposed = self.expect(7, "doctor", "--config", self.server.config)
        self.assertIn("SECRET_EXPOSED", exposed.stdout)
        self.assertIn("-> chmod 600", exposed.stdout)
        (self.folder / "my/secrets/webhook-secret").chmod(0o600)
        self.assertIn("NO_FILE", self.expect(7, "doctor", "--config", "nothing.json").stdout)

    def test_the_doctor_reads_a_damaged_journal(self):
        self.server.stop()
        segment = self.server.data / "journal/00000001.trl"
        content = bytearray(segment.read_bytes())
        content[70] ^= 1
        segment.write_bytes(content)
        self.assertRegex(self.expect(7, "doctor", "--config", self.server.config).stdout, r"FAIL\s+journal\s+JOURNAL_DAMAGED")

    def test_the_doctor_knows_a_port_of_somebody_else(self):
        document = json.loads(self.server.config.read_text())
        document["security"]["webhook"]["port"] = int(self.server.admin.split(":")[1])
        document["app"]["data_dir"] = "other"
        other = self.server.config.with_name("other.json")
        other.write_text(json.dumps(document))
        ran = subprocess.run([Program.path, "doctor", "--config", other], capture_output=True, text=True, check=False, env={"PATH": os.environ["PATH"]})
        self.assertEqual(ran.returncode, 7, ran.stdout)
        self.assertIn("is taken by another program", ran.stdout)

    def test_why_is_told_after_the_server_has_gone(self):
        self.expect(0, "signal", "send", self.folder / "my/secrets/signal.json")
        self.wait_for_group()
        told = json.loads(self.expect(0, "why", "s1", "--json").stdout)
        self.server.stop()
        read = json.loads(self.expect(0, "why", "s1", "--json").stdout)
        self.assertEqual((read["id"], read["title"]), (told["id"], told["title"]))
        self.assertIn("NOT_RUNNING", self.expect(3, "groups").stderr)

    def test_events_are_followed_over_a_restart(self):
        port = self.server.admin.split(":")[1]
        env = {"PATH": os.environ["PATH"], "TRELLIS_ADMIN": self.server.admin, "TRELLIS_DATA_DIR": str(self.server.data)}
        following = subprocess.Popen([Program.path, "events", "--watch", "--after", "0", "--json", "--type", "RunStarted", "--count", "2"],
                                     stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=env)
        self.addCleanup(following.stdout.close)
        first = json.loads(following.stdout.readline())
        self.server.stop()
        document = json.loads(self.server.config.read_text())
        document["security"]["admin"]["port"] = int(port)
        self.server.config.write_text(json.dumps(document))
        self.server.start()
        second = json.loads(following.stdout.readline())
        self.assertEqual([row["data"]["incarnation"] for row in (first, second)], [1, 2])
        self.assertEqual(following.wait(30), 0)


if __name__ == "__main__":
    Program.path = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
