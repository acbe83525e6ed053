"""What the user of a workbook asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from attrs import frozen

__all__ = ["Asked"]


@frozen
class Asked:
    """What the user asks for; what is left out is found out.

    Attributes:
        sheet: The sheet of the table.
        table: An Excel table or a defined name.
        columns: Our names to the table's headers.
        scorecard: A shipped name, a path, or a scorecard.
        budget: A limit, or limits by name.
        as_of: The day of the decision.
        quick: Whether nothing is drawn.
        plugins: Whether a workbook that brings its own workspace may ask plugins.
        afresh: Whether what the last run was asked for is forgotten.
    """

    sheet: str = ""
    table: str = ""
    columns: Mapping[str, Any] | None = None
    scorecard: Any = None
    budget: Any = None
    as_of: date | str | None = None
    quick: bool = False
    plugins: bool = False
    afresh: bool = False
