"""Columns of days, such as deadlines: nothing in a decision takes them."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import is_blank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.intake.files.cells import Cell

__all__ = ["holds_dates"]

_FEWEST = 0.8
_LONGEST = 30
_MONTHS = (
    "jan(?:uary|uar|vier)?|janv|feb(?:ruary|ruar)?|f[eé]v(?:rier)?|mar(?:ch|s|zo)?|m[aä]r?z|"
    "a[pv]r(?:il)?|abr(?:il)?|ma[iy]o?|june?|juni?o?|juin|july?|juli?o?|juil(?:let)?|"
    "aug(?:ust)?|ao[uû]t|ago(?:sto)?|sept?(?:ember|embre|iembre)?|o[ck]t(?:ober|obre|ubre)?|"
    "nov(?:ember|embre|iembre)?|de[cz](?:ember)?|d[eé]c(?:embre)?|dic(?:iembre)?|ene(?:ro)?|"
    "febrero"
)
_DAY = re.compile(
    r"(?:[0-9]{1,2}[-./] ?[0-9]{1,2}[-./] ?[0-9]{2,4}|[0-9]{4}[-./][0-9]{1,2}(?:[-./][0-9]{1,2})?|"
    r"[0-9]{1,2}[-./][0-9]{4}|[QH][1-4][ /-]?[0-9]{2,4}|[0-9]{4}[ /-]?[QH][1-4]|"
    rf"(?:[0-9]{{1,2}}\.?[ -])?(?:{_MONTHS})\.?[ -](?:[0-9]{{1,2}}, ?)?[0-9]{{2,4}})",
    re.IGNORECASE,
)


def holds_dates(cells: Sequence[Cell]) -> bool:
    """Return whether nearly all cells that are not blank are days, months or quarters.

    Example:
        >>> holds_dates(["2027-03-31", None, "31.12.2027", "Q3 2027", "1 March 2027"])
        True
        >>> holds_dates(["1.5", "2027", "soon"]), holds_dates([None])
        (False, False)
    """
    given = [cell for cell in cells if not is_blank(cell)]
    return bool(given) and sum(map(_is_date, given)) >= _FEWEST * len(given)


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return len(cell) <= _LONGEST and _DAY.fullmatch(cell.strip()) is not None
    return isinstance(cell, date)
