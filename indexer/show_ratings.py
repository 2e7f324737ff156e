"""What `rate` prints: for people at 80 columns, or as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from pydantic import TypeAdapter, ValidationError

from evidence_search.designs import quoted
from evidence_search.errors import CatalogueInvalid
from evidence_search.ratings import EvidenceRating
from evidence_search.scale import Standards
from evidence_search.standards import in_words
from indexer.agreement import Agreement
from indexer.design_checks import Verdict
from indexer.held import PUBLIC, Held
from indexer.ledger import LedgerRow
from indexer.rating_log import NAME, START, Event
from indexer.republish import Rated
from indexer.show import say, say_json, say_wrapped

RATING = TypeAdapter(EvidenceRating)


def listed(
    held: Sequence[Held], rated: Rated, standards: Standards, *, everything: bool, as_json: bool
) -> None:
    chosen = [one for one in held if everything or one.standing in PUBLIC]
    if as_json:
        say_json([asdict(one) for one in chosen])
        return
    for one in chosen:
        say(f"{one.id}  {one.document}  [{one.standing}]")
        say_wrapped(_words(one.rating, standards))
    if not chosen:
        say("no ratings")
    for event in rated.replayed.void:
        say_wrapped(
            f"entry {event.number} of the log ({event.action} {event.rating}) no longer applies: "
            "the catalogue does not hold that rating any more"
        )
    waiting = len(rated.events) - _published(rated)
    if waiting:
        say(f"{waiting} entries of the log are not published: run `python -m indexer rate publish`")


def log(events: Sequence[Event], *, as_json: bool) -> None:
    if as_json:
        say_json([asdict(event) for event in events])
        return
    for event in events:
        done = f"{event.action} {event.rating}".strip()
        say(f"{event.number}  {event.time}  {event.who}: {done}")
        say_wrapped(f"{event.document}; {_difference(event)}")
        say_wrapped(f"why: {event.why}")
    say(f"{len(events)} entries, each sealed to the one before; the last seal:")
    say(f"    {_last(events)}")


def designs(rows: Sequence[LedgerRow], *, as_json: bool) -> None:
    found = [
        (row, one, {check.design: check for check in row.checks}.get(one.design))
        for row in rows
        for one in row.designs
    ]
    if as_json:
        plain = [
            {
                "document": row.id,
                "suggested": asdict(one),
                "check": asdict(check) if check else None,
            }
            for row, one, check in found
        ]
        say_json(plain)
        return
    for row, one, check in found:
        by = f" by {check.rater}, {check.date}" if check else ""
        say(f"{row.id}: {one.design}  [{check.verdict if check else Verdict.UNCHECKED}{by}]")
        say_wrapped(quoted(one))
    if not found:
        say("no design is suggested")


def agreement(found: Sequence[Agreement], standards: Standards, *, as_json: bool) -> None:
    if as_json:
        say_json([asdict(one) for one in found])
        return
    for one in found:
        kappa = "no value yet" if one.kappa is None else f"{one.kappa:.2f}"
        say(f"{standards[one.standard].heading} ({one.standard}): {' and '.join(one.raters)}")
        say_wrapped(
            f"weighted kappa {kappa} (linear weights); the same level for {one.same} of "
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
    if event.design:
        return f"{event.design.design}: {event.design.before} -> {event.design.after}"
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
