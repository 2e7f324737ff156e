"""The catalogue's ratings and the log in, every rating with its standing out."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TypeAlias

from pydantic import TypeAdapter

from evidence_search.ratings import EvidenceRating, Provenance, outcome_key
from indexer.rating_log import Action, Event

GIVEN = "given_ratings.json"
Ratings: TypeAlias = Mapping[str, Sequence[EvidenceRating]]
ADAPTER: TypeAdapter[dict[str, tuple[EvidenceRating, ...]]] = TypeAdapter(
    dict[str, tuple[EvidenceRating, ...]]
)


class Standing(StrEnum):
    SHOWN = "shown"
    DISPUTED = "shown, and another rater differs"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set aside: another was confirmed"
    WITHDRAWN = "withdrawn"


PUBLIC = (Standing.SHOWN, Standing.DISPUTED, Standing.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Held:
    """A rating of a document, from the catalogue or from the log, and what became of it."""

    id: str
    document: str
    rating: EvidenceRating
    standing: Standing = Standing.SHOWN

    @property
    def subject(self) -> tuple[str, ...]:
        """What is rated on which scale: two ratings of one subject can differ."""
        rating = self.rating
        named = outcome_key(rating.intervention, rating.outcome)
        return (self.document, *named, rating.standard, rating.version)


@dataclass(frozen=True, slots=True)
class Replay:
    """Ratings after the log, and the events whose rating the catalogue no longer holds."""

    held: tuple[Held, ...]
    void: tuple[Event, ...] = ()

    def shown(self, document: str) -> tuple[EvidenceRating, ...]:
        """Give what readers see of a document: nothing withdrawn and nothing set aside."""
        return tuple(
            one.rating for one in self.held if one.document == document and one.standing in PUBLIC
        )


def replay(given: Ratings, events: Iterable[Event]) -> Replay:
    """Let the events happen to the catalogue's ratings, in order."""
    held = {one.id: one for one in _given(given)}
    void = []
    for event in events:
        if event.design:
            continue
        known = held.get(event.rating)
        if event.action is Action.ADD and event.after and event.document in given:
            held[event.rating] = Held(event.rating, event.document, event.after)
        elif known is None:
            void.append(event)
        elif event.action is Action.WITHDRAW:
            held[event.rating] = replace(known, standing=Standing.WITHDRAWN)
        elif event.after:
            confirmed = event.action is Action.CONFIRM
            standing = Standing.CONFIRMED if confirmed else known.standing
            held[event.rating] = replace(known, rating=event.after, standing=standing)
            if confirmed:
                held |= _unconfirm_others(held, event.rating)
    return Replay(tuple(_settle(held.values())), tuple(void))


def rating_id(document: str, rating: EvidenceRating, seed: str = "") -> str:
    """Name a rating by what it said when it was made; the name outlives its changes."""
    text = json.dumps([document, asdict(rating), seed], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def write_given(generation: Path, given: Ratings) -> None:
    """Keep with a generation the ratings that the catalogue gave, without those of the log."""
    (generation / GIVEN).write_bytes(
        ADAPTER.dump_json({name: tuple(own) for name, own in given.items()}, indent=1)
    )


def read_given(generation: Path) -> Ratings | None:
    path = generation / GIVEN
    return ADAPTER.validate_json(path.read_bytes()) if path.exists() else None


def _given(given: Ratings) -> Iterable[Held]:
    seen: dict[str, int] = {}
    for document, ratings in sorted(given.items()):
        for rating in ratings:
            name = rating_id(document, rating)
            seen[name] = seen.get(name, 0) + 1
            yield Held(name if seen[name] == 1 else f"{name}-{seen[name]}", document, rating)


def _unconfirm_others(held: Mapping[str, Held], confirmed: str) -> dict[str, Held]:
    subject = held[confirmed].subject
    return {
        name: replace(one, standing=Standing.SHOWN)
        for name, one in held.items()
        if name != confirmed and one.subject == subject and one.standing is Standing.CONFIRMED
    }


def _settle(held: Iterable[Held]) -> Iterable[Held]:
    """
    Set aside what differs from a confirmed rating, and mark what differs with none confirmed.

    A published rating is never set aside: no rater speaks for the owner of a standard.
    """
    every = list(held)
    for one in every:
        rivals = [
            other
            for other in every
            if other is not one
            and other.subject == one.subject
            and other.standing is not Standing.WITHDRAWN
        ]
        published = one.rating.provenance is Provenance.PUBLISHED
        if one.standing is not Standing.SHOWN:
            yield one
        elif any(r.standing is Standing.CONFIRMED for r in rivals) and not published:
            yield replace(one, standing=Standing.SET_ASIDE)
        elif any(_differ(one.rating, r.rating) for r in rivals):
            yield replace(one, standing=Standing.DISPUTED)
        else:
            yield one


def _differ(one: EvidenceRating, other: EvidenceRating) -> bool:
    return (one.level, one.direction) != (other.level, other.direction)
