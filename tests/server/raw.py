"""Requests byte by byte, and what became of them: for senders that no HTTP library would be."""
import json
import socket
import time
from dataclasses import dataclass, field


@dataclass
class Answer:
    status: int = 0  # 0: closed without a word
    headers: dict = field(default_factory=dict)
    body: bytes = b""
    seconds: float = 0.0

    @property
    def json(self):
        return json.loads(self.body)


def parse(data, seconds):
    """The last answer in it: a 100 may stand before it."""
    answer = Answer(seconds=seconds)
    while data.startswith(b"HTTP/1."):
        head, _, rest = data.partition(b"\r\n\r\n")
        lines = head.decode("latin-1").split("\r\n")
        answer.status = int(lines[0].split(" ")[1])
        answer.headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        length = int(answer.headers.get("content-length", 0))
        answer.body, data = rest[:length], rest[length:]
    return answer


def read_to_the_end(connection, begun, bound):
    data = b""
    try:
        while True:
            connection.settimeout(max(0.01, begun + bound - time.monotonic()))
            more = connection.recv(65536)
            if not more:
                break
            data += more
    except ConnectionError:
        pass
    return parse(data, time.monotonic() - begun)


def exchange(port, data, bound=10.0, half_close=False):
    """Sends it all and reads until the server closes."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=bound) as connection:
        try:
            connection.sendall(data)
            if half_close:
                connection.shutdown(socket.SHUT_WR)
        except ConnectionError:
            pass
        return read_to_the_end(connection, begun, bound)


def drip(port, begin, rest, bound=15.0):
    """`begin` at once, then a byte of `rest` a second; what came when the server had enough."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=bound) as connection:
        connection.sendall(begin)
        connection.settimeout(1.0)
        data = b""
        for byte in rest:
            try:
                more = connection.recv(65536)
                data += more
                if not more:
                    break
            except TimeoutError:
                if time.monotonic() - begun > bound:
                    break
                connection.sendall(bytes([byte]))
            except ConnectionError:
                break
        return parse(data, time.monotonic() - begun)


def request(path, body, *headers, version="1.1", method="POST", host="127.0.0.1", length=True):
    lines = [f"{method} {path} HTTP/{version}"] + ([f"Host: {host}"] if host else []) + list(headers)
    if length:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


def chunked(path, body, size=100):
    chunks = [body[at:at + size] for at in range(0, len(body), size)]
    data = b"".join(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n" for chunk in chunks) + b"0\r\n\r\n"
    return request(path, b"", "Transfer-Encoding: chunked", length=False) + data
