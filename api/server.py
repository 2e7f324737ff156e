"""An address in, a running HTTP server out."""

from __future__ import annotations

import errno
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import click
import uvicorn


class CannotListen(click.ClickException):
    """An address that cannot be had, said in one line."""

    exit_code = 2


class Server(uvicorn.Server):
    """Says where it can be reached once it can be."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or []:
            click.echo(f"Evidence search is ready at {_address(listener)} (Ctrl+C stops it)")


def listen(host: str, port: int) -> socket.socket:
    """Take the port, before anything slow is loaded; raises CannotListen."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CannotListen(f"port {port} is taken; choose another with --port") from error
        reason = (error.strerror or str(error)).split(" (while")[0]
        raise CannotListen(f"cannot listen on {host} port {port}: {reason}") from error


def serve(app: Callable[..., Any], listener: socket.socket) -> None:
    """Answer requests until a signal stops it. What is asked is logged nowhere."""
    config = uvicorn.Config(
        app,
        log_config=None,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=10,
    )
    with suppress(KeyboardInterrupt):
        Server(config).run(sockets=[listener])


def _address(listener: socket.socket) -> str:
    host, port, *_ = listener.getsockname()
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
