"""Standards of evidence in; a rating checked against them, chosen by them and said in words out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from evidence_search.errors import CatalogueInvalid, StandardInvalid
from evidence_search.ratings import (
    SUGGESTED,
    Direction,
    EvidenceRating,
    Provenance,
    outcome_key,
)
from evidence_search.scale import Standard, Standards, read_file, require

SHIPPED = Path(__file__).parent / "scales"
BAND_CAVEAT = "approximate, not equivalent"
DIRECTIONS = {
    Direction.POSITIVE: "points to benefit (+)",
    Direction.MIXED: "points both ways (±)",
    Direction.NONE: "no effect found (=)",
    Direction.NEGATIVE: "points to harm (–)",
    Direction.NOT_ASSESSED: "does not say which way it points (?)",
}


def load_standards(path: Path | None = None) -> Standards:
    """
    Read the shipped standards, then the TOML file, or folder of them, at `path` over these.

    A standard of the same id replaces the shipped one. Raises StandardInvalid.
    """
    return _read(SHIPPED) | (_read(path) if path else {})


def check(rating: EvidenceRating, standards: Standards) -> None:
    """Raise CatalogueInvalid, with what is allowed, unless the rating fits its standard."""
    standard = standard_of(rating, standards)
    require(standard, "version", rating.version, (standard.version or rating.version,))
    require(standard, "unit", rating.unit, standard.units)
    directions = standard.level(rating.level).directions or tuple(Direction)
    require(standard, f"{rating.level} with direction", rating.direction.value, directions)
    if rating.unit == "outcome" and not rating.outcome:
        raise CatalogueInvalid(f"{standard.id} rates an outcome: name the outcome of the rating")


def band(rating: EvidenceRating, standards: Standards) -> str | None:
    """Give the common band of a rating, to filter by. Show it only beside `BAND_CAVEAT`."""
    return standard_of(rating, standards).level(rating.level).band


def choose(
    standards: Standards,
    standard: str = "",
    at_least: str = "",
    band: str = "",
    *,
    no_benefit: bool = False,
) -> tuple[tuple[str, str], ...]:
    """
    Give the pairs of standard and label that a search is confined to; none for no condition.

    `at_least` counts in the standard's own order and takes in no code off its scale; `band` is
    approximate; `no_benefit` chooses rigorous findings of no effect or of harm, such as EIF's NE.
    Raises CatalogueInvalid, which lists what is allowed, where nothing could ever fit.
    """
    if not (standard or at_least or band or no_benefit):
        return ()
    if standard and standard not in standards:
        raise CatalogueInvalid(f"no such standard: use one of {', '.join(sorted(standards))}")
    if at_least and not standard:
        raise CatalogueInvalid("a level belongs to a standard: name the standard as well")
    chosen = [standards[standard]] if standard else [standards[name] for name in sorted(standards)]
    if at_least:
        ladder = [level.native for level in chosen[0].levels]
        if at_least not in ladder:
            raise CatalogueInvalid(
                f"{standard} has no such level in its order: {', '.join(ladder)}"
            )
    pairs = tuple(
        (own.id, level.native)
        for own in chosen
        for level in (*own.levels, *own.off_scale)
        if (not at_least or (own.rank(level.native) or 0) >= (own.rank(at_least) or 0))
        and (not band or level.band == band)
        and (not no_benefit or level.finding)
    )
    if not pairs:
        raise CatalogueInvalid(
            f"no level of {standard or 'any standard'} fits all of level, band and finding at once"
        )
    return pairs


def in_words(rating: EvidenceRating, standards: Standards) -> str:
    """Say a rating in one line: level, direction, who, on what, and where it comes from."""
    standard = standard_of(rating, standards)
    level = standard.level(rating.level)
    shown = level.label
    if standard.rates != "cost" and not level.finding:
        shown = f"{shown}; {DIRECTIONS[rating.direction]}"
    published = rating.provenance is Provenance.PUBLISHED
    details = [standard.name if published else f"on the scale of {standard.name}"]
    if rating.unit != "outcome":
        details.append(f"{rating.unit}: {rating.intervention}")
    if rating.outcome:
        details.append(f"outcome: {rating.outcome}")
    details.append(origin(rating))
    if not level.verified:
        details.append("label not checked with its owner")
    return f"{standard.heading}: {shown} ({'; '.join(details)})"


def origin(rating: EvidenceRating) -> str:
    """Say where a rating comes from, as it is said wherever the rating shows."""
    if rating.provenance is Provenance.SUGGESTED:
        return SUGGESTED
    if rating.provenance is Provenance.ASSIGNED:
        return f"assigned by {rating.rater} on {spell_date(rating.date)}"
    by = f" by {rating.rater}," if rating.rater else ""
    return f"published{by} {spell_date(rating.date) or 'on a date not known'}"


def is_disputed(rating: EvidenceRating, others: Iterable[EvidenceRating]) -> bool:
    """Tell whether another rating of the same outcome on the same standard says otherwise."""
    return any(
        _subject(other) == _subject(rating)
        and (other.level, other.direction) != (rating.level, rating.direction)
        for other in others
    )


def _subject(rating: EvidenceRating) -> tuple[str, ...]:
    named = outcome_key(rating.intervention, rating.outcome)
    return (*named, rating.standard, rating.version)


def spell_date(text: str) -> str:
    """Spell 2018-03-05 as 5 March 2018, 2018-03 as March 2018, and other text as it stands."""
    try:
        day = date.fromisoformat(f"{text}-01-01"[:10])
    except ValueError:
        return text
    return day.strftime({4: "%Y", 7: "%B %Y"}.get(len(text), "%d %B %Y")).lstrip("0")


def standard_of(rating: EvidenceRating, standards: Standards) -> Standard:
    if rating.standard not in standards:
        known = ", ".join(sorted(standards))
        raise CatalogueInvalid(f"no standard {rating.standard!r}: use one of {known}")
    return standards[rating.standard]


def _read(path: Path) -> dict[str, Standard]:
    files = sorted(path.glob("*.toml")) if path.is_dir() else [path]
    if not files:
        raise StandardInvalid(f"{path}: this folder holds no .toml file of standards")
    found: dict[str, Standard] = {}
    for file in files:
        for standard in read_file(file):
            if standard.id in found:
                raise StandardInvalid(f"{file}: standard {standard.id!r} stands twice: keep one")
            found[standard.id] = standard
    return found
