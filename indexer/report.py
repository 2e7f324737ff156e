"""The ledger to a report card: what was read of each document, and what to look at, worst first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict

from jinja2 import Environment

from evidence_search.designs import in_words
from evidence_search.words import count
from indexer.design_checks import settle
from indexer.layout import LabelSource
from indexer.ledger import LedgerRow, State
from indexer.numbers import named

SEVERITY = {State.REFUSED: 0, State.PARTLY: 1, State.INDEXED: 2}
MOST_PAGES = 12
PAGE = Environment(autoescape=True).from_string("""<!doctype html>
<html lang="en"><meta charset="utf-8"><title>Report card</title>
<meta name="viewport" content="width=device-width">
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
article { border-top: 1px solid; padding: .5rem 0 } h2 { font-size: 1rem; margin: 0 }
ul { margin: .25rem 0 } .state { font-weight: normal }
</style>
<h1>Report card</h1>
<p>{{ summary }}</p>
{% for card in cards %}<article><h2>{{ card.file }} <span class="state">{{ card.state }}</span></h2>
{% for line in card.facts %}<p>{{ line }}</p>
{% endfor %}{% if card.remarks %}<ul>
{% for remark in card.remarks %}<li>{{ remark }}</li>
{% endfor %}</ul>{% endif %}
</article>
{% endfor %}</html>
""")


def worst_first(ledger: Sequence[LedgerRow]) -> list[LedgerRow]:
    return sorted(
        ledger,
        key=lambda row: (SEVERITY[row.state], -len(remarks(row)), coverage(row), row.file),
    )


def as_json(ledger: Sequence[LedgerRow]) -> list[dict[str, object]]:
    """Give a record for each document; sketches, which say nothing to a reader, are left out."""
    records = []
    for row in worst_first(ledger):
        record = asdict(row) | {
            "text_coverage": round(coverage(row), 3),
            "ocr_share": round(ocr_share(row), 3),
            "remarks": list(remarks(row)),
        }
        del record["found"]["sketch"]
        records.append(record)
    return records


def as_text(ledger: Sequence[LedgerRow]) -> Iterator[tuple[int, str]]:
    """Give lines with how far each is indented; remarks begin with an exclamation mark."""
    yield 0, summary(ledger)
    for row in worst_first(ledger):
        yield 0, ""
        yield 0, f"{row.file}: {row.state}"
        yield from ((2, line) for line in facts(row))
        yield from ((2, f"! {remark}") for remark in remarks(row))


def as_html(ledger: Sequence[LedgerRow]) -> str:
    """Give one page that needs no other file."""
    cards = [
        {
            "file": row.file,
            "state": row.state.value,
            "facts": list(facts(row)),
            "remarks": list(remarks(row)),
        }
        for row in worst_first(ledger)
    ]
    return PAGE.render(summary=summary(ledger), cards=cards)


def summary(ledger: Sequence[LedgerRow]) -> str:
    states = Counter(row.state for row in ledger)
    looked = sum(bool(list(remarks(row))) for row in ledger)
    return (
        f"{len(ledger)} files: {states[State.INDEXED]} indexed, {states[State.PARTLY]} partly, "
        f"{states[State.REFUSED]} refused; {looked} with something to look at"
    )


def facts(row: LedgerRow) -> Iterator[str]:
    """Give what was read, in sentences for a person; nothing for a file that was refused."""
    if row.state is State.REFUSED:
        return
    found = row.found
    yield (
        f"{count(row.pages, 'page')}, {row.pages_with_text} with text ({coverage(row):.0%}), "
        f"{len(row.scans.confidence)} by OCR ({ocr_share(row):.0%}); "
        f"{row.characters:,} characters; {count(row.passages, 'passage')}"
    )
    yield (
        f"{count(found.pages_in_columns, 'page')} in columns; {count(found.tables, 'table')}; "
        f"{count(found.headings, 'heading')}; {count(found.notes, 'note')}"
    )
    yield f"page labels: {found.labels.value} ({found.labelled} of {row.pages} pages)"
    sources = "; ".join(f"{name} from {source}" for name, source in row.own.sources.items())
    yield from map(in_words, settle(row.designs, row.checks))
    yield f"{row.own.title} [{sources or 'nothing known'}]"


def remarks(row: LedgerRow) -> tuple[str, ...]:
    """Give what was not read and why, and what a person should look at."""
    return (*row.problems, *row.scans.notes, *_flags(row), *row.duplicates)


def _flags(row: LedgerRow) -> Iterator[str]:
    found = row.found
    if found.hidden:
        words = sum(found.hidden.values())
        yield (
            f"hidden text on {_pages(sorted(found.hidden))}: {count(words, 'word')} that no reader "
            "can see were left out"
        )
    if found.read_otherwise:
        yield (
            f"readings differ on {_pages(found.read_otherwise)}: two parsers read different "
            "words; compare the text with the page"
        )
    if found.uncompared:
        yield (
            f"read by one parser alone: {_pages(found.uncompared)}, which the second cannot "
            "read, or not in good time"
        )
    if row.state is not State.REFUSED and found.labels is LabelSource.AGAINST_FILE:
        yield "the file's own page labels are not what is printed; the printed ones are used"
    if row.own.sources.get("title") == "file name":
        yield "no title found: give one in the catalogue"


def _pages(numbers: Sequence[int]) -> str:
    more = len(numbers) - MOST_PAGES
    return f"{named(numbers[:MOST_PAGES])}{f' and {more} more' if more > 0 else ''}"


def ocr_share(row: LedgerRow) -> float:
    """Give the share of the pages with text whose text was recognised from a scan."""
    return len(row.scans.confidence) / row.pages_with_text if row.pages_with_text else 0.0


def coverage(row: LedgerRow) -> float:
    return row.pages_with_text / row.pages if row.pages else 0.0
