"""What `rate` prints: for people at 80 columns, or as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from evidence_search.errors import CatalogueInvalid
from evidence_search.standards import Standards, in_words
from evidence_search.types import EvidenceRating
from indexer.agreement import Agreement
from indexer.held import PUBLIC, Held
from indexer.rating_log import NAME, START, Event
from indexer.republish import Rated
from indexer.show import say

RATING = TypeAdapter(EvidenceRating)


def listed(
    held: Sequence[Held], rated: Rated, standards: Standards, *, everything: bool, as_json: bool
) -> None:
    chosen = [one for one in held if everything or one.standing in PUBLIC]
    if as_json:
        say(json.dumps([asdict(one) for one in chosen], indent=2, ensure_ascii=False))
        return
    for one in chosen:
        say(f"{one.id}  {one.document}  [{one.standing}]")
        say(f"    {_words(one.rating, standards)}")
    if not chosen:
        say("no ratings")
    for event in rated.replayed.void:
        say(
            f"entry {event.number} of the log ({event.action} {event.rating}) no longer applies: "
            "the catalogue does not hold that rating any more"
        )
    waiting = len(rated.events) - _published(rated)
    if waiting:
        say(f"{waiting} entries of the log are not published: run `python -m indexer rate publish`")


def log(events: Sequence[Event], *, as_json: bool) -> None:
    if as_json:
        say(json.dumps([asdict(event) for event in events], indent=2, ensure_ascii=False))
        return
    for event in events:
        say(f"{event.number}  {event.time}  {event.who}: {event.action} {event.rating}")
        say(f"    {event.document}; {_difference(event)}")
        say(f"    why: {event.why}")
    say(f"{len(events)} entries, each sealed to the one before; the last seal: {_last(events)}")


def agreement(found: Sequence[Agreement], standards: Standards, *, as_json: bool) -> None:
    if as_json:
        say(json.dumps([asdict(one) for one in found], indent=2, ensure_ascii=False))
        return
    for one in found:
        kappa = "no value yet" if one.kappa is None else f"{one.kappa:.2f}"
        say(f"{standards[one.standard].heading} ({one.standard}): {' and '.join(one.raters)}")
        say(
            f"    weighted kappa {kappa} (linear weights); the same level for {one.same} of "
            f"{one.outcomes} outcomes; {one.off_scale} off the scale"
        )
    if not found:
        say("no outcome was rated by two raters on the same standard")


def fault(error: ValueError) -> str:
    """Say what is wrong with a rating, by field."""
    if not isinstance(error, ValidationError):
        return str(error)
    faults = (
        (".".join(map(str, found["loc"])) or "rating", found["msg"].removeprefix("Value error, "))
        for found in error.errors()
    )
    return "; ".join(f"{place}: {reason}" for place, reason in faults)


def _words(rating: EvidenceRating, standards: Standards) -> str:
    try:
        return in_words(rating, standards)
    except CatalogueInvalid as error:
        return f"{rating.level} on {rating.standard}: {error}"


def _difference(event: Event) -> str:
    before = asdict(event.before) if event.before else {}
    after = asdict(event.after) if event.after else {}
    if not (before and after):
        whole = before or after
        said = f"{whole['standard']} {whole['level']}, {whole['direction']}, {whole['outcome']}"
        return said if after else f"was {said}"
    changed = [f"{k} {before[k]!s} -> {after[k]!s}" for k in after if before[k] != after[k]]
    return "; ".join(changed) or "as it stood"


def _published(rated: Rated) -> int:
    path = rated.generation / NAME
    return len(path.read_bytes().splitlines()) if path.exists() else 0


def _last(events: Sequence[Event]) -> str:
    return events[-1].seal if events else START
