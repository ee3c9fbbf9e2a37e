"""House rules that need more than one file: every source is built, every rule of the specification names a test that exists."""
import pathlib
import re

CASE = re.compile(r"\b(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+)\s*,\s*(\w+)")


def orphans(sources):
    """Sources that no CMakeLists.txt above them names."""
    lists = {source.path.rsplit("/", 1)[0]: source.text for source in sources if source.path.endswith("/CMakeLists.txt")}
    for source in sources:
        if not source.path.endswith(".cpp"):
            continue
        folder, name = source.path.rsplit("/", 1)
        at, named = folder, False
        while not named:
            stem = name[:-len("_fuzz.cpp")] if at == "tests/fuzz" and name.endswith("_fuzz.cpp") else name
            named = at in lists and re.search(rf"(?<![\w]){re.escape(stem)}\b", lists[at]) is not None
            if "/" not in at:
                break
            at = at.rsplit("/", 1)[0]
        if not named:
            yield source.path, 1, "no CMakeLists.txt names this file; list it or delete it"


def test_names(sources):
    return {f"{suite}.{case}" for source in sources if source.below("tests") and source.is_cpp for suite, case in CASE.findall(source.text)}


def rule_rows(text):
    """(line, cells) of every table row of docs/rules.md that begins with a rule id."""
    for number, line in enumerate(text.splitlines(), 1):
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if line.lstrip().startswith("|") and len(cells) >= 2 and re.match(r"`?\*{0,2}[A-Z]{1,3}-?\d|\d+(\.\d+)*\b", cells[0]):
            yield number, cells


def rule_faults(text, known_tests, exists):
    for number, cells in rule_rows(text):
        last = cells[-1]
        named = re.findall(r"`([^`]+)`", last)
        if not named and not re.search(r"\blater\b", last):
            yield "docs/rules.md", number, f'{cells[0]} names no test; write `Suite.Name`, a path, or "later"'
        for name in named:
            if re.match(r"^\w+\.\w+$", name) and not exists(name):
                if name not in known_tests:
                    yield "docs/rules.md", number, f"{cells[0]} names {name}, which no test has"
            elif "/" in name and not exists(name):
                yield "docs/rules.md", number, f"{cells[0]} names {name}, which is no file"


def rules_document(root, sources):
    root = pathlib.Path(root)
    document = root / "docs" / "rules.md"
    if document.exists():
        yield from rule_faults(document.read_text(encoding="utf-8"), test_names(sources), lambda name: (root / name).exists())


def self_test(make_source):
    built = [make_source("engine/CMakeLists.txt", "target_sources(x PRIVATE base/a.cpp)"), make_source("engine/base/a.cpp", "//")]
    if list(orphans(built)):
        yield "EverySourceIsBuilt objects to a source that is named"
    if not list(orphans(built + [make_source("engine/base/b.cpp", "//")])):
        yield "EverySourceIsBuilt does not see an orphan"
    known = test_names([make_source("tests/a_test.cpp", "TEST(Grid, PricesEachLeg) {}\nRC_GTEST_PROP(Decimal, KeepsDigits, ()) {}")])
    good = "| D-2 | legs | `Grid.PricesEachLeg` |\n| T-1 | targets | later |\n| R-1 | decimals | `Decimal.KeepsDigits` |"
    for fault in rule_faults(good, known, lambda name: False):
        yield f"RulesNameTests objects to a good row: {fault}"
    for bad in ("| D-2 | legs | `Grid.Nothing` |", "| D-2 | legs | |", "| D-2 | legs | `tests/none.json` |"):
        if not list(rule_faults(bad, known, lambda name: False)):
            yield f"RulesNameTests does not see {bad}"
