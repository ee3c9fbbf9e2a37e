"""The committed schemas are schemas, take what the readers take and refuse what the readers refuse by form alone."""
import copy
import json
import pathlib
import unittest
import warnings

import jsonschema

warnings.simplefilter("ignore", DeprecationWarning)
ROOT = pathlib.Path(__file__).resolve().parents[3]
CONFIG = json.loads((ROOT / "schemas/config.schema.json").read_text(encoding="utf-8"))
SCENARIO = json.loads((ROOT / "schemas/scenario.schema.json").read_text(encoding="utf-8"))

GOOD_CONFIG = {
    "$schema": "config.schema.json",
    "app": {"exit_scope": "instrument", "data_dir": None},
    "accounts": [{"id": "main", "venue": "binance", "market": "spot", "leverage": 5, "balances": {"USDT": "10000", "BTC": 1}}],
    "runtime": {"paper": {
        "instruments": [{"id": "binance:spot:BTC-USDT", "tick_size": "0.01", "step_size": "0.00001"}],
        "market": [{"instrument": "binance:spot:BTC-USDT", "synthetic": {"price": 64000}},
                   {"instrument": "binance:spot:BTC-USDT", "synthetic": None, "quotes": "btc.csv", "speed": "60", "repeat": False}]}},
    "security": {
        "webhook": {"port": 0, "tls": {"certificate": "chain.pem", "key": {"credential": "tls"}}}, "admin": {"tls": None},
        "trusted_proxies": ["10.0.0.0/8"],
        "routes": [{"name": "a", "account": "main", "token": {"file": "t"}, "secrets": [{"file": "a"}, {"sealed": "b"}]},
                   {"name": "b", "account": "main", "token": None, "hmac_keys": [{"credential": "k"}], "allow": ["tradingview"]}]},
    "queue": {"loss_tie_bucket": "0.1", "selection_priority": ["fifo"]},
    "grid_strategy": {
        "levels": [{"gap": 0, "weight": "60", "tp": 2}, {"gap": "-2", "weight": 40, "tp": "2"}],
        "pyramid_specific_levels": {"1": [{"gap": "0", "weight": "100", "tp": "4"}]},
        "max_pyramids_per_group": 3, "anchor": None, "sizing": {"mode": "signal"},
        "strategies": [{"instrument": "binance:spot:BTC-USDT", "timeframe": 900, "enabled": False}],
    },
    "risk_engine": {"max_slippage_percent": "0.2"},
}
BAD_CONFIG = [
    {"apps": {}}, {"app": {"mode": "demo"}}, {"app": []}, {"app": {"infer_intent": "yes"}}, {"accounts": [{"id": "main"}]},
    {"execution_pool": {"max_open_groups": 0}}, {"execution_pool": {"max_open_groups": "5"}}, {"risk_engine": {"min_cover": 1.5}},
    {"grid_strategy": {"levels": []}}, {"grid_strategy": {"levels": [{"gap": "deep", "weight": 100, "tp": 1}]}},
    {"grid_strategy": {"pyramid_specific_levels": {"01": []}}}, {"grid_strategy": {"strategies": [{"strategies": []}]}},
    {"accounts": [{"id": "a", "venue": "binance", "market": "spot", "balances": {"USDT": True}}]}, {"runtime": {"paper": {"feeds": []}}},
    {"runtime": {"paper": {"market": [{"synthetic": {"price": 1}}]}}}, {"runtime": {"paper": {"market": [{"instrument": "x", "synthetic": {}}]}}},
    {"security": {"token": "x"}}, {"security": {"webhook": {"port": 65536}}}, {"security": {"admin": {"tls": {"certificate": "c"}}}},
    {"security": {"admin": {"tls": {"certificate": "c", "key": "plain"}}}}, {"security": {"routes": [{"name": "a"}]}},
    {"security": {"routes": [{"name": "a", "account": "b", "token": "plain"}]}},
    {"security": {"routes": [{"name": "a", "account": "b", "secrets": ["plain"]}]}},
    {"security": {"routes": [{"name": "a", "account": "b", "secrets": [{"file": "a", "sealed": "b"}]}]}},
    {"security": {"routes": [{"name": "a", "account": "b", "secrets": [{"file": "a"}, {"file": "b"}, {"file": "c"}]}]}},
    {"queue": {"selection_priority": ["lifo"]}}, {"limits": {"max_total_exposure_usd": "1,000"}},
]
GOOD_SCENARIO = {
    "version": 1, "start": "2026-01-05T00:00:00Z", "seed": 1,
    "instruments": [{"id": "binance:spot:BTC-USDT", "tick_size": "0.01", "step_size": "0.00001", "max_qty": None}],
    "accounts": [{"id": "main", "venue": "binance", "market": "spot", "balances": {"USDT": "100000"}}],
    "config": {"app": {}}, "presets": [],
    "timeline": [
        {"at": "+0s", "quote": {"instrument": "binance:spot:BTC-USDT", "bid": "64231.36", "ask": 64231.37, "bid_size": "1"}},
        {"at": "+1s", "signal": {"account": "main", "body": {"tv": {}}}},
        {"at": "+5s", "trade": {"instrument": "binance:spot:BTC-USDT", "price": "64000", "qty": "0.2"}},
        {"at": "+9s", "fill": {"account": "main", "symbol": "BTCUSDT", "pyramid": 0, "leg": 0, "role": "entry", "qty": "0.001"}},
        {"at": "+12s", "admin": {"method": "POST", "path": "/api/v1/trading/pause", "body": {}}},
        {"at": "+20s", "fault": {"account": "main", "kind": "timeout_after_accept", "orders": 1}},
        {"at": "+60s", "quotes_from": {"instrument": "binance:spot:BTC-USDT", "file": "btc.csv"}},
        {"at": "+70s", "frames_from": {"instrument": "binance:spot:BTC-USDT", "file": "btc.jsonl"}},
    ],
}
BAD_SCENARIO = [
    {"version": 2}, {"instruments": {}}, {"config": {"apps": {}}}, {"presets": [{}]}, {"sed": 1}, {"accounts": [{"id": "a"}]},
    {"timeline": [{"quote": {}}]}, {"timeline": [{"at": "+0s", "quots": {}}]}, {"timeline": [{"at": "+0s", "quote": {"bid": "1"}}]},
]


