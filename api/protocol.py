"""HTTP/1.1 as uvicorn speaks it, but for clients that are slow, too many or late to leave."""

from __future__ import annotations

import asyncio
import resource
from http import HTTPStatus

import h11
from uvicorn.protocols.http.flow_control import CLOSE_HEADER
from uvicorn.protocols.http.h11_impl import H11Protocol

from api.problems import DETAILS, MEDIA_TYPE, Kind
from evidence_search.wire_problem import ProblemOut

LARGEST_HEAD = 16_384
ARRIVES_WITHIN = 12.0
DRAINS_WITHIN = 30.0
LINGERS = 2.0
MOST = 1_000
MOST_TOLD = 100
SPARE = 300  # descriptors: those who are told, and all that is no connection
HEAD = f"Send HTTP/1.1, and at most {LARGEST_HEAD:,} bytes before the body."
SOON = (b"retry-after", b"2")


class Punctual(H11Protocol):
    """
    Lets go of clients that are slow, and bounds how many are connected.

    uvicorn waits for ever for a client that says nothing, or that sends or reads a byte now and
    then, and takes as many as come. Here a request, head and body, arrives within ARRIVES_WITHIN
    seconds, and what could not be sent on at once is read within DRAINS_WITHIN. Whoever comes while
    MOST are open is told that the service is full; of those MOST_TOLD at a time, others are
    dropped. When the server stops, a connection without a request is kept for LINGERS seconds more:
    what is on its way there is answered, and nothing is lost that the server took on.
    """

    arrives_within = ARRIVES_WITHIN
    drains_within = DRAINS_WITHIN
    lingers = LINGERS
    most = MOST
    most_told = MOST_TOLD
    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None
    _too_many = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        transport.set_write_buffer_limits(high=0)  # so that pause_writing is told of any rest
        beyond = len(self.connections) - min(self.most, most_descriptors())
        if beyond > self.most_told:
            transport.abort()
            return
        self._too_many = beyond > 0
        self._wait(self.lingers if self._too_many else self.arrives_within)

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        self._stop_draining()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not self._too_many:
            super().data_received(data)
        elif self.conn.our_state is h11.IDLE:
            self._refuse(Kind.FULL, DETAILS[Kind.FULL], SOON)
            self.transport.write_eof()  # to close with more on its way would take the answer back

    def pause_writing(self) -> None:
        super().pause_writing()
        self._stop_draining()
        self._stuck = self.loop.call_later(self.drains_within, self.transport.abort)

    def resume_writing(self) -> None:
        self._stop_draining()
        super().resume_writing()

    def handle_events(self) -> None:
        super().handle_events()
        idle = self.timeout_keep_alive_task is not None
        if self.conn.their_state in {h11.IDLE, h11.SEND_BODY} and not idle:
            self._wait(self.arrives_within)
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
        self._refuse(Kind.HEAD_UNREADABLE, HEAD)
        self.transport.close()

    def _refuse(self, kind: Kind, detail: str, *more: tuple[bytes, bytes]) -> None:
        told = ProblemOut(type=kind.type, title=kind.title, status=kind.status, detail=detail)
        body = told.model_dump_json().encode()
        length = (b"content-length", str(len(body)).encode())
        headers = [(b"content-type", MEDIA_TYPE.encode()), length, CLOSE_HEADER, *more]
        phrase = HTTPStatus(kind.status).phrase.encode()
        events = (
            h11.Response(status_code=kind.status, headers=headers, reason=phrase),
            h11.Data(data=body),
            h11.EndOfMessage(),
        )
        self.transport.write(b"".join(self.conn.send(event) or b"" for event in events))

    def _wait(self, seconds: float) -> None:
        if self._late is None:
            self._late = self.loop.call_later(seconds, self.transport.close)

    def _stop_waiting(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _stop_draining(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None

    def _leave(self) -> None:
        if not self.transport.is_closing():
            super().shutdown()


def most_descriptors() -> int:
    """Give how many connections leave SPARE of the descriptors that this process may open."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return MOST if soft == resource.RLIM_INFINITY else max(1, soft - SPARE)
