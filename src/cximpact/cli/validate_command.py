"""`cximpact validate`."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="validate")
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
def command(workspace: Path) -> None:
    """Check every file of WORKSPACE (a folder or a file; default: this folder).

    Prints three proposals as they were read, so that you see whether your columns arrived where
    you meant them, and what was set aside or not used. All problems are named at once.
    """
    from datetime import date

    from cximpact.cli.output import progress
    from cximpact.intake.spec import read_spec
    from cximpact.pipeline import read
    from cximpact.report.readback import readback

    with progress() as tell:
        case, _ = read(read_spec(workspace), None, date.today(), tell)
    click.echo(readback(case))
