"""Senders that post distinct signals as fast as they are answered, and remember what each was told."""
import http.client
import json
import random
import threading

from live import signal

ANSWERED = (200, 202, 422)  # recorded, for good


class Load:
    """`threads` senders. pause() while the server is away; everything told is in `told`, the rest in `untold`."""

    def __init__(self, live, seed, threads=4, exits=0.2):
        self.live, self.seed, self.exits = live, seed, exits
        self.told, self.untold, self.strange = {}, {}, []
        self.lock, self.running, self.ended = threading.Lock(), threading.Event(), threading.Event()
        self.reached, self.goal = threading.Event(), 0
        self.threads = [threading.Thread(target=self.send_all, args=(index,), daemon=True) for index in range(threads)]
        for thread in self.threads:
            thread.start()

    def resume(self, until=1):
        """Until `until` more signals were answered, `reached` is not set."""
        with self.lock:
            self.goal = len(self.told) + until
            self.reached.clear()
        self.running.set()

    def pause(self):
        self.running.clear()

    def end(self):
        self.ended.set()
        self.running.set()
        for thread in self.threads:
            thread.join(30)

    def send_all(self, index):
        draw, count = random.Random(self.seed * 1000 + index), 0
        while not self.ended.is_set():
            self.running.wait()
            if self.ended.is_set():
                return
            count += 1
            self.send(f"t{index}-{count}", self.draw_signal(draw, f"t{index}-{count}"))

    def draw_signal(self, draw, key):
        symbol, price = draw.choice((("BTCUSDT", "64500"), ("ETHUSDT", "3250")))
        kind = "exit" if draw.random() < self.exits else "signal"
        return signal(key, symbol, str(draw.randint(1, 120)), kind, price=price)

    def send(self, key, body):
        try:
            status, answer = self.live.post(body)
        except (OSError, http.client.HTTPException, json.JSONDecodeError):
            status, answer = 0, {}
        with self.lock:
            if status in ANSWERED:
                self.told[key] = (status, answer)
                self.untold.pop(key, None)
                if len(self.told) >= self.goal:
                    self.reached.set()
                return
            self.untold[key] = body
            if status not in (0, 503):
                self.strange.append((key, status, answer))

    def resend(self):
        """What got no answer, or was told to come again. All of it is answered when this returns."""
        for _ in range(100):
            with self.lock:
                waiting = dict(self.untold)
            if not waiting:
                return
            for key, body in waiting.items():
                self.send(key, body)
        raise AssertionError(f"{len(self.untold)} signals get no answer")
