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
    default="customer",
    show_default=True,
    help="A shipped scorecard (customer, balanced, journey), or the path of yours.",
)
@click.option(
    "--sheet", metavar="NAME", help="The sheet of a workbook; needed if several hold values."
)
def command(folder: Path, list_path: Path | None, scorecard: str, sheet: str | None) -> None:
    """Start a workspace in FOLDER (default: this folder) from a list you have.

    Guesses which of your columns mean what, says which it did not use, and writes a commented
    cximpact.yaml and a blank ratings.csv. Nothing that exists is overwritten.
    """
    if sheet is not None and list_path is None:
        raise click.UsageError("--sheet is a sheet of the list: say --from, too")
    from cximpact.intake.starting.starter import write_first_list, write_starter

    if list_path is None:
        report = str(write_first_list(folder, scorecard=scorecard))
    else:
        report = str(write_starter(list_path, folder, scorecard=scorecard, sheet=sheet))
    # The starter knows neither how the command was started nor the folder it is read from.
    say(report.replace("'cximpact validate'", f"'{suggested('validate', folder)}'"))
