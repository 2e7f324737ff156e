"""The engine that answers now, changed for one over a newer generation between requests."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from api.batch import Together
from api.logs import log_without_words
from api.metrics import Metrics
from evidence_search import Engine, Settings
from evidence_search.errors import IndexDamaged, IndexMismatch, IndexUnusable
from evidence_search.generation_name import number_of
from evidence_search.opening import current_name, every_name, open_library
from evidence_search.watch import Watch, unwatched

FIRST = "What helps children in care to do well at school?"
log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Lease:
    engine: Engine
    users: int = 0
    retired: bool = False


class Live:
    """
    Lends the engine to each request for as long as that takes; all of it runs on one event loop.

    `fault` says, for whoever asks whether the service is ready, what is served instead of what.
    """

    def __init__(
        self, metrics: Metrics, engine: Engine | None = None, watch: Watch = unwatched
    ) -> None:
        self.fault = ""
        self.aside = CapacityLimiter(1)  # to look whether an engine can be asked
        self._thread = CapacityLimiter(1)  # a generation opens while those that answer are taken
        self._metrics = metrics
        self._watch = watch
        self._lease: _Lease | None = None
        self._refused: str | None = None
        if engine is not None:
            self._serve(engine)

    @property
    def engine(self) -> Engine | None:
        return self._lease.engine if self._lease else None

    @asynccontextmanager
    async def lend(self) -> AsyncIterator[Engine | None]:
        """Lend the engine; it stays open until the last block that it was lent to ends."""
        lease = self._lease
        if lease is None:
            yield None
            return
        lease.users += 1
        try:
            yield lease.engine
        finally:
            lease.users -= 1
            _close_if_done(lease)

    async def start(self, settings: Settings) -> None:
        """Serve what `open_whole` opens; where that is nothing, stay alive and say so."""
        try:
            self._serve(await run_sync(open_whole, settings, limiter=self._thread))
        except IndexUnusable as error:
            self._refuse(_named(settings), error)

    async def watch(self, settings: Settings) -> None:
        """Go over to each generation that becomes current, until cancelled."""
        while settings.reload_seconds:
            await asyncio.sleep(settings.reload_seconds)
            try:
                await self.look(settings)
            except Exception as error:  # noqa: BLE001 - whatever it was, it may have passed next time
                log_without_words(error)

    async def look(self, settings: Settings) -> None:
        """Go over to the current generation if it is another one and passes its checks."""
        try:
            now = await run_sync(current_name, settings, limiter=self._thread)
        except IndexUnusable as error:
            if not self.fault:
                self._refuse(None, error)
            return
        if now is None or now == self._refused:
            return
        serving = self.engine
        if serving and serving.index.generation == now:
            self._settle()
            return
        try:
            opened = await run_sync(_checked, now, serving, settings, limiter=self._thread)
            self._serve(opened)
        except IndexUnusable as error:
            self._refuse(now, error)

    def close(self) -> None:
        """Lend nothing from now on; the engine closes when its last request ends."""
        if self._lease:
            self._lease.retired = True
            _close_if_done(self._lease)
        self._lease = None

    def _serve(self, engine: Engine) -> None:
        self.close()
        if not isinstance(engine.encoder, Together):
            together = Together(engine.encoder, self._metrics.together.observe)
            engine = engine.encoded_by(together)
        self._lease = _Lease(engine.watched_by(self._watch))
        self._metrics.serve(engine.index.generation)
        self._settle()
        log.info("serving generation %s", engine.index.generation)

    def _settle(self) -> None:
        self.fault, self._refused = "", None
        self._metrics.degraded.set(0)

    def _refuse(self, generation: str | None, error: IndexUnusable) -> None:
        name = generation or "the current generation"
        self.fault = f"{name} was refused; the log says why"
        if isinstance(error, IndexDamaged | IndexMismatch):  # of the rest, any may pass
            self._refused = generation
        self._metrics.degraded.set(1)
        self._metrics.refused.inc()
        log.error("generation refused, %s", error)


def open_whole(settings: Settings) -> Engine:
    """
    Open the current generation or, where it is damaged, the newest that is whole.

    All that the first answer needs is loaded, which takes seconds. Raises IndexUnusable.
    """
    try:
        engine = Engine.open(settings)
    except IndexUnusable as error:
        engine = _newest_whole(settings, error)
    engine.answer(FIRST)
    return engine


def _named(settings: Settings) -> str | None:
    """Name the current generation, None where that cannot be told either."""
    try:
        return current_name(settings)
    except IndexUnusable:
        return None


def _newest_whole(settings: Settings, fault: IndexUnusable) -> Engine:
    current = _named(settings)
    for generation in reversed(every_name(settings)):
        if current and number_of(generation) == number_of(current):
            continue
        try:
            engine = _checked(generation, None, settings)
        except IndexUnusable as error:
            log.error("%s is no way out: %s", generation, error)  # noqa: TRY400
            continue
        log.error("%s; serving generation %s instead", fault, generation)
        return engine
    raise fault


def _checked(generation: str, serving: Engine | None, settings: Settings) -> Engine:
    """Open a generation that finds its own passages; raises IndexUnusable."""
    index = open_library(settings, generation)
    try:
        index.check_canaries()
        return serving.moved_to(index) if serving else Engine.over(index, settings)
    except BaseException:
        index.close()
        raise


def _close_if_done(lease: _Lease) -> None:
    if lease.retired and not lease.users:
        lease.engine.close()
