"""What all columns of formulas are made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import frozen

from cximpact.decision.candidates import COMMITTED, FORCED_OUT, MANDATORY, WITHDRAWN

if TYPE_CHECKING:
    from cximpact.decision.costs import Costs
    from cximpact.intake.spec import WorkspaceSpec
    from cximpact.pipeline import Result
    from cximpact.spreadsheet.live.lines import Lines
    from cximpact.spreadsheet.live.table import LiveTable
    from cximpact.spreadsheet.live.weights_sheet import WeightCells

__all__ = ["ASIDE", "SET", "Ground"]

ASIDE = 6
"""The code of proposals that are set aside; those of actions are their places in `ACTIONS`."""

SET: Mapping[str, int] = {MANDATORY: 2, COMMITTED: 2, FORCED_OUT: 3, WITHDRAWN: ASIDE}
"""By rule of the action list that nothing can change, the code of the action it gives."""


@frozen(eq=False)
class Ground:
    """What all columns of formulas are made from.

    Attributes:
        result: The evaluation whose figures the formulas give as long as nothing is changed.
        spec: The workspace that reads the table.
        lines: The lines of the user's table.
        table: Takes the columns.
        weights: Where weights, limits and the budget stand.
        money: What proposals cost.
    """

    result: Result
    spec: WorkspaceSpec
    lines: Lines
    table: LiveTable
    weights: WeightCells
    money: Costs

    @property
    def has_costs(self) -> bool:
        """Whether anything costs money, or a budget asks for it."""
        return bool(self.money.total or self.money.budgets)
