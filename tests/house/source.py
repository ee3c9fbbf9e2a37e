"""What the house rules read: a file with its lines, and the same lines without comments and without the insides of literals."""
import pathlib
import re

FOLDERS = ("engine", "actors", "adapters", "ops", "tests", "bench")
TOKENS = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\((?:.|\n)*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'', re.DOTALL)
# A digit separator (1'000) is no character literal.
SEPARATOR = re.compile(r"(?<=[0-9a-fA-F])'(?=[0-9a-fA-F])")


def blank(match):
    text = match.group(0)
    kept = '"' if text[0] in '"R' else ""
    return kept + "".join(c for c in text if c == "\n") + kept


class Source:
    def __init__(self, path, text):
        self.path = path
        self.text = text
        self.lines = text.splitlines()
        self.code = TOKENS.sub(blank, SEPARATOR.sub("", text)) if self.is_cpp else text
        self.code_lines = self.code.splitlines()

    @property
    def is_cpp(self):
        return self.path.endswith((".cpp", ".hpp"))

    def below(self, *folders):
        return any(self.path == folder or self.path.startswith(folder.rstrip("/") + "/") for folder in folders)

    def includes(self):
        """(line, written form) of every include, form as <x> or "x"."""
        for number, line in enumerate(self.lines, 1):
            found = re.match(r'\s*#\s*include\s*([<"][^>"]+[>"])', line)
            if found:
                yield number, found.group(1)


def read_tree(root):
    """Every source and script of ours, as written now, committed or not."""
    root = pathlib.Path(root)
    wanted = {".cpp", ".hpp", ".py", ".sh", ".cmake"}
    for folder in FOLDERS:
        for file in sorted((root / folder).rglob("*")):
            if not file.is_file() or "__pycache__" in file.parts or "corpus" in file.parts:
                continue
            if file.suffix in wanted or file.name == "CMakeLists.txt":
                yield Source(file.relative_to(root).as_posix(), file.read_text(encoding="utf-8"))
