"""`trellis why` on a live data directory: the same chain from the server while it runs and from its files when it does not.
Usage: why_test.py TRELLIS."""
import json
import sys
import unittest

import live
from live import ServerTest, signal, wait_until


class Why(ServerTest):
    def test_tells_the_same_with_and_without_the_server(self):
        server = self.live("wild")
        for key in range(6):
            self.assertEqual(server.post(signal(f"a{key}", symbol="BTCUSDT" if key % 2 else "ETHUSDT", price="64000" if key % 2 else "3200"))[0], 202)
        self.assertEqual(server.post(signal("x", kind="exit"))[0], 202)
        self.assertEqual(server.post(signal("no", symbol="NOTHING"))[0], 422)
        # What has ended is told the same however long the server goes on.
        group = wait_until(lambda: (server.api("/groups/history")["items"] or [{}])[0].get("id"), "a group that ended")
        orders = [row["id"] for row in server.api(f"/orders?group={group}")["items"]]
        self.assertTrue(orders)
        names = ["s1", "s7", "s8", "e1", "e3", "e9", group, *orders]
        while_it_runs = [self.why(name, server.setup.data) for name in names]
        self.assertIn("UNKNOWN_INSTRUMENT", json.dumps(while_it_runs[2]))
        self.assertEqual(self.run_program("why", "g1.4000", "--data-dir", server.setup.data).returncode, 3)
        server.kill()
        for name, told in zip(names, while_it_runs):
            self.assertEqual(self.why(name, server.setup.data), told, name)
        self.assertEqual(self.run_program("why", "g1.4000", "--data-dir", server.setup.data).returncode, 3)
        (server.setup.data / "config.json").unlink()
        ran = self.run_program("why", "s1", "--data-dir", server.setup.data)
        self.assertEqual((ran.returncode, "NO_CONFIG" in ran.stderr), (3, True), ran.stderr)

    def why(self, name, data):
        ran = self.run_program("why", name, "--data-dir", data, "--json")
        self.assertEqual(ran.returncode, 0, f"{name}: {ran.stderr}")
        return json.loads(ran.stdout)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
