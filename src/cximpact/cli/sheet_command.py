"""`cximpact sheet`: score a workbook in place, start one, and take one apart."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cximpact.cli.output import progress, say, suggested
from cximpact.exceptions import printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cximpact.spreadsheet.scoring import Scored

_MOST_IDS = 8
_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group(name="sheet")
def command() -> None:
    """Score a budget workbook where it lives, or start one.

    The workbook keeps everything it has: only cells of ours are written, and a backup is kept.

    \b
    Examples:
      cximpact sheet score budget.xlsx
      cximpact sheet score budget.xlsx --sheet 2027 --budget "EUR 2000000" --live
      cximpact sheet new round.xlsx
      cximpact sheet export round.xlsx round
    """  # noqa: D301  (click wants the control character itself)


@command.command(name="score")
@click.argument("workbook", type=_FILE)
@click.option("--sheet", metavar="NAME", help="The sheet of the table; needed if several could be.")
@click.option(
    "--table", metavar="NAME", help="An Excel table, or a defined name, that is the table."
)
@click.option(
    "--scorecard",
    metavar="NAME|FILE",
    help="A shipped scorecard (customer, balanced, journey) or the path of yours. Left out: that "
    "of cximpact.yaml beside the workbook; else the shipped one whose criteria the headers name.",
)
@click.option(
    "--column",
    "columns",
    multiple=True,
    metavar="OURS=HEADER",
    help="Which of your columns means what, such as id=Nr, cost=Capex, or a criterion: "
    "ease=Einfachheit. Left out: a guess from headers and cells, which is told.",
)
@click.option(
    "--budget",
    "budgets",
    multiple=True,
    metavar="[NAME=]AMOUNT",
    help="What may be spent, such as 'EUR 2000000' or 'capex=EUR 2000000'.",
)
@click.option(
    "--write",
    metavar="NAMES",
    help="Which results to write, separated by commas, besides those that are there already. Left "
    "out: those that are there; in a new workbook customer_impact,value,rank,action,why,"
    "would_take.",
)
@click.option(
    "--at",
    metavar="COLUMN",
    help="The first column of the results, such as AA. Left out: right "
    "of the table, or where they are already.",
)
@click.option(
    "--live/--values",
    default=None,
    help="Write formulas, so that ranks move when you change a weight on the sheet CX weights; or "
    "write values. Left out: as it is already, and values in a new workbook.",
)
@click.option("--output", type=_FILE, help="Write to this file and leave the workbook as it is.")
@click.option("--no-backup", is_flag=True, help="Keep no copy of the workbook as it was.")
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Decide as of this day (YYYY-MM-DD).",
)
@click.option("--quick", is_flag=True, help="Draw nothing; nobody is prioritized then.")
@click.option(
    "--plugins",
    is_flag=True,
    help="Let a workbook that brings its own workspace ask the plugins it names.",
)
@click.option(
    "--afresh", is_flag=True, help="Forget what the last run was asked for (kept on CX method)."
)
def score_command(
    workbook: Path,
    sheet: str | None,
    table: str | None,
    scorecard: str | None,
    columns: tuple[str, ...],
    budgets: tuple[str, ...],
    write: str | None,
    at: str | None,
    live: bool | None,
    output: Path | None,
    no_backup: bool,
    as_of: datetime | None,
    quick: bool,
    plugins: bool,
    afresh: bool,
) -> None:
    """Score the lines of spend in WORKBOOK and write the results beside them.

    Finds the table, reads its lines as proposals, and writes next to it what the customer would
    say: customer impact, value, rank, action, why, and what it would take; and the sheets CX
    recommendations, CX evidence and CX method. Run it again after a change: it updates its own
    cells only, and refuses to write over cells that are not its own.
    """
    from cximpact.spreadsheet.asked import Asked
    from cximpact.spreadsheet.scoring import score_workbook

    asked = Asked(
        sheet=sheet or "",
        table=table or "",
        scorecard=scorecard,
        columns=_pairs(columns, "--column") or None,
        budget=_budgets(budgets),
        as_of=None if as_of is None else as_of.date(),
        quick=quick,
        plugins=plugins,
        afresh=afresh,
    )
    names = None if write is None else tuple(map(str.strip, write.split(",")))
    with progress() as tell:
        scored = score_workbook(
            workbook,
            asked,
            write=names,
            at=at,
            live=live,
            output=output,
            backup=not no_backup,
            progress=tell,
        )
    _tell(scored, output or workbook)
    if live:
        click.echo("change a weight on the sheet CX weights, and watch the ranks", err=True)


def _tell(scored: Scored, target: Path) -> None:
    for line in _said(scored):
        click.echo(printable(line, 600))
    said = f"{len(scored.headers)} columns beside the table on sheet {scored.sheet}"
    click.echo(printable(f"wrote {target}: {said}, and the sheets CX", 600), err=True)
    if scored.backup is not None:
        kept = target.with_name(scored.backup.name)
        click.echo(printable(f"as it was: {kept}", 600), err=True)


def _said(scored: Scored) -> Iterator[str]:
    """Yield what came out, in short: the workbook has the whole list."""
    from cximpact.decision.words import listed, money
    from cximpact.model.decision import ACTIONS

    evaluation = scored.evaluation
    card = evaluation.summary.scorecard
    against = f"{card.get('title') or card.get('id')}, version {card.get('version')}"
    yield f"{scored.lines:,} lines scored as of {evaluation.as_of}, against {against}"
    for action in ACTIONS:
        ids = [item.proposal for item in evaluation if item.action == action]
        if ids:
            yield f"  {action} {len(ids):,}: {listed(ids, most=_MOST_IDS)}"
    aside = scored.lines - len(evaluation)
    if aside > 0:
        yield f"  set aside {aside:,}: the sheet CX method says why"
    for use in evaluation.budgets:
        used, limit, left = (
            money(amount, use.currency) for amount in (use.used, use.limit, use.left)
        )
        yield f"budget {use.budget}: {used} of {limit} used, {left} left"
    yield from (
        f"gate {gate} not run: {why}" for gate, why in evaluation.summary.gates_not_run.items()
    )
    yield from (f"note: {note}" for note in (*scored.notices, *evaluation.problems))


def _pairs(stated: Sequence[str], option: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in stated:
        ours, equals, theirs = each.partition("=")
        if not equals or not ours.strip() or not theirs.strip():
            raise click.UsageError(f"{option} {each!r}: expected such as id=Nr.")
        found[ours.strip()] = theirs.strip()
    return found


def _budgets(stated: Sequence[str]) -> dict[str, str] | None:
    """Return limits by name; one without a name is the budget."""
    found: dict[str, str] = {}
    for each in stated:
        name, equals, amount = each.rpartition("=")
        found[name.strip() if equals else "total"] = amount.strip()
    return found or None


@command.command(name="new")
@click.argument("workbook", type=_FILE)
@click.option(
    "--from",
    "workspace",
    type=click.Path(path_type=Path),
    help="Fill it from this workspace, a folder or a file. Left out: an empty one.",
)
@click.option(
    "--scorecard",
    metavar="NAME|FILE",
    help="A shipped scorecard (customer, balanced, journey) or the path of yours.  "
    "[default: customer]",
)
@click.option(
    "--rater", "raters", multiple=True, metavar="NAME", help="A person who rates; one sheet each."
)
def new_command(
    workbook: Path, workspace: Path | None, scorecard: str | None, raters: tuple[str, ...]
) -> None:
    """Write a workbook to start from: proposals, ratings, evidence, budgets and weights.

    Every column says in a note what belongs there. Fill it in, then score it with
    `cximpact sheet score`. Nothing that exists is overwritten.
    """
    from cximpact.spreadsheet.template.new import new

    given: dict[str, Any] = {"scorecard": scorecard, "raters": raters or None}
    stated = {key: value for key, value in given.items() if value is not None}
    made = new(workbook, workspace=workspace, **stated)
    click.echo(f"wrote {printable(str(made), 300)}", err=True)
    say(f"fill it in, then: {suggested('sheet', 'score', workbook)}")


@command.command(name="export")
@click.argument("workbook", type=_FILE)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_command(workbook: Path, folder: Path) -> None:
    """Write the workspace that WORKBOOK holds into FOLDER, as YAML and tables.

    WORKBOOK is one that `cximpact sheet new` wrote. Nothing is lost on the way, and
    `cximpact sheet new --from FOLDER` makes it a workbook again.
    """
    from cximpact.spreadsheet.template.exporting import export

    made = export(workbook, folder)
    click.echo(f"wrote {printable(str(made), 300)}", err=True)
    say(f"next: {suggested('validate', folder)}")
