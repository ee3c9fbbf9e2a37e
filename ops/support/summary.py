"""Counts what ops/test ran and prints the line everybody reads: `N passed, N failed, N skipped`.

summary.py RESULTS TREE...: RESULTS holds steps.tsv (status, name, words) and <tree>.junit.xml as ctest wrote them; TREE/results
holds one GoogleTest file per ctest entry. A ctest entry without such a file counts as one case, so that a program which died before
it could write is a failure and not a hole.
"""
import pathlib
import sys
import xml.etree.ElementTree as ElementTree


class Tally:
    def __init__(self):
        self.passed = 0
        self.failed = []
        self.skipped = {}

    def add(self, status, name, words=""):
        if status == "passed":
            self.passed += 1
        elif status == "skipped":
            self.skipped.setdefault(words or "no reason given", []).append(name)
        else:
            self.failed.append(f"{name}: {words}" if words else name)


def reason_of(skipped):
    """GoogleTest puts "file:line" first and the message behind it."""
    lines = [line for line in (skipped.get("message") or skipped.text or "").strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def add_cases(tally, tree, file):
    """Adds the cases of one GoogleTest file; answers how many failed, None if the file cannot be read."""
    try:
        root = ElementTree.parse(file).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    failed = 0
    for case in root.iter("testcase"):
        name = f'{tree}: {case.get("classname")}.{case.get("name")}'
        if case.get("status") == "notrun":
            tally.add("skipped", name, "disabled")
        elif case.find("failure") is not None or case.find("error") is not None:
            failed += 1
            tally.add("failed", name)
        elif case.find("skipped") is not None or case.get("result") == "skipped":
            tally.add("skipped", name, reason_of(case.find("skipped")) if case.find("skipped") is not None else "")
        else:
            tally.add("passed", name)
    return failed


def outcome_of(entry, name):
    """What ctest says of a program that left no GoogleTest file. "notrun" is also what it says of a missing program."""
    status = entry.get("status")
    skipped = entry.find("skipped")
    words = skipped.get("message", "") if skipped is not None else ""
    if status == "run":
        return "passed", name, ""
    if status == "disabled" or words.startswith("SKIP_"):
        return "skipped", name, words
    return "failed", name, words or "ended badly"


def add_tree(tally, results, tree):
    junit = results / f"{tree.name}.junit.xml"
    if not junit.exists():
        return
    for entry in ElementTree.parse(junit).getroot().iter("testcase"):
        ok = entry.get("status") == "run"
        failed = add_cases(tally, tree.name, tree / "results" / f'{entry.get("name")}.xml')
        name = f'{tree.name}: {entry.get("name")}'
        if failed is None:
            tally.add(*outcome_of(entry, name))
        elif failed == 0 and not ok:
            tally.add("failed", name, "the program ended badly though its cases passed (sanitizer, time-out or crash at exit)")


def add_steps(tally, file):
    if not file.exists():
        return
    for line in file.read_text().splitlines():
        status, name, words = (line.split("\t") + ["", ""])[:3]
        tally.add(status, name, words)


def main(results, *trees):
    tally = Tally()
    for tree in trees:
        add_tree(tally, pathlib.Path(results), pathlib.Path(tree))
    add_steps(tally, pathlib.Path(results) / "steps.tsv")
    for reason, names in sorted(tally.skipped.items()):
        print(f"skipped {len(names)}: {reason} ({names[0]}{', ...' if len(names) > 1 else ''})")
    for name in tally.failed:
        print(f"FAILED {name}")
    print(f"{tally.passed} passed, {len(tally.failed)} failed, {sum(map(len, tally.skipped.values()))} skipped")
    return 1 if tally.failed or tally.passed == 0 else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
