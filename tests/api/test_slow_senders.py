"""Whoever is slow to ask is let go, and whoever is quick is served meanwhile."""

import asyncio
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager

import httpx2
import pytest
import uvicorn

from api import create_app
from api.protocol import LARGEST_HEAD, Punctual
from api.server import Server, listen

HEAD = b"POST /v1/answer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SECONDS = 0.4


class Quick(Punctual):
    arrives_within = SECONDS


@contextmanager
def served(app, protocol=Quick):
    listener = listen("127.0.0.1", 0)
    started = threading.Event()
    config = uvicorn.Config(
        app, http=protocol, h11_max_incomplete_event_size=LARGEST_HEAD, log_level="critical"
    )
    server = Server(config, started.set)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    started.wait(10)
    try:
        yield listener.getsockname()
    finally:
        server.should_exit = True
        thread.join(10)


def closed_after(client, drip=b""):
    """Give the seconds until the server closes, while it drips; None if it does not."""
    started = time.monotonic()
    client.settimeout(SECONDS / 10)
    while time.monotonic() < started + 10 * SECONDS:
        try:
            if drip:
                client.sendall(drip)
            if not client.recv(1000):
                return time.monotonic() - started
        except TimeoutError:
            continue
        except OSError:
            return time.monotonic() - started
    return None


SLOW = {
    "says nothing": (b"", b""),
    "drips its head": (b"POST /v1/answer HTTP/1.1\r\nX-A: ", b"a"),
    "stops in its head": (HEAD, b""),
    "drips its body": (HEAD + b"Content-Length: 5000\r\n\r\n", b" "),
    "drips chunks": (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "stops in its body": (HEAD + b'Content-Length: 50\r\n\r\n{"question"', b""),
    "drips blank lines": (b"", b"\r\n"),
}


@pytest.mark.parametrize("said", SLOW)
def test_a_slow_sender_is_let_go(engine, said):
    first, drip = SLOW[said]
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(first)
        seconds = closed_after(client, drip)
    assert seconds is not None
    assert seconds < 4 * SECONDS


def test_a_second_request_on_a_connection_is_timed_too(engine):
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in client.recv(1000)
        seconds = closed_after(client, b"G")
    assert seconds is not None
    assert seconds < 4 * SECONDS


def test_a_body_that_drips_after_its_refusal_is_let_go(engine):
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(HEAD + b"Content-Length: 900000\r\n\r\n" + b" " * 70_000)
        assert b"413" in client.recv(1000)
        assert closed_after(client, b" ") is not None


def test_uvicorn_alone_keeps_them_all(engine):
    patient = type("Patient", (Punctual,), {"arrives_within": 3600})
    with served(create_app(engine), patient) as address, ExitStack() as open_clients:
        client = open_clients.enter_context(socket.create_connection(address))
        client.sendall(HEAD)
        assert closed_after(client) is None


def test_the_quick_are_served_while_the_slow_drip(engine):
    with served(create_app(engine)) as address, ExitStack() as opened:
        for first, _ in list(SLOW.values()) * 10:
            client = opened.enter_context(socket.create_connection(address))
            client.sendall(first)
        host, port = address
        answer = httpx2.post(f"http://{host}:{port}/v1/answer", json={"question": "Who stays?"})
    assert answer.status_code == 200


@pytest.mark.parametrize("head", [b"NONSENSE\r\n\r\n", b"GET / HTTP/1.1\r\nX: " + b"a" * 40_000])
def test_a_head_that_cannot_be_read_is_a_problem(engine, head):
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(head)
        with client.makefile("rb") as lines:
            answer = lines.read(400)
    assert answer.startswith(b"HTTP/1.1 400 ")
    assert b"application/problem+json" in answer
    assert b"/problems/head-unreadable" in answer
    assert b"NONSENSE" not in answer


def test_an_answer_begun_before_the_stop_says_that_it_is_the_last_of_its_connection():
    """uvicorn writes the headers of answers anew each second; this one began with older ones."""

    async def takes_its_time(_scope, _receive, send):
        await asyncio.sleep(1.5)
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    with ThreadPoolExecutor(1) as pool:
        with served(takes_its_time, Punctual) as (host, port):
            asked = pool.submit(httpx2.get, f"http://{host}:{port}/")
            time.sleep(1.2)
        assert asked.result().headers.get_list("connection") == ["close"]
