"""`cximpact evaluate`."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from attrs import frozen

from cximpact.cli.output import emit, harmless, progress, refuse_page, say, suggested
from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins
from cximpact.cli.plugin_reports import reporter_called, tell_observers, written_by
from cximpact.cli.source_choice import from_snapshot, snapshot_words
from cximpact.cli.streaming import emit_pieces, watched, writing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.api import Evaluation
    from cximpact.plugins.hosting.cards import OfferCard
    from cximpact.plugins.hosting.means import Means


_OWN = ("table", "json", "csv")
_TABLES = (
    *("recommendations", "criteria", "touchpoints", "impacts", "gates", "evidence", "set_aside"),
    *("ranks", "acceptability", "pairs", "cores", "portfolios", "weights", "sensitivity"),
    *("tornado", "binding", "frontier", "information", "scenarios"),
)
_ENDINGS = {".csv": "csv", ".json": "json"}


@click.command(name="evaluate", cls=ChoosingCommand)
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--format",
    "format_",
    metavar="[table|json|csv|NAME]",
    help="A table for people, the whole evaluation as JSON, one table as CSV, or what a plugin's "
    "reporter of that name writes. Left out: what the ending of --output says; csv where --table "
    "is given; else table.",
)
@click.option(
    "--table",
    type=click.Choice(_TABLES),
    metavar="NAME",
    help=f"Which table is written as CSV: {', '.join(_TABLES)}.  [default: recommendations]",
)
@click.option(
    "--output", type=click.Path(path_type=Path), help="Write to this file: .csv, .json, or text."
)
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
@click.option(
    "--quick",
    is_flag=True,
    help="Draw nothing and work out nothing beyond the actions: done in a moment, but nothing is "
    "said of how sure they are, and nobody is prioritized.",
)
@click.option(
    "--all",
    "whole",
    is_flag=True,
    help="Show the whole list, however long it is; else of more than 500 the first 50 are shown.",
)
@click.option(
    "--details",
    is_flag=True,
    help="Below the list, tell all of budgets, rules, weights and draws, and each reason in full; "
    "else what is needed to decide.",
)
@click.option("--strict", is_flag=True, help="Stop with exit code 3 if a source gave nothing.")
@from_snapshot
@no_plugins
def command(
    workspace: Path,
    format_: str | None,
    table: str | None,
    output: Path | None,
    save: Path | None,
    as_of: datetime | None,
    quick: bool,
    whole: bool,
    details: bool,
    strict: bool,
    offline: bool,
    snapshot: Path | None,
    blocked: tuple[str, ...],
) -> None:
    """Score and rank the proposals of WORKSPACE (a folder or a file; default: this folder).

    \b
    Examples:
      cximpact evaluate
      cximpact evaluate budget-2027 --output ranked.csv
      cximpact evaluate budget-2027 --save decisions/2027-03
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.api import evaluate
    from cximpact.plugins.hosting.means import Means

    means = Means(blocked)
    kind = _format(format_, table, output)
    if kind in _OWN:
        refuse_page(output)
    reporter = None if kind in _OWN else _reporter(kind, output, means)
    day = None if as_of is None else as_of.date()
    with progress() as tell:
        evaluation = evaluate(
            workspace,
            as_of=day,
            draws=0 if quick else None,
            analyses=[] if quick else None,
            strict=strict,
            offline=offline,
            snapshot=snapshot,
            progress=tell,
            _means=means,
        )
    if save is not None:
        with writing(save):
            saved = evaluation.save(save)
        say(f"saved in {saved}", err=True)
        tell_observers(evaluation, means)
    if reporter is not None:
        text = written_by(reporter, evaluation, means)
        emit(text if output else harmless(text), output)
    elif kind == "json":
        _write_json(evaluation, output)
    elif kind == "csv":
        _write_csv(evaluation, table or "recommendations", output)
    else:
        told = _Told(workspace, snapshot_words(offline, snapshot), whole=whole, details=details)
        _write_list(evaluation, output, told)


def _write_json(evaluation: Evaluation, output: Path | None) -> None:
    from cximpact.report.json_text import json_chunks

    with writing(output) as tell:
        found = watched(evaluation.recommendations, tell, "recommendations")
        emit_pieces(json_chunks(evaluation.summary, found), output)


def _write_csv(evaluation: Evaluation, name: str, output: Path | None) -> None:
    from cximpact.report.columns import Rows
    from cximpact.report.csv_text import csv_chunks
    from cximpact.report.tables import ROWS

    table = ROWS[name](evaluation.summary, evaluation.recommendations)
    with writing(output) as tell:
        rows = watched(table.rows, tell, "rows")
        emit_pieces(csv_chunks(Rows(table.columns, rows)), output)


@frozen
class _Told:
    """How much of the list is told, and what commands it suggests are about."""

    workspace: Path
    words: Sequence[str | Path]
    whole: bool
    details: bool

    def why(self, evaluation: Evaluation) -> str:
        """Return how to ask why one of them, "" where there is none.

        The first that is not to be done stands as the example: there a reason is asked for most.
        """
        found = evaluation.recommendations
        if not len(found):
            return ""
        selected = ("prioritize", "approve")
        example = next((each for each in found if each.action not in selected), found[0])
        asked = suggested("explain", example.proposal, self.workspace, *self.words)
        return f"why one of them: {asked}"

    def waiting(self) -> list[str]:
        """Return what counts for nothing as long as it waits behind '#', file by file."""
        from cximpact.intake.spec import read_spec
        from cximpact.intake.waiting_lines import waiting_lines

        return [f"not counted: {each}" for each in waiting_lines(read_spec(self.workspace))]

    def more(self) -> str:
        """Return how to see what is not told."""
        return suggested("evaluate", self.workspace, *self.words, "--details")


def _write_list(evaluation: Evaluation, output: Path | None, told: _Told) -> None:
    from cximpact.report.terminal import render

    with writing(output):
        text = render(
            evaluation.summary,
            evaluation.recommendations,
            to_file=bool(output),
            hints=[*told.waiting(), told.why(evaluation)],
            whole=told.whole or output is not None,
            more="--all shows them, --output ranked.csv writes them into a table",
            details=told.details,
            to_details=told.more(),
        )
    emit(text, output)


def _format(stated: str | None, table: str | None, output: Path | None) -> str:
    """Return the format, from what is stated or else from the ending of the file.

    A file whose ending denies its content would be opened wrongly, so that is refused.
    """
    ending = _ENDINGS.get("" if output is None else output.suffix.lower())
    wanted = stated or ending or ("csv" if table else "table")
    if table and wanted != "csv":
        said = f"--format {stated}" if stated else f"the ending of {output}"
        raise click.UsageError(f"--table is written as CSV, and {said} asks for {wanted}.")
    if ending and wanted != ending:
        raise click.UsageError(f"--format {wanted} does not fit the ending of {output}.")
    return wanted


def _reporter(name: str, output: Path | None, means: Means) -> OfferCard:
    """Return the reporter of a plugin; asked for before anything is computed."""
    card = reporter_called(name, means)
    ending = "" if output is None else output.suffix.lower()
    if card.suffix and ending and ending != card.suffix.lower():
        raise click.UsageError(
            f"--format {name} writes {card.suffix}, which does not fit the ending of {output}."
        )
    return card
