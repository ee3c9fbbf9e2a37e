"""Ten thousand connections at the door: memory stays bounded, the admin listener does not notice, and afterwards all is as before.
Usage: flood_test.py TRELLIS."""
import resource
import selectors
import socket
import sys
import time
import unittest

import live
from live import ServerTest, signal, wait_until

WANTED = 10_000
SPARE = 200  # descriptors for everything else
MEMORY_MIB = 400


def raise_descriptors():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


class Flood(ServerTest):
    def setUp(self):
        super().setUp()
        self.count = min(WANTED, raise_descriptors() - SPARE)
        if self.count < WANTED:
            print(f"only {self.count} connections: RLIMIT_NOFILE allows no more")
        self.sockets = []
        self.addCleanup(self.close)

    def close(self):
        for each in self.sockets:
            each.close()
        self.sockets = []

    def open(self, server, words):
        """All of them, each having said `words`; how many the server accepted is its own business."""
        for at in range(self.count):
            each = socket.socket()
            each.setblocking(False)
            each.connect_ex(("127.0.0.1", server.webhook))
            self.sockets.append(each)
            if at % 500 == 499:
                self.look(server)
        if words:
            self.say(words)

    def say(self, words):
        with selectors.DefaultSelector() as selector:
            for each in self.sockets:
                selector.register(each, selectors.EVENT_WRITE)
            end = time.monotonic() + 30
            while selector.get_map() and time.monotonic() < end:
                for key, _ in selector.select(1):
                    try:
                        key.fileobj.send(words)
                    except OSError:
                        pass
                    selector.unregister(key.fileobj)

    def look(self, server):
        """The admin listener goes on meanwhile."""
        self.memory.append(server.memory())
        self.assertEqual(server.request("/livez", timeout=10)[0], 200)

    def run_flood(self, words, **webhook):
        server = live.Live(live.Setup(self.folder / "set-up", "still"))
        server.setup.config["security"]["webhook"].update(webhook)
        server.setup.write()
        self.addCleanup(server.kill)
        server.start()
        self.assertEqual(server.post(signal("before"))[0], 202)
        before, self.memory = server.memory(), []
        self.open(server, words)
        self.look(server)
        self.assertEqual(server.api("/status")["phase"], "running")
        # Nobody has to hang up: what says nothing is cut off, and then there is room again.
        wait_until(lambda: self.is_taken(server), "a signal is taken again", 60)
        self.memory.append(server.memory())
        self.close()
        self.assertEqual(server.post(signal("after", timeframe="45"))[0], 202)
        print(f"{self.count} connections: resident {before:.1f} MiB before, {max(self.memory):.1f} most, {server.memory():.1f} after")
        self.assertLess(max(self.memory), MEMORY_MIB)
        self.assertEqual(server.stop(), 0)

    def is_taken(self, server):
        try:
            status = server.post(signal("during", timeframe="30"), timeout=5)[0]
        except (OSError, ValueError):
            return False
        self.assertIn(status, (200, 202, 503))
        return status != 503

    def test_silent_ones_beyond_the_limit_are_sent_away(self):
        self.run_flood(b"")

    def test_half_requests_within_the_limit_are_cut_off(self):
        self.run_flood(b"POST /hook/x HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n" + b"x" * 1000, connections_max=20000)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
