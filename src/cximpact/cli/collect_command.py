"""`cximpact collect`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins

if TYPE_CHECKING:
    from datetime import datetime


@click.command(name="collect", cls=ChoosingCommand)
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@click.option(
    "--to",
    type=click.Path(path_type=Path),
    metavar="FOLDER",
    help="Write the snapshot into this new folder.  [default: dated, in .cximpact/snapshots]",
)
@click.option(
    "--refresh",
    is_flag=True,
    help="Fetch only what changed since the newest snapshot, where a source can do so.",
)
@click.option(
    "--only",
    multiple=True,
    metavar="PART",
    help="Collect this part only, such as evidence.complaints; the newest snapshot gives the "
    "others. May be repeated.",
)
@click.option(
    "--as-of",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATE",
    help="Collect for a decision on this day (YYYY-MM-DD).",
)
@no_plugins
def command(
    workspace: Path,
    to: Path | None,
    refresh: bool,
    only: tuple[str, ...],
    as_of: datetime | None,
    blocked: tuple[str, ...],
) -> None:
    """Collect from the sources of WORKSPACE (a folder or a file; default: this folder).

    What they give is kept as a snapshot, and nothing is decided. `cximpact evaluate --offline`
    decides from the newest one, as often as you like and with the same result. Exit code 3 says
    that a source failed.

    \b
    Examples:
      cximpact collect
      cximpact collect budget-2027 --only evidence.complaints
      cximpact collect budget-2027 --to snapshots/2027-03
    """  # noqa: D301  (click wants the control character itself)
    from datetime import date

    from cximpact.cli.output import progress, say
    from cximpact.cli.safety import INCOMPLETE
    from cximpact.intake.spec import read_spec, spec_from_keywords
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.hosting.offering import with_offers
    from cximpact.report.collected import collected_lines
    from cximpact.snapshots.gathering import collect_snapshot

    means = Means(blocked)
    spec = with_offers(read_spec(workspace), means)
    if as_of is not None:
        spec = spec_from_keywords(spec, as_of=as_of.date())
    with progress() as tell:
        snapshot = collect_snapshot(
            spec, date.today(), means, tell, to=to, only=only, refresh=refresh
        )
    for line in collected_lines(snapshot):
        say(line)
    say(f"kept in {snapshot.folder}", err=True)
    if not all(record.worked for record in snapshot.parts.values()):
        sys.exit(INCOMPLETE)
