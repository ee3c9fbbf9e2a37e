"""Holds docs/command-line.md against the help of the program: every command, every option, in its words. Usage:
reference_test.py TRELLIS compares, reference_test.py TRELLIS --write writes the document's reference anew."""
import difflib
import pathlib
import re
import subprocess
import sys

DOCUMENT = pathlib.Path(__file__).resolve().parents[3] / "docs/command-line.md"
HEAD = "## Reference\n"


def help_of(program, command):
    return subprocess.run([program, *command, "--help"], env={}, capture_output=True, text=True, check=True).stdout


def section(text, title):
    """The lines of a section of a help, without its title."""
    found = re.search(rf"^{title}:\n((?:.+\n)+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def commands(program, command=()):
    """Every command, those with commands below them before these."""
    yield command
    for line in section(help_of(program, command), "Subcommands").splitlines():
        if line.startswith("  ") and not line.startswith("   "):
            yield from commands(program, (*command, line.split()[0]))


def entry(program, command):
    text = help_of(program, command)
    usage = re.search(r"^Usage: (.*)$", text, re.MULTILINE).group(1)
    options = "".join(line + "\n" for line in section(text, "Options").splitlines() if "--help" not in line)
    below = section(text, "Positionals") + options
    out = f"### {' '.join(('trellis', *command))}\n\n{text.splitlines()[0]}. `{usage}`\n"
    if section(text, "Server"):
        out += "Takes the options of the server.\n"
    return out + (f"\n```text\n{below}```\n" if below else "")


def reference(program):
    server = section(help_of(program, ["status"]), "Server")
    out = f"{HEAD}\nOptions of the server, for every command that asks one:\n\n```text\n{server}```\n"
    for command in commands(program):
        if command:
            out += "\n" + entry(program, command)
    return out


def main(program, *arguments):
    program = str(pathlib.Path(program).resolve())
    written = DOCUMENT.read_text(encoding="utf-8")
    before, _, _ = written.partition(HEAD)
    right = before + reference(program)
    if "--write" in arguments:
        DOCUMENT.write_text(right, encoding="utf-8")
        return 0
    difference = "".join(difflib.unified_diff(written.splitlines(True), right.splitlines(True), "docs/command-line.md", "the program's help"))
    if difference:
        print(difference + "run tests/ops/trellis/reference_test.py TRELLIS --write")
    return 1 if difference else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
