"""The event stream over restarts: who comes back with its Last-Event-ID misses nothing and gets nothing twice.
Usage: stream_test.py TRELLIS."""
import http.client
import json
import sys
import threading
import unittest

import live
from live import ServerTest, wait_until
from load import Load

CRASHES = 4


class Reader:
    """Reads a stream on a thread of its own until the connection ends."""

    def __init__(self, server, last=None):
        self.events, self.last, self.ended = [], last, threading.Event()
        self.connection = http.client.HTTPConnection("127.0.0.1", server.admin, timeout=30)
        headers = {"Authorization": f"Bearer {server.token}", "Accept": "text/event-stream"}
        if last is not None:
            headers["Last-Event-ID"] = str(last)
        self.connection.request("GET", "/api/v1/stream", headers=headers)
        self.answer = self.connection.getresponse()
        self.thread = threading.Thread(target=self.read, daemon=True)
        self.thread.start()

    def read(self):
        fields = {}
        try:
            while line := self.answer.readline():
                name, _, value = line.decode().rstrip("\n").partition(": ")
                if name:
                    fields[name] = value
                elif "data" in fields and line.endswith(b"\n"):
                    self.events.append((int(fields["id"]), json.loads(fields["data"])))
                    fields = {}
                else:
                    fields = {}
        except (OSError, http.client.HTTPException, ValueError):
            pass
        finally:
            self.ended.set()

    def close(self):
        self.thread.join(30)
        self.connection.close()


class Stream(ServerTest):
    def test_resumes_without_a_gap_across_crashes(self):
        server = self.live("wild", journal={"segment_mib": 1, "snapshot_every_events": 1000})
        load = Load(server, seed=11, threads=3)
        self.addCleanup(load.end)
        seen, last = [], 0
        for crash in range(CRASHES):
            reader = Reader(server, last)
            self.assertEqual((reader.answer.status, reader.answer.getheader("Content-Type").split(";")[0]), (200, "text/event-stream"))
            load.resume(until=40)
            self.assertTrue(load.reached.wait(30))
            wait_until(lambda reader=reader: len(reader.events) > 100, "a hundred events are streamed")
            server.process.kill()
            load.pause()
            self.assertTrue(reader.ended.wait(30))
            reader.close()
            seen += reader.events
            last = seen[-1][0]
            server.kill()
            server.start()
        load.end()
        load.resend()
        reader = Reader(server, last)
        end = server.api("/status")["sequence"]["durable"]
        wait_until(lambda: reader.events and reader.events[-1][0] >= end, "the stream has caught up")
        self.assertEqual(server.stop(), 0)
        self.assertTrue(reader.ended.wait(30), "a stop ends the stream")
        reader.close()
        seen += reader.events
        self.assertEqual([sequence for sequence, _ in seen], list(range(1, len(seen) + 1)))
        self.assertGreaterEqual(len(seen), end)
        kept = self.journal(server.setup.data)
        short = [(event["seq"], event["type"], event["at"]) for _, event in seen]
        self.assertEqual(short, [(event["seq"], event["type"], event["at"]) for event in kept[:len(seen)]])

    def test_begins_where_it_is_and_knows_what_it_cannot_give(self):
        server = self.live("still")
        self.assertEqual(server.post(live.signal("before"))[0], 202)
        reader = Reader(server)
        self.assertEqual(server.post(live.signal("after", timeframe="30"))[0], 202)
        wait_until(lambda: any(event["type"] == "SignalAdmitted" and event["data"]["signal"] == "s2" for _, event in reader.events), "the second signal")
        first = reader.events[0][0]
        self.assertEqual([sequence for sequence, _ in reader.events], list(range(first, first + len(reader.events))))
        status, text = server.request("/stream", headers={"Last-Event-ID": "many"})
        self.assertEqual((status, json.loads(text)["code"]), (400, "INVALID_HEADER"))
        server.kill()
        reader.close()


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
