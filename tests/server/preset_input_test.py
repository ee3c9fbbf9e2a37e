"""What a preset may not say (section 23): every field out of its range, of another type, in another case and in contradiction with others
is refused whole, and each error names the field, what stood there, the rule and a way out. Over HTTP, where people give documents, and
by `trellis simulate`, which reads them from a file. Usage: preset_input_test.py TRELLIS."""
import json
import sys
import tempfile
import unittest
from pathlib import Path

import live
from live import ServerTest

VALID = {"name": "Any", "risk_per_trade_pct": "1", "sl_pips": 20, "tp1_rr": "2"}

# The table of section 23, by hand: least and most.
WHOLE = {
    "max_positions": (1, 100), "max_positions_per_symbol": (1, 50), "sl_pips": (1, 10_000), "be_offset_pips": (-1000, 1000),
    "ts_step_pips": (1, 1000), "ts_atr_period": (1, 200), "ts_update_interval_sec": (1, 3600), "max_layers_per_symbol": (1, 20),
    "layer_distance_pips": (1, 1000), "hedge_distance_pips": (1, 1000), "hold_max_candles": (1, 10_000), "trading_days_mask": (1, 127),
    "weekly_reset_day": (1, 7),
}
# Just below and just above.
DECIMAL = {
    "fixed_lot": ("0", "1000.01"), "risk_per_trade_pct": ("0.009", "100.01"), "equity_base": ("0", None),
    "equity_step_factor": ("0.09", "10.01"), "risk_min_pct": ("0.009", "100.01"), "risk_max_pct": ("0.009", "100.01"),
    "sl_r_multiple": ("0.09", "10.01"), "tp1_rr": ("0.09", "100.01"), "tp1_close_pct": ("-0.01", "100.01"),
    "tp2_rr": ("0.09", "100.01"), "tp2_close_pct": ("-0.01", "100.01"), "tp3_rr": ("0.09", "100.01"),
    "tp3_close_pct": ("-0.01", "100.01"), "be_trigger_rr": ("0.09", "10.01"), "ts_trigger_rr": ("0.09", "10.01"),
    "ts_atr_multiplier": ("0.09", "10.01"), "layer_martingale_factor": ("0.09", "10.01"),
    "layer_max_total_risk_pct": ("0.009", "100.01"), "hedge_trigger_drawdown_pct": ("0.009", "100.01"),
    "hedge_lot_factor": ("0.09", "10.01"), "weekly_target_profit_pct": ("0.009", "1000.01"),
}
WORDS = {
    "position_size_mode": "FIXED", "equity_dynamic_mode": "LINEAR", "sl_mode": "STRUCTURE", "tp_mode": "MULTI", "ts_mode": "STEP_ATR",
    "layer_martingale_mode": "MULTIPLY", "session_profile": "LONDON", "visibility": "PRIVATE", "timeframe": "H1",
    "auto_close_timeframe": "M5",
}
TEXTS = ("name", "description", "symbol", "trading_timezone", "trading_hours_start", "trading_hours_end")
SWITCHES = ("enabled", "tp1_enabled", "tp2_enabled", "tp3_enabled", "close_remaining_at_tp3", "be_enabled", "ts_enabled",
            "layering_enabled", "hedging_enabled", "auto_close_on_candle_close", "only_trade_in_session", "weekly_target_enabled",
            "auto_stop_on_weekly_target", "clonable")
LISTS = ("tags", "session_profiles")

MULTI = {"tp_mode": "MULTI", "tp1_close_pct": "60", "tp2_enabled": True, "tp2_rr": "3", "tp2_close_pct": "40"}
LAYERS = {"layering_enabled": True, "layer_distance_pips": 10}
HEDGE = {"hedging_enabled": True, "hedge_trigger_drawdown_pct": "2", "hedge_distance_pips": 20, "hedge_lot_factor": "1"}

