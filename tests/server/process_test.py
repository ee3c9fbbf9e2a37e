"""The server as an operator's process: reload, rotation, orderly stops, and what a service manager is told.
Usage: process_test.py TRELLIS."""
import http.client
import json
import os
import re
import signal as signals
import socket
import sys
import time
import unittest

import live
import raw
from live import Live, ServerTest, Setup, signal, wait_until
from load import Load


class Reload(ServerTest):
    def reload(self, server, words):
        """Sends SIGHUP and waits for the log to say it; what the log said since."""
        behind = len(server.log())
        server.send(signals.SIGHUP)
        server.wait_for_log(words, behind=behind)
        return server.log()[behind:]

    def version(self, server):
        return server.api("/status")["config"]["version"]

    def test_an_invalid_file_changes_nothing_and_is_explained(self):
        server = self.live("still")
        rows = [("{", "JSON"), (json.dumps({**server.setup.config, "grid_stratgy": {}}), "grid_strategy"),
                (json.dumps({**server.setup.config, "execution_pool": {"max_open_groups": 0}}), "/execution_pool/max_open_groups"),
                (json.dumps({**server.setup.config, "security": {**server.setup.config["security"], "routes": [
                    {"name": "main", "account": "main", "secrets": [{"file": "secrets/absent"}]}]}}), "absent")]
        for at, (text, named) in enumerate(rows):
            with self.subTest(named):
                (server.setup.folder / "trellis.json").write_text(text)
                self.assertIn(named, self.reload(server, "nothing was changed"))
                self.assertEqual(self.version(server), 1)
                self.assertEqual(server.post(signal(f"still-{at}", timeframe=str(at + 2)))[0], 202)

    def test_a_valid_one_is_in_effect_and_survives(self):
        server = self.live("still")
        server.setup.config["execution_pool"]["max_open_groups"] = 1
        server.setup.write()
        self.reload(server, "version 2 is in effect")
        self.assertEqual(server.post(signal("one"))[0], 202)
        self.assertEqual(server.post(signal("two", timeframe="30"))[0], 202)
        reasons = lambda: [entry["wait_reason"] for entry in server.api("/queue")["items"]]
        wait_until(lambda: reasons() == ["POOL_FULL"], "the second one waits for a slot")
        server.kill()
        server.start()
        self.assertEqual(self.version(server), 2)
        self.assertEqual(server.api("/config/history")["items"][0]["version"], 2)

    def test_what_needs_a_restart_is_named_and_waits(self):
        server = self.live("still")
        server.setup.config["journal"] = {"segment_mib": 4}
        server.setup.config["execution_pool"]["max_open_groups"] = 1
        server.setup.write()
        said = self.reload(server, "nothing was changed")
        self.assertIn("NEEDS_RESTART", said)
        self.assertIn("/journal/segment_mib", said)
        self.assertEqual(self.version(server), 1)
        self.assertEqual(server.stop(), 0)
        server.start()
        self.assertEqual(self.version(server), 2)

    def test_two_live_secrets_rotate(self):
        server = self.live("still")
        setup, old = server.setup, server.setup.secret
        count = iter(range(100))

        def post(secret):
            at = next(count)
            return server.post(json.dumps(signal(f"rotate-{at}", timeframe=str(at + 2), secret=secret)))[0]

        setup.write_secret("new", "a-new-secret")
        route = setup.config["security"]["routes"][0]
        self.assertEqual((post(old), post("a-new-secret")), (202, 401))
        route["secrets"] = [{"file": "secrets/secret"}, {"file": "secrets/new"}]
        setup.write()
        self.reload(server, "version 2 is in effect")
        self.assertEqual((post(old), post("a-new-secret")), (202, 202))
        route["secrets"] = [{"file": "secrets/new"}]
        setup.write()
        self.reload(server, "version 3 is in effect")
        self.assertEqual((post(old), post("a-new-secret")), (401, 202))
        # The same document over a file with another text.
        setup.write_secret("new", "a-newer-secret")
        self.reload(server, "read again")
        self.assertEqual((post("a-new-secret"), post("a-newer-secret")), (401, 202))
        for secret in (old, "a-new-secret", "a-newer-secret"):
            self.assertNotIn(secret, server.log())

    def test_under_load_nobody_notices(self):
        server = self.live("wild")
        load = Load(server, seed=5, threads=3)
        self.addCleanup(load.end)
        for version in range(2, 8):
            load.resume(until=20)
            server.setup.config["execution_pool"]["max_open_groups"] = 10000 - version
            server.setup.write()
            self.reload(server, f"version {version} is in effect")
            self.assertTrue(load.reached.wait(30))
        load.end()
        self.assertEqual((load.untold, load.strange), ({}, []))


