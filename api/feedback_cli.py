"""The command line of what readers thought: a report of what they miss, a list, a purge."""

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

import click

import api
import evidence_search
from api.feedback_store import FeedbackStore
from evidence_search.command_line import Commands, index_option, json_option
from evidence_search.errors import SettingsInvalid

LEAST = 5
LEARNING_OFF = (
    "learning is off, so no question is kept and there is nothing to report; "
    "EVIDENCE_SEARCH_LEARNING=on keeps them redacted, and the pages then say so"
)
NOTHING_KEPT = "EVIDENCE_SEARCH_FEEDBACK_DAYS is 0: nothing is kept"


@click.group(cls=Commands)
def feedback() -> None:
    """Read, report and forget what readers thought of answers."""


@feedback.command()
@index_option
@json_option
@click.option(
    "--least",
    type=click.IntRange(min=LEAST),
    default=LEAST,
    show_default=True,
    help="On how many different days a thing was asked before it is shown.",
)
def report(directory: Path, as_json: bool, least: int) -> None:
    """Group the questions that went unanswered or were rated poorly."""
    settings = evidence_search.Settings.for_index(directory)
    if not settings.learning:
        raise SettingsInvalid(LEARNING_OFF)
    store = _store(settings)
    found = api.read_report(store, settings, least)
    if as_json:
        click.echo(json.dumps(asdict(found), indent=2))
        return
    for one in found.groups:
        unanswered, unhelpful = _said(one.unanswered, least), _said(one.unhelpful, least)
        click.echo(
            f"{' '.join(one.words)}\n  asked {one.askings} times on {one.days} days; "
            f"unanswered {unanswered}, called unhelpful {unhelpful}"
        )
        for reason, count in one.reasons.items():
            click.echo(f"  {reason}: {count}")
    click.echo(
        f"{len(found.groups)} groups of {found.shown} askings; {found.withheld} more are kept "
        f"back: fewer than {least} days of askings that are alike."
    )


@feedback.command("list")
@index_option
@json_option
def show(directory: Path, as_json: bool) -> None:
    """Print the feedback that is kept, one line each, comments redacted."""
    for one in _store(evidence_search.Settings.for_index(directory)).feedback():
        if as_json:
            click.echo(json.dumps(asdict(one)))
        else:
            useful = "useful" if one.helpful else "not useful"
            comment = f": {one.comment}" if one.comment else ""
            click.echo(f"{one.day} {one.status} {useful}, {one.reason}{comment}")


@feedback.command()
@index_option
def purge(directory: Path) -> None:
    """Forget now what is older than EVIDENCE_SEARCH_FEEDBACK_DAYS."""
    gone = _store(evidence_search.Settings.for_index(directory)).purge(datetime.now(UTC).date())
    click.echo(f"{gone} rows forgotten")


def _store(settings: "evidence_search.Settings") -> FeedbackStore:
    store = FeedbackStore.of(settings)
    if store is None:
        raise SettingsInvalid(NOTHING_KEPT)
    return store


def _said(count: int | None, least: int) -> str:
    return f"on fewer than {least} days" if count is None else str(count)