def validator(schema):
    try:
        import referencing
        resources = [(each["$id"], referencing.Resource.from_contents(each)) for each in (CONFIG, SCENARIO)]
        return jsonschema.Draft202012Validator(schema, registry=referencing.Registry().with_resources(resources))
    except ImportError:
        store = {each["$id"]: each for each in (CONFIG, SCENARIO)}
        return jsonschema.Draft202012Validator(schema, resolver=jsonschema.RefResolver(schema["$id"], schema, store))


class Schemas(unittest.TestCase):
    def test_are_schemas(self):
        for schema in (CONFIG, SCENARIO):
            jsonschema.Draft202012Validator.check_schema(schema)

    def test_take_good_documents(self):
        self.assertEqual([], [error.message for error in validator(CONFIG).iter_errors(GOOD_CONFIG)])
        self.assertEqual([], [error.message for error in validator(SCENARIO).iter_errors(GOOD_SCENARIO)])

    def test_refuse_bad_configurations(self):
        for document in BAD_CONFIG:
            self.assertFalse(validator(CONFIG).is_valid(document), document)

    def test_refuse_bad_scenarios(self):
        for change in BAD_SCENARIO:
            self.assertFalse(validator(SCENARIO).is_valid({**copy.deepcopy(GOOD_SCENARIO), **change}), change)

    def test_take_every_example_of_the_documentation(self):
        for file in sorted((ROOT / "docs/examples").glob("*.json")):
            document = json.loads(file.read_text(encoding="utf-8"))
            if "timeline" in document:
                self.assertEqual([], [error.message for error in validator(SCENARIO).iter_errors(document)], file.name)


if __name__ == "__main__":
    unittest.main()
