"""The house rules on text: each with what it looks for, what to write instead, and examples that prove it can fail."""
import re
from dataclasses import dataclass, field

import layers
from source import Source

LINES_MAX = 400


@dataclass
class Rule:
    name: str
    check: object                      # Source -> iterable of (line, words)
    bad: list = field(default_factory=list)   # (path, text): each must be found
    good: list = field(default_factory=list)  # (path, text): none may be found


def banned(pattern, words, where=None, but=()):
    """A token that may not stand in code (comments and literals do not count)."""
    regex = re.compile(pattern)

    def check(source):
        if not source.is_cpp or (where is not None and not source.below(*where)) or source.below(*but):
            return
        for number, line in enumerate(source.code_lines, 1):
            found = regex.search(line)
            if found:
                yield number, f"`{found.group(0).strip()}`; {words}"
    return check


def includes(source):
    if source.is_cpp:
        for number, form in source.includes():
            fault = layers.fault_of(source, form)
            if fault:
                yield number, fault


def pimpl(source):
    if source.path == "actors/engine.hpp":
        for number, form in source.includes():
            if form.startswith("<caf/") or form.startswith('"actors/'):
                yield number, f"{form}; actors/engine.hpp shows no CAF: hide it behind the pimpl"


def length(source):
    if len(source.lines) > LINES_MAX:
        yield LINES_MAX + 1, f"{len(source.lines)} lines; split the file, {LINES_MAX} is the most"


def opening(source):
    """A source that begins with its own header is introduced by that header."""
    own_header = f'#include "{source.path[:-4]}.hpp"'
    if source.is_cpp and not source.text.startswith(("//", own_header)):
        yield 1, "open with one or two sentences: what the file owns and why it exists"


def guard(source):
    if source.path.endswith(".hpp") and "#pragma once" not in source.text:
        yield 1, "a header has #pragma once"


def unfinished(source):
    if source.below("tests/house"):
        return
    for number, line in enumerate(source.lines, 1):
        if re.search(r"\bFIXME\b|\bXXX\b|\bTODO\b(?!\(#\d+\))", line):
            yield number, "finish it, or write TODO(#issue)"


def commented_code(source):
    if not source.is_cpp:
        return
    code = re.compile(r"^\s*//\s*(if \(|for \(|while \(|return\b.*;|auto |const auto|std::\w+.*[;{]|[\w.>\-\[\]()]+ = .*;|#include|\w+\(.*\);)")
    for number, line in enumerate(source.lines, 1):
        if code.search(line) and line.rstrip().endswith((";", "{", ">", '"')):
            yield number, "code in a comment; delete it, git remembers"


def catch_all(source):
    """`Overloaded{...}` in the engine may hold no lambda over auto: a forgotten case must not compile."""
    if not source.is_cpp or not source.below("engine", "actors", "adapters", "ops"):
        return
    for found in re.finditer(r"Overloaded\s*\{", source.code):
        depth, at = 1, found.end()
        while at < len(source.code) and depth:
            depth += {"{": 1, "}": -1}.get(source.code[at], 0)
            at += 1
        body = source.code[found.end():at - 1]
        for hit in re.finditer(r"\]\s*\(\s*(const\s+)?auto\b", body):
            before = body[:hit.start()]
            is_a_case = all(before.count(left) == before.count(right) for left, right in ("{}", "()"))
            if is_a_case:
                yield source.code.count("\n", 0, found.end() + hit.start()) + 1, "a catch-all in std::visit; name every case"


def default_label(source):
    """A switch whose labels are enumerators has no default: a forgotten enumerator must be a warning."""
    if not source.is_cpp:
        return
    for found in re.finditer(r"\bswitch\s*\(", source.code):
        opened = source.code.find("{", found.end())
        depth, at = 1, opened + 1
        while at < len(source.code) and depth:
            depth += {"{": 1, "}": -1}.get(source.code[at], 0)
            at += 1
        body = source.code[opened:at]
        hit = re.search(r"\bdefault\s*:", body)
        if hit and re.search(r"\bcase\s+\w+::\w+(::\w+)*\s*:", body):
            yield source.code.count("\n", 0, opened + hit.start()) + 1, "`default` over an enum class; name every enumerator"


def tests(source):
    if not source.below("tests") or not source.is_cpp:
        return
    for number, line in enumerate(source.lines, 1):
        case = re.match(r"\s*(?:TEST|TEST_F|TEST_P|TYPED_TEST|RC_GTEST_PROP|RC_GTEST_FIXTURE_PROP)\(\s*(\w+)\s*,\s*(\w+)", line)
        if case and not re.match(r"[A-Z][A-Za-z0-9]+$", case.group(2)):
            yield number, f"{case.group(2)}; a test's name is a sentence in PascalCase"
        if "DISABLED_" in line:
            yield number, "a disabled test; mend it or delete it"
        if re.search(r"GTEST_SKIP\(\)\s*;", line):
            yield number, "GTEST_SKIP() << why"


def machine_paths(source):
    if source.below("tests/house"):
        return
    for number, line in enumerate(source.lines, 1):
        if re.search(r"(?<![\w.)}])/(work|home|root)/", line):
            yield number, "a path of one machine; find it from the project's root"


