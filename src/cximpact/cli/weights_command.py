"""`cximpact weights`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cximpact.cli.output import refuse_page
from cximpact.cli.plugin_choice import ChoosingCommand, no_plugins

if TYPE_CHECKING:
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.intake.weighting.reading import Said
    from cximpact.model.scorecard import Scorecard


@click.command(name="weights", cls=ChoosingCommand)
@click.argument("workspace", type=click.Path(path_type=Path), default=Path())
@click.option("--scorecard", help="Check against this scorecard; no workspace is needed then.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="Take the statements from this file instead: YAML, or one statement per line.",
)
@click.option("--interactive", "-i", is_flag=True, help="Type statements and watch the ranges.")
@click.option("--as", "voice", metavar="NAME", help="Whose statements you type.")
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="Write to this file: the tables or, with --interactive, the YAML.",
)
@no_plugins
def command(
    workspace: Path,
    scorecard: str | None,
    source: Path | None,
    interactive: bool,
    voice: str | None,
    output: Path | None,
    blocked: tuple[str, ...],
) -> None:
    """Show what was stated about weights, and how far each weight may still go.

    WORKSPACE is a folder or a file (default: this folder). For every stakeholder there is a
    table: the least and the most each weight may be, and the central weight that the ranking
    uses. Statements that contradict each other are told, the fewest that do.

    \b
    A statement is a line such as
      ease >= calm                  at least as important
      ease > calm = trust > price   an order of importance
      ease >= 1.5 * calm            one and a half times as important, or more
      1.5 <= ease / calm <= 3       between these times as important
      20% <= ease <= 40%            between these shares of its group
      customer >= 50%               a group, against the other one
    or a mapping such as
      points: {ease: 30, calm: 20}  swing points: only the proportions count
      shares: {customer: 60, business: 40}
      order: [ease, [calm, trust], price]
      ahp: [[ease, calm, 3], [ease, trust, 5], [calm, trust, 2]]

    Compare criteria of one group with each other, and groups with groups.

    \b
    Examples:
      cximpact weights
      cximpact weights --from statements.txt --scorecard customer
      cximpact weights --interactive --as finance --output finance.yaml
    """  # noqa: D301  (click wants the control character itself)
    if voice is not None and not interactive:
        raise click.UsageError("'--as' goes with '--interactive'.")
    spec = None if scorecard is not None else _spec(workspace, blocked)
    refuse_page(output)
    card, said = _read(spec, scorecard, source)
    if interactive:
        from cximpact.cli.weights_session import converse

        converse(card, said, voice, output)
    else:
        _show(card, said, output)


def _read(
    spec: WorkspaceSpec | None, scorecard: str | None, source: Path | None
) -> tuple[Scorecard, Said]:
    from cximpact.intake.weighting.reading import NOTHING_SAID, read_said, said_in, scorecard_for

    card = scorecard_for(spec, scorecard)
    if source is not None:
        return card, read_said(source)
    return card, NOTHING_SAID if spec is None else said_in(spec)


def _show(scorecard: Scorecard, said: Said, output: Path | None) -> None:
    from cximpact.cli.output import emit
    from cximpact.intake.weighting.reading import check_said
    from cximpact.report.weights import weights_text
    from cximpact.scoring.weighting.describing import weighting_result
    from cximpact.scoring.weighting.spaces import weight_spaces

    weighting = check_said(said, scorecard)
    spaces = weight_spaces(scorecard, weighting)
    result = weighting_result(scorecard, weighting, spaces)
    emit(weights_text(weighting, spaces, result), output)


def _spec(workspace: Path, blocked: tuple[str, ...]) -> WorkspaceSpec:
    from cximpact.intake.spec import read_spec
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.hosting.offering import with_offers

    return with_offers(read_spec(workspace), Means(blocked))
