"""An engine, or the settings to open one, in; the HTTP service out."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool
from fastapi.staticfiles import StaticFiles

from api import ask, browse, guards, health, image, openapi, respond, site
from api.pictures import Pictures
from evidence_search import Engine, Settings
from evidence_search.errors import IndexUnusable

log = logging.getLogger(__name__)


def create_app(engine: Engine | None = None, settings: Settings | None = None) -> FastAPI:
    """
    Serve `engine`, or the one that `settings` (else the environment's) open at startup.

    Where that index cannot be opened the service starts all the same: it lives, is not ready,
    and logs why. `uvicorn --factory api.app:create_app` needs no argument.
    """

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        if engine is not None:
            yield
            return
        opened = await run_in_threadpool(_open, settings or Settings.from_env())
        app.state.engine = opened
        yield
        app.state.engine = None
        if opened is not None:
            opened.close()

    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        description=openapi.DESCRIPTION,
        openapi_url=None,
        lifespan=lifespan,
        exception_handlers=respond.HANDLERS,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.engine = engine
    app.state.pictures = Pictures()
    for guard in (guards.BoundedBody, guards.Unexpected, guards.Named):
        app.add_middleware(guard)
    for part in (health, ask, image, browse, openapi, site):
        app.include_router(part.router, responses=openapi.REFUSED)
    app.mount("/static", StaticFiles(directory=site.STATIC), "static")
    return app


def _open(settings: Settings) -> Engine | None:
    try:
        return Engine.open(settings)
    except IndexUnusable as error:
        log.error("not ready: %s", error)  # noqa: TRY400 - the message says all
        return None
