"""`cximpact evaluate`."""

from __future__ import annotations

import shlex
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cximpact.cli.output import emit, progress

if TYPE_CHECKING:
    from cximpact.api import Evaluation


@click.command(name="evaluate")
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--format",
    "format_",
    type=click.Choice(["table", "json", "csv"]),
    default="table",
    show_default=True,
    help="A table for people, the whole evaluation as JSON, or one table as CSV.",
)
@click.option(
    "--table",
    type=click.Choice(
        ["recommendations", "criteria", "touchpoints", "impacts", "gates", "evidence", "set_aside"]
    ),
    default="recommendations",
    show_default=True,
    help="Which table --format csv writes.",
)
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
@click.option(
    "--save",
    type=click.Path(path_type=Path),
    help="Also keep the evaluation with its inputs in this new folder, to be replayed later.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Decide as of this day (YYYY-MM-DD).",
)
@click.option("--strict", is_flag=True, help="Stop with exit code 3 if a source gave nothing.")
def command(
    workspace: Path,
    format_: str,
    table: str,
    output: Path | None,
    save: Path | None,
    as_of: datetime | None,
    strict: bool,
) -> None:
    """Score and rank the proposals of WORKSPACE (a folder or a file; default: this folder).

    \b
    Examples:
      cximpact evaluate
      cximpact evaluate budget-2027 --format csv --output ranked.csv
      cximpact evaluate budget-2027 --save decisions/2027-03
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.api import evaluate

    day = None if as_of is None else as_of.date()
    with progress() as tell:
        evaluation = evaluate(workspace, as_of=day, strict=strict, progress=tell)
    if save is not None:
        click.echo(f"saved in {evaluation.save(save)}", err=True)
    if format_ == "json":
        emit(evaluation.to_json(), output)
    elif format_ == "csv":
        from cximpact.report.csv_text import csv_text

        emit(csv_text(evaluation.table(table)), output)
    else:
        from cximpact.report.terminal import render

        text = render(
            evaluation.summary,
            evaluation.recommendations,
            to_file=bool(output),
            hint=_hint(evaluation, workspace),
        )
        emit(text, output)


def _hint(evaluation: Evaluation, workspace: Path) -> str:
    if not len(evaluation):
        return ""
    first = evaluation.recommendations[0].proposal
    words = ["cximpact", "explain", first, *([] if workspace == Path() else [str(workspace)])]
    return f"why one of them: {shlex.join(words)}"
