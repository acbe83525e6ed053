"""`cximpact compare`."""

from __future__ import annotations

from pathlib import Path

import click

from cximpact.cli.output import emit, progress, refuse_page

_ENDINGS = {".csv": "csv", ".json": "json"}


@click.command(name="compare")
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv"]),
    help="A table and sentences for people, everything as JSON, or a row per proposal as CSV. "
    "Left out: what the ending of --output says; else table.",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Write to this file: .csv, .json, or text."
)
def command(before: Path, after: Path, format_: str | None, output: Path | None) -> None:
    """Say what moved from the evaluation BEFORE to AFTER, and by which cause.

    Each is a saved evaluation: its folder or its evaluation.json. Of two that were saved with
    their inputs it is also worked out which cause changed which action.

    \b
    Examples:
      cximpact compare decisions/2027-03 decisions/2027-06
      cximpact compare decisions/2027-03 decisions/2027-06 --output moved.csv
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.api import compare
    from cximpact.report.comparison import comparison_table, comparison_text
    from cximpact.report.csv_text import csv_text

    ending = _ENDINGS.get("" if output is None else output.suffix.lower())
    kind = format_ or ending or "table"
    refuse_page(output)
    if ending and kind != ending:
        raise click.UsageError(f"--format {kind} does not fit the ending of {output}.")
    with progress() as tell:
        found = compare(before, after, progress=tell)
    if kind == "json":
        emit(found.to_json(), output)
    elif kind == "csv":
        emit(csv_text(comparison_table(found.result)), output)
    else:
        emit(comparison_text(found.result), output)
