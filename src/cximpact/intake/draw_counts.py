"""How often a workspace asks for draws."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.model.draws import DrawSettings

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.reporter import Reporter

__all__ = ["draws_said"]

FEWEST = 100
"""With fewer draws the ends of a band say little."""


def draws_said(report: Reporter, data: Mapping[str, Any]) -> tuple[int, int]:
    """Return how many draws are made, and for how many of them the selection is made again.

    Args:
        report: The workspace's document.
        data: Its parts that fit the schema.
    """
    usual = DrawSettings()
    draws = int(data.get("draws", usual.count))
    if 0 < draws < FEWEST:
        expected = f"0 for none, or {FEWEST} at least"
        report.add(("draws",), "too few draws to tell anything", value=draws, expected=expected)
    if not draws:  # who asks for none by keyword need not take the other setting back
        return 0, 0
    selections = int(data.get("selection_draws", min(draws, usual.selections)))
    if selections > draws:
        expected = f"at most the number of draws, {draws}"
        report.add(("selection_draws",), "more than there are", value=selections, expected=expected)
    return draws, selections
