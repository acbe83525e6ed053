"""What comes out of a warehouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from attrs import field, frozen

from cximpact.exceptions import Problem
from cximpact.model.proposal import SetAside

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["WarehouseEvidence"]


@frozen(eq=False)
class WarehouseEvidence:
    """Counts and sums of rows that stayed where they are.

    Attributes:
        frame: One line for each measure, touchpoint, criterion and channel (of a `kpi` also for
            each day and figure), with ``n``, ``successes``, ``promoters``, ``detractors``,
            ``sum_of_values``, ``sum_of_squares``, ``count``, ``exposure``, ``figure``, ``error``
            and ``rows_counted``, as its measure needs them, and ``date``, the day of the last row.
            Sums are texts, so that every digit of them arrives.
        set_aside: How many rows do not count, and why. They are told here and nowhere else: an
            evaluation sees the frame only.
        notes: What was passed over.
        sql: The query that was run, for whoever has to allow it.

    Example:
        ``cximpact.evaluate("cximpact.yaml", evidence={"survey": told.block()})``
    """

    frame: pd.DataFrame = field(repr=False)
    set_aside: tuple[SetAside, ...] = ()
    notes: tuple[Problem, ...] = ()
    sql: str = field(default="", repr=False)

    def block(self) -> dict[str, Any]:
        """Return the frame as a block of evidence, as `evaluate` takes it."""
        return {"frame": self.frame, "kind": "measurements"}
