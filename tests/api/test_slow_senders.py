"""Whoever is slow to ask or to read is let go, as are too many; the quick are served meanwhile."""

import asyncio
import resource
import socket
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress

import httpx2
import pytest
import uvicorn

from api import create_app
from api.protocol import LARGEST_HEAD, MOST_TOLD, SPARE, Punctual, most_descriptors
from api.server import Server, listen

HEAD = b"POST /v1/answer HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
SECONDS = 0.4
PATIENCE = 20  # seconds for what takes SECONDS where nothing else runs


LONG = 30_000_000


class Quick(Punctual):
    arrives_within = SECONDS
    lingers = SECONDS


class Few(Quick):
    most = 2
    most_told = 1
    arrives_within = 60
    lingers = 2 * PATIENCE


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


def is_let_go(client, drip=b"", patience=PATIENCE):
    """Tell whether the server closes within the seconds of `patience`, while the client drips."""
    started = time.monotonic()
    client.settimeout(SECONDS / 10)
    while time.monotonic() < started + patience:
        try:
            if drip:
                client.sendall(drip)
            if not client.recv(1000):
                return True
        except TimeoutError:
            continue
        except OSError:
            return True
    return False


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
        assert is_let_go(client, drip)


def test_a_second_request_on_a_connection_is_timed_too(engine):
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200 OK" in client.recv(1000)
        assert is_let_go(client, b"G")


def test_a_body_that_drips_after_its_refusal_is_let_go(engine):
    with served(create_app(engine)) as address, socket.create_connection(address) as client:
        client.sendall(HEAD + b"Content-Length: 900000\r\n\r\n" + b" " * 70_000)
        assert b"413" in client.recv(1000)
        assert is_let_go(client, b" ")


def test_uvicorn_alone_keeps_them_all(engine):
    patient = type("Patient", (Punctual,), {"arrives_within": 3600})
    with served(create_app(engine), patient) as address, ExitStack() as open_clients:
        client = open_clients.enter_context(socket.create_connection(address))
        client.sendall(HEAD)
        assert not is_let_go(client, patience=10 * SECONDS)


def test_the_quick_are_served_while_the_slow_drip(engine):
    with served(create_app(engine)) as address, ExitStack() as opened:
        for first, _ in list(SLOW.values()) * 10:
            client = opened.enter_context(socket.create_connection(address))
            client.sendall(first)
        host, port = address
        answer = httpx2.post(f"http://{host}:{port}/v1/answer", json={"question": "Who stays?"})
    assert answer.status_code == 200


async def tells_much(_scope, _receive, send):
    headers = [(b"content-length", str(LONG).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b" " * LONG})


def read_after(address, seconds):
    """Give how much of a long answer comes to whoever reads nothing of it for a while."""
    with socket.create_connection(address) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        time.sleep(seconds)
        count = 0
        with suppress(ConnectionResetError):
            while some := client.recv(1_000_000):
                count += len(some)
    return count


def test_a_slow_reader_is_let_go_and_a_quick_one_is_told_all():
    seconds = 2.5  # in which a busy machine takes all of it
    strict = type("Strict", (Punctual,), {"drains_within": seconds})
    with served(tells_much, strict) as address:
        assert read_after(address, 0) > LONG
        assert read_after(address, 2 * seconds) < LONG
    patient = type("Patient", (Punctual,), {"drains_within": 3600})
    with served(tells_much, patient) as address:
        assert read_after(address, 2 * seconds) > LONG


def test_beyond_the_most_connections_the_next_is_told_so_and_those_after_it_are_dropped(engine):
    with served(create_app(engine), Few) as address, ExitStack() as opened:
        first, second, told, dropped = (
            opened.enter_context(socket.create_connection(address)) for _ in range(4)
        )
        assert is_let_go(dropped)
        told.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n")
        with told.makefile("rb") as lines:
            answer = lines.read()
        assert answer.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: 2\r\n".lower() in answer.lower()
        assert b'"type":"/problems/full"' in answer
        told.sendall(b"\r\n")
        for client in (first, second):
            client.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
            assert b"200 OK" in client.recv(1000)
            client.close()
        told.close()
        time.sleep(SECONDS / 4)
        host, port = address
        assert httpx2.get(f"http://{host}:{port}/livez").status_code == 200


def test_who_is_beyond_the_most_and_says_nothing_is_let_go(engine):
    hurried = type("Hurried", (Few,), {"lingers": SECONDS})
    with served(create_app(engine), hurried) as address, ExitStack() as opened:
        *_, silent = [opened.enter_context(socket.create_connection(address)) for _ in range(3)]
        assert is_let_go(silent)


def test_connections_leave_descriptors_for_the_rest():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (1024, hard))
        assert most_descriptors() == 1024 - SPARE
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    assert SPARE > MOST_TOLD


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