class Stop(ServerTest):
    def test_drains_and_ends_with_0_and_nothing_acknowledged_is_lost(self):
        for durability in ("fsync", "write"):
            with self.subTest(durability):
                server = Live(Setup(self.folder / durability, "wild", journal={"durability": durability}))
                self.addCleanup(server.kill)
                server.start()
                load = Load(server, seed=7, threads=6)
                self.addCleanup(load.end)
                for _ in range(3):
                    load.resume(until=100)
                    self.assertTrue(load.reached.wait(30))
                    begun = time.monotonic()
                    server.send(signals.SIGTERM)
                    self.assertEqual(server.wait(20), 0, server.log_end())
                    load.pause()
                    print(f"{durability}: ended within {time.monotonic() - begun:.2f} s")
                    server.start()
                    load.resend()
                load.end()
                load.resend()
                self.assertEqual(load.strange, [])
                told = {answer["signal_id"] for _, answer in load.told.values()}
                server.wait_until_listed(told)
                server.kill()
                self.assertEqual(self.run_program("journal", "verify", server.setup.data).returncode, 0)

    def test_asked_twice_it_waits_for_nobody(self):
        server = self.live("still")
        hanging = [socket.create_connection(("127.0.0.1", port)) for port in (server.webhook, server.admin)]
        for each in hanging:
            self.addCleanup(each.close)
            each.sendall(b"POST /hook/x HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 10\r\n\r\n")
        server.send(signals.SIGTERM)
        server.wait_for_log("stopping: nothing new is taken")
        server.send(signals.SIGTERM)
        begun = time.monotonic()
        server.wait_for_log("stopping at once")
        self.assertEqual(server.wait(10), 0)
        self.assertLess(time.monotonic() - begun, 2.5, "patience is 3 s for each listener")

    def test_dumps_its_state_when_asked(self):
        server = self.live("still")
        self.assertEqual(server.post(signal("one"))[0], 202)
        wait_until(lambda: server.api("/status")["accounts"][0]["pool"]["used"] == 1, "the group is listed")
        server.send(signals.SIGUSR2)
        server.wait_for_log("state: journal running")
        server.wait_for_log("state: account main")
        self.assertIn("1 of 10000 slots", server.log())
        self.assertEqual(server.post(signal("two", timeframe="30"))[0], 202)

    def test_one_process_a_directory(self):
        server = self.live("still")
        ran = self.run_program("serve", "--config", server.setup.folder / "trellis.json", "--data-dir", server.setup.data,
                               "--webhook-listen", "127.0.0.1:0", "--admin-listen", "127.0.0.1:0")
        self.assertEqual(ran.returncode, 75, ran.stderr)
        self.assertIn(str(server.process.pid), ran.stderr)


