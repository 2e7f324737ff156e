"""A server on this machine that speaks OpenAI's protocol and says what a test tells it to."""

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any


def completion(says: str, padding: str = "") -> bytes:
    message = {"role": "assistant", "content": says}
    choice = {"index": 0, "finish_reason": "stop", "message": message}
    whole = {"object": "chat.completion", "choices": [choice], "padding": padding}
    return json.dumps(whole).encode()


@dataclass
class Server:
    """
    `says` is the content of the message, `body` sent in place of a completion.

    `open` counts the connections that stand.
    """

    url: str = ""
    says: str = ""
    body: bytes | None = None
    status: int = 200
    failures: int = 0
    wait: float = 0
    drip: float = 0
    location: str = ""
    open: int = 0
    asked: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        sleep(self.wait)
        status = 500 if len(self.asked) <= self.failures else self.status
        sent = completion(self.says) if self.body is None else self.body
        handler.send_response(status)
        handler.send_header("Content-Type", "application/json")
        handler.send_header("Content-Length", str(len(sent)))
        if self.location:
            handler.send_header("Location", self.location)
        handler.end_headers()
        if not self.drip:
            handler.wfile.write(sent)
            return
        for byte in sent:
            handler.wfile.write(bytes([byte]))
            sleep(self.drip)


@contextmanager
def serving():
    server = Server()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle(self):
            server.open += 1
            with suppress(ConnectionError):
                super().handle()
            server.open -= 1

        def do_POST(self):
            length = int(self.headers["Content-Length"])
            server.asked.append(json.loads(self.rfile.read(length)))
            with suppress(ConnectionError):
                server.answer(self)

        def log_message(self, *_):
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        listening.daemon_threads = True
        server.url = f"http://127.0.0.1:{listening.server_port}/v1"
        Thread(target=listening.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        listening.shutdown()
