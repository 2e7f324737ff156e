"""An engine, or the settings to open one, in; the HTTP service out."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import to_thread
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from starlette.middleware.cors import CORSMiddleware

from api import (
    admin,
    ask,
    ask_page,
    browse,
    cite,
    export,
    feedback,
    feedback_page,
    guards,
    health,
    image,
    metrics,
    openapi,
    problem_page,
    questions,
    respond,
    rules,
    shelf,
    site,
    widget,
)
from api.access import Access, Door
from api.capacity import Capacity
from api.keeping import keeping
from api.live import Live
from api.observe import Observed, Observer
from api.pictures import Pictures
from evidence_search import Engine, Settings

REQUEST_ID = "X-Request-Id"
EXPOSED = (
    "ETag",
    "Export-Complete",
    "Index-Generation",
    "RateLimit",
    "RateLimit-Policy",
    "Retry-After",
    REQUEST_ID,
)


def create_app(engine: Engine | None = None, settings: Settings | None = None) -> FastAPI:
    """
    Serve `engine`, or the one that `settings` (else the environment's) open at startup.

    Where that index cannot be opened the service starts all the same and logs why: on the newest
    generation that is whole or, where there is none, alive and not ready. It goes over to each
    new generation while it runs, unless it has an engine and no settings to find one by.
    `uvicorn --factory api.app:create_app` needs no argument.
    """
    counters = metrics.Metrics()
    observer = Observer(counters)
    live = Live(counters, engine, observer.step)
    app = FastAPI(
        title=openapi.TITLE,
        version=openapi.VERSION,
        description=openapi.DESCRIPTION,
        openapi_url=None,
        lifespan=_lifespan(live, settings, observer),
        redirect_slashes=False,
        exception_handlers=respond.HANDLERS,
        generate_unique_id_function=lambda route: route.name,
    )
    app.state.live, app.state.metrics, app.state.observer = live, counters, observer
    app.state.pictures = Pictures()
    app.state.feedback, app.state.kept_days = None, 0
    app.state.sites = set()
    _set(app, engine.settings if engine else settings or Settings())
    for guard in (Capacity, guards.BoundedBody, Access, guards.Unexpected):
        app.add_middleware(guard)
    app.add_middleware(
        CORSMiddleware,
        allow_origins=app.state.sites,
        allow_methods=("GET", "POST"),
        allow_headers=("Content-Type", "If-None-Match"),
        expose_headers=EXPOSED,
    )
    app.add_middleware(guards.Named)
    app.add_middleware(Observed, observer=observer)
    app.add_middleware(CorrelationIdMiddleware, header_name=REQUEST_ID, validator=guards.is_plain)
    asked = (ask, questions, export, cite, feedback)
    described = (health, metrics, *asked, image, browse, admin, openapi)
    for part in (*described, ask_page, feedback_page, shelf, site, widget, rules, problem_page):
        app.include_router(part.router)
    app.include_router(cite.pages)
    app.mount("/static", StaticFiles(directory=site.STATIC), "static")
    return app


def _set(app: FastAPI, settings: Settings) -> None:
    app.state.settings = settings
    app.state.sites.update(settings.allowed_sites)
    app.state.door = Door(settings)


def _lifespan(
    live: Live, settings: Settings | None, observer: Observer
) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        alone = live.engine is not None and settings is None
        chosen = app.state.settings if alone else settings or Settings.from_env()
        _set(app, chosen)
        to_thread.current_default_thread_limiter().total_tokens = chosen.concurrent
        async with observer.observing(chosen), keeping(app, chosen):
            if alone:
                yield
                return
            if live.engine is None:
                await live.start(chosen)
            await live.look(chosen)
            watching = asyncio.create_task(live.watch(chosen))
            yield
            watching.cancel()
            live.close()

    return lifespan
