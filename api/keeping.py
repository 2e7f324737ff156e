"""Feedback kept while the service runs, and forgotten in time: at its start and then every hour."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

from api.feedback_store import FeedbackStore
from api.reference import today
from evidence_search import Settings

HOUR = 3600.0
log = logging.getLogger(__name__)


@asynccontextmanager
async def keeping(app: FastAPI, settings: Settings) -> AsyncIterator[None]:
    """Give `app` the store that `settings` name, none where they keep nothing."""
    store = FeedbackStore.of(settings)
    app.state.feedback = store
    app.state.kept_days = settings.feedback_days if store and settings.learning else 0
    forgetting = asyncio.create_task(_forget(store)) if store else None
    yield
    if forgetting:
        forgetting.cancel()


async def _forget(store: FeedbackStore) -> None:
    """Forget what is due, for as long as the service runs; what fails now is tried again."""
    while True:
        try:
            await run_in_threadpool(store.purge, today())
        except sqlite3.Error as error:
            log.error("feedback is not purged: %s", error)  # noqa: TRY400 - no words of it
        await asyncio.sleep(HOUR)