# What it says more than VALID, what is left out of it, and which field is named.
CONTRADICTIONS = [
    ({**MULTI, "tp2_close_pct": "41"}, (), "tp1_close_pct"),
    ({**MULTI, "tp2_rr": "2"}, (), "tp2_rr"),
    ({**MULTI}, ("tp2_rr",), "tp2_rr"),
    ({**MULTI}, ("tp1_close_pct",), "tp1_close_pct"),
    ({**MULTI}, ("tp2_close_pct",), "tp2_close_pct"),
    ({}, ("tp1_rr",), "tp1_rr"),
    ({}, ("name",), "name"),
    ({}, ("risk_per_trade_pct",), "risk_per_trade_pct"),
    ({"position_size_mode": "FIXED"}, (), "fixed_lot"),
    ({"max_positions_per_symbol": 2}, (), "max_positions_per_symbol"),
    ({"equity_dynamic_mode": "LINEAR"}, (), "equity_base"),
    ({"equity_dynamic_mode": "STEP", "equity_base": "10000"}, (), "equity_step_factor"),
    ({"risk_min_pct": "2", "risk_max_pct": "1"}, (), "risk_max_pct"),
    ({}, ("sl_pips",), "sl_pips"),
    ({"sl_mode": "R_MULTIPLE"}, (), "sl_r_multiple"),
    ({"be_enabled": True}, (), "be_trigger_rr"),
    ({"ts_enabled": True, "ts_step_pips": 5}, (), "ts_trigger_rr"),
    ({"ts_enabled": True, "ts_trigger_rr": "1"}, (), "ts_step_pips"),
    ({"ts_enabled": True, "ts_trigger_rr": "1", "ts_mode": "CHANDELIER"}, (), "ts_atr_multiplier"),
    ({**LAYERS}, ("layer_distance_pips",), "layer_distance_pips"),
    ({**LAYERS, "layer_martingale_mode": "MULTIPLY", "layer_max_total_risk_pct": "5"}, (), "layer_martingale_factor"),
    ({**LAYERS, "layer_martingale_mode": "ADD", "layer_martingale_factor": "1"}, (), "layer_max_total_risk_pct"),
    ({**HEDGE}, ("hedge_trigger_drawdown_pct",), "hedge_trigger_drawdown_pct"),
    ({**HEDGE}, ("hedge_distance_pips",), "hedge_distance_pips"),
    ({**HEDGE}, ("hedge_lot_factor",), "hedge_lot_factor"),
    ({"trading_hours_start": "08:00"}, (), "trading_hours_end"),
    ({"trading_hours_end": "08:00"}, (), "trading_hours_start"),
    ({"trading_hours_start": "08:00", "trading_hours_end": "08:00"}, (), "trading_hours_end"),
    ({"weekly_target_enabled": True}, (), "weekly_target_profit_pct"),
]

# One value each.
VALUES = [
    ("name", ""), ("name", "a" * 256), ("symbol", "X" * 51), ("tags", ["t"] * 21), ("tags", ["t" * 51]), ("tags", [""]), ("tags", [1]),
    ("trading_timezone", "Europe/Berln"), ("trading_timezone", "europe/berlin"), ("trading_timezone", "server"),
    ("trading_timezone", "utc"), ("trading_timezone", "../Berlin"), ("trading_timezone", ""),
    ("session_profiles", ["LONDON", "london"]), ("session_profiles", ["LONDON", "LONDON"]), ("session_profiles", ["TOKYO"]),
    ("risk_per_trade_pct", "0.12345678901234567"), ("risk_per_trade_pct", "1%"), ("risk_per_trade_pct", "1,5"),
    ("risk_per_trade_pct", "1e999"), ("sl_pips", 1.5), ("sl_pips", "twenty"), ("timeframe", "H2"), ("is_default_template", True),
]
HOURS = ["8:00", "24:00", "08:60", "08:00:00", "0800", "08-00", "", "x"]


