"""People on a running server: made, logged in, doing what they may, and found in the journal behind a crash without a secret. Usage:
people_test.py TRELLIS."""
import json
import pathlib
import subprocess
import sys
import unittest

import live
from live import ServerTest

PASSWORD = "correct horse battery"
ANOTHER = "staple of the trade"


class People(ServerTest):
    def start(self):
        self.server = self.live(journal={"snapshot_every_events": 4})
        return self.server

    def program(self, *arguments, given="", code=0):
        """A command of the program as somebody with a home of his own types it."""
        environment = {**live.free_of_environment(), "XDG_STATE_HOME": str(self.server.setup.folder / "state"),
                       "TRELLIS_ADMIN": f"127.0.0.1:{self.server.admin}"}
        done = subprocess.run([live.TRELLIS, *arguments], input=given, capture_output=True, text=True, env=environment,
                              cwd=self.server.setup.folder / "state", timeout=live.BOUND, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def operator(self, *arguments, **how):
        return self.program(*arguments, "--data-dir", str(self.server.setup.data), **how)

    def test_a_user_is_made_logs_in_acts_and_logs_out(self):
        server = self.start()
        (server.setup.folder / "state").mkdir()
        self.operator("users", "add", "root", "--role", "admin", given=PASSWORD + "\n")
        self.operator("users", "add", "ann", "--role", "operator", given=ANOTHER + "\n")
        self.assertIn("WRONG_LOGIN", self.program("login", "ann", given="something else\n", code=6))
        self.assertIn("operator", self.program("login", "ann", given=ANOTHER + "\n"))
        session = server.setup.folder / "state" / "trellis" / "session"
        self.assertEqual(session.stat().st_mode & 0o777, 0o600)
        self.assertIn("ann (u3)", self.program("whoami"))
        self.assertIn("FORBIDDEN", self.program("users", code=6))
        self.program("presets", "clone", "Swing Trader", "--name", "Hers")
        self.assertIn("Hers", self.program("presets", "--which", "mine"))
        self.assertNotIn("Hers", self.operator("presets", "--which", "all"), "Z-9: it is hers alone")
        self.assertIn("UNKNOWN_ACCOUNT", self.program("pause", "--account", "main", code=4))

        token = self.program("tokens", "create", "bot", "--scope", "read").split()[0]
        for _ in range(2):
            server.kill()
            server.start()
            self.assertIn("UNAUTHORIZED", self.program("whoami", code=6), "a restart ends every session")
            (server.setup.folder / "bot.token").write_text(token + "\n")
            self.assertIn("may read;", self.program("whoami", "--token-file", str(server.setup.folder / "bot.token")))
            self.assertIn("ann", self.operator("users"))
        self.program("login", "ann", given=ANOTHER + "\n")
        self.program("logout")
        self.assertFalse("127.0.0.1" in session.read_text())

        trail = self.operator("audit", "--all")
        for says in ("user ann (u3) is made, as operator", "token bot (t1)", "Hers"):
            self.assertIn(says, trail)
        self.assertEqual(server.stop(), 0)
        shown = self.run_program("journal", "cat", server.setup.data)
        everything = shown.stdout + shown.stderr + trail + pathlib.Path(server.log_path).read_text()
        for secret in (PASSWORD, ANOTHER, token, "argon2id"):
            self.assertNotIn(secret, everything)
        created = [event for event in self.journal(server.setup.data) if event["type"] == "UserCreated"]
        self.assertEqual([event["data"]["password"] for event in created], ["***", "***"], json.dumps(created))

    def test_a_disabled_user_is_out_at_once(self):
        server = self.start()
        (server.setup.folder / "state").mkdir()
        self.operator("users", "add", "root", "--role", "admin", given=PASSWORD + "\n")
        self.operator("users", "add", "ann", "--role", "viewer", given=ANOTHER + "\n")
        self.program("login", "ann", given=ANOTHER + "\n")
        self.assertIn("FORBIDDEN", self.program("pause", code=6))
        self.operator("users", "disable", "ann")
        self.assertIn("UNAUTHORIZED", self.program("whoami", code=6))
        self.assertIn("LAST_ADMIN", self.operator("users", "delete", "root", code=4))


if __name__ == "__main__":
    unittest.main(argv=live.take_program(sys.argv))
