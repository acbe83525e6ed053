"""Formulas that belong to several cells: none of them may lose a part of its cells."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from cximpact.intake.files.cells import area_of, cell_name

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cximpact.intake.files.cells import Area
    from cximpact.intake.files.problems import ProblemLog
    from cximpact.spreadsheet.editing.lanes import Plan

__all__ = ["FormulaWatch"]

_HINT = "clear these cells in the spreadsheet program, then run again"


class FormulaWatch:
    """Notes shared and array formulas of a sheet, and which of their cells are overwritten."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._sharing: Counter[str] = Counter()
        self._masters: dict[str, str] = {}
        self._arrays: dict[str, Area] = {}
        self._replaced: set[str] = set()

    def see(self, attributes: Mapping[str, str]) -> None:
        """Take note of a formula of the sheet, by the attributes of its element."""
        kind, area = attributes.get("t"), area_of(attributes.get("ref", ""))
        if kind == "shared" and area is None:
            self._sharing[attributes.get("si", "")] += 1
        elif kind in ("array", "dataTable") and area is not None and self._plan.touched(area):
            self._arrays[cell_name(area.first_row, area.first_column)] = area

    def replace(self, attributes: Mapping[str, str], cell: str) -> None:
        """Take note of a formula that is overwritten, seen before or later all the same."""
        kind, is_master = attributes.get("t"), "ref" in attributes
        if kind == "shared" and is_master:
            self._masters[attributes.get("si", "")] = cell
        elif kind == "shared":
            self._sharing[attributes.get("si", "")] -= 1
        self._replaced.add(cell) if kind in ("array", "dataTable") else None

    def refuse(self, sheet: str, log: ProblemLog) -> None:
        """Note the formulas that would lose some of their cells."""
        for shared, cell in self._masters.items():
            if self._sharing[shared] > 0:
                message = "other cells share the formula of this cell, which would be overwritten"
                log.add(message, sheet=sheet, cell=cell, hint=_HINT)
        for cell, area in self._arrays.items():
            one = (area.first_row, area.first_column) == (area.last_row, area.last_column)
            if not one and not (cell in self._replaced and self._covered(area)):
                message = "an array formula covers cells that results are to be written into"
                log.add(message, sheet=sheet, cell=cell, hint=_HINT)

    def _covered(self, area: Area) -> bool:
        return any(
            own.first_row <= area.first_row
            and own.last_row >= area.last_row
            and own.first_column <= area.first_column
            and own.last_column >= area.last_column
            for own in self._plan.areas
        )
