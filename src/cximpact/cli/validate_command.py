"""`cximpact validate`."""

from __future__ import annotations

from pathlib import Path

import click

from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins
from cximpact.cli.source_choice import from_snapshot


@click.command(name="validate", cls=ChoosingCommand)
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@from_snapshot
@no_plugins
def command(
    workspace: Path, offline: bool, snapshot: Path | None, blocked: tuple[str, ...]
) -> None:
    """Check every file of WORKSPACE (a folder or a file; default: this folder).

    Prints what you have to look at first, such as what will stop evaluate, or gaps that will stop
    proposals; then three proposals as they were read, so that you see whether your columns arrived
    where you meant them, and what was set aside or not used. All problems are named at once.

    Plugins' sources are not asked: their settings are checked, and their tables are read from
    the newest snapshot, if it fits.
    """
    from datetime import date

    from cximpact.cli.output import progress, say, suggested, width
    from cximpact.cli.safety import telling_next
    from cximpact.cli.source_choice import snapshot_words
    from cximpact.intake.spec import read_spec
    from cximpact.intake.waiting_lines import waiting_lines
    from cximpact.pipeline import check, gather, read
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.hosting.offering import with_offers
    from cximpact.report.acting import to_act_on
    from cximpact.report.readback import readback
    from cximpact.report.words import WIDE
    from cximpact.snapshots.wish import Wish

    means, today = Means(blocked), date.today()
    words = (workspace, *snapshot_words(offline, snapshot))
    again = f"mend what is named above, then run '{suggested('validate', *words)}' again."
    lines: tuple[str, ...] = ()
    with telling_next(f"Next: {again}"), progress() as tell:
        stated = read_spec(workspace)
        spec = with_offers(stated, means)
        if offline or snapshot is not None or "snapshot" in spec.data:
            spec = gather(spec, Wish(offline, snapshot), means, today, tell)
        else:
            spec, lines = check(spec, means, tell)
        case, previous = read(spec, None, today, tell)
        if previous is not None:
            from cximpact.report.reading import read_document_of_evaluation

            read_document_of_evaluation(previous)
    for line in lines:
        say(line)
    acts = to_act_on(case, waiting_lines(stated))
    say(readback(case, acts, width(WIDE)))
    say(f"Next: {again}" if acts.stops else f"Next: {suggested('evaluate', *words)}")