def documents():
    """Every document that is refused, and the field that is named."""
    def with_(field, value):
        return {**VALID, field: value}, field

    for field, (least, most) in WHOLE.items():
        yield with_(field, least - 1)
        yield with_(field, most + 1)
    for field, (below, above) in DECIMAL.items():
        yield with_(field, below)
        if above is not None:
            yield with_(field, above)
    for field in (*WHOLE, *DECIMAL):
        yield with_(field, True)
        yield with_(field, {})
        yield with_(field, [1])
    for field, word in WORDS.items():
        yield with_(field, word.lower())
        yield with_(field, word + "S")
        yield with_(field, 1)
    for field in TEXTS:
        yield with_(field, 5)
        yield with_(field, ["a"])
    for field in SWITCHES:
        for value in ("true", 1, None, {}):
            yield with_(field, value)
    for field in LISTS:
        yield with_(field, "LONDON")
    for field in (*WHOLE, *DECIMAL, *WORDS, *SWITCHES, *LISTS):
        yield with_(field.upper(), VALID.get(field, 1))
    for field, value in VALUES:
        yield with_(field, value)
    for hour in HOURS:
        yield {**VALID, "trading_hours_start": hour, "trading_hours_end": "18:00"}, "trading_hours_start"
    for more, without, field in CONTRADICTIONS:
        yield {name: value for name, value in {**VALID, **more}.items() if name not in without}, field


class Refusals(ServerTest):
    def test_name_the_field_the_value_the_rule_and_a_way_out(self):
        server = self.live(grid_strategy={"enabled": False})
        before = server.pages("/presets")
        for document, field in documents():
            with self.subTest(field=field, value=document.get(field)):
                status, answer = self.ask(server, document)
                self.assertEqual((status, answer["code"]), (422, "INVALID_PRESET"), answer)
                named = [error for error in answer["errors"] if error["pointer"].split("/")[1] == field]
                self.assertTrue(named, answer)
                error = named[0]
                self.assertTrue(error["code"], answer)
                self.assertTrue(error["rule"], answer)
                self.assertTrue(error["hint"], answer)
                value = document.get(field)
                if isinstance(value, (str, int, float)) and value != "":
                    self.assertIn(str(value).lower() if isinstance(value, bool) else str(value)[:20], str(error["value"]), answer)
        self.assertEqual(server.pages("/presets"), before, "nothing half-applied")

    @staticmethod
    def ask(server, document):
        status, answer = server.request("/presets", "POST", document)
        return status, json.loads(answer)

    def test_say_all_that_is_wrong_at_once(self):
        server = self.live(grid_strategy={"enabled": False})
        _, answer = self.ask(server, {**VALID, "sl_pips": 0, "tp_mode": "multi", "sl_pip": 3, "ts_step_pips": 5000})
        self.assertEqual({error["pointer"] for error in answer["errors"]}, {"/sl_pips", "/tp_mode", "/sl_pip", "/ts_step_pips"})
        hints = {error["pointer"]: error["hint"] for error in answer["errors"]}
        self.assertIn("sl_pips", hints["/sl_pip"], "a near name is told")
        self.assertIn('did you mean "MULTI"', hints["/tp_mode"])

    def test_accept_what_is_at_the_edge(self):
        server = self.live(grid_strategy={"enabled": False})
        count = 0
        for field, (least, most) in WHOLE.items():
            for value in (least, most):
                count += 1
                document = {**VALID, "name": f"edge {count}", "max_positions": 100, field: value}
                server.api("/presets", "POST", document, expect=201)
        night = {**VALID, "name": "night", "trading_hours_start": "22:00", "trading_hours_end": "06:00",
                 "session_profiles": ["LONDON", "NY"], "only_trade_in_session": True, "trading_timezone": "Australia/Lord_Howe"}
        server.api("/presets", "POST", night, expect=201)

    def test_are_the_same_in_a_scenario(self):
        for document, field in [next(documents()), ({**VALID, **MULTI, "tp2_close_pct": "41"}, "tp1_close_pct"),
                                ({**VALID, "sl_pip": 3}, "sl_pip"), ({**VALID, "trading_timezone": "Mars/Base"}, "trading_timezone")]:
            with self.subTest(field=field), tempfile.TemporaryDirectory() as folder:
                scenario = {"version": 1, "start": "2026-01-05T00:00:00Z", "seed": 1, "instruments": [], "accounts": [], "config": {},
                            "presets": [document], "timeline": []}
                path = Path(folder) / "scenario.json"
                path.write_text(json.dumps(scenario))
                ran = self.run_program("simulate", path)
                self.assertEqual(ran.returncode, 4, ran.stderr)
                self.assertIn(f"/presets/0/{field}", ran.stderr)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
