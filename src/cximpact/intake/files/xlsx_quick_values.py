"""The values of the cells of a slice: all of one kind at once.

Dates, and texts that stand for something else than themselves, are not understood here: the
different ones are gathered and read by calamine, as cells of a small sheet of their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import numpy as np
from attrs import Factory, define

from cximpact.intake.files.cells import Cell, ErrorCell, UncachedFormula
from cximpact.intake.files.xlsx_calamine import (
    BEYOND_ALL_DAYS,
    calamine_cells,
    cell_of,
    day_of,
)
from cximpact.intake.files.xlsx_quick_cells import Cells, Kind
from cximpact.intake.files.xlsx_quick_numbers import take_counts, take_numbers
from cximpact.intake.files.xlsx_quick_slices import NotPlainError
from cximpact.intake.files.xlsx_quick_texts import WHITE_SPACE, shared_texts, tricky
from cximpact.intake.files.xlsx_values import optional_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from cximpact.intake.files.xlsx_prescan import Package
    from cximpact.intake.files.xlsx_workbook import Workbook

    Objects = NDArray[np.object_]
    Places = NDArray[np.intp]

__all__ = ["Values"]

_EXACT_FLOAT = 2.0**53
_ERROR = re.compile(r"#[A-Z0-9_/!?]{1,30}")
_TRUTHS = {"0": False, "1": True}


@define(eq=False)
class Values:
    """Understands the values of cells; keeps what slices of one sheet have in common."""

    _package: Package
    _workbook: Workbook
    _texts: Objects | None = None
    _styles: bytes | None = None
    _knows_styles: bool = False
    _is_date: dict[int, bool] = Factory(dict)
    _dates: dict[tuple[int, float], Cell] = Factory(dict)

    def of(self, cells: Cells) -> Objects:
        """Return the value of each cell, with marks for failed formulas.

        Raises:
            NotPlainError: A value is not of the plain form.
            UnreadableSheetError: The reader finds a value damaged.
            xml.parsers.expat.ExpatError: A value, or a part that it needs, is damaged.
        """
        found: Objects = np.empty(len(cells.rows), object)
        is_filled = cells.ends > cells.starts
        takers = (
            (Kind.NUMBER, self._numbers),
            (Kind.SHARED, self._shared),
            (Kind.TEXT, self._own_texts),
            (Kind.INLINE, self._own_texts),
            (Kind.TRUTH, _truths),
            (Kind.ERROR, _errors),
        )
        for kind, take in takers:
            places = np.flatnonzero((cells.kinds == kind) & is_filled)
            if len(places):
                found[places] = take(cells, places)
        _mark(found, cells, is_filled)
        return found

    def _numbers(self, cells: Cells, places: Places) -> Objects:
        numbers = take_numbers(cells.tags, cells.starts[places], cells.ends[places])
        found = _numbers_as_objects(numbers)
        styles = cells.styles[places]
        if self._shows_dates(0):
            # Readers differ on a cell that names no style where the first one shows days.
            raise NotPlainError
        if styles.any():
            for style in np.unique(styles).tolist():
                if self._shows_dates(style):
                    of_style = np.flatnonzero(styles == style)
                    found[of_style] = self._as_dates(style, numbers[of_style])
        return found

    def _shared(self, cells: Cells, places: Places) -> Objects:
        if self._texts is None:
            part = self._workbook.shared_strings
            if part is None or self._package.find(part) is None:
                raise NotPlainError
            self._texts = _objects(shared_texts(self._package.chunks(part)))
        indexes = take_counts(cells.tags, cells.starts[places], cells.ends[places])
        if indexes.max() >= len(self._texts):
            raise NotPlainError
        found: Objects = self._texts[indexes.astype(np.intp)]
        return found

    def _own_texts(self, cells: Cells, places: Places) -> Objects:
        texts = cells.tags.texts(cells.starts[places], cells.ends[places])
        found: list[Cell] = [
            (text.strip(WHITE_SPACE) if is_trimmed else text) or None
            for text, is_trimmed in zip(texts, cells.is_trimmed[places].tolist(), strict=True)
        ]
        odd = tricky(texts) if tricky([cells.tags.content.decode()]) else []
        wordings = [_wording(texts[each], cells, int(places[each])) for each in odd]
        for number, value in zip(odd, self._thorough(wordings), strict=True):
            found[number] = cell_of(value)
        return _objects(found)

    def _shows_dates(self, style: int) -> bool:
        """Ask calamine whether numbers of a style are dates, times or durations."""
        if style not in self._is_date:
            (value,) = self._thorough([_number(style, 1.5)])
            self._is_date[style] = not isinstance(value, int | float)
        return self._is_date[style]

    def _as_dates(self, style: int, numbers: NDArray[np.float64]) -> Objects:
        if np.any(np.abs(numbers) >= BEYOND_ALL_DAYS):
            raise NotPlainError
        distinct, which = np.unique(numbers, return_inverse=True)
        keys = [(style, number) for number in distinct.tolist()]
        new = [key for key in keys if key not in self._dates]
        found = self._thorough([_number(*key) for key in new])
        values = (day_of(value, number) for value, (_, number) in zip(found, new, strict=True))
        self._dates.update(zip(new, values, strict=True))
        return _objects([self._dates[key] for key in keys])[which]

    def _thorough(self, cells: Sequence[bytes]) -> list[Any]:
        """Return what calamine makes of cells."""
        if not cells:
            return []
        if not self._knows_styles:
            self._styles = optional_part(self._package, self._workbook.styles)
            self._knows_styles = True
        from_1904 = self._workbook.from_1904
        return calamine_cells(cells, strings=None, styles=self._styles, from_1904=from_1904)


def _number(style: int, number: float) -> bytes:
    return b's="%d"><v>%b</v></c>' % (style, repr(number).encode())


def _wording(text: str, cells: Cells, place: int) -> bytes:
    if cells.kinds[place] == Kind.TEXT:
        return b't="str"><v>%b</v></c>' % text.encode()
    space = b"" if cells.is_trimmed[place] else b' xml:space="preserve"'
    return b't="inlineStr"><is><t%b>%b</t></is></c>' % (space, text.encode())


def _objects(values: Sequence[Any]) -> Objects:
    found: Objects = np.empty(len(values), object)
    found[:] = values
    return found


def _numbers_as_objects(numbers: NDArray[np.float64]) -> Objects:
    """Return whole numbers without fraction, and marks for those that no float can hold."""
    is_whole = (np.abs(numbers) <= _EXACT_FLOAT) & (np.floor(numbers) == numbers)
    if is_whole.all():
        return numbers.astype(np.int64).astype(object)
    found = numbers.astype(object)
    found[is_whole] = numbers[is_whole].astype(np.int64).astype(object)
    found[~np.isfinite(numbers)] = ErrorCell("#NUM!")
    return found


def _truths(cells: Cells, places: Places) -> Objects:
    texts = cells.tags.texts(cells.starts[places], cells.ends[places])
    if not all(text in _TRUTHS for text in texts):
        raise NotPlainError
    return _objects([_TRUTHS[text] for text in texts])


def _errors(cells: Cells, places: Places) -> Objects:
    codes = cells.tags.texts(cells.starts[places], cells.ends[places])
    if not all(map(_ERROR.fullmatch, codes)):
        raise NotPlainError
    return _objects([ErrorCell(code) for code in codes])


def _mark(found: Objects, cells: Cells, is_filled: NDArray[np.bool_]) -> None:
    """Mark failed cells without a code, and formulas whose result was never stored."""
    is_error = (cells.kinds == Kind.ERROR) & (cells.ends >= 0)
    found[is_error & ~is_filled] = ErrorCell("#N/A")
    # A text may be empty; of anything else an empty result is none.
    has_result = is_filled | ((cells.kinds == Kind.TEXT) & (cells.ends >= 0)) | is_error
    found[cells.has_formula & ~has_result] = UncachedFormula()
