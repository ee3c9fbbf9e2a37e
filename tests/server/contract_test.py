"""TradingView's contract over a socket, as a table: whatever arrives is answered within its 3 s, with a status that means to it what we
mean. Usage: contract_test.py TRELLIS."""
import asyncio
import concurrent.futures
import json
import sys
import time
import unittest

import live
import raw
from live import ServerTest, signal, wait_until

PATIENCE = 3.0  # TradingView's
SHUN = (429, 504)


class Contract(ServerTest):
    def setUp(self):
        super().setUp()
        self.count = 0
        self.server = self.live("still")
        self.hook = f"/hook/{self.server.setup.token}"

    def body(self, **more):
        """A signal that was not there before."""
        self.count += 1
        return self.server.setup.body(signal(f"k{self.count}", **{"timeframe": str(self.count + 1), **more}))

    def send(self, data, bound=10.0, **more):
        answer = raw.exchange(self.server.webhook, data, bound, **more)
        self.hold(answer, data)
        return answer

    def post(self, body, path=None):
        return self.send(raw.request(path or self.hook, body))

    def listed(self):
        """All signals, when the lists have caught up with the journal."""
        durable = self.server.api("/health")["durable_sequence"]
        wait_until(lambda: self.server.api("/health")["listed_sequence"] >= durable, "the lists are whole")
        return self.server.pages("/signals")

    def hold(self, answer, what):
        self.assertFalse(300 <= answer.status < 400 or answer.status in SHUN, f"{answer} to {what[:200]}")
        self.assertLess(answer.seconds, PATIENCE, f"{answer} to {what[:200]}")

    def expect(self, status, answer, code=None):
        self.assertEqual(answer.status, status, answer)
        said = answer.json
        if status == 202:
            self.assertEqual(said["status"], "accepted")
            self.assertRegex(said["signal_id"], r"^s\d+$")
        elif status >= 400:
            self.assertEqual(answer.headers["content-type"], "application/problem+json")
            self.assertEqual(said["status"], status)
            for name in ("type", "title", "detail", "code"):
                self.assertTrue(said[name], said)
        if code:
            self.assertEqual(said["code"], code)
        return said


class Taken(Contract):
    def test_however_it_is_written(self):
        hook, alias = self.hook, "/api/v1/webhooks/main/tradingview"
        types = ["application/json; charset=utf-8", "text/plain; charset=utf-8", "application/x-www-form-urlencoded", "", "nonsense",
                 "application/json; charset=latin-1", "multipart/form-data"]
        rows = [(f"content type {name!r}", lambda body, name=name: raw.request(hook, body, f"Content-Type: {name}")) for name in types]
        rows += [
            ("no content type", lambda body: raw.request(hook, body)),
            ("a slash at the end", lambda body: raw.request(hook + "/", body)),
            ("a query", lambda body: raw.request(hook + "?a=1&secret=x", body)),
            ("slash and query", lambda body: raw.request(hook + "/?x", body)),
            ("the alias", lambda body: raw.request(alias, body)),
            ("the alias with slash and query", lambda body: raw.request(alias + "/?a", body)),
            ("HTTP/1.0", lambda body: raw.request(hook, body, version="1.0", host=None)),
            ("keep-alive asked for", lambda body: raw.request(hook, body, "Connection: keep-alive")),
            ("names in small letters", lambda body: raw.request(hook, body, "content-type: text/plain", "user-agent: x")),
            ("chunks", lambda body: raw.chunked(hook, body)),
            ("chunks of a byte", lambda body: raw.chunked(hook, body, 1)),
            ("a byte order mark", lambda body: raw.request(hook, b"\xef\xbb\xbf" + body)),
            ("space around it", lambda body: raw.request(hook, b"\r\n  " + body + b"\n\n")),
            ("Expect: 100-continue", lambda body: raw.request(hook, body, "Expect: 100-continue")),
            ("a strange host", lambda body: raw.request(hook, body, host="hooks.example.org:443")),
        ]
        for name, write in rows:
            with self.subTest(name):
                self.expect(202, self.send(write(self.body())))
        with self.subTest("the sender ends its side"):
            self.expect(202, self.send(raw.request(hook, self.body()), half_close=True))

    def test_whatever_its_values_are_written_as(self):
        rows = [
            ("numbers as numbers", {"entry_price": 64000.5, "order_size": 500}),
            ("numbers as text", {"entry_price": "64000.5", "order_size": "500"}),
            ("more digits than twelve", {"entry_price": "64000.123456789012", "order_size": "500.0000000000001"}),
            ("words in capitals", {"action": "BUY", "market_position": "LONG"}),
            ("empty text for what is optional", {"market_position": "", "prev_market_position_size": "", "close_price": ""}),
            ("null for what is optional", {"market_position": None, "close_price": None}),
            ("NaN for what is optional", {"close_price": "NaN", "prev_market_position_size": "na"}),
            ("unknown fields", {"colour": "red", "deep": {"er": [1, 2, 3]}}),
        ]
        for name, tv in rows:
            with self.subTest(name):
                self.expect(202, self.post(self.body(**tv)))

    def test_up_to_64_KiB(self):
        body = self.body()
        self.expect(202, self.post(body + b" " * (65536 - len(body))))
        self.expect(413, self.post(self.body() + b" " * 65536))
        self.expect(413, self.send(raw.request(self.hook, b"", "Content-Length: 99999999999", length=False)))
        self.expect(413, self.send(raw.chunked(self.hook, self.body() + b" " * 66560, 4096)))
        self.expect(202, self.post(self.body()))

    def test_one_minute_with_one_warning(self):
        first = self.expect(202, self.post(self.server.setup.body(signal("minute-1", timeframe="1"))))
        self.assertIn("timeframe", first["warnings"][0])
        again = self.expect(202, self.post(self.server.setup.body(signal("minute-2", timeframe="1", symbol="ETHUSDT", price="3200"))))
        self.assertNotIn("warnings", again)


