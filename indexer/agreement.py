"""What raters gave to the same outcomes in, how far each two of them agree out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from sklearn.metrics import cohen_kappa_score

from evidence_search.ratings import Provenance
from evidence_search.scale import Standards
from indexer.held import Held, Standing

FEWEST = 2


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    Two raters on one standard: `kappa` counts a level apart less than two (linear weights).

    It is None where fewer than two outcomes were rated by both, or where both gave one and the
    same level throughout: kappa then has no value. `off_scale` outcomes, where a rater used a code
    that stands outside the order, count in `same` and not in kappa.
    """

    standard: str
    raters: tuple[str, str]
    outcomes: int
    same: int
    off_scale: int
    kappa: float | None


def agreements(held: Sequence[Held], standards: Standards) -> list[Agreement]:
    """Compare what persons assigned, confirmed or set aside; withdrawn ratings do not count."""
    given: dict[tuple[str, str], dict[tuple[str, ...], str]] = defaultdict(dict)
    for one in held:
        if (
            one.rating.provenance is Provenance.ASSIGNED
            and one.standing is not Standing.WITHDRAWN
            and one.rating.standard in standards
        ):
            given[one.rating.standard, one.rating.rater][one.subject] = one.rating.level
    found = []
    for (standard, rater), (also, other) in combinations(sorted(given), 2):
        if standard == also:
            mine, theirs = given[standard, rater], given[also, other]
            pairs = [(mine[key], theirs[key]) for key in sorted(mine.keys() & theirs.keys())]
            if pairs:
                found.append(_agreement(standards, standard, (rater, other), pairs))
    return found


def _agreement(
    standards: Standards, name: str, raters: tuple[str, str], pairs: Sequence[tuple[str, str]]
) -> Agreement:
    ranks = [tuple(map(standards[name].rank, pair)) for pair in pairs]
    placed = [pair for pair in ranks if None not in pair]
    kappa = None
    if len(placed) >= FEWEST and len({rank for pair in placed for rank in pair}) > 1:
        labels = list(range(1, len(standards[name].levels) + 1))
        kappa = float(
            cohen_kappa_score(*zip(*placed, strict=True), labels=labels, weights="linear")
        )
    same = sum(one == other for one, other in pairs)
    return Agreement(name, raters, len(pairs), same, len(pairs) - len(placed), kappa)