class ServiceManager(ServerTest):
    def notified(self, name="notify", abstract=False):
        heard = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(heard.close)
        address = f"\0trellis-{os.getpid()}-{name}" if abstract else str(self.folder / name)
        heard.bind(address)
        heard.settimeout(30)
        return heard, address.replace("\0", "@")

    def hear(self, heard, wanted):
        """All that is said until it is said."""
        said = []
        while not said or said[-1] != wanted:
            said.append(heard.recv(4096).decode())
        return said

    def test_is_told_of_readiness_reload_stop_and_life(self):
        for abstract in (False, True):
            with self.subTest(abstract=abstract):
                heard, address = self.notified(f"n{abstract}", abstract)
                server = Live(Setup(self.folder / f"set-up-{abstract}"), {"NOTIFY_SOCKET": address, "WATCHDOG_USEC": "2000000"})
                self.addCleanup(server.kill)
                server.start()
                self.assertEqual(self.hear(heard, "READY=1")[0], "READY=1")
                self.hear(heard, "WATCHDOG=1")
                server.send(signals.SIGHUP)
                self.hear(heard, "RELOADING=1")
                self.hear(heard, "READY=1")
                server.send(signals.SIGTERM)
                self.hear(heard, "STOPPING=1")
                self.assertEqual(server.wait(), 0)

    def test_without_one_nothing_is_said(self):
        server = self.live("still", environment={"NOTIFY_SOCKET": str(self.folder / "nobody")})
        self.assertEqual(server.stop(), 0)

    def test_sockets_are_taken_over_and_hold_what_comes_during_a_restart(self):
        webhook, admin = socket.create_server(("127.0.0.1", 0), backlog=100), socket.create_server(("127.0.0.1", 0))
        self.addCleanup(webhook.close)
        self.addCleanup(admin.close)
        activate = ("import os, sys; a, b = int(sys.argv[1]), int(sys.argv[2]); c, d = os.dup(a), os.dup(b); os.dup2(c, 3); os.dup2(d, 4); "
                    "os.set_inheritable(3, True); os.set_inheritable(4, True); "  # dup2 of 3 to 3 changes nothing
                    "os.environ['LISTEN_PID'] = str(os.getpid()); os.execv(sys.argv[3], sys.argv[3:])")
        passed = (webhook.fileno(), admin.fileno())
        server = Live(Setup(self.folder / "set-up"), {"LISTEN_FDS": "2", "LISTEN_FDNAMES": "webhook:admin"},
                      [sys.executable, "-c", activate, *map(str, passed)], pass_fds=passed)
        self.addCleanup(server.kill)
        server.start()
        self.assertEqual((server.webhook, server.admin), (webhook.getsockname()[1], admin.getsockname()[1]))
        self.assertEqual(server.post(signal("one"))[0], 202)
        self.assertEqual(server.stop(), 0)
        # Nobody accepts, and nobody is refused: the request waits for the next start.
        waiting = socket.create_connection(("127.0.0.1", server.webhook), timeout=60)
        self.addCleanup(waiting.close)
        waiting.sendall(raw.request(f"/hook/{server.setup.token}", server.setup.body(signal("two", timeframe="30"))))
        server.start()
        self.assertEqual(raw.read_to_the_end(waiting, time.monotonic(), 30).status, 202)


class Close(ServerTest):
    def test_waits_for_its_cancels_lest_a_target_sells_the_same_coins(self):
        server = self.live("still")
        self.assertEqual(server.post(signal("in", price="64100"))[0], 202)
        wait_until(lambda: len(server.pages("/orders?state=working")) == 2, "both legs are filled and have their targets")
        self.assertEqual(server.post(signal("out", kind="exit"))[0], 202)
        wait_until(lambda: server.pages("/groups/history"), "the group has ended")
        server.kill()
        events = self.journal(server.setup.data)
        closing = [event["seq"] for event in events if event["type"] == "OrderPlaced" and event["data"]["role"] == "exit"]
        cancelled = [event["seq"] for event in events if event["type"] == "OrderEnded" and event["data"]["state"] == "cancelled"]
        self.assertEqual((len(closing), len(cancelled)), (1, 2))
        self.assertLess(max(cancelled), closing[0])


class Probes(ServerTest):
    def test_tell_how_it_is(self):
        server = self.live("still")
        self.assertEqual(server.request("/livez"), (200, "ok\n"))
        self.assertTrue(json.loads(server.request("/readyz")[1])["ready"])
        self.assertRegex(json.loads(server.request("/version")[1])["version"], r"^\d+\.\d+\.\d+$")
        self.assertTrue(re.search(r"^trellis_build_info\{", server.request("/metrics")[1], re.MULTILINE))
        mode = os.stat(server.setup.data / "admin.token").st_mode & 0o777
        self.assertEqual(mode, 0o600)
        connection = http.client.HTTPConnection("127.0.0.1", server.admin, timeout=30)
        self.addCleanup(connection.close)
        connection.request("GET", "/api/v1/status", headers={"Authorization": "Bearer wrong"})
        self.assertEqual(connection.getresponse().status, 401)


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
