"""The command line of the service: options in, a server that runs until it is stopped out."""

import json
import os
import socket
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import click

import api
import evidence_search
from api.answers_cli import answers
from api.feedback_cli import feedback
from api.keys_cli import keys
from api.server import announce, listen, serve
from api.workers import run_many
from evidence_search.command_line import Commands, index_option, told

INDEX = "EVIDENCE_SEARCH_INDEX_DIR"
SOURCE = "EVIDENCE_SEARCH_SOURCE_DIR"


@click.group(cls=Commands, invoke_without_command=True, context_settings={"max_content_width": 80})
@index_option
@click.option(
    "--source",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar=SOURCE,
    help="The folder that the index was built from; with it, pages are shown as pictures too.",
)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.option(
    "--workers",
    type=click.IntRange(1, 64),
    default=1,
    show_default=True,
    help="Processes that answer; each loads the models, all map the same index.",
)
@click.pass_context
def main(
    context: click.Context,
    directory: Path,
    source: Path | None,
    host: str,
    port: int,
    workers: int,
) -> None:
    """
    Serve an index: the demo page at /, the API below /v1.

    Exit codes: 0 done, 1 something failed, 2 wrong use or a setting that cannot be used, 3 the
    index is missing, damaged or of another make.
    """
    if context.invoked_subcommand is not None:
        return
    with listen(host, port) as listener:
        chosen = {INDEX: str(directory)} | ({SOURCE: str(source)} if source else {})
        ready = partial(announce, listener)
        work = partial(_work, {**os.environ, **chosen}, listener)
        if workers > 1:
            sys.exit(run_many(workers, partial(told, work), listener, ready))
        work(ready)


def _work(environ: Mapping[str, str], listener: socket.socket, ready: Callable[[], None]) -> None:
    settings = evidence_search.Settings.from_env(environ)
    api.log_as(settings.log_format)
    engine = api.open_whole(settings)
    try:
        serve(api.create_app(engine, settings), listener, ready, settings.trusted_proxies)
    finally:
        engine.close()


for command in (answers, feedback, keys):
    main.add_command(command)


@main.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), required=False)
def openapi(file: Path | None) -> None:
    """Write the OpenAPI description to FILE, or print it."""
    text = json.dumps(api.describe(api.create_app()), indent=2, sort_keys=True) + "\n"
    if file is None:
        click.echo(text, nl=False)
    else:
        file.write_text(text, encoding="utf-8")
