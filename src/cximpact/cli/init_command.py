"""`cximpact init`."""

from __future__ import annotations

from pathlib import Path

import click

from cximpact.cli.output import say, suggested


@click.command(name="init")
@click.argument("folder", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--from",
    "list_path",
    type=click.Path(path_type=Path),
    help="The list of proposals you have: CSV, XLSX or JSON Lines. Without one, two examples.",
)
@click.option(
    "--scorecard",
    help="A shipped scorecard (customer, balanced, journey), or the path of yours. Without one, "
    "scorecard.yaml in FOLDER, else a draft of what your list rates, else customer.",
)
@click.option(
    "--sheet", metavar="NAME", help="The sheet of a workbook; needed if several hold values."
)
@click.option(
    "--budget",
    "budgets",
    metavar="[NAME=]AMOUNT",
    multiple=True,
    help="A limit on all costs, such as 'EUR 1.1m', or on a column of them or of people: capex=3m, "
    "'opex=EUR 1,2 Mio', FTE=20. Repeatable.",
)
def command(
    folder: Path,
    list_path: Path | None,
    scorecard: str | None,
    sheet: str | None,
    budgets: tuple[str, ...],
) -> None:
    """Start a workspace in FOLDER (default: this folder) from a list you have.

    Guesses which of your columns mean what, says which it did not use, and writes a commented
    cximpact.yaml, and a blank ratings.csv for what the list does not rate. Nothing that exists is
    overwritten.
    """
    if list_path is None:
        _refuse_without_list(folder, sheet, budgets)
    from cximpact.intake.starting.starter import write_first_list, write_starter

    if list_path is None:
        report = str(write_first_list(folder, scorecard=scorecard))
    else:
        written = write_starter(
            list_path, folder, scorecard=scorecard, sheet=sheet, budgets=budgets
        )
        report = str(written)
    # The starter knows neither how the command was started nor the folder it is read from.
    say(report.replace("'cximpact validate'", f"'{suggested('validate', folder)}'"))


def _refuse_without_list(folder: Path, sheet: str | None, budgets: tuple[str, ...]) -> None:
    """Refuse what says something of a list, where none is named."""
    if folder.is_file():
        command = suggested("init", "my-round", "--from", folder)
        raise click.UsageError(f"{folder} is a file. Is it your list? Then run: {command}")
    if sheet is not None:
        raise click.UsageError("--sheet is a sheet of the list: say --from, too")
    if budgets:
        raise click.UsageError("--budget limits what a list costs: say --from, too")
