"""Budgets where they live: score a workbook in place, keep it intact, and keep it live.

Nothing of a workbook is lost: only the parts that must change are edited, and the file is replaced
as a whole. `score` needs nothing beyond cximpact itself; `new` needs the extra ``sheet``.

Example:
    >>> import cximpact.spreadsheet
    >>> evaluation = cximpact.spreadsheet.score("budget.xlsx")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cximpact.spreadsheet.scoring import score
    from cximpact.spreadsheet.template.exporting import export
    from cximpact.spreadsheet.template.new import new

__all__ = ["export", "new", "score"]

_HOMES = {
    "export": "cximpact.spreadsheet.template.exporting",
    "new": "cximpact.spreadsheet.template.new",
    "score": "cximpact.spreadsheet.scoring",
}


def __getattr__(name: str) -> Any:
    """Import a public name from its home the first time it is asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module 'cximpact.spreadsheet' has no attribute '{name}'")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
