"""`cximpact explain`."""

from __future__ import annotations

from pathlib import Path

import click

from cximpact.cli.output import emit, progress, refuse_page
from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins
from cximpact.cli.source_choice import from_snapshot
from cximpact.exceptions import InputError, Problem

SAVED_FILE = "evaluation.json"


@click.command(name="explain", cls=ChoosingCommand)
@click.argument("proposal")
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@click.option("--output", type=click.Path(path_type=Path), help="Write to this file.")
@click.option(
    "--quick",
    is_flag=True,
    help="Draw nothing and work out nothing beyond the actions, as `evaluate --quick` does.",
)
@from_snapshot
@no_plugins
def command(
    proposal: str,
    workspace: Path,
    output: Path | None,
    quick: bool,
    offline: bool,
    snapshot: Path | None,
    blocked: tuple[str, ...],
) -> None:
    """Say why PROPOSAL (its id) got its recommendation.

    WORKSPACE is a workspace (a folder or a file; default: this folder) or a saved evaluation
    (its folder or its evaluation.json).

    \b
    Examples:
      cximpact explain P07
      cximpact explain P07 decisions/2027-03/evaluation.json
    """  # noqa: D301  (click wants the control character itself)
    from cximpact.api import evaluate, read_evaluation
    from cximpact.plugins.hosting.means import Means

    refuse_page(output)
    if _is_saved(workspace):
        evaluation = read_evaluation(workspace)
    else:
        with progress() as tell:
            evaluation = evaluate(
                workspace,
                draws=0 if quick else None,
                analyses=[] if quick else None,
                offline=offline,
                snapshot=snapshot,
                progress=tell,
                _means=Means(blocked),
            )
    try:
        text = evaluation.explain(proposal)
    except KeyError as error:
        raise InputError([Problem(str(error.args[0]))]) from None
    emit(text, output)


def _is_saved(workspace: Path) -> bool:
    """Return whether a path leads to a saved evaluation and not to a workspace."""
    return workspace.name == SAVED_FILE or (
        (workspace / SAVED_FILE).is_file() and not (workspace / "cximpact.yaml").exists()
    )
