"""A request in, whether whoever sends it may: what each address needs, and how often."""

from __future__ import annotations

from enum import Enum, auto

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import rates
from api.keys import Key, KnownKeys
from api.keys import Scope as KeyScope
from api.problems import Kind, Problem
from api.rates import Rates
from api.respond import respond
from evidence_search import Settings


class Needs(Enum):
    """What an address needs. Where READ and METRICS are open they need no key."""

    NOTHING = auto()
    READ = auto()
    METRICS = auto()
    ADMIN = auto()


FREE = frozenset(
    (
        "/livez",
        "/readyz",
        "/openapi.json",
        "/embed",
        "/widget.js",
        "/widget.js.sri",
        "/screening.json",
    )
)
BEARER = "bearer "


def needs(path: str) -> Needs:
    """Say what an address needs; whatever is not named here needs READ, even if it is nothing."""
    if path in FREE or path.startswith(("/static/", "/problems/")):
        return Needs.NOTHING
    if path == "/metrics":
        return Needs.METRICS
    if path.startswith("/v1/admin/"):
        return Needs.ADMIN
    return Needs.READ


class Door:
    """Who may come in: the keys, and the allowances of addresses and of keys."""

    def __init__(self, settings: Settings) -> None:
        self._keys = KnownKeys(settings.keys_file) if settings.keys_file else None
        self._open = settings.access == "open"
        self._addresses, self._holders = Rates(settings.rate_address), Rates(settings.rate_key)

    def key_of(self, request: Request) -> Key | None:
        """Give the key that a request shows; None where it shows none, or one that is no good."""
        given = request.headers.get("authorization", "")
        if self._keys is None or not given.lower().startswith(BEARER):
            return None
        return self._keys.find(given[len(BEARER) :].strip())

    def count(self, request: Request, key: Key | None) -> tuple[bool, list[rates.Left]]:
        if key:
            return self._holders.take(key.id)
        address = request.client.host if request.client else ""
        return self._addresses.take(rates.household(address))

    def refusal(self, request: Request, key: Key | None) -> Problem | None:
        """Say why a request may not be served, if it may not. A key that is no good is told so."""
        needed = needs(request.url.path)
        if key is None and request.headers.get("authorization", "").lower().startswith(BEARER):
            return Problem(Kind.KEY_UNKNOWN)
        if needed is Needs.NOTHING or (self._open and needed is not Needs.ADMIN):
            return None
        if key is None:
            return Problem(Kind.KEY_NEEDED)
        scope = KeyScope[needed.name]
        if scope not in key.scopes:
            return Problem(Kind.SCOPE_MISSING, f"This address needs a key with the scope {scope}.")
        return None


class Access:
    """Refuses whoever asks too often, or without the key that an address needs."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or needs(scope["path"]) is Needs.NOTHING:
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        door: Door = scope["app"].state.door
        key = door.key_of(request)
        within, left = door.count(request, key)

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start" and left:
                MutableHeaders(scope=message).update(rates.headers(left))
            await send(message)

        problem = door.refusal(request, key)
        if not within:
            problem = Problem(Kind.TOO_OFTEN, after=rates.wait(left))
        if problem is None:
            await self._app(scope, receive, telling)
            return
        await respond(request, problem, problem.headers)(scope, receive, telling)
