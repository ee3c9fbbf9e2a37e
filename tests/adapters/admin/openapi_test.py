"""Holds schemas/openapi.json against the admin API: every route with its parameters stands in both, and every answer of a served run
fits the schema of its route, without a member that the schema does not know. Usage: openapi_test.py ADMIN_DUMP."""
import copy
import json
import pathlib
import re
import subprocess
import sys
import unittest

import jsonschema

ROOT = pathlib.Path(__file__).resolve().parents[3]
DOCUMENT = json.loads((ROOT / "schemas/openapi.json").read_text(encoding="utf-8"))
DUMP = {}


def closed(schema):
    """The schema without room for members that it does not name."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    out = {name: closed(value) for name, value in schema.items()}
    if isinstance(out.get("properties"), dict) and "additionalProperties" not in out:
        out["additionalProperties"] = False
    return out


CLOSED = {"components": {"schemas": closed(copy.deepcopy(DOCUMENT["components"]["schemas"]))}}


def validate(schema, value):
    """Against one schema of the document."""
    jsonschema.Draft202012Validator({**CLOSED, **closed(schema)}).validate(value)


def resolved(value):
    """What a $ref within the document leads to."""
    while "$ref" in value:
        target = DOCUMENT
        for step in value["$ref"][2:].split("/"):
            target = target[step]
        value = target
    return value


def operations():
    for path, methods in DOCUMENT["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


class OpenApi(unittest.TestCase):
    maxDiff = None

    def test_router_and_document_have_the_same_routes(self):
        routed = sorted((route["method"], route["path"]) for route in DUMP["routes"])
        self.assertEqual(routed, sorted((method, path) for method, path, _ in operations()))

    def test_each_route_has_the_role_summary_and_parameters_of_the_document(self):
        for route in DUMP["routes"]:
            operation = DOCUMENT["paths"][route["path"]][route["method"].lower()]
            place = f"{route['method']} {route['path']}"
            self.assertEqual(operation["x-trellis-role"], route["role"], place)
            self.assertEqual(operation["summary"], route["summary"], place)
            self.assertEqual("requestBody" in operation, route["takes_body"], place)
            parameters = [resolved(one) for one in operation.get("parameters", [])]
            queried = sorted(one["name"] for one in parameters if one["in"] == "query")
            self.assertEqual(queried, sorted(route["parameters"]), place)
            in_path = sorted(one["name"] for one in parameters if one["in"] == "path")
            self.assertEqual(in_path, sorted(re.findall(r"{(\w+)}", route["path"])), place)
            self.assertEqual(operation.get("security") == [], route["role"] == "open", place)

    def test_every_route_is_asked_and_answers_as_its_schema_says(self):
        asked = set()
        for exchange in DUMP["exchanges"]:
            place = f"{exchange['method']} {exchange['target']} {exchange['status']}"
            operation = DOCUMENT["paths"][exchange["path"]][exchange["method"].lower()]
            response = resolved(operation["responses"].get(str(exchange["status"]), operation["responses"]["default"]))
            media = exchange["content_type"].split(";")[0]
            self.assertIn(media, response["content"], place)
            if media in ("application/json", "application/problem+json", "application/schema+json"):
                with self.subTest(place):
                    validate(response["content"][media]["schema"], json.loads(exchange["body"]))
            if exchange["status"] < 300:
                asked.add((exchange["method"], exchange["path"]))
        self.assertEqual(sorted(asked), sorted((method, path) for method, path, _ in operations()))

    def test_the_program_gives_this_document(self):
        given = [exchange["body"] for exchange in DUMP["exchanges"] if exchange["path"] == "/api/v1/openapi.json"]
        self.assertEqual([json.loads(body) for body in given], [DOCUMENT])

    def test_examples_fit_their_schemas(self):
        found = 0
        for method, path, operation in operations():
            for status, response in operation["responses"].items():
                for media in resolved(response).get("content", {}).values():
                    if "example" in media:
                        found += 1
                        with self.subTest(f"{method} {path} {status}"):
                            validate(media["schema"], media["example"])
        self.assertGreater(found, 15)

    def test_the_codes_are_those_of_the_program(self):
        documented = {code: (entry["status"], entry["meaning"]) for code, entry in DOCUMENT["x-problem-codes"].items()}
        self.assertEqual(documented, {entry["code"]: (entry["status"], entry["meaning"]) for entry in DUMP["codes"]})

    def test_the_guide_lists_every_code(self):
        guide = (ROOT / "docs/api.md").read_text(encoding="utf-8")
        for entry in DUMP["codes"]:
            self.assertIn(f"| `{entry['code']}` | {entry['status']} |", guide)

    def test_every_problem_of_the_run_has_a_documented_code(self):
        problems = 0
        for exchange in DUMP["exchanges"]:
            if exchange["content_type"] == "application/problem+json":
                problems += 1
                self.assertIn(json.loads(exchange["body"])["code"], DOCUMENT["x-problem-codes"])
        self.assertGreater(problems, 5)

    def test_every_reference_leads_somewhere(self):
        for reference in re.findall(r'"\$ref": "(#/[^"]+)"', json.dumps(DOCUMENT)):
            resolved({"$ref": reference})

    def test_an_answer_with_an_unknown_member_would_be_seen(self):
        wrong = {"name": "trellis", "version": "1", "api": "v1", "more": 1}
        with self.assertRaises(jsonschema.ValidationError):
            validate({"$ref": "#/components/schemas/Version"}, wrong)


if __name__ == "__main__":
    DUMP = json.loads(subprocess.run([sys.argv.pop(1)], cwd=ROOT, capture_output=True, text=True, check=True).stdout)
    unittest.main()
