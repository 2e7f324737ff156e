"""What each command of the indexer does."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from evidence_search.command_line import FAILED, INDEX_UNUSABLE
from evidence_search.encode import load_encoder
from evidence_search.errors import IndexMissing, IndexUnusable
from evidence_search.generations import (
    clear_out,
    current,
    generations,
    named,
    pointed,
    quarantined,
    roll_back,
)
from evidence_search.index import Index
from evidence_search.manifest import Manifest, read_manifest
from evidence_search.settings import Settings
from evidence_search.standards import load_standards
from evidence_search.types import Encoder
from indexer import retractions, show
from indexer.build import Plan
from indexer.build import build as build_index
from indexer.catalogue import Entry, read_source
from indexer.diff import answers as compare_answers
from indexer.diff import documents as compare_documents
from indexer.ledger import State, read_ledger
from indexer.merge import merge as merge_indexes
from indexer.plan import Action, Standing, compare
from indexer.questions import read_questions
from indexer.rating_log import read_log
from indexer.readings import digest
from indexer.republish import with_log
from indexer.resume import Kept
from indexer.reuse import CUES, read_alike


def build(
    source: Path, directory: Path, plan: Plan, retracted: Path | None = None, *, as_json: bool
) -> None:
    settings = Settings.from_env()
    entries = read_source(source, load_standards(settings.standards))
    if retracted:
        retractions.keep(retractions.read_retractions(retracted), directory)
    entries = _with_retractions(entries, directory)
    if plan.shard:
        entries = [entry for entry in entries if plan.shard.takes(entry.given.id)]
    encoder = load_encoder(settings.encoder, settings.inference)
    with show.progress(len(entries), hidden=as_json) as on_file:
        built = build_index(entries, directory, encoder, plan, on_file)
    show.built(built, directory, as_json=as_json)
    if any(row.state is State.REFUSED for row in built.ledger):
        sys.exit(FAILED)


def plan(source: Path, directory: Path, made: Plan, *, as_json: bool) -> None:
    settings = Settings.from_env()
    entries = _with_retractions(read_source(source, load_standards(settings.standards)), directory)
    entries = with_log(entries, read_log(directory))
    now = _standing(directory, made, load_encoder(settings.encoder, settings.inference))
    digests = {entry.given.id: digest(entry) for entry in entries}
    steps = compare(entries, digests, now, made.recogniser)
    show.plan(
        steps, sum(e.path.stat().st_size for e in entries if digests[e.given.id]), as_json=as_json
    )
    if any(step.action in {Action.UNREADABLE, Action.REFUSED} for step in steps):
        sys.exit(FAILED)


def report(directory: Path, html: Path | None, *, as_json: bool) -> None:
    show.report(read_ledger(current(directory)), as_json=as_json, html=html)


def verify(directory: Path, *, full: bool) -> None:
    """Check every generation; the exit code tells whether the current one is whole."""
    now = current(directory)
    faults = {path: _fault(path, full=full) for path in generations(directory)}
    show.verified(faults, now)
    if faults.get(now, "it is not there"):
        sys.exit(INDEX_UNUSABLE)
    if any(faults.values()):
        sys.exit(FAILED)


def list_generations(directory: Path, *, as_json: bool) -> None:
    now = pointed(directory)
    found = [(path, _manifest(path)) for path in generations(directory)]
    if not found:
        current(directory)
    show.generations(found, now, as_json=as_json)
    failed = quarantined(directory)
    if failed and not as_json:
        show.say("set aside, not for use: " + ", ".join(path.name for path in failed))


def diff(
    directory: Path, before: int | None, after: int | None, questions: Path | None, *, as_json: bool
) -> None:
    """Compare two generations; by default the current one with the one before it."""
    new = named(directory, after) if after else current(directory)
    older = [path for path in generations(directory) if path.name < new.name]
    if before is None and not older:
        raise IndexMissing(f"there is no generation before {new.name} to compare it with")
    old = named(directory, before) if before else older[-1]
    asked = read_questions(questions) if questions else []
    changed = compare_documents(old, new)
    answers = compare_answers(old, new, asked, Settings.from_env()) if asked else []
    show.diff((old.name, new.name), changed, answers, len(asked), as_json=as_json)


def merge(parts: Sequence[Path], directory: Path) -> None:
    name = merge_indexes(parts, directory)
    rows = read_ledger(current(directory))
    refused = sum(row.state is State.REFUSED for row in rows)
    show.say(f"generation {name} in {directory}: {len(rows)} files, {refused} of them refused")
    if refused:
        sys.exit(FAILED)


def rollback(directory: Path, number: int | None) -> None:
    place = roll_back(directory, number, _check)
    show.say(f"generation {place.name} is current again")


def gc(directory: Path, *, failed: bool) -> None:
    removed = clear_out(directory, failed=failed)
    kept = Kept(directory)
    if failed and kept.clear():
        removed.append(kept.folder)
    show.say("\n".join(f"removed {path}" for path in removed) or "nothing to remove")


def _with_retractions(entries: list[Entry], directory: Path) -> list[Entry]:
    known = retractions.kept(directory)
    return [replace(entry, retractions=known) for entry in entries]


def _standing(directory: Path, made: Plan, encoder: Encoder) -> Standing:
    try:
        generation = current(directory)
    except IndexMissing:
        return Standing()
    with closing(Index(generation)) as index:
        manifest = index.manifest
        return Standing(
            index.store.documents(),
            read_ledger(generation),
            read_alike(manifest.made_by, made.made_by)
            and manifest.encoder == encoder.fingerprint
            and not made.full,
            manifest.made_by.get(CUES) == made.made_by[CUES],
        )


def _manifest(generation: Path) -> Manifest | None:
    try:
        return read_manifest(generation)
    except IndexUnusable:
        return None


def _check(generation: Path, *, full: bool = False) -> None:
    """Raise IndexUnusable unless every file is what was written and finds what it holds."""
    with closing(Index(generation)) as index:
        index.check_canaries()
        if full:
            index.check_parts()


def _fault(generation: Path, *, full: bool) -> str:
    try:
        _check(generation, full=full)
    except IndexUnusable as error:
        return str(error)
    return ""