def globs(source):
    if source.path.endswith(("CMakeLists.txt", ".cmake")):
        for number, line in enumerate(source.lines, 1):
            if re.search(r"file\s*\(\s*GLOB", line, re.IGNORECASE):
                yield number, "file(GLOB); name the sources"


CLOCKS = r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock|clock_gettime|gettimeofday)\b|\bstd::time\s*\(|\btime\(nullptr\)"
PURE = ("engine", "actors")
FLOATING = ("engine/indicators", "engine/analytics")

RULES = [
    Rule("Includes", includes,
         bad=[("engine/base/a.hpp", "#include <thread>"), ("engine/base/a.hpp", '#include "adapters/json/read.hpp"'),
              ("engine/base/a.hpp", "#include <boost/json.hpp>"), ("engine/base/a.hpp", '#include "decimal.hpp"'),
              ("actors/a.cpp", '#include "adapters/journal/writer.hpp"'), ("adapters/a.cpp", '#include "actors/engine.hpp"'),
              ("adapters/journal/a.cpp", "#include <boost/beast.hpp>"), ("adapters/journal/a.cpp", "#include <lmdb.h>"),
              ("adapters/journal/a.cpp", "#include <simdjson.h>"), ("adapters/journal/a.cpp", "#include <caf/all.hpp>"),
              ("ops/trellis/a.cpp", "#include <somebody/library.hpp>"), ("adapters/a.cpp", "#include <CLI/CLI.hpp>"),
              ("engine/base/a.hpp", "#include <unistd.h>"), ("adapters/a.cpp", '#include "tests/support/paths.hpp"')],
         good=[("engine/base/a.hpp", '#include <vector>\n#include "engine/base/decimal.hpp"'), ("actors/a.cpp", "#include <caf/all.hpp>"),
               ("adapters/archive/lmdb.cpp", "#include <lmdb.h>"), ("adapters/net/http.cpp", "#include <boost/beast.hpp>"),
               ("ops/trellis/main.cpp", '#include "actors/engine.hpp"\n#include <CLI/CLI.hpp>'), ("tests/a.cpp", "#include <gtest/gtest.h>")]),
    Rule("ActorsShowNoCaf", pimpl, bad=[("actors/engine.hpp", "#include <caf/actor.hpp>")], good=[("actors/engine.hpp", "#include <memory>")]),
    Rule("FloatingPoint", banned(r"\b(float|double)\b", "use Price, Quantity, Money or Ratio (engine/base/decimal.hpp)",
                                 ("engine", "adapters/exchange", "adapters/market", "adapters/webhook", "adapters/scenario",
                                  "adapters/config", "adapters/json", "adapters/journal"), FLOATING),
         bad=[("engine/group/fees.cpp", "double fee = 0;"), ("adapters/exchange/paper/a.cpp", "float x;")],
         good=[("engine/indicators/atr.cpp", "double atr;"), ("engine/a.cpp", "// a double fill"), ("engine/a.cpp", 'fail("double");')]),
    Rule("Clocks", banned(CLOCKS, "take the time from the command", PURE),
         bad=[("engine/a.cpp", "auto t = std::chrono::system_clock::now();"), ("actors/a.cpp", "std::chrono::steady_clock::now()"),
              ("engine/a.cpp", "clock_gettime(0, &t);"), ("engine/a.cpp", "time(nullptr)")],
         good=[("adapters/clock.cpp", "std::chrono::system_clock::now()"), ("engine/a.cpp", "command.time(at);")]),
    Rule("Sleeps", banned(r"\b(sleep_for|sleep_until|usleep|nanosleep)\b|(?<![\w.>])::?sleep\s*\(", "wait for the thing itself",
                          but=("bench",)),  # an open load keeps a pace, and a machine comes to rest between two measurements
         bad=[("tests/a_test.cpp", "std::this_thread::sleep_for(1ms);"), ("adapters/a.cpp", "usleep(3);")],
         good=[("adapters/a.cpp", "wait();"), ("bench/a.cpp", "std::this_thread::sleep_until(due);")]),
    Rule("Chance", banned(r"\bstd::rand\b|(?<![\w.:>])s?rand\s*\(|\brandom_device\b|\bmt19937", "take a seed, and print it where a test draws one",
                          ("engine", "actors", "adapters")),
         bad=[("engine/a.cpp", "std::rand();"), ("adapters/a.cpp", "std::random_device d;"), ("engine/a.cpp", "int i = rand();")],
         good=[("engine/a.cpp", "auto x = operand(3);")]),
    Rule("UsingNamespace", banned(r"\busing\s+namespace\b", "name what you use"),
         bad=[("tests/a_test.cpp", "using namespace std;"), ("engine/a.cpp", "using namespace trellis;")], good=[("engine/a.cpp", "using std::string;")]),
    Rule("SharedOwnership", banned(r"\bshared_ptr\b|\bmake_shared\b|\bweak_ptr\b", "hold values; one owner each", ("engine",),
                                   ("engine/config/shared_strategy.hpp", "engine/config/shared_strategy.cpp", "engine/preset/shared_preset.hpp",
                                    "engine/preset/shared_preset.cpp", "engine/base/shared_map.hpp")),  # a value that never changes
         bad=[("engine/a.hpp", "std::shared_ptr<int> p;")], good=[("engine/a.hpp", "std::unique_ptr<int> p;"), ("actors/a.hpp", "std::shared_ptr<int> p;"),
               ("engine/config/shared_strategy.hpp", "std::shared_ptr<const int> p;")]),
    Rule("NakedNew", banned(r"^(?!.*unique_ptr<).*(?<!\w)new\s+[A-Za-z_:]|(?<![\w=] )\bdelete\s+\w|\bmalloc\s*\(", "use a value or std::make_unique", ("engine", "actors", "adapters", "ops")),
         bad=[("engine/a.cpp", "auto* p = new Group{};"), ("engine/a.cpp", "  delete p;")],
         good=[("engine/a.cpp", "// a new group"), ("engine/a.hpp", "Group(const Group&) = delete;"), ("adapters/a.cpp", "std::unique_ptr<J>(new J(a));"),
               ("engine/a.cpp", "place(renew order)")]),
    Rule("HashContainers", banned(r"\bunordered_(multi)?(map|set)\b", "std::map, or a sorted vector: no decision depends on a hash's order", ("engine",)),
         bad=[("engine/pool/desk.hpp", "std::unordered_map<int, int> m;")], good=[("engine/pool/desk.hpp", "std::map<int, int> m;")]),
    Rule("CatchAll", catch_all,
         bad=[("engine/a.cpp", "std::visit(Overloaded{[](const A&) {}, [](const auto&) {}}, v);"), ("engine/a.cpp", "Overloaded{[&](auto&& x) { f({}); }}")],
         good=[("engine/a.cpp", "std::visit(Overloaded{[](const A& a) { g(a); }, [](const B&) {}}, v); h([](const auto& x) {});"),
               ("engine/a.cpp", "Overloaded{[&](const List& l) { return joined(l, [](const auto& x) { return x; }); }}")]),
    Rule("DefaultOverEnum", default_label,
         bad=[("engine/a.cpp", "switch (s) {\n case Side::buy: return 1;\n default: return 2;\n}")],
         good=[("engine/a.cpp", "switch (c) {\n case 'a': return 1;\n default: return 2;\n}"), ("engine/a.cpp", "switch (s) { case Side::buy: break; case Side::sell: break; }")]),
    Rule("FileLength", length, bad=[("engine/a.cpp", "// x\n" * 401)], good=[("engine/a.cpp", "// x\n" * 400)]),
    Rule("OpeningSentence", opening, bad=[("engine/a.hpp", "#pragma once\n"), ("engine/b.cpp", '#include "engine/a.hpp"')],
         good=[("engine/a.hpp", "// Owns a.\n#pragma once\n"), ("engine/a.cpp", '#include "engine/a.hpp"')]),
    Rule("PragmaOnce", guard, bad=[("engine/a.hpp", "// Owns a.\nint a;\n")], good=[("engine/a.hpp", "// Owns a.\n#pragma once\n")]),
    Rule("Unfinished", unfinished, bad=[("engine/a.cpp", "// TODO later"), ("ops/a.sh", "# FIXME")], good=[("engine/a.cpp", "// TODO(#12): fees")]),
    Rule("CommentedCode", commented_code,
         bad=[("engine/a.cpp", "    // return price;"), ("engine/a.cpp", "// if (a) {"), ("engine/a.cpp", "// total += 1;".replace("+=", "="))],
         good=[("engine/a.cpp", "// returns the price; rounds down"), ("engine/a.cpp", "// for a long position; see T-4.")]),
    Rule("TestNames", tests,
         bad=[("tests/a_test.cpp", "TEST(Grid, prices_each_leg) {"), ("tests/a_test.cpp", "TEST(Grid, DISABLED_Prices) {"), ("tests/a_test.cpp", "GTEST_SKIP();")],
         good=[("tests/a_test.cpp", "TEST(Grid, PricesEachLegFromItsOwnEntry) {"), ("tests/a_test.cpp", 'GTEST_SKIP() << "no data";')]),
    Rule("MachinePaths", machine_paths, bad=[("ops/a.sh", "cd /work/main")], good=[("ops/a.sh", "cd build/work/x")]),
    Rule("NamedSources", globs, bad=[("engine/CMakeLists.txt", "file(GLOB sources *.cpp)")], good=[("engine/CMakeLists.txt", "file(READ a b)")]),
]


def self_test(rule):
    """Faults of the rule itself: a bad example it does not see, a good one it does."""
    if not rule.bad or not rule.good:
        yield f"{rule.name} has no example on both sides"
    for path, text in rule.bad:
        if not list(rule.check(Source(path, text))):
            yield f"{rule.name} does not see {text[:60]!r} in {path}"
    for path, text in rule.good:
        for number, words in rule.check(Source(path, text)):
            yield f"{rule.name} objects to {text[:60]!r} in {path}: {words}"
