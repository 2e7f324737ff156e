"""HTTP/1.1 as uvicorn speaks it, but for clients that are slow to ask or late to leave."""

from __future__ import annotations

import asyncio
from http import HTTPStatus

import h11
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import MEDIA_TYPE, Kind
from evidence_search.wire_problem import ProblemOut

LARGEST_HEAD = 16_384
ARRIVES_WITHIN = 12.0
LINGERS = 2.0


class Punctual(H11Protocol):
    """
    Closes a connection whose request, head and body, does not arrive within ARRIVES_WITHIN seconds.

    uvicorn waits for ever for a client that says nothing, or that sends a byte now and then. When
    the server stops, a connection without a request is kept for LINGERS seconds more: what is on
    its way there is answered, and nothing is lost that the server took on.
    """

    arrives_within = ARRIVES_WITHIN
    lingers = LINGERS
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        super().handle_events()
        idle = self.timeout_keep_alive_task is not None
        if self.conn.their_state in {h11.IDLE, h11.SEND_BODY} and not idle:
            self._wait()
        else:
            self._stop_waiting()

    def shutdown(self) -> None:
        if self.cycle is None or self.cycle.response_started:
            self.loop.call_later(self.lingers, self._leave)
            return
        # It took the headers of the second in which it began: whoever waits for it is told too.
        if CLOSE_HEADER not in self.cycle.default_headers:
            self.cycle.default_headers = [*self.cycle.default_headers, CLOSE_HEADER]
        super().shutdown()

    def send_400_response(self, _msg: str) -> None:
        """Refuse a head that is no HTTP, or too long, with a problem; nothing of it is repeated."""
        kind = Kind.HEAD_UNREADABLE
        told = ProblemOut(
            type=kind.type,
            title=kind.title,
            status=kind.status,
            detail=f"Send HTTP/1.1, and at most {LARGEST_HEAD:,} bytes before the body.",
        )
        body = told.model_dump_json().encode()
        headers = [
            (b"content-type", MEDIA_TYPE.encode()),
            (b"content-length", str(len(body)).encode()),
            (b"connection", b"close"),
        ]
        phrase = HTTPStatus(kind.status).phrase.encode()
        events = (
            h11.Response(status_code=kind.status, headers=headers, reason=phrase),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))
        self.transport.close()

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.arrives_within, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _leave(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()
