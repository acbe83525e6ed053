"""Tables as pandas data frames; the only place where results meet pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cximpact.report.columns import Table

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = (
    "value value_low value_high customer_value business_value selection_share coverage weight "
    "score low high contribution condition sd net harm delta_value customers_helped "
    "customers_harmed age_months freshness figure error condition_error precision "
    "expected_rank rank_low rank_high first first_error entropy confidence share core_index "
    "value_low value_high regret center gain price next_gain changes"
).split()

_AS_THEY_ARE = ("cost", "currency", "limit", "next_step")
"""Exact amounts, and what stands beside them."""


def to_frame(table: Table, name: str) -> pd.DataFrame:
    """Return a table as a data frame; what is not known is NaN in columns of numbers.

    Args:
        table: Column names to values.
        name: Which table; ``recommendations`` is indexed by proposal.
    """
    import pandas as pd

    columns = {
        column: pd.Series(values, dtype="float64")
        if column in _NUMBERS or column.startswith(("score:", "weight:"))
        else pd.Series(values, dtype=object if column in _AS_THEY_ARE else None)
        for column, values in table.items()
    }
    frame = pd.DataFrame(columns)
    return frame.set_index("proposal") if name == "recommendations" else frame
