"""Who asks in, whether they may ask again now and how much is left to them out."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address, ip_network
from threading import Timer

from limits import RateLimitItem, parse_many
from limits.storage import MemoryStorage
from limits.strategies import SlidingWindowCounterRateLimiter

NAMES = ("burst", "sustained")
SHARED_BY_ONE = 64
SWEPT = 60.0


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of one allowance, and in how many seconds there is more."""

    name: str
    allowed: int
    window: int
    remaining: int
    after: int


class _Never(Timer):
    """
    Keeps MemoryStorage from starting a thread for each expiry, up to a hundred a second.

    The event loop would wait for each to begin, and thus for its turn at the interpreter.
    """

    def is_alive(self) -> bool:
        return True


class Rates:
    """
    Two allowances for everyone who asks, a short one and a long one; kept in memory only.

    `rates` reads "300/minute;6000/hour"; "" allows all.
    """

    def __init__(self, rates: str) -> None:
        self._items: Sequence[RateLimitItem] = sorted(parse_many(rates)) if rates else ()
        self._storage = MemoryStorage()
        self._storage.timer = _Never(0, self._sweep)
        self._limiter = SlidingWindowCounterRateLimiter(self._storage)
        self._swept = time.time()

    def take(self, who: str) -> tuple[bool, list[Left]]:
        """Count a request of `who`; give whether it is within each allowance, and what is left."""
        if self._items and time.time() > self._swept + SWEPT:
            self._sweep()
        hits = [self._limiter.hit(item, who) for item in self._items]
        return all(hits), [self._left(*pair, who) for pair in zip(NAMES, self._items, strict=False)]

    def _sweep(self) -> None:
        """Forget all whose time is over, which the storage does of each that it is asked for."""
        self._swept = time.time()
        for key, ends in tuple(self._storage.expirations.items()):
            if ends <= self._swept:
                self._storage.get(key)

    def _left(self, name: str, item: RateLimitItem, who: str) -> Left:
        reset, remaining = self._limiter.get_window_stats(item, who)
        after = max(1, math.ceil(reset - time.time()))
        return Left(name, item.amount, item.get_expiry(), max(0, remaining), after)


def headers(left: Sequence[Left]) -> dict[str, str]:
    """Give the fields of draft-ietf-httpapi-ratelimit-headers-10."""
    return {
        "RateLimit-Policy": ", ".join(
            f'"{one.name}";q={one.allowed};w={one.window}' for one in left
        ),
        "RateLimit": ", ".join(f'"{one.name}";r={one.remaining};t={one.after}' for one in left),
    }


def wait(left: Sequence[Left]) -> int:
    """Give the seconds after which none of the allowances is empty."""
    return max((one.after for one in left if not one.remaining), default=1)


def household(address: str) -> str:
    """Give what one client cannot change: its IPv4 address, or the /64 of its IPv6 address."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, IPv6Address):
        mapped = parsed.ipv4_mapped
        return str(mapped or ip_network((int(parsed), SHARED_BY_ONE), strict=False))
    return str(parsed)
