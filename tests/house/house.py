"""Runs the house rules over the tree: house.py ROOT [--engine-library FILE] [--results FILE].

Each finding is `file:line: rule; what to do instead`. First every rule proves on its examples that it can fail. The results file has
GoogleTest's form, one case per rule, because ops/test counts those.
"""
import argparse
import pathlib
import sys
from xml.sax.saxutils import quoteattr

import symbols
import tree
from rules import RULES, self_test
from source import Source, read_tree


def run(root, engine_library):
    """Case name -> list of findings."""
    sources = list(read_tree(root))
    cases = {"RulesCanFail": [fault for rule in RULES for fault in self_test(rule)] + list(symbols.self_test()) + list(tree.self_test(Source))}
    for rule in RULES:
        cases[rule.name] = [f"{source.path}:{line}: {words}" for source in sources for line, words in rule.check(source)]
    cases["EverySourceIsBuilt"] = [f"{path}:{line}: {words}" for path, line, words in tree.orphans(sources)]
    cases["RulesNameTests"] = [f"{path}:{line}: {words}" for path, line, words in tree.rules_document(root, sources)]
    if engine_library:
        cases["EngineSymbols"] = list(symbols.faults_of(symbols.undefined(engine_library)))
    return cases


def write_results(file, cases):
    failed = sum(1 for findings in cases.values() if findings)
    rows = [f'<testsuites tests="{len(cases)}" failures="{failed}"><testsuite name="House">']
    for name, findings in cases.items():
        failure = f'<failure message={quoteattr(findings[0])}/>' if findings else ""
        rows.append(f'<testcase name="{name}" classname="House" status="run" result="completed">{failure}</testcase>')
    rows.append("</testsuite></testsuites>")
    pathlib.Path(file).write_text("\n".join(rows), encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("--engine-library")
    parser.add_argument("--results")
    arguments = parser.parse_args()
    cases = run(arguments.root, arguments.engine_library)
    for name, findings in cases.items():
        for finding in findings:
            print(f"{finding} [{name}]")
    if arguments.results:
        write_results(arguments.results, cases)
    failed = [name for name, findings in cases.items() if findings]
    print(f"{len(cases) - len(failed)} house rules hold, {len(failed)} do not")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
