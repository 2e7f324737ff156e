"""
A client of the service, sync and async; needs the extra `client`.

    with Client("http://127.0.0.1:8000") as service:
        print(service.answer("Do family group conferences work?").message)

* EvidenceSearchError
  x Refused        the service said no: `problem.type` says which no, `problem.detail` what to do
  x Unreachable    it could not be reached, or broke off
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import Literal, Self, TypeVar, Unpack

import httpx2
import stamina

from evidence_search import calls
from evidence_search.calls import AskChoices, Call, FindChoices, Format, SearchChoices
from evidence_search.exchange import Limits, Refused, Unreachable, read, unreachable, when
from evidence_search.wire import AnswerOut, CitationOut, HitOut, SearchOut
from evidence_search.wire_library import (
    AnswersOut,
    DocumentDetailOut,
    DocumentOut,
    DocumentsOut,
    FacetsOut,
    IndexOut,
    PageOut,
    SourceOut,
    StandardsOut,
)

__all__ = ["AsyncClient", "Client", "Limits", "Refused", "Unreachable"]
LIMITS = Limits()
T = TypeVar("T")


class Client:
    """
    The service at `url`; a request that it is too busy for is sent again, when it says it may be.

    `headers` go with every request; `transport` takes the place of the network.
    """

    def __init__(
        self,
        url: str,
        *,
        limits: Limits = LIMITS,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.BaseTransport | None = None,
    ) -> None:
        self._limits = limits
        self._again = stamina.RetryingCaller(limits.attempts, limits.patience)
        self._http = httpx2.Client(
            base_url=url, timeout=limits.timeout, headers=headers, transport=transport
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._http.close()

    def send(self, call: Call[T]) -> T:
        """Send one of `evidence_search.calls`; raises Refused or Unreachable."""
        return self._again.on(when(call, self._limits.patience))(self._once, call)

    def _once(self, call: Call[T]) -> T:
        try:
            response = self._http.request(
                call.method, call.path, json=call.body, params=call.params or None
            )
        except httpx2.TransportError as error:
            raise unreachable(error) from error
        return read(call, response)

    def search(self, query: str, **choices: Unpack[SearchChoices]) -> SearchOut:
        return self.send(calls.search(query, **choices))

    def answer(self, question: str, **choices: Unpack[AskChoices]) -> AnswerOut:
        return self.send(calls.answer(question, **choices))

    def answers(self, questions: Sequence[str], **choices: Unpack[AskChoices]) -> AnswersOut:
        return self.send(calls.answers(questions, **choices))

    def export(
        self, query: str, form: Literal["csv", "jsonl"] = "csv", **choices: Unpack[FindChoices]
    ) -> str:
        return self.send(calls.export(query, form, **choices))

    def documents(self, cursor: str | None = None, limit: int = 50) -> DocumentsOut:
        return self.send(calls.documents(cursor, limit))

    def every_document(self) -> Iterator[DocumentOut]:
        """Give the whole list, page after page."""
        cursor: str | None = None
        while True:
            listed = self.documents(cursor)
            yield from listed.documents
            cursor = listed.next_cursor
            if cursor is None:
                return

    def document(self, document_id: str) -> DocumentDetailOut:
        return self.send(calls.document(document_id))

    def page(self, document_id: str, number: int) -> PageOut:
        return self.send(calls.page(document_id, number))

    def standards(self) -> StandardsOut:
        return self.send(calls.standards())

    def facets(self) -> FacetsOut:
        return self.send(calls.facets())

    def index(self) -> IndexOut:
        return self.send(calls.index())

    def source(self, cited: CitationOut | HitOut, generation: str) -> SourceOut:
        """Read a quote again where it stands, with its permalink."""
        return self.send(calls.source(cited, generation))

    def reference(self, cited: CitationOut | HitOut, generation: str, form: Format) -> str:
        return self.send(calls.reference(cited, generation, form))

    def feedback(self, given: AnswerOut, reason: str, *, helpful: bool, comment: str = "") -> None:
        self.send(calls.feedback(given, reason, helpful=helpful, comment=comment))


class AsyncClient:
    """The same for asyncio."""

    def __init__(
        self,
        url: str,
        *,
        limits: Limits = LIMITS,
        headers: Mapping[str, str] | None = None,
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._limits = limits
        self._again = stamina.AsyncRetryingCaller(limits.attempts, limits.patience)
        self._http = httpx2.AsyncClient(
            base_url=url, timeout=limits.timeout, headers=headers, transport=transport
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.aclose()

    async def send(self, call: Call[T]) -> T:
        """Send one of `evidence_search.calls`; raises Refused or Unreachable."""
        return await self._again.on(when(call, self._limits.patience))(self._once, call)

    async def _once(self, call: Call[T]) -> T:
        try:
            response = await self._http.request(
                call.method, call.path, json=call.body, params=call.params or None
            )
        except httpx2.TransportError as error:
            raise unreachable(error) from error
        return read(call, response)

    async def search(self, query: str, **choices: Unpack[SearchChoices]) -> SearchOut:
        return await self.send(calls.search(query, **choices))

    async def answer(self, question: str, **choices: Unpack[AskChoices]) -> AnswerOut:
        return await self.send(calls.answer(question, **choices))

    async def answers(self, questions: Sequence[str], **choices: Unpack[AskChoices]) -> AnswersOut:
        return await self.send(calls.answers(questions, **choices))

    async def export(
        self, query: str, form: Literal["csv", "jsonl"] = "csv", **choices: Unpack[FindChoices]
    ) -> str:
        return await self.send(calls.export(query, form, **choices))

    async def documents(self, cursor: str | None = None, limit: int = 50) -> DocumentsOut:
        return await self.send(calls.documents(cursor, limit))

    async def every_document(self) -> AsyncIterator[DocumentOut]:
        """Give the whole list, page after page."""
        cursor: str | None = None
        while True:
            listed = await self.documents(cursor)
            for one in listed.documents:
                yield one
            cursor = listed.next_cursor
            if cursor is None:
                return

    async def document(self, document_id: str) -> DocumentDetailOut:
        return await self.send(calls.document(document_id))

    async def page(self, document_id: str, number: int) -> PageOut:
        return await self.send(calls.page(document_id, number))

    async def standards(self) -> StandardsOut:
        return await self.send(calls.standards())

    async def facets(self) -> FacetsOut:
        return await self.send(calls.facets())

    async def index(self) -> IndexOut:
        return await self.send(calls.index())

    async def source(self, cited: CitationOut | HitOut, generation: str) -> SourceOut:
        """Read a quote again where it stands, with its permalink."""
        return await self.send(calls.source(cited, generation))

    async def reference(self, cited: CitationOut | HitOut, generation: str, form: Format) -> str:
        return await self.send(calls.reference(cited, generation, form))

    async def feedback(
        self, given: AnswerOut, reason: str, *, helpful: bool, comment: str = ""
    ) -> None:
        await self.send(calls.feedback(given, reason, helpful=helpful, comment=comment))
