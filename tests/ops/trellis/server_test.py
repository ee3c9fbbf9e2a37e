"""Every command against a real `trellis serve`, as a user types it. Usage: server_test.py TRELLIS [unittest arguments]."""
import json
import os
import pathlib
import pty
import re
import select
import subprocess
import sys
import unittest

from server_support import Commands, Program


class Looking(Commands):
    def test_status_says_how_it_is(self):
        said = self.json_of("status")
        self.assertEqual((said["phase"], said["mode"], [account["id"] for account in said["accounts"]]), ("running", "paper", ["main"]))
        text = self.expect(0, "status").stdout
        for word in ("is running", "journal", "ACCOUNT", "main", "ACTIVE", "binance:spot:BTC-USDT"):
            self.assertIn(word, text)
        self.assertNotIn("\033", text)

    def test_a_signal_can_be_followed_through_every_list(self):
        signal_id, group = self.open_group(15)
        for arguments in (["groups"], ["group", group], ["orders"], ["signals"], ["events"], ["why", signal_id], ["why", group]):
            self.assertTrue(self.expect(0, *arguments).stdout.strip(), arguments)
            self.json_of(*arguments)
        shown = self.expect(0, "group", group).stdout
        for word in (f"{group}: long BTCUSDT of main", "PYRAMID", "ORDER", f"{group}/entry/0/0"):
            self.assertIn(word, shown)
        self.assertEqual(self.json_of("group", "main:BTCUSDT:900:long")["id"], group)
        order = self.json_of("orders", "--group", group)["items"][0]
        self.assertIn(order["id"], self.expect(0, "why", order["client_order_id"]).stdout)
        chain = self.json_of("why", signal_id)
        self.assertEqual((chain["id"], chain["kind"]), (signal_id, "signal"))

    def test_filters_and_pages(self):
        self.open_group(60)
        self.open_group(120)
        self.assertEqual(len(self.json_of("signals", "--limit", 1)["items"]), 1)
        one = self.expect(0, "signals", "--limit", 1)
        self.assertIn("There are more", one.stderr)
        everything = self.json_of("events", "--all")
        self.assertIsNone(everything["next"])
        sequences = [row["seq"] for row in everything["items"]]
        self.assertEqual(sequences, list(range(sequences[0], 0, -1)))
        self.assertTrue(all(row["type"] == "OrderPlaced" for row in self.json_of("events", "--type", "OrderPlaced")["items"]))
        self.assertEqual([row["timeframe"] for row in self.json_of("groups", "--timeframe", 3600, "--state", "all")["items"]], [3600])
        self.assertIn("did you mean OrderPlaced?", self.expect(4, "events", "--type", "OrderPlacd").stderr)
        self.assertIn("UNKNOWN_ACCOUNT", self.expect(4, "groups", "--account", "mian").stderr)

    def test_events_can_be_followed(self):
        self.open_group(240)
        lines = self.expect(0, "events", "--watch", "--after", 0, "--count", 5, "--json").stdout.splitlines()
        self.assertEqual([json.loads(line)["seq"] for line in lines], [1, 2, 3, 4, 5])
        text = self.expect(0, "events", "--watch", "--after", 3, "--count", 2).stdout.splitlines()
        self.assertEqual([line.split()[0] for line in text], ["e4", "e5"])

    def test_what_is_not_there(self):
        self.assertIn("NOT_FOUND", self.expect(3, "group", "g1.999").stderr)
        self.expect(3, "why", "s99999")
        self.expect(3, "close", "g1.999")
        self.assertIn("INVALID_PARAMETER", self.expect(4, "group", "nonsense").stderr)

    def test_watching_draws_again(self):
        watching = subprocess.Popen([Program.path, "status", "--watch", "--json"], stdout=subprocess.PIPE, text=True, env=self.environment)
        try:
            first, second = (json.loads(watching.stdout.readline()) for _ in range(2))
        finally:
            watching.terminate()
            watching.wait()
            watching.stdout.close()
        self.assertLess(first["now"], second["now"])


