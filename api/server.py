"""An address in, a running HTTP server out."""

from __future__ import annotations

import asyncio
import errno
import socket
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

import click
import uvicorn
from uvicorn.protocols.http.flow_control import CLOSE_HEADER

from api.protocol import LARGEST_HEAD, Punctual

DRAINED_WITHIN = 25
SWITCH = 0.001  # seconds until the event loop gets the interpreter from a thread; 0.005 by default


class CannotListen(click.ClickException):
    """An address that cannot be had, said in one line."""

    exit_code = 2


class Server(uvicorn.Server):
    """Says when it can be reached; when it stops, it first answers all that it took on."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # Every answer from now on says that it is the last of its connection.
        self.server_state.default_headers.append(CLOSE_HEADER)
        # A listener that closes resets whoever has connected and was not yet accepted.
        waiting = [found for listener in sockets or [] for found in _accepted(listener)]
        for server in self.servers:
            server.close()
        loop = asyncio.get_running_loop()
        for connection in waiting:
            await loop.connect_accepted_socket(self._connected, connection)
        await super().shutdown(sockets)

    def _connected(self) -> asyncio.Protocol:
        return Punctual(self.config, self.server_state, self.lifespan.state)


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything slow is loaded; raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"port {port} is taken; choose another with --port") from error
        reason = (error.strerror or str(error)).split(" (while")[0]
        raise CannotListen(f"cannot listen on {host} port {port}: {reason}") from error


def announce(listener: socket.socket) -> None:
    click.echo(f"Evidence search is ready at {_address(listener)} (Ctrl+C stops it)")


def serve(
    app: Callable[..., Any],
    listener: socket.socket,
    ready: Callable[[], None],
    proxies: Sequence[str] = (),
) -> None:
    """
    Answer requests until a signal stops it. What is asked is logged nowhere.

    Of the addresses in X-Forwarded-For the last that is none of `proxies` is the client's.
    """
    config = uvicorn.Config(
        app,
        http=Punctual,
        ws="none",
        h11_max_incomplete_event_size=LARGEST_HEAD,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=DRAINED_WITHIN,
    )
    sys.setswitchinterval(SWITCH)
    with suppress(KeyboardInterrupt):
        Server(config, ready).run(sockets=[listener])


def _accepted(listener: socket.socket) -> list[socket.socket]:
    found = []
    with suppress(BlockingIOError):
        while True:
            connection, _ = listener.accept()
            connection.settimeout(0)
            found.append(connection)
    return found


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