class Repeated(Contract):
    def test_the_same_alert_four_times_is_one_signal(self):
        """TradingView sends again after 5 s with the same bytes; no id and no placeholder tells the sends apart."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        for key, symbol in ((None, "BTCUSDT"), ("a-key", "ETHUSDT")):
            with self.subTest(key=key):
                price = "64000" if symbol == "BTCUSDT" else "3200"
                body = self.server.setup.body({**signal(key, symbol, "15", price=price), "timestamp": stamp})
                first = self.expect(202, self.post(body))
                for _ in range(3):
                    again = self.expect(200, self.post(body))
                    self.assertEqual((again["duplicate"], again["signal_id"], again["status"]), (True, first["signal_id"], "duplicate"))
        wait_until(lambda: len(self.server.pages("/groups")) == 2, "both groups are listed")
        groups = self.server.pages("/groups")
        self.assertEqual([(group["symbol"], group["entries_total"]) for group in groups], [("ETHUSDT", 1), ("BTCUSDT", 1)])

    def test_a_thousand_at_once_are_all_answered(self):
        bodies = [self.server.setup.body(signal(f"many-{at}", ("BTCUSDT", "ETHUSDT")[at % 2], str(2 + at // 2), price=("64000", "3200")[at % 2]))
                  for at in range(1000)]
        answers = asyncio.run(self.send_at_once(bodies))
        for answer in answers:
            self.hold(answer, b"one of a thousand")
        self.assertEqual({answer.status for answer in answers}, {202})
        self.assertEqual(len({answer.json["signal_id"] for answer in answers}), 1000)
        print(f"a thousand at once: the last answer after {max(answer.seconds for answer in answers):.2f} s")
        for answer in asyncio.run(self.send_at_once(bodies[:200])):
            self.assertEqual(answer.status, 200)

    async def send_at_once(self, bodies):
        async def one(body):
            reader, writer = await asyncio.open_connection("127.0.0.1", self.server.webhook)
            begun = time.monotonic()
            writer.write(raw.request(self.hook, body))
            data = await asyncio.wait_for(reader.read(), 20)
            writer.close()
            return raw.parse(data, time.monotonic() - begun)
        return await asyncio.gather(*(one(body) for body in bodies))


class Refused(Contract):
    def test_a_placeholder_that_was_not_replaced_is_named_with_what_was_meant(self):
        rows = [("order_size", "{{strategy.order.contract}}", "{{strategy.order.contracts}}"),
                ("entry_price", "{{strategy.position_avg_price}}", "{{strategy.order.price}}"),
                ("symbol", "{{tiker}}", "{{ticker}}"), ("action", "{{strategy.order.action}}", "only in alerts on a strategy")]
        for name, value, meant in rows:
            with self.subTest(value):
                said = self.expect(400, self.post(self.body(**{name: value})), "SCHEMA")
                self.assertEqual(said["errors"][0]["pointer"], f"/tv/{name}")
                self.assertIn(meant, said["errors"][0]["hint"])

    def test_what_cannot_be_read_is_400_with_every_error(self):
        right = json.loads(self.body())
        deep = json.dumps(right)[:-1] + ', "x": ' + "[" * 20 + "]" * 20 + "}"
        twice = json.dumps(right).replace('"action": "buy"', '"action": "buy", "action": "sell"')
        rows = [("no JSON", b"buy BTCUSDT now"), ("key=value", b"action=buy;symbol=BTCUSDT"), ("nothing", b""), ("half of it", json.dumps(right).encode()[:-20]),
                ("an array", b"[1, 2]"), ("a number", b"3"), ("twenty levels", deep.encode()), ("a key twice", twice.encode()),
                ("not UTF-8", json.dumps(right).encode().replace(b"BTCUSDT", b"BTC\xff\xfe")), ("zeros", b"\0" * 100),
                ("NaN", json.dumps(right).encode().replace(b'"64000"', b"NaN")), ("1e400", json.dumps(right).encode().replace(b'"64000"', b"1e400")),
                ("Infinity", json.dumps(right).encode().replace(b'"64000"', b"Infinity")),
                ("two documents", json.dumps(right).encode() + b"{}")]
        for name, body in rows:
            with self.subTest(name):
                said = self.expect(400, self.post(body), "SCHEMA")
                self.assertTrue(said["errors"])
        self.listed()
        self.assertEqual(self.server.pages("/groups"), [], "nothing half-applied")

    def test_wrong_types_and_values_are_named_all_at_once(self):
        wrong = {"symbol": 5, "timeframe": [], "action": True, "entry_price": {"a": 1}, "order_size": "-3"}
        said = self.expect(400, self.post(self.body(**wrong)), "SCHEMA")
        self.assertEqual({error["pointer"] for error in said["errors"]}, {f"/tv/{name}" for name in wrong})
        for value in ("abc", "1e400", "0", "64 000", "64,000", "0x10", "∞"):
            with self.subTest(value):
                self.expect(400, self.post(self.body(entry_price=value)), "SCHEMA")

    def test_what_means_nothing_here_is_422(self):
        self.expect(422, self.post(self.body(symbol="DOGEUSDT")), "UNKNOWN_INSTRUMENT")
        self.expect(422, self.post(self.body(exchange="KRAKEN")))
        said = self.expect(200, self.post(self.body(kind="exit")))
        self.assertEqual(said["status"], "ignored")
        old = {**json.loads(self.body()), "timestamp": "2020-01-01T00:00:00Z"}
        self.expect(422, self.post(json.dumps(old).encode()), "STALE")

    def test_other_paths_and_methods(self):
        self.expect(404, self.post(self.body(), "/"))
        self.expect(404, self.post(self.body(), self.hook + "/more"))
        self.expect(401, self.post(b"{}", "/hook/wrong"))
        self.expect(401, self.post(b"{}", "/api/v1/webhooks/nobody/tradingview"))
        for method in ("GET", "PUT", "DELETE", "PATCH", "BREW"):
            answer = self.send(raw.request(self.hook, b"", method=method))
            self.assertEqual((answer.status, answer.headers["allow"]), (405, "POST"), method)

    def test_what_is_no_HTTP(self):
        body = self.body()
        for data in (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 40, b"hello\r\n\r\n", b"POST\r\n\r\n",
                     raw.request(self.hook, body, "Content-Length: 5"), raw.request(self.hook, body, "Content-Length: minus", length=False),
                     raw.request(self.hook, body, "Transfer-Encoding: chunked"), raw.request(self.hook, body, "Bad Header"),
                     raw.request(self.hook, b"zz\r\nxx", "Transfer-Encoding: chunked", length=False)):
            answer = self.send(data)
            self.assertIn(answer.status, (0, 400, 413), f"{answer} to {data[:120]}")
        for data in (raw.request("/" + "a" * 9000, body), raw.request(self.hook, body, "X-Long: " + "b" * 9000),
                     raw.request(self.hook, body, *(f"X-{at}: y" for at in range(2000)))):
            self.assertIn(self.send(data).status, (400, 414, 431))
        self.expect(202, self.post(body))

    def test_the_second_request_of_a_connection_waits_for_another_one(self):
        answer = self.send(raw.request(self.hook, self.body()) + raw.request(self.hook, self.body()))
        self.expect(202, answer)
        self.assertEqual(answer.headers["connection"], "close")
        self.assertEqual(len(self.listed()), 1)


class Slow(Contract):
    def test_a_byte_a_second_is_cut_off(self):
        data = raw.request(self.hook, self.body())
        head, body = data.split(b"\r\n\r\n")
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            waiting = [pool.submit(raw.drip, self.server.webhook, begin, rest)
                       for begin, rest in ((b"", data), (head[:30], head[30:]), (head + b"\r\n\r\n", body), (head + b"\r\n\r\n" + body[:20], body[20:]))]
            # Others are served meanwhile.
            self.expect(202, self.post(self.body()))
            for answer in [each.result() for each in waiting]:
                self.assertIn(answer.status, (0, 408), answer)
                self.assertLess(answer.seconds, 8.0)
        self.assertEqual(len(self.listed()), 1)


class Guessed(Contract):
    def test_wrong_secrets_are_told_so_later_and_later_but_never_too_late(self):
        body = json.dumps({"secret": "guess", **signal("guess")}).encode()
        first = self.post(body)
        self.expect(401, first, "UNAUTHORIZED")
        with concurrent.futures.ThreadPoolExecutor(30) as pool:
            answers = [each.result() for each in [pool.submit(self.post, body) for _ in range(30)]]
        self.assertEqual({(answer.status, answer.body) for answer in answers}, {(401, first.body)})
        self.assertGreater(max(answer.seconds for answer in answers), 1.5)
        self.expect(202, self.post(self.body()))
        self.assertEqual(len(self.listed()), 1, "guesses are not recorded")
        self.assertNotIn(self.server.setup.secret, self.server.log())


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
