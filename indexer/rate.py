"""What a researcher does to ratings and designs: each step is checked, logged and published."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from evidence_search.errors import CatalogueInvalid
from evidence_search.generations import current
from evidence_search.ratings import Design, EvidenceRating, Provenance
from evidence_search.scale import Standards
from evidence_search.settings import Settings
from evidence_search.standards import check, load_standards
from indexer import show_ratings
from indexer.agreement import agreements
from indexer.design_checks import Verdict
from indexer.held import Held, rating_id
from indexer.ledger import read_ledger
from indexer.rating_log import Action, DesignStep, Event, append, appending, read_log
from indexer.republish import Rated, checked, read_rated, republish
from indexer.show import say


def list_(directory: Path, document: str | None, *, everything: bool, as_json: bool) -> None:
    rated = read_rated(directory)
    held = [one for one in rated.replayed.held if document in (None, one.document)]
    show_ratings.listed(held, rated, _standards(), everything=everything, as_json=as_json)


def add(directory: Path, document: str, given: dict[str, str], who: str, why: str) -> None:
    standards = _standards()
    with appending(directory) as events:
        rated = read_rated(directory, events)
        if document not in rated.given:
            raise CatalogueInvalid(f"no document has the id {document}: see `rate list`")
        after = _made(_complete(given, who, standards), standards)
        name = rating_id(document, after, seed=str(len(events)))
        event = _event(Action.ADD, document, name, None, after, who, why)
        append(directory, events, event)
    _publish(directory, f"{name} added")


def change(directory: Path, rating: str, given: dict[str, str], who: str, why: str) -> None:
    standards = _standards()
    with appending(directory) as events:
        held = _find(read_rated(directory, events), rating)
        after = _made({**_as_given(held.rating), **given}, standards)
        if after == held.rating:
            raise CatalogueInvalid(f"{rating} says that already: nothing was changed")
        append(directory, events, _of(Action.CHANGE, held, after, who, why))
    _publish(directory, f"{rating} changed")


def withdraw(directory: Path, rating: str, who: str, why: str) -> None:
    with appending(directory) as events:
        held = _find(read_rated(directory, events), rating)
        append(directory, events, _of(Action.WITHDRAW, held, None, who, why))
    _publish(directory, f"{rating} withdrawn")


def confirm(directory: Path, rating: str, who: str, why: str) -> None:
    """Settle a difference; a suggested rating becomes one assigned by whoever confirms it."""
    with appending(directory) as events:
        held = _find(read_rated(directory, events), rating)
        after = held.rating
        if after.provenance is Provenance.SUGGESTED:
            assigned = Provenance.ASSIGNED
            after = replace(after, provenance=assigned, rater=who, date=_now().date().isoformat())
        append(directory, events, _of(Action.CONFIRM, held, after, who, why))
    _publish(directory, f"{rating} confirmed")


def design(  # noqa: PLR0913, PLR0917 - one for each thing that the log keeps
    directory: Path, document: str, asked: Design, verdict: Verdict, who: str, why: str
) -> None:
    """Confirm or refuse a design that the software suggests, or take that back."""
    with appending(directory) as events:
        rows = {row.id: checked(row, events) for row in read_ledger(current(directory))}
        if document not in rows:
            raise CatalogueInvalid(f"no document has the id {document}: see `rate designs`")
        suggested = [one.design for one in rows[document].designs]
        if asked not in suggested:
            known = ", ".join(suggested) or "none"
            raise CatalogueInvalid(f"the designs suggested for {document} are: {known}")
        said = {check.design: check.verdict for check in rows[document].checks}
        before = said.get(asked, Verdict.UNCHECKED)
        if before is verdict:
            raise CatalogueInvalid(f"{asked} is {verdict} already: nothing was changed")
        event = _event(Action.DESIGN, document, "", None, None, who, why)
        append(directory, events, replace(event, design=DesignStep(asked, before, verdict)))
    _publish(directory, f"{asked} of {document} {verdict}")


def designs(directory: Path, document: str | None, *, as_json: bool) -> None:
    events = read_log(directory)
    rows = [checked(row, events) for row in read_ledger(current(directory))]
    show_ratings.designs([row for row in rows if document in (None, row.id)], as_json=as_json)


def log(directory: Path, *, as_json: bool) -> None:
    show_ratings.log(read_log(directory), as_json=as_json)


def agreement(directory: Path, *, as_json: bool) -> None:
    standards = _standards()
    found = agreements(read_rated(directory).replayed.held, standards)
    show_ratings.agreement(found, standards, as_json=as_json)


def publish(directory: Path) -> None:
    say(f"generation {republish(directory)} shows the log, nothing was encoded again")


def _publish(directory: Path, done: str) -> None:
    try:
        generation = republish(directory)
    except Exception:
        say(f"{done} in the log, not published yet: run `python -m indexer rate publish`")
        raise
    say(f"{done}; generation {generation} shows it, nothing was encoded again")


def _standards() -> Standards:
    return load_standards(Settings.from_env().standards)


def _find(rated: Rated, name: str) -> Held:
    for held in rated.replayed.held:
        if held.id == name:
            return held
    raise CatalogueInvalid(f"no rating has the id {name}: `rate list --all` names each")


def _complete(given: dict[str, str], who: str, standards: Standards) -> dict[str, str]:
    """Fill in what follows: the standard's version and only unit, the rater, today."""
    standard = standards.get(given["standard"])
    today = _now().date().isoformat()
    filled = {"version": "", "unit": "", "source": "", "outcome": "", "date": today, "rater": who}
    if standard:
        filled["version"] = standard.version
        filled["unit"] = standard.units[0] if len(standard.units) == 1 else ""
        if given.get("provenance") == Provenance.PUBLISHED:
            filled["rater"] = standard.owner
    return {"provenance": Provenance.ASSIGNED.value, **filled, **given}


def _made(given: dict[str, Any], standards: Standards) -> EvidenceRating:
    try:
        rating = show_ratings.RATING.validate_python(given)
    except ValueError as error:
        raise CatalogueInvalid(show_ratings.fault(error)) from error
    check(rating, standards)
    return rating


def _as_given(rating: EvidenceRating) -> dict[str, str]:
    return {field.name: str(getattr(rating, field.name)) for field in fields(rating)}


def _of(action: Action, held: Held, after: EvidenceRating | None, who: str, why: str) -> Event:
    return _event(action, held.document, held.id, held.rating, after, who, why)


def _event(  # noqa: PLR0913, PLR0917 - one for each thing that the log keeps
    action: Action,
    document: str,
    rating: str,
    before: EvidenceRating | None,
    after: EvidenceRating | None,
    who: str,
    why: str,
) -> Event:
    time = _now().isoformat(timespec="seconds")
    return Event(0, time, who, action, document, rating, before, after, why)


def _now() -> datetime:
    return datetime.now(UTC)
