"""What formulas do, and leave out, in words for whoever changes a figure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cximpact.spreadsheet.live.unknown_columns import unpayable

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.gate_columns import Gated
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.rank_columns import Ranked
    from cximpact.spreadsheet.live.score_columns import Scored
    from cximpact.spreadsheet.live.way import Way

__all__ = ["live_notes"]

_WAYS = {
    "method": "Actions and ranks follow the method exactly: no budget or rule lets proposals "
    "compete.",
    "fill": "As long as nothing is changed, actions are those of the best selection. When a "
    "figure changes, the budget is filled instead: what is mandatory or committed first, then in "
    "the order of value per cost whatever still fits. A better selection may exist: score the "
    "workbook again to find the best one.",
    "stored": "Several budgets or rules bind the selection, which formulas cannot work out: who "
    "was selected enters as values. Values, gates and ranks follow the figures; score the "
    "workbook again for a new selection.",
}


def live_notes(
    ground: Ground, scored: Scored, gated: Gated, ranked: Ranked, way: Way
) -> tuple[str, ...]:
    """Return what a reader must know of the formulas.

    Args:
        ground: What they are made from.
        scored: The columns of scores.
        gated: The columns of gates.
        ranked: The columns of the decision.
        way: How the selection is made when figures change.
    """
    return tuple(_notes(ground, scored, gated, ranked, way))


def _notes(ground: Ground, scored: Scored, gated: Gated, ranked: Ranked, way: Way) -> Iterator[str]:
    case = ground.result.case
    yield _WAYS[way]
    if any(each.kind == "journey" for each in case.scorecard.criteria):
        yield (
            "Scores from the customer journey, and the harm that gates find there, enter as "
            "values: they do not depend on weights."
        )
    if ground.result.decision.draws is not None:
        yield (
            "Draws of what is uncertain are not repeated: 'prioritize' stays with those that were "
            "sure of it, as long as they are selected."
        )
    if gated.as_values:
        yield f"Answers of these gates enter as values: {', '.join(gated.as_values)}."
    if scored.as_values:
        yield (
            f"{_counted(scored.as_values, 'score')} of ratings and amounts enter as values, since "
            "the cells hold no plain number: text, amounts with a currency, several raters."
        )
    if ranked.priced:
        yield (
            f"{_counted(ranked.priced, 'cost')} enter as values, since no plain number in the "
            "table gives them."
        )
    unknown = sum(unpayable(ground))
    if unknown:
        yield (
            f"{_counted(unknown, 'proposal')} with a cost that is not known, and that a budget "
            "would have to pay for, can only be revised: score the workbook again when it is "
            "stated."
        )
    yield "Reasons, and what it would take, are those of the last scoring."


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"
