"""Applications in, real servers on free ports of this machine out."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager

import uvicorn


def free_socket() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def origin_of(listener: socket.socket) -> str:
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextmanager
def serving(app, listener: socket.socket) -> Iterator[str]:
    config = uvicorn.Config(app, log_level="critical", ws="none", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    with closing(listener):
        yield origin_of(listener)
        server.should_exit = True
        thread.join(10)