class Reaching(Commands):
    def test_without_a_token_nothing_is_told(self):
        bare = {"PATH": self.path, "TRELLIS_ADMIN": self.server.admin}
        self.assertIn("--token-file", self.expect(6, "status", env=bare).stderr)
        wrong = self.folder / "wrong.token"
        wrong.write_text("0" * 64)
        self.assertIn("UNAUTHORIZED", self.expect(6, "status", "--token-file", wrong, env=bare).stderr)
        self.assertIn("NO_TOKEN", self.expect(6, "status", "--token-file", "nowhere", env=bare).stderr)
        right = self.server.data / "admin.token"
        self.expect(0, "status", "--token-file", right, env=bare)
        self.expect(0, "status", env={**bare, "TRELLIS_TOKEN_FILE": str(right)})
        self.expect(0, "status", "--data-dir", self.server.data, env=bare)
        self.expect(0, "status", "--config", self.server.config, env=bare)

    def test_where_nobody_listens(self):
        ran = self.expect(3, "status", "--admin", "127.0.0.1:1")
        self.assertIn("trellis status: NOT_RUNNING", ran.stderr)
        self.assertIn("trellis serve", ran.stderr)
        self.assertIn("INVALID_ADDRESS", self.expect(4, "status", "--admin", "nonsense").stderr)

    def test_the_token_is_never_an_argument(self):
        helped = self.expect(0, "status", "--help").stdout
        self.assertNotRegex(helped, r"--token\b(?!-file)")


class Signals(Commands):
    def test_a_preview_records_nothing(self):
        before = len(self.json_of("signals")["items"])
        file = self.signal()
        said = self.expect(0, "signal", "test", file).stdout
        for word in ("outcome   accepted", "means     ", "plan      ", "LEG", "Not looked at"):
            self.assertIn(word, said)
        self.assertEqual(json.loads(self.expect(0, "signal", "test", "-", "--json", stdin=file.read_text()).stdout)["outcome"], "accepted")
        self.assertEqual(len(self.json_of("signals")["items"]), before)

    def test_what_would_block_it_is_named(self):
        said = self.expect(4, "signal", "test", self.signal(symbol="NOSUCH")).stdout
        self.assertIn("UNKNOWN_INSTRUMENT", said)
        self.assertIn("JSON_INVALID", self.run_program("signal", "test", "-", stdin="{").stderr + self.run_program("signal", "test", "-", stdin="{").stdout)

    def test_sent_once_and_again(self):
        file = self.signal(timeframe="30")
        first = self.expect(0, "signal", "send", file, "--account", "main").stdout
        self.assertRegex(first, r"^s\d+: accepted  \(trellis why s\d+\)\n$")
        self.assertIn("duplicate", self.expect(0, "signal", "send", file).stdout)
        self.assertIn("UNKNOWN_INSTRUMENT", self.expect(4, "signal", "send", self.signal(symbol="NOSUCH")).stderr)
        self.assertIn("UNKNOWN_ACCOUNT", self.expect(4, "signal", "send", file, "--account", "mian").stderr)
        self.assertIn("NO_FILE", self.expect(4, "signal", "send", "nothing.json").stderr)


