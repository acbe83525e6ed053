"""A claimed change of condition, as one record; `Effects` holds many of them as columns."""

from __future__ import annotations

from attrs import frozen

from cximpact.model.proposal import BASES, Source

Range = tuple[float, float, float]
"""Low, likely and high."""

_OPINION = BASES.index("opinion")


@frozen
class Change:
    """A change of condition: low, likely, high, and whether one number was given."""

    range: Range
    single: bool


@frozen
class Effect:
    """One effect of one proposal.

    Attributes:
        proposal: Position of the proposal.
        target: Touchpoint or process.
        criterion: Position of the criterion, -1 where none is named.
        change: The change.
        reach: Share of the touchpoint's customers; None where not stated.
        basis: Position in `BASES`, as it counts.
        claimed_basis: Position in `BASES`, as claimed.
        screened: Whether a screening rule claims it.
        source: The source cited.
        row: The row it stands in; -1 for screening.
    """

    proposal: int
    target: str
    criterion: int
    change: Change
    reach: float | None = None
    basis: int = _OPINION
    claimed_basis: int = _OPINION
    screened: bool = False
    source: Source | None = None
    row: int = -1
