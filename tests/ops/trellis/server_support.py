"""What the tests of the program share: a server on ports that the system chose, and a user who types commands at it."""
import datetime
import json
import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time
import unittest


class Program:
    """Where the program is; the tests' first argument."""

    path = ""


class Server:
    """A server on ports that the system chose, set up by `trellis init`."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.process = None
        self.admin = ""
        self.webhook = ""

    def init(self, name="my"):
        subprocess.run([Program.path, "init", name], cwd=self.folder, check=True, capture_output=True)
        self.config = self.folder / name / "trellis.json"
        document = json.loads(self.config.read_text())
        document["security"]["webhook"]["port"] = 0
        document["security"]["admin"]["port"] = 0
        for market in document["runtime"]["paper"]["market"]:
            market["synthetic"]["interval_ms"] = 20
        self.config.write_text(json.dumps(document))
        self.data = self.folder / name / "data"

    def start(self):
        self.log = open(self.folder / "server.log", "a", encoding="utf-8")
        self.process = subprocess.Popen([Program.path, "serve", "--config", self.config], stdout=subprocess.PIPE, stderr=self.log, text=True)
        for line in self.process.stdout:
            if found := re.match(r"(webhook|admin)\s+http://(\S+?)/", line):
                setattr(self, found.group(1), found.group(2))
            if line.startswith("metrics"):
                return
        raise AssertionError("the server did not start: " + (self.folder / "server.log").read_text())

    def stop(self):
        if self.process is None:
            return
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(30)
        self.process.stdout.close()
        self.log.close()
        self.process = None
        assert code == 0, (self.folder / "server.log").read_text()


class Commands(unittest.TestCase):
    """One server for all tests of a class: they only add to it."""

    @classmethod
    def setUpClass(cls):
        cls.temporary = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.temporary.cleanup)
        cls.folder = pathlib.Path(cls.temporary.name)
        cls.server = Server(cls.folder)
        cls.server.init()
        cls.server.start()
        cls.addClassCleanup(cls.server.stop)
        cls.path = os.environ["PATH"]
        cls.environment = {"PATH": cls.path, "TRELLIS_ADMIN": cls.server.admin, "TRELLIS_DATA_DIR": str(cls.server.data)}

    def run_program(self, *arguments, stdin="", env=None, **more):
        return subprocess.run([Program.path, *map(str, arguments)], cwd=self.folder, input=stdin, capture_output=True, text=True, timeout=60,
                              check=False, env=self.environment if env is None else env, **more)

    def expect(self, code, *arguments, **more):
        ran = self.run_program(*arguments, **more)
        self.assertEqual(ran.returncode, code, f"{arguments}: {ran.stdout}{ran.stderr}")
        if code in (2, 3, 6):
            self.assertEqual(ran.stdout, "")
        return ran

    def json_of(self, *arguments):
        return json.loads(self.expect(0, *arguments, "--json").stdout)

    def until(self, wanted, *arguments):
        """Asks again until the server says so: what it answers is durable, its lists are a moment behind."""
        end = time.monotonic() + 20
        while True:
            said = self.json_of(*arguments)
            if wanted(said):
                return said
            self.assertLess(time.monotonic(), end, f"{arguments}: {said}")
            time.sleep(0.02)

    def signal(self, **fields):
        """A signal's file, as if it was made now."""
        document = json.loads((self.folder / "my/secrets/signal.json").read_text())
        document["timestamp"] = datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")
        document["tv"].update(fields)
        path = self.folder / f"signal-{time.monotonic_ns()}.json"
        path.write_text(json.dumps(document))
        return path

    def send(self, **fields):
        said = json.loads(self.expect(0, "signal", "send", self.signal(**fields), "--json").stdout)
        return said["signal_id"]

    def open_group(self, timeframe):
        signal_id = self.send(timeframe=str(timeframe))
        rows = self.until(lambda said: any(row["id"] == signal_id and row["groups"] for row in said["items"]), "signals")["items"]
        group = next(row for row in rows if row["id"] == signal_id)["groups"][0]
        self.until(lambda said: any(row["id"] == group for row in said["items"]), "groups", "--state", "all")
        return signal_id, group