class Steering(Commands):
    def trading_state(self):
        return self.json_of("status")["accounts"][0]["trading_state"]

    def test_pause_and_resume(self):
        self.assertIn("would set main to", self.expect(0, "pause", "--dry-run").stdout)
        self.assertEqual(self.trading_state(), "ACTIVE")
        self.assertIn("main: REDUCING", self.expect(0, "pause").stdout)
        self.until(lambda said: said["accounts"][0]["trading_state"] == "REDUCING", "status")
        self.assertIn("queued: PAUSED", self.expect(0, "signal", "test", self.signal(timeframe="45")).stdout)
        self.assertIn("main: ACTIVE", self.expect(0, "resume", "--account", "main").stdout)
        self.until(lambda said: said["accounts"][0]["trading_state"] == "ACTIVE", "status")

    def test_a_group_is_closed_once(self):
        _, group = self.open_group(15)
        self.assertIn("would cancel its orders", self.expect(0, "close", group, "--dry-run").stdout)
        self.assertRegex(self.expect(0, "close", group).stdout, rf"^{re.escape(group)}: closing  \(trellis why e\d+\)\n$")
        self.until(lambda said: said["has_ended"], "group", group)
        self.assertIn("nothing was left to do", self.expect(0, "close", group).stdout)

    def test_panic_asks_first(self):
        self.assertIn("--yes", self.expect(2, "panic").stderr)
        self.assertEqual(self.trading_state(), "ACTIVE")
        self.assertIn("would set main to", self.expect(0, "panic", "--dry-run").stdout)
        self.assertEqual(self.on_a_terminal("n\n", "panic")[0], 1)
        self.assertEqual(self.trading_state(), "ACTIVE")
        code, said = self.on_a_terminal("y\n", "panic")
        self.assertEqual(code, 0, said)
        self.assertIn("main: HALTED", said)
        self.expect(0, "resume")
        self.assertIn("main: HALTED", self.expect(0, "panic", "--account", "main", "--yes").stdout)
        self.expect(0, "resume")
        self.until(lambda said: said["accounts"][0]["trading_state"] == "ACTIVE", "status")

    def on_a_terminal(self, typed, *arguments, **more):
        """Exit code and what a person at a terminal sees."""
        ours, theirs = pty.openpty()
        child = subprocess.Popen([Program.path, *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env={**self.environment, "TERM": "xterm", **more})
        os.close(theirs)
        os.write(ours, typed.encode())
        seen = b""
        while select.select([ours], [], [], 30)[0]:
            try:
                seen += (some := os.read(ours, 4096))
            except OSError:
                break
            if not some:
                break
        os.close(ours)
        return child.wait(30), seen.decode()

    def test_only_a_terminal_gets_colour(self):
        self.assertIn("\033[1m", self.on_a_terminal("", "status")[1])
        self.assertNotIn("\033", self.on_a_terminal("", "status", NO_COLOR="1")[1])


class Configuration(Commands):
    def document(self):
        return json.loads(self.expect(0, "config", "get").stdout)

    def test_a_change_and_back(self):
        document = self.document()
        before = self.json_of("status")["config"]["version"]
        document["execution_pool"]["max_open_groups"] = 7
        file = self.folder / "changed.json"
        file.write_text(json.dumps(document))
        self.assertRegex(self.expect(0, "config", "diff", file).stdout, r"/execution_pool/max_open_groups\s+10\s+7")
        self.assertEqual(self.document()["execution_pool"]["max_open_groups"], 10)
        self.assertIn(f"version {before + 1} is in effect", self.expect(0, "config", "apply", file).stdout)
        self.assertEqual(self.document()["execution_pool"]["max_open_groups"], 7)
        self.assertIn("/execution_pool/max_open_groups", self.expect(0, "config", "effective").stdout)
        self.assertRegex(self.expect(0, "config", "effective", "--explain").stdout, r"/execution_pool/max_open_groups\s+7\s+document")
        self.until(lambda said: said["items"][0]["version"] == before + 1, "config", "history")
        self.assertIn(f"version {before + 2} is in effect", self.expect(0, "config", "rollback", before).stdout)
        self.assertEqual(self.document()["execution_pool"]["max_open_groups"], 10)
        self.until(lambda said: said["items"][0]["version"] == before + 2, "config", "history")
        old = json.loads(self.expect(0, "config", "get", "--version", before + 1).stdout)
        self.assertEqual(old["execution_pool"]["max_open_groups"], 7)
        self.assertIn("NOT_FOUND", self.expect(3, "config", "rollback", 999).stderr)

    def test_what_is_wrong_with_a_document(self):
        document = self.document()
        document["execution_pol"] = {}
        for command in ("diff", "apply"):
            ran = self.run_program("config", command, "-", stdin=json.dumps(document))
            self.assertEqual(ran.returncode, 4, ran.stdout)
            self.assertIn("/execution_pol", ran.stderr)
        document = self.document()
        document["runtime"]["spin"] = True
        ran = self.expect(4, "config", "apply", "-", stdin=json.dumps(document))
        self.assertIn("NEEDS_RESTART", ran.stderr)


class Help(Commands):
    """Every example of every help of a command that needs a server or a set-up."""

    COMMANDS = (["status"], ["signal", "test"], ["signal"], ["signals"], ["groups"], ["group"], ["orders"], ["events"],
                ["pause"], ["resume"], ["close"], ["config"], ["config", "get"], ["config", "effective"], ["config", "history"],
                ["config", "diff"], ["config", "apply"], ["config", "rollback"], ["plan"], ["init"], ["backup"], ["restore"], ["doctor"], ["panic"])

    def test_every_example_runs(self):
        self.run_examples(["signal", "send"])
        self.until(lambda said: said["items"], "groups", "--state", "all")
        for command in self.COMMANDS:
            self.run_examples(command)

    def run_examples(self, command):
        environment = {**self.environment, "PATH": f"{pathlib.Path(Program.path).parent}:{self.path}"}
        head = self.expect(0, *command, "--help").stdout.split("Usage:")[0]
        examples = [line.strip() for line in head.split("Examples:")[1].splitlines() if line.startswith("  trellis ")]
        self.assertTrue(examples, command)
        for example in examples:
            example = example.replace("trellis init my", "trellis init another")
            ran = subprocess.run(["bash", "-c", example], cwd=self.folder, env=environment, capture_output=True, text=True, check=False, timeout=60)
            self.assertEqual(ran.returncode, 0, f"{example}: {ran.stdout}{ran.stderr}")


if __name__ == "__main__":
    Program.path = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
