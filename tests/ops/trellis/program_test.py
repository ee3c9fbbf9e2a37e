"""The program as a user types it: exit codes, streams, help, and input that means harm. Usage: program_test.py TRELLIS [unittest arguments]."""
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[3]
FIRST = ROOT / "docs/examples/first.json"
TRELLIS = ""


class Program(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        (self.folder / "docs").symlink_to(ROOT / "docs")

    def run_program(self, *arguments, stdin="", **more):
        return subprocess.run([TRELLIS, *map(str, arguments)], cwd=self.folder, input=stdin, capture_output=True, text=True, timeout=120, check=False, **more)

    def expect(self, code, *arguments, **more):
        """Runs it; answers what it printed. Messages never go to standard output."""
        ran = self.run_program(*arguments, **more)
        self.assertEqual(ran.returncode, code, f"{arguments}: {ran.stdout}{ran.stderr}")
        if code in (2, 3):
            self.assertEqual(ran.stdout, "")
        return ran

    def run_first(self, data_dir="run"):
        return self.expect(0, "simulate", FIRST, "--data-dir", data_dir).stdout


class Usage(Program):
    def test_no_command_is_a_usage_error(self):
        self.assertIn("trellis --help", self.expect(2).stderr)

    def test_an_unknown_command_names_the_nearest(self):
        self.assertIn("did you mean simulate?", self.expect(2, "simulat").stderr)
        self.assertIn("did you mean verify?", self.expect(2, "journal", "verfy").stderr)

    def test_an_unknown_option_names_the_nearest(self):
        self.assertIn("did you mean --data-dir?", self.expect(2, "simulate", FIRST, "--data-dri=x").stderr)

    def test_a_wrong_value_is_a_usage_error(self):
        for arguments in (["--stop-after", "0"], ["--stop-after", "-3"], ["--stop-after", "many"], ["--engine", "magic"]):
            self.expect(2, "simulate", FIRST, "--data-dir", "run", *arguments)
        self.assertFalse((self.folder / "run").exists())

    def test_a_stop_without_a_directory_would_lose_everything(self):
        self.expect(2, "simulate", FIRST, "--stop-after", 3)

    def test_the_data_directory_may_come_from_the_environment(self):
        self.expect(0, "simulate", FIRST, env={"TRELLIS_DATA_DIR": "there"})
        self.assertTrue((self.folder / "there" / "journal").is_dir())

    def test_a_full_standard_output_is_a_failure(self):
        with open("/dev/full", "w", encoding="utf-8") as full:
            ran = subprocess.run([TRELLIS, "simulate", FIRST], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        self.assertEqual(ran.returncode, 1)
        self.assertIn("cannot write", ran.stderr)

    def test_version_and_completion(self):
        self.assertRegex(self.expect(0, "version").stdout, r"^trellis \d+\.\d+\.\d+\n$")
        self.assertEqual(json.loads(self.expect(0, "version", "--json").stdout)["name"], "trellis")
        for shell in ("bash", "zsh", "fish"):
            script = self.expect(0, "completion", shell).stdout
            for word in ("simulate", "verify", "data-dir"):
                self.assertIn(word, script)
            if shutil.which(shell):
                subprocess.run([shell, "-n"], input=script, text=True, check=True)

    def test_bash_completes_commands_options_and_choices(self):
        script = self.expect(0, "completion", "bash").stdout
        for line, expected in (("trellis sim", "simulate"), ("trellis simulate --da", "--data-dir"), ("trellis journal ver", "verify"),
                               ("trellis simulate x --engine a", "actors"), ("trellis groups --state e", "ended"),
                               ("trellis orders --state w", "working"), ("trellis config roll", "rollback")):
            words = line.split()
            quoted = " ".join(words)
            ask = f"{script}\nCOMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; _trellis; printf '%s\\n' \"${{COMPREPLY[@]}}\""
            self.assertIn(expected, subprocess.run(["bash", "-c", ask], capture_output=True, text=True, check=True).stdout.split())


class Help(Program):
    COMMANDS = ([], ["simulate"], ["check"], ["why"], ["version"], ["completion"], ["journal"], ["journal", "verify"], ["journal", "cat"],
                ["journal", "export"], ["journal", "replay"], ["journal", "tail"])

    def test_every_example_of_every_help_runs(self):
        self.run_first()
        for command in self.COMMANDS:
            text = self.expect(0, *command, "--help").stdout
            head = text.split("Usage:")[0]
            examples = [line.strip() for line in head.split("Examples:")[1].splitlines() if line.startswith("  trellis ")]
            self.assertTrue(examples, command)
            for example in examples:
                self.run_example(example)

    def run_example(self, example):
        wanted = int(found.group(1)) if (found := re.search(r"# exit code (\d+)$", example)) else 0
        if "--stop-after" in example:
            shutil.rmtree(self.folder / "run")
        path = f"{pathlib.Path(TRELLIS).parent}:{os.environ['PATH']}"
        ran = subprocess.run(["bash", "-c", example], cwd=self.folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False)
        self.assertEqual(ran.returncode, wanted, f"{example}: {ran.stderr}")


class Simulate(Program):
    def test_the_same_file_gives_the_same_bytes_by_either_engine(self):
        report = self.expect(0, "simulate", FIRST).stdout
        self.assertEqual(report, self.expect(0, "simulate", FIRST, "--json").stdout)
        self.assertEqual(report, self.expect(0, "simulate", FIRST, "--engine", "direct").stdout)
        compact = self.expect(0, "simulate", FIRST, "--compact").stdout
        self.assertEqual(compact.count("\n"), 1)
        self.assertEqual(json.loads(compact), json.loads(report))
        self.assertEqual(json.loads(report)["violations"], [])

    def test_stopped_anywhere_and_resumed_it_prints_the_same_report(self):
        for scenario in sorted((ROOT / "docs/examples").glob("*.json")):
            report = self.expect(0, "simulate", scenario).stdout
            for stop in range(1, json.loads(report)["events"] + 1):
                directory = self.folder / f"{scenario.stem}-{stop}"
                self.assertEqual(self.expect(75, "simulate", scenario, "--data-dir", directory, "--stop-after", stop).stdout, "")
                self.assertEqual(self.expect(0, "simulate", scenario, "--data-dir", directory, "--resume").stdout, report)
                shutil.rmtree(directory)

    def test_a_resume_recovers_from_snapshot_and_journal(self):
        scenario = self.folder / "snapshots.json"
        document = json.loads(FIRST.read_text())
        document["config"]["journal"] = {"snapshot_every_events": 5}
        scenario.write_text(json.dumps(document))
        report = self.expect(0, "simulate", scenario).stdout
        for stop in (7, 13, 22):
            self.expect(75, "simulate", scenario, "--data-dir", f"run{stop}", "--stop-after", stop)
            self.assertIn("state.mdb", self.expect(0, "journal", "verify", f"run{stop}").stdout)
            self.assertEqual(self.expect(0, "simulate", scenario, "--data-dir", f"run{stop}", "--resume").stdout, report)
            self.expect(0, "journal", "replay", f"run{stop}")

    def test_each_start_writes_itself_once(self):
        self.expect(75, "simulate", FIRST, "--data-dir", "run", "--stop-after", 9)
        self.expect(75, "simulate", FIRST, "--data-dir", "run", "--resume", "--stop-after", 20)
        self.expect(0, "simulate", FIRST, "--data-dir", "run", "--resume")
        starts = self.expect(0, "journal", "cat", "run", "--type", "RunStarted").stdout.splitlines()
        self.assertEqual([json.loads(line)["data"]["incarnation"] for line in starts], [1, 2, 3])

    def test_a_finished_run_resumed_prints_its_report(self):
        report = self.run_first()
        self.assertEqual(self.expect(0, "simulate", FIRST, "--data-dir", "run", "--resume").stdout, report)

    def test_a_used_directory_wants_resume(self):
        self.run_first()
        ran = self.expect(4, "simulate", FIRST, "--data-dir", "run")
        self.assertEqual(ran.stderr, "trellis simulate: JOURNAL_IN_USE: run holds a run already: use --resume or another directory\n")

    def test_another_scenario_is_refused(self):
        self.run_first()
        self.assertIn("OTHER_INPUT: run belongs to another scenario", self.expect(4, "simulate", ROOT / "docs/examples/short.json", "--data-dir", "run", "--resume").stderr)

    def test_two_processes_on_one_directory(self):
        self.run_first()
        with open(self.folder / "run" / "LOCK", "r+", encoding="utf-8") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            ran = self.expect(4, "simulate", FIRST, "--data-dir", "run", "--resume")
        self.assertIn("LOCKED: run/LOCK is held by process", ran.stderr)

    def test_events_are_json_lines_without_a_gap(self):
        self.expect(0, "simulate", FIRST, "--events", "events.jsonl")
        lines = [json.loads(line) for line in (self.folder / "events.jsonl").read_text().splitlines()]
        self.assertEqual([line["seq"] for line in lines], list(range(1, len(lines) + 1)))

    def test_events_that_cannot_be_written_are_a_failure(self):
        self.assertIn("CANNOT_WRITE", self.expect(1, "simulate", FIRST, "--events", "no/such/folder").stderr)


class HostileInput(Program):
    def make_files(self):
        files = {"absent.json": None, "binary.json": os.urandom(4096), "empty.json": b"", "deep.json": b"[" * 100000,
                 "large.json": b"[" + b"1," * (31 << 20) + b"1]", "null.json": b"null", "zeros.json": b"\0" * 1000}
        for name, content in files.items():
            if content is not None:
                (self.folder / name).write_bytes(content)
        (self.folder / "folder.json").mkdir()
        return [*files, "folder.json", "/dev/null"]

    def test_no_file_makes_it_do_more_than_refuse(self):
        for name in self.make_files():
            for command in ("simulate", "check"):
                ran = self.run_program(command, name)
                self.assertEqual((ran.returncode, ran.stdout), (4, ""), f"{command} {name}: {ran.stderr}")
                self.assertTrue(ran.stderr)
                self.assertLess(len(ran.stderr), 20000)

    def test_a_data_directory_that_is_a_file(self):
        (self.folder / "file").write_text("x")
        self.assertIn("file", self.expect(4, "simulate", FIRST, "--data-dir", "file").stderr)

    def test_a_data_directory_that_may_not_be_read(self):
        self.run_first()
        (self.folder / "first.json").write_bytes(FIRST.read_bytes())
        self.folder.chmod(0o755)
        (self.folder / "run").chmod(0)
        self.addCleanup((self.folder / "run").chmod, 0o700)
        program = self.folder / "trellis"
        shutil.copy(TRELLIS, program)
        nobody = {"user": "nobody"} if os.geteuid() == 0 else {}
        for arguments, code in ((["simulate", "first.json", "--data-dir", "run", "--resume"], 4), (["why", "s1", "--data-dir", "run"], 3)):
            ran = subprocess.run([program, *arguments], cwd=self.folder, capture_output=True, text=True, check=False, **nobody)
            self.assertEqual((ran.returncode, ran.stdout), (code, ""), ran.stderr)
            self.assertIn("run", ran.stderr)

    def test_a_damaged_journal_is_refused_by_every_command(self):
        self.run_first()
        segment = self.folder / "run/journal/00000001.trl"
        content = bytearray(segment.read_bytes())
        content[300] ^= 1
        segment.write_bytes(content)
        self.assertIn("JOURNAL_DAMAGED", self.expect(4, "simulate", FIRST, "--data-dir", "run", "--resume").stderr)
        self.assertEqual(self.run_program("why", "s1", "--data-dir", "run").returncode, 7)
        self.assertEqual(self.run_program("journal", "verify", "run").returncode, 7)

    def test_a_body_cannot_write_to_the_terminal(self):
        document = json.loads(FIRST.read_text())
        document["timeline"][4]["signal"]["body"] = {"secret": "hunter2", "tv": {"symbol": "\u001b[2JX\u009b", "timeframe": 15, "action": "buy"}}
        (self.folder / "escape.json").write_text(json.dumps(document, ensure_ascii=False))
        self.expect(0, "simulate", "escape.json", "--data-dir", "run")
        for arguments in (["why", "s3"], ["why", "s3", "--json"]):
            ran = self.expect(0, *arguments, "--data-dir", "run")
            self.assertNotIn("\u001b", ran.stdout)
            self.assertNotIn("hunter2", ran.stdout)


class Check(Program):
    def test_a_right_document_is_summed_up(self):
        self.assertIn("ok, a scenario: 1 instrument, 1 account", self.expect(0, "check", FIRST).stdout)
        self.assertIn("ok, a configuration", self.expect(0, "check", "-", stdin="{}").stdout)

    def test_every_error_is_named_at_once(self):
        document = json.loads(FIRST.read_text())
        document["config"]["grid_strategy"]["max_pyramid"] = 3
        document["config"]["grid_strategy"]["levels"][0]["gap"] = "deep"
        document["timeline"][1]["at"] = "soon"
        (self.folder / "wrong.json").write_text(json.dumps(document))
        found = json.loads(self.expect(4, "check", "wrong.json", "--json").stdout)
        self.assertEqual((found["ok"], found["kind"]), (False, "scenario"))
        errors = {error["pointer"]: error for error in found["errors"]}
        self.assertEqual(errors["/config/grid_strategy/max_pyramid"]["hint"], 'did you mean "max_pyramids"?')
        self.assertIn("/config/grid_strategy/levels/0/gap", errors)
        self.assertIn("/timeline/1/at", errors)
        lines = self.expect(4, "check", "wrong.json").stderr.splitlines()
        self.assertEqual(len(lines), len(errors) + 1)


class Why(Program):
    def chain(self, name):
        return json.loads(self.expect(0, "why", name, "--data-dir", "run", "--json").stdout)

    def test_every_order_of_every_example_leads_down_to_its_signal(self):
        for scenario in sorted((ROOT / "docs/examples").glob("*.json")):
            shutil.rmtree(self.folder / "run", ignore_errors=True)
            report = json.loads(self.expect(0, "simulate", scenario, "--data-dir", "run").stdout)
            for group in report["groups"]:
                for order in group["orders"]:
                    chain = self.chain(order["id"])
                    says = "\n".join(line["says"] for line in chain["chain"])
                    self.assertEqual(chain["kind"], "order")
                    self.assertIn("was admitted to open group", says, order["id"])
                    self.assertIn("its body (secret masked)", says)
                    if order["price"]:
                        self.assertIn(order["price"], says)
                    if order["price"] and order["role"] in ("entry", "leg_tp", "exit", "aggregate_tp"):
                        self.assertRegex(says, r"price = .* = " + re.escape(order["price"]))
                self.assertEqual(self.chain(group["id"])["chain"], self.chain(":".join(
                    [group["account"], group["symbol"], str(group["timeframe"]), group["side"]]))["chain"])
            for signal in report["signals"]:
                self.assertTrue(self.chain(signal["id"])["chain"])

    def test_every_event_can_be_asked(self):
        self.run_first()
        last = json.loads(self.expect(0, "journal", "tail", "run", "-n", "1").stdout)["seq"]
        for sequence in range(1, last + 1):
            self.assertTrue(self.chain(f"e{sequence}")["chain"], sequence)

    def test_the_client_order_id_names_the_same_order(self):
        self.run_first()
        title = self.chain("g1.1/leg_tp/0/1")["title"]
        self.assertEqual(self.chain(title.split()[-1])["id"], "g1.1/leg_tp/0/1")

    def test_a_refused_signal_says_which_check_and_why(self):
        self.run_first()
        self.assertIn("UNKNOWN_INSTRUMENT: tv.symbol ETHUSDT is not listed on binance", self.chain("s3")["chain"][0]["says"])
        self.assertIn("the same as s1", self.chain("s2")["chain"][0]["says"])

    def test_what_is_not_there_names_what_is(self):
        self.run_first()
        ran = self.expect(3, "why", "g1.1/leg_pt/0/1", "--data-dir", "run")
        self.assertIn("did you mean g1.1/leg_tp/0/1?", ran.stderr)
        for name in ("s99", "e0", "e99999999999999999999", "", "x" * 10000, "g1.2", "main:BTCUSDT:900:short"):
            self.expect(3, "why", name, "--data-dir", "run")
        self.assertIn("JOURNAL_NOT_FOUND", self.expect(3, "why", "s1", "--data-dir", "nowhere").stderr)

    def test_the_copy_of_the_scenario_must_be_the_one_that_was_run(self):
        self.run_first()
        copy = self.folder / "run/scenario.json"
        copy.write_text(copy.read_text().replace("main", "mine"))
        self.assertIn("OTHER_INPUT", self.run_program("why", "s1", "--data-dir", "run").stderr)
        copy.unlink()
        self.assertIn("NO_SCENARIO", self.expect(3, "why", "s1", "--data-dir", "run").stderr)


if __name__ == "__main__":
    TRELLIS = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
