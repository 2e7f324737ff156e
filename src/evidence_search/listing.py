"""Standards and counts as text for a terminal, or as JSON."""

from __future__ import annotations

import json

import click
from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from evidence_search.engine import Engine
from evidence_search.errors import CatalogueInvalid
from evidence_search.facets import facets_of
from evidence_search.filters import Filters
from evidence_search.scale import Level, Standard
from evidence_search.settings import Settings
from evidence_search.standards import BAND_CAVEAT, load_standards
from evidence_search.wire_evidence import FacetOut
from evidence_search.wire_standard import StandardOut, in_order


def print_standards(name: str | None, *, as_json: bool) -> None:
    """Print every standard, or the one with this id and what each of its levels means."""
    standards = load_standards(Settings.from_env().standards)
    if name is not None and name not in standards:
        raise CatalogueInvalid(f"no standard {name!r}: use one of {', '.join(sorted(standards))}")
    if as_json:
        found = StandardOut.of(standards[name]) if name else None
        every = [one.model_dump() for one in in_order(standards)]
        click.echo(json.dumps(found.model_dump() if found else every, indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    if name:
        _print_standard(console, standards[name])
        return
    for one in in_order(standards):
        line = Text(one.id, style="bold")
        line.append(f"  {one.name}: {one.heading.lower()}")
        console.print(line)
        levels = ", ".join(level.native for level in one.levels)
        off = "; off the scale: " + ", ".join(o.native for o in one.off_scale)
        rated = f"rates: {', '.join(one.units)}; {levels}{off if one.off_scale else ''}"
        console.print(_indented(f"{rated} ({one.order})"))
    console.print("\nWhat each level means: evidence-search standards ID")


def print_facets(engine: Engine, filters: Filters, *, as_json: bool) -> None:
    found = facets_of(engine.index.store.documents(filters), engine.standards)
    if as_json:
        plain = [FacetOut.model_validate(facet).model_dump() for facet in found]
        click.echo(json.dumps(plain, indent=2, ensure_ascii=False))
        return
    console = Console(highlight=False)
    for facet in found:
        if facet.counts:
            note = f" ({facet.note})" if facet.note else ""
            console.print(Text(f"{facet.name}{note}", style="bold"))
        for count in facet.counts:
            label = "" if count.label == count.value else f": {count.label}"
            console.print(_indented(f"{count.documents:>4}  {count.value}{label}"))


def _print_standard(console: Console, standard: Standard) -> None:
    version = f", version {standard.version}" if standard.version else ""
    console.print(Text(f"{standard.name}: {standard.heading.lower()}", style="bold"))
    console.print(f"{standard.owner}{version}. Rates: {', '.join(standard.units)}.")
    console.print(f"From the lowest: {standard.order}.")
    for level in standard.levels:
        _print_level(console, level)
    if standard.off_scale:
        console.print("Off the scale:")
    for level in standard.off_scale:
        _print_level(console, level)
    for note in standard.notes:
        console.print(Text(f"- {note}"))
    lacking = ", ".join(standard.not_verified) or "nothing"
    console.print(Text(f"Not verified: {lacking}."))
    if standard.source:
        console.print(Text(f"Source: {standard.source}"))


def _print_level(console: Console, level: Level) -> None:
    band = f" [band for filters: {level.band}, {BAND_CAVEAT}]" if level.band else ""
    console.print(_indented(f"{level.label}{band}"))
    console.print(Padding(Text(level.meaning), (0, 0, 0, 8)))


def _indented(text: str) -> Padding:
    return Padding(Text(text), (0, 0, 0, 4))
