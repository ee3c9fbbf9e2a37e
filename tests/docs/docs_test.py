"""Holds the documents against the program: every `console` block is run and compared, every JSON example is checked, every link and
path must exist. Usage: docs_test.py TRELLIS.

In a `console` block a line `$ command` is run by bash in a scratch folder (one for each document, with the project's docs/ in it); the
lines below it are what it prints, messages included; a line `...` stands for any lines, `...` in a line for anything there. `# exit code 75`
behind a command says what it ends with, otherwise 0. A server that a block leaves running is ended with its document; the ports that
documents name (7780, 7781) are replaced by free ones. A `json` block is a whole document for `trellis check`, or else one timeline entry
a line.
"""
import json
import os
import pathlib
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "ARCHITECTURE.md", *(ROOT / "docs").rglob("*.md")])
TRELLIS = ""


def blocks(document):
    """(language, first line, lines) of every fenced block."""
    language, start, lines = None, 0, []
    for number, line in enumerate(document.read_text(encoding="utf-8").splitlines(), 1):
        if not line.startswith("```"):
            lines.append(line)
        elif language is None:
            language, start, lines = line[3:].strip(), number, []
        else:
            yield language, start, lines
            language = None


def commands(lines):
    """(command, exit code, expected lines) of a console block."""
    found = []
    for line in lines:
        if line.startswith("$ "):
            code = re.search(r"\s+# exit code (\d+)$", line)
            found.append((line[2:], int(code.group(1)) if code else 0, []))
        else:
            found[-1][2].append(line)
    return found


def matches(expected, printed):
    """Whether the lines are the same, `...` standing for any number of lines, or for anything in its line."""
    inner = [r"(?:.*\n)*" if line == "..." else ".*".join(re.escape(part) for part in line.split("...")) + r"\n" for line in expected]
    return re.fullmatch("".join(inner), "".join(line + "\n" for line in printed)) is not None


def free_ports(count):
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


class Place:
    """A scratch folder for one document, the ports its servers get, and everything that still runs there at the end."""

    def __init__(self):
        self.scratch = tempfile.TemporaryDirectory()
        self.folder = pathlib.Path(self.scratch.name)
        for name in ("docs", "tests"):
            (self.folder / name).symlink_to(ROOT / name)
        self.ports = dict(zip(("7780", "7781"), map(str, free_ports(2))))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for entry in pathlib.Path("/proc").iterdir():
            try:
                if entry.name.isdigit() and (entry / "cwd").readlink() == self.folder and int(entry.name) != os.getpid():
                    os.kill(int(entry.name), signal.SIGKILL)
            except OSError:
                pass
        self.scratch.cleanup()

    def with_ports(self, text):
        return re.sub(r"127\.0\.0\.1:(778[01])\b", lambda found: "127.0.0.1:" + self.ports[found.group(1)], text)

    def run(self, command):
        path = f"{pathlib.Path(TRELLIS).parent}:{os.environ['PATH']}"
        listen = {"TRELLIS_ADMIN_LISTEN": "127.0.0.1:" + self.ports["7780"], "TRELLIS_WEBHOOK_LISTEN": "127.0.0.1:" + self.ports["7781"],
                  "TRELLIS_ADMIN": "127.0.0.1:" + self.ports["7780"], "XDG_STATE_HOME": str(self.folder / "state")}
        return subprocess.run(["bash", "-c", self.with_ports(command)], cwd=self.folder, env={**os.environ, **listen, "PATH": path},
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=120, check=False)


# A server's lists follow its journal by a moment: a look that comes too early is repeated.
LISTS = re.compile(r"trellis (groups|orders|signals|events|queue)\b|curl (?!.* -d ).*/api/v1/(signals|groups|why)\b")


class Documents(unittest.TestCase):
    maxDiff = None

    def test_every_command_prints_what_its_document_says(self):
        ran_any = 0
        for document in DOCUMENTS:
            with Place() as place:
                for language, start, lines in blocks(document):
                    if language == "console":
                        ran_any += self.run_block(place, f"{document.relative_to(ROOT)}:{start}", lines)
        self.assertGreater(ran_any, 15)

    def run_block(self, place, where, lines):
        for command, code, expected in commands(lines):
            expected = [place.with_ports(line) for line in expected]
            patience = time.monotonic() + 10
            while True:
                ran = place.run(command)
                printed = [place.with_ports(line) for line in ran.stdout.splitlines()]
                is_early = LISTS.match(command) and not matches(expected, printed) and time.monotonic() < patience
                if not is_early:
                    break
                time.sleep(0.1)
            self.assertEqual(ran.returncode, code, f"{where}: {command}\n{ran.stdout}")
            if not matches(expected, printed):
                self.assertEqual("\n".join(expected), "\n".join(printed), f"{where}: {command}")
        return len(commands(lines))

    def test_a_command_of_the_program_stands_in_a_block_that_is_run(self):
        for document in DOCUMENTS:
            for language, start, lines in blocks(document):
                if language == "console":
                    continue
                for line in lines:
                    self.assertNotRegex(line, r"^\s*(\$ )?(build/\w+/bin/)?trellis ", f"{document.name}:{start}: make it a console block")

    def test_every_json_example_is_right(self):
        base = json.loads((ROOT / "docs/examples/first.json").read_text())
        for document in DOCUMENTS:
            for language, start, lines in blocks(document):
                if language == "json":
                    self.check_json(base, f"{document.relative_to(ROOT)}:{start}", "\n".join(lines))

    def check_json(self, base, place, text):
        if '"version"' not in text:
            entries = json.loads("[" + text.rstrip().rstrip(",") + "]")
            text = json.dumps({**base, "timeline": entries})
        ran = subprocess.run([TRELLIS, "check", "-"], input=text, cwd=ROOT / "docs/examples", capture_output=True, text=True, check=False)
        self.assertEqual(ran.returncode, 0, f"{place}: {ran.stderr}")

    def test_every_link_leads_somewhere(self):
        for document in DOCUMENTS:
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", document.read_text(encoding="utf-8")):
                if not re.match(r"[a-z]+:", target):
                    self.assertTrue((document.parent / target).exists(), f"{document.relative_to(ROOT)} links to {target}")

    def test_every_path_in_the_architecture_exists(self):
        for name in re.findall(r"`((?:engine|actors|adapters|ops|tests|docs|bench|schemas)/[\w./-]*)`", (ROOT / "ARCHITECTURE.md").read_text()):
            self.assertTrue((ROOT / name).exists(), f"ARCHITECTURE.md names {name}")

    def test_the_examples_are_all_explained(self):
        guide = (ROOT / "docs/simulate.md").read_text() + (ROOT / "docs/first-run.md").read_text()
        for example in (ROOT / "docs/examples").glob("*.json"):
            self.assertIn(f"docs/examples/{example.name}", guide)

    def test_a_wrong_line_would_be_seen(self):
        self.assertTrue(matches(["a", "...", "c"], ["a", "b", "b", "c"]))
        self.assertFalse(matches(["a", "...", "c"], ["a", "b", "d"]))
        self.assertFalse(matches(["a"], ["a", "b"]))
        self.assertTrue(matches(["at ... done"], ["at 12:30 done"]))
        self.assertFalse(matches(["at ... done"], ["at 12:30 lost"]))


if __name__ == "__main__":
    TRELLIS = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
