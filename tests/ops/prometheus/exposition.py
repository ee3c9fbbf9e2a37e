"""Reads a page of metrics: families with their types and label names, and the names a PromQL text asks for."""
import re

SAMPLE = re.compile(r'^(\w+)(?:\{(.*)\})? (\S+)$')
LABEL = re.compile(r'(\w+)="(?:[^"\\]|\\.)*"')
NAME = re.compile(r"\b(?:trellis|process)_\w+")


class Family:
    def __init__(self, kind):
        self.kind = kind
        self.labels = set()
        self.samples = 0


def families_of(text):
    """{name: Family} of a page."""
    families = {}
    for line in text.splitlines():
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split()
            families[name] = Family(kind)
        elif line and not line.startswith("#"):
            name, labels, _ = SAMPLE.match(line).groups()
            family = families[family_name(name, families)]
            family.samples += 1
            family.labels |= set(LABEL.findall(labels or "")) - {"le"}
    return families


def family_name(sample, families):
    """trellis_x_seconds_bucket belongs to the histogram trellis_x_seconds."""
    if sample in families:
        return sample
    stem = re.sub(r"_(bucket|sum|count)$", "", sample)
    return stem if stem in families and families[stem].kind == "histogram" else sample


def names_in(text):
    """Names of series in PromQL, in rules or in a test of rules."""
    return set(NAME.findall(text))
