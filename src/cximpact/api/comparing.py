"""`compare`: what moved between two evaluations, and by which cause."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.api.evaluation import Evaluation, read_evaluation
from cximpact.api.workspace import path_of
from cximpact.exceptions import CximpactError
from cximpact.intake.scorecards.scorecard_data import scorecard_from_data
from cximpact.intake.spec import WORKSPACE_FILE, read_spec
from cximpact.model.comparison import ComparisonResult

if TYPE_CHECKING:
    import pandas as pd

    from cximpact.explain.comparison import Side
    from cximpact.model.case import Case
    from cximpact.model.comparison import Step
    from cximpact.pipeline import Result

_NOT_SAVED = (
    "Which cause changed which action is told from the two results alone; with both saved with "
    "their inputs (evaluate --save) it is worked out cause by cause."
)
_OTHERWISE = (
    "Which cause changed which action is told from the two results alone: deciding again from "
    "the saved inputs of {} gives another answer today."
)
_BY_PLUGINS = (
    "Which cause changed which action is told from the two results alone: gates of plugins "
    "cannot be asked about a mixture of two cases."
)


@frozen(eq=False, repr=False)
class Comparison:
    """What moved between two evaluations.

    Attributes:
        result: Everything they differ in, as records.
    """

    result: ComparisonResult

    def __repr__(self) -> str:
        one, other = self.result.before, self.result.after
        return f"<Comparison of {one.id[:12]} ({one.as_of}) with {other.id[:12]} ({other.as_of})>"

    @property
    def sentences(self) -> tuple[str, ...]:
        """What moved and why; the sum of it stands last."""
        return self.result.sentences

    def to_frame(self) -> pd.DataFrame:
        """Return a row per proposal: what it was and is, and what moved its value.

        ``weights``, ``evidence``, ``effects``, ``answers``, ``scorecard`` and ``other`` sum to
        ``change``.
        """
        import pandas as pd

        from cximpact.report.comparison import FIGURES, comparison_table

        table = comparison_table(self.result)
        columns = {
            name: pd.Series(values, dtype="float64" if name in FIGURES else object)
            for name, values in table.items()
        }
        return pd.DataFrame(columns).set_index("proposal")

    def to_json(self) -> str:
        """Return the comparison as JSON text."""
        from cximpact.report.comparison import comparison_json

        return comparison_json(self.result)


def compare(
    before: Evaluation | str | PathLike[str],
    after: Evaluation | str | PathLike[str],
    /,
    *,
    progress: Callable[[str], None] = lambda _: None,
) -> Comparison:
    """Say what moved between two evaluations, and by which cause.

    What moved a value is split exactly, from what both have recorded: weights, conditions of
    touchpoints (evidence), claimed effects, ratings and amounts (answers), the scorecard. Where
    both were saved with their inputs, the causes of changed actions are found by replacing one
    part after the other and deciding each time anew.

    Args:
        before: The earlier evaluation: what `evaluate` returned, an ``evaluation.json``, or the
            folder it was saved in.
        after: The later one.
        progress: Told, in a few words, what is being done.

    Raises:
        InputError: When a path leads to no evaluation, or one whose scorecard is none.

    Example:
        >>> import cximpact
        >>> ideas = [{"id": "letters", "ease": 2}, {"id": "limits", "ease": 1}]
        >>> rounds = [cximpact.evaluate(proposals=ideas[:n], weights={"ease": 1}) for n in (1, 2)]
        >>> cximpact.compare(*rounds).sentences[0]
        'limits: New: approve, rank 2.'
    """
    from cximpact.explain.comparison import compared

    one, other = _evaluation(before), _evaluation(after)
    sides = _side(before, one), _side(after, other)
    steps, notes = _steps((before, one), (after, other), progress)
    return Comparison(compared(*sides, steps, notes))


def _evaluation(given: Evaluation | str | PathLike[str]) -> Evaluation:
    return given if isinstance(given, Evaluation) else read_evaluation(given)


def _side(given: Evaluation | str | PathLike[str], evaluation: Evaluation) -> Side:
    from cximpact.explain.comparison import Side

    recommendations = {each.proposal: each for each in evaluation}
    file = None if isinstance(given, Evaluation) else path_of(given).name
    card = scorecard_from_data(evaluation.summary.scorecard, file)
    return Side(evaluation.summary, recommendations, card)


_Given = tuple[Evaluation | str | PathLike[str], Evaluation]


def _steps(
    before: _Given, after: _Given, progress: Callable[[str], None]
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return what each cause changed, or a note why that is not told."""
    folders = [_inputs(before[0]), _inputs(after[0])]
    if folders[0] is None or folders[1] is None:
        return (), (_NOT_SAVED,)
    from cximpact.report.stepwise import steps_between

    try:
        one, other = _case(folders[0]), _case(folders[1])
        if one.scorecard.policy.plugin_gates or other.scorecard.policy.plugin_gates:
            return (), (_BY_PLUGINS,)
        steps, first, last = steps_between(one, other, progress)
    except CximpactError:
        return (), (_OTHERWISE.format("one of them"),)
    for name, result, saved in (("the first", first, before), ("the second", last, after)):
        if not _gives(result, saved[1]):
            return (), (_OTHERWISE.format(name),)
    return steps, ()


def _inputs(given: Evaluation | str | PathLike[str]) -> Path | None:
    """Return the folder of inputs that was saved with an evaluation; None without one."""
    if isinstance(given, Evaluation):
        return None
    path = path_of(given)
    folder = (path if path.is_dir() else path.parent) / "inputs"
    return folder if (folder / WORKSPACE_FILE).is_file() else None


def _case(folder: Path) -> Case:
    """Return the case that a saved workspace holds; no source is asked."""
    from cximpact.pipeline import gather, read
    from cximpact.plugins.hosting.means import Means
    from cximpact.plugins.hosting.offering import with_offers
    from cximpact.snapshots.wish import Wish

    means = Means()
    spec = with_offers(read_spec(folder), means)
    spec = gather(spec, Wish(offline=True), means, date.today())
    case, _ = read(spec, None, date.today())
    return case


def _gives(result: Result, evaluation: Evaluation) -> bool:
    """Return whether a decision is the one that was saved."""
    ids, decision = result.case.proposals.ids, result.decision
    found = [(ids[at], decision.actions[at]) for at in decision.order]
    return found == [(each.proposal, each.action) for each in evaluation]
