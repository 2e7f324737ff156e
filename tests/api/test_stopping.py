"""python -m api when it is told to stop, in one process and in several."""

import json
import re
import signal
import socket
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.client import HTTPConnection
from urllib.parse import urlsplit

import psutil
import pytest

from tests.api.test_cli import command

QUIET = {"EVIDENCE_SEARCH_RATE_ADDRESS": "", "EVIDENCE_SEARCH_RELOAD_SECONDS": "0"}
ASKED = json.dumps({"question": "Does supervision help?"}).encode()


@contextmanager
def running(index_dir, *arguments, **environment):
    started = command(
        "-m", "api", "--index", str(index_dir), "--port", "0", *arguments, **(QUIET | environment)
    )
    with subprocess.Popen(**started, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as server:
        assert server.stdout is not None
        try:
            place = urlsplit(server.stdout.readline().split()[5])
            yield server, (place.hostname, place.port)
        finally:
            if server.poll() is None:
                server.kill()


def keep_asking(address, stopping):
    """Ask on one connection after another; give how many were answered, and what was lost."""
    answered = 0
    lost: list[str] = []
    while True:
        connection = HTTPConnection(address[0], address[1], timeout=20)
        try:
            connection.connect()
        except OSError:
            if stopping.is_set():
                return answered, lost
            raise
        try:
            for _ in range(5):
                connection.request(
                    "POST", "/v1/answer", ASKED, {"Content-Type": "application/json"}
                )
                answer = connection.getresponse()
                answer.read()
                assert answer.status in {200, 503}
                answered += 1
                if answer.getheader("Connection") == "close":
                    break
        except OSError as error:
            lost.append(repr(error))
        finally:
            connection.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_no_request_is_lost_when_it_stops(index_dir, workers):
    stopping = threading.Event()
    with (
        running(index_dir, "--workers", str(workers)) as (server, address),
        ThreadPoolExecutor(6) as pool,
    ):
        asking = [pool.submit(keep_asking, address, stopping) for _ in range(6)]
        time.sleep(1)
        stopping.set()
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        told = [one.result() for one in asking]
        server.wait(30)
        assert time.monotonic() - started < 30
    assert sum(answered for answered, _ in told) > 6
    assert [lost for _, lost in told if lost] == []


def test_slow_senders_do_not_hold_it_when_it_stops(index_dir):
    with running(index_dir) as (server, address), socket.create_connection(address) as silent:
        silent.sendall(b"GET / HT")
        time.sleep(0.2)
        started = time.monotonic()
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        assert time.monotonic() - started < 20


def test_several_processes_map_one_index_and_one_that_dies_is_replaced(index_dir):
    with running(index_dir, "--workers", "2") as (server, address):
        first = psutil.Process(server.pid).children()
        for child in first:
            mapped = {mapping.path for mapping in child.memory_maps()}
            assert any(path.endswith("vectors.faiss") for path in mapped)
        first[0].kill()
        connection = HTTPConnection(address[0], address[1], timeout=20)
        connection.request("GET", "/readyz")
        assert connection.getresponse().status == 200
        connection.close()
        while (
            len({child.pid for child in psutil.Process(server.pid).children()} - {first[0].pid}) < 2
        ):
            time.sleep(0.05)
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0
        assert not any(child.is_running() for child in first)


def test_several_processes_end_in_the_code_of_the_fault(tmp_path):
    started = command("-m", "api", "--index", str(tmp_path), "--port", "0", "--workers", "2")
    done = subprocess.run(**started, capture_output=True, timeout=60, check=False)
    assert done.returncode == 3
    assert "build one with" in done.stderr


@pytest.mark.parametrize(
    ("proxies", "left"), [("127.0.0.1", ["8", "8", "7"]), ("", ["8", "7", "6"])]
)
def test_only_a_named_proxy_says_whose_request_it_is(index_dir, proxies, left):
    given = {
        "EVIDENCE_SEARCH_TRUSTED_PROXIES": proxies,
        "EVIDENCE_SEARCH_RATE_ADDRESS": "9/hour",
    }
    said = ("192.0.2.1", "192.0.2.2, 198.51.100.7", "192.0.2.9, 198.51.100.7")
    found = []
    with running(index_dir, **given) as (_, address):
        for clients in said:
            connection = HTTPConnection(address[0], address[1], timeout=20)
            connection.request("GET", "/v1/index", headers={"X-Forwarded-For": clients})
            told = connection.getresponse().getheader("RateLimit") or ""
            found += re.findall(r"r=(\d+)", told)
            connection.close()
    assert found == left
