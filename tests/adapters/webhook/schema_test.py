"""The schema of webhook bodies is a schema, knows the fields that the reader knows, and takes and refuses what the reader takes and refuses."""
import json
import pathlib
import re
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[3]
SCHEMA = json.loads((ROOT / "schemas/webhook.schema.json").read_text(encoding="utf-8"))
FIELDS = (ROOT / "adapters/webhook/fields.hpp").read_text(encoding="utf-8")
CHART = {"symbol": "BTCUSDT", "timeframe": "15", "action": "buy"}

GOOD = [
    {"tv": CHART},
    {"secret": "s", "timestamp": 1767571201, "tv": {**CHART, "action": "SHORT", "timeframe": 15, "entry_price": "64231.37", "order_size": 0.5}},
    {"timestamp": "2026-01-05T00:00:01Z", "tv": {**CHART, "market_position": "", "entry_price": "NaN"}, "strategy_info": None, "more": [1]},
    {"tv": {**CHART, "market_position_size": 0}, "risk": {"stop_loss": "", "max_slippage_percent": "0.5"},
     "execution_intent": {"type": "Reverse", "position_size_type": None, "precision_mode": "auto"}},
]
BAD = [
    [], {}, {"tv": {}}, {"tv": {**CHART, "symbol": ""}}, {"tv": {**CHART, "symbol": "A" * 51}}, {"tv": {**CHART, "action": "hold"}}, {"tv": {**CHART, "timeframe": 1.5}},
    {"tv": {**CHART, "entry_price": 0}}, {"tv": {**CHART, "entry_price": "1,000"}}, {"tv": {**CHART, "entry_price": "{{close}}"}}, {"tv": {**CHART, "order_size": -1}},
    {"tv": CHART, "secret": 5}, {"tv": CHART, "risk": {"max_slippage_percent": 51}}, {"tv": CHART, "execution_intent": {"type": "close"}}, {"tv": CHART, "strategy_info": []},
]


def known_fields():
    """(object, name) of the reader's table."""
    table = FIELDS[FIELDS.index("known_fields{{"):]
    return set(re.findall(r'\{"(\w*)", "(\w+)"\}', table[:table.index("}};")]))


def schema_fields():
    found = set()
    for name, form in SCHEMA["properties"].items():
        found |= {(name, inner) for inner in form["properties"]} if "properties" in form else {("", name)}
    return found


class WebhookSchema(unittest.TestCase):
    def test_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_knows_the_readers_fields(self):
        self.assertEqual(len(known_fields()), 28)
        self.assertEqual(known_fields(), schema_fields())

    def test_takes_good_bodies(self):
        for body in GOOD:
            self.assertEqual([], [error.message for error in jsonschema.Draft202012Validator(SCHEMA).iter_errors(body)])

    def test_refuses_bad_bodies(self):
        for body in BAD:
            self.assertFalse(jsonschema.Draft202012Validator(SCHEMA).is_valid(body), body)


if __name__ == "__main__":
    unittest.main()
