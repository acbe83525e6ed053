"""Quantities drawn: PERT amounts through the criterion's value function."""

from __future__ import annotations

from attrs import frozen

from cximpact.model.case import Case
from cximpact.model.draws import DrawSettings
from cximpact.model.proposal import Quantities
from cximpact.model.scorecard import Criterion
from cximpact.scoring.drawing.drawn import Drawn
from cximpact.scoring.drawing.quantiles import pert_quantiles
from cximpact.scoring.streams import stream
from cximpact.scoring.value_functions import amount_scores


@frozen(eq=False)
class QuantityDraws:
    """Draws of the quantity criteria.

    Attributes:
        settings: How often, and from which seed.
        ids: Of the proposals.
        criteria: All criteria of the scorecard.
        quantities: Low, likely and high amounts.
    """

    settings: DrawSettings
    ids: tuple[str, ...]
    criteria: tuple[Criterion, ...]
    quantities: Quantities

    def of(self, position: int, column: int) -> Drawn | None:
        """Return the draws of a score that is not missing; None where nothing is uncertain."""
        low = float(self.quantities.low[position, column])
        high = float(self.quantities.high[position, column])
        if self.quantities.single[position, column] or not low < high:
            return None
        likely = float(self.quantities.likely[position, column])
        criterion = self.criteria[column]
        own = stream(self.settings.seed, "quantity", self.ids[position], criterion.id)
        amounts = pert_quantiles(low, likely, high, own.random(self.settings.count))
        return amount_scores(amounts, criterion.value_points).score


def quantity_draws(case: Case) -> QuantityDraws:
    """Return the draws of the quantity criteria; a single number has no spread."""
    return QuantityDraws(case.drawing, case.proposals.ids, case.scorecard.criteria, case.quantities)
