"""Holds the documents against the program: every `console` block is run and compared, every JSON example is checked, every link and
path must exist. Usage: docs_test.py TRELLIS.

In a `console` block a line `$ command` is run by bash in a scratch folder (one for each document, with the project's docs/ in it); the
lines below it are what it prints, messages included; a line `...` stands for any lines. `# exit code 75` behind a command says what it
ends with, otherwise 0. A `json` block is a whole document for `trellis check`, or else one timeline entry a line.
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
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
    """Whether the lines are the same, `...` standing for any number of lines."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + r"\n" for line in expected)
    return re.fullmatch(pattern, "".join(line + "\n" for line in printed)) is not None


class Documents(unittest.TestCase):
    maxDiff = None

    def run_in(self, folder, command):
        path = f"{pathlib.Path(TRELLIS).parent}:{os.environ['PATH']}"
        return subprocess.run(["bash", "-c", command], cwd=folder, env={**os.environ, "PATH": path}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=120, check=False)

    def test_every_command_prints_what_its_document_says(self):
        ran_any = 0
        for document in DOCUMENTS:
            with tempfile.TemporaryDirectory() as folder:
                for name in ("docs", "tests"):
                    (pathlib.Path(folder) / name).symlink_to(ROOT / name)
                for language, start, lines in blocks(document):
                    if language == "console":
                        ran_any += self.run_block(folder, f"{document.relative_to(ROOT)}:{start}", lines)
        self.assertGreater(ran_any, 15)

    def run_block(self, folder, place, lines):
        for command, code, expected in commands(lines):
            ran = self.run_in(folder, command)
            printed = ran.stdout.splitlines()
            self.assertEqual(ran.returncode, code, f"{place}: {command}\n{ran.stdout}")
            if not matches(expected, printed):
                self.assertEqual("\n".join(expected), "\n".join(printed), f"{place}: {command}")
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
        guide = (ROOT / "docs/simulate.md").read_text() + (ROOT / "README.md").read_text()
        for example in (ROOT / "docs/examples").glob("*.json"):
            self.assertIn(f"docs/examples/{example.name}", guide)

    def test_a_wrong_line_would_be_seen(self):
        self.assertTrue(matches(["a", "...", "c"], ["a", "b", "b", "c"]))
        self.assertFalse(matches(["a", "...", "c"], ["a", "b", "d"]))
        self.assertFalse(matches(["a"], ["a", "b"]))


if __name__ == "__main__":
    TRELLIS = str(pathlib.Path(sys.argv.pop(1)).resolve())
    unittest.main()
