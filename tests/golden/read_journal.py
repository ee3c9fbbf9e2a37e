"""Reads a golden journal with what its documents say and nothing of ours: frames by adapters/journal/frame.hpp's layout, events by
python3-msgpack and schemas/journal/events.json. Checks kinds, ranges and enumerators and compares with the lines beside the journal.

read_journal.py EVENTS.json DIRECTORY
"""
import datetime
import json
import pathlib
import re
import struct
import sys

import msgpack

SEGMENT_HEADER = 64
FRAME_BODY = struct.Struct("<QIqBQQ")
CAUSES = ["event", "signal", "trade", "quote", "timer", "request", "fact", "evaluate", "follow_up", "operational", "risk_pass", "orphan_sweep"]
DECIMAL = re.compile(r"(0|-?(0\.\d{0,15}[1-9]|[1-9]\d*(\.\d{0,15}[1-9])?))$")


def demand(holds, what):
    if not holds:
        raise SystemExit(f"FAILED: {what}")


def frames(directory):
    """Header and payload of every frame with events."""
    for segment in sorted(directory.glob("*.trl")):
        data = segment.read_bytes()
        demand(data[:4] == b"TRLJ", f"{segment} begins with TRLJ")
        at = SEGMENT_HEADER
        while at + 12 <= len(data):
            length, = struct.unpack_from("<I", data, at)
            if length == 0:
                break
            body = data[at + 12:at + 12 + length]
            header = FRAME_BODY.unpack_from(body)
            if header[1] > 0:
                yield header, body[FRAME_BODY.size:]
            at += 12 + length


def rfc3339(nanoseconds):
    seconds, rest = divmod(nanoseconds, 10**9)
    text = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S")
    return text + (f".{rest:09d}".rstrip("0") if rest else "") + "Z"


class Schema:
    def __init__(self, path):
        document = json.loads(pathlib.Path(path).read_text())
        self.enums = document["enums"]
        self.structs = document["structs"]
        self.events = {event["tag"]: event for event in document["events"]}

    def fields(self, fields, values, where):
        demand(isinstance(values, list) and len(values) <= len(fields), f"{where} is an array of at most {len(fields)}")
        return {name: self.value(kind, value, f"{where}.{name}") for (name, kind), value in zip(fields, values)}

    def value(self, kind, value, where):
        """The value as its JSON line shows it."""
        if kind.startswith("map "):
            _, key, item = kind.split(" ")
            demand(isinstance(value, dict) and list(value) == sorted(value), f"{where} is a map with ascending keys")
            return {str(self.value(key, k, where)): self.value(item, v, where) for k, v in value.items()}
        if kind.endswith("?"):
            return None if value is None else self.value(kind[:-1], value, where)
        if kind.endswith("[]"):
            demand(isinstance(value, list), f"{where} is an array")
            return [self.value(kind[:-2], item, where) for item in value]
        if kind == "Hidden":
            return "***"  # what nobody may read (Z-4)
        if kind in self.structs:
            shown = self.fields(self.structs[kind], value, where)
            letter = {"GroupId": "g", "OffsetNumber": "o", "PresetId": "p", "SubscriptionId": "c", "StrategyId": "s", "BotId": "b"}.get(kind)
            return letter + ".".join(str(number) for number in shown.values()) if letter else shown
        if kind in self.enums:
            demand(isinstance(value, int) and 0 <= value < len(self.enums[kind]), f"{where} is one of {kind}")
            return self.enums[kind][value]
        return self.scalar(kind, value, where)

    def scalar(self, kind, value, where):
        if kind == "bool":
            demand(isinstance(value, bool), f"{where} is a boolean")
            return value
        if kind in ("text", "decimal"):
            demand(isinstance(value, str), f"{where} is text")
            demand(kind == "text" or DECIMAL.match(value), f"{where} is a decimal: {value}")
            return value
        bits = 64 if kind in ("signal", "time") else int(kind[1:])
        least, most = (-2**(bits - 1), 2**(bits - 1) - 1) if kind[0] in "it" else (0, 2**bits - 1)
        demand(isinstance(value, int) and not isinstance(value, bool) and least <= value <= most, f"{where} is {kind}")
        if kind == "time":
            return rfc3339(value)
        if kind == "signal":
            return f"s{value}"
        return str(value) if bits == 64 else value


def lines(schema, directory):
    for (first, count, at, cause, cause_id, _), payload in frames(directory):
        unpacker = msgpack.Unpacker(raw=False, strict_map_key=False)
        unpacker.feed(payload)
        events = list(unpacker)
        demand(len(events) == count and unpacker.tell() == len(payload), f"frame {first} holds {count} events and nothing else")
        for place, event in enumerate(events):
            demand(isinstance(event, list) and len(event) == 3, f"event {first + place} is [tag, version, fields]")
            tag, version, fields = event
            known = schema.events.get(tag)
            demand(known is not None and version <= known["version"], f"event {first + place}: tag {tag} version {version} is in the schema")
            demand(version < known["version"] or len(fields) == len(known["fields"]), f"event {first + place} has every field of its version")
            why = {"event": cause_id} if cause == 0 else {"kind": CAUSES[cause], "id": cause_id}
            yield {"seq": first + place, "at": rfc3339(at), "cause": why, "type": known["name"],
                   "data": schema.fields(known["fields"], fields, known["name"])}


def main(schema_path, directory):
    directory = pathlib.Path(directory)
    schema = Schema(schema_path)
    expected = directory.with_suffix(".jsonl").read_text().splitlines()
    found = list(lines(schema, directory))
    demand(len(found) == len(expected), f"{len(expected)} events, found {len(found)}")
    for one, line in zip(found, expected):
        demand(one == json.loads(line), f"the event is\n{line}\nand not\n{json.dumps(one)}")
    print(f"{len(found)} events of {len({one['type'] for one in found})} types read alike")


main(*sys.argv[1:])
