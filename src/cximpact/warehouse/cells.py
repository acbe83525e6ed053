"""The cells of a column: their text, whether there is one, their number and their day."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

import ibis
from attrs import define

from cximpact.intake.lists.matching import NUMBER, number_of
from cximpact.warehouse.dialects import day_in_zone, trimmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cximpact.sources.table import Form

__all__ = ["DECIMAL", "NAMING", "Cell", "decimal_of_text", "float_of_text", "folded_texts"]

DECIMAL = "decimal(28,12)"
"""Numbers are read as in `cximpact.sources`: exactly, and sums of them in any order are equal."""

NAMING: frozenset[Form] = frozenset({"text", "bool", "date"})
"""Forms whose cells every engine writes as the same text; whole numbers too."""

_WHOLE_DIGITS = 16
_BOUND = 10**_WHOLE_DIGITS


@define(eq=False, slots=False)
class Cell:
    """One column, as expressions over every row.

    Attributes:
        column: The column itself.
        form: How it is held.
        engine: Name of the backend.
        offset: Minutes from UTC in which days are counted.
    """

    column: Any
    form: Form
    engine: str
    offset: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether it holds whole numbers."""
        return bool(self.column.type().is_integer())

    @property
    def can_name(self) -> bool:
        """Whether its text is the same in every engine."""
        return self.form in NAMING or self.is_whole

    @cached_property
    def text(self) -> Any:
        """The text without outer spaces, empty where there is nothing; None if it cannot name."""
        if not self.can_name:
            return None
        if self.form == "text":
            return trimmed(self.column.cast("string"), self.engine)
        if self.form == "bool":
            written = ibis.ifelse(self.column, "true", "false")
            return ibis.ifelse(self.column.notnull(), written, "")
        return ibis.coalesce(self.column.cast("string"), "")

    @cached_property
    def present(self) -> Any:
        """Whether there is a value; NaN is none."""
        if self.form == "text":
            return self.text != ""
        if self.form == "float":
            return self.column.notnull() & ~self.column.isnan()
        return self.column.notnull()

    @cached_property
    def number(self) -> Any:
        """The value as a float, for tests; NULL where it is no number."""
        if self.form == "text":
            return float_of_text(self.text)
        if self.form == "float":
            return ibis.ifelse(self.present, self.column.cast("float64"), _null("float64"))
        return self.column.cast("float64") if self.form == "exact" else _null("float64")

    @cached_property
    def decimal(self) -> Any:
        """The value as a decimal; NULL where it is no number, or one too large."""
        if self.form == "text":
            return decimal_of_text(self.text)
        if self.form == "float":
            # By way of its text: engines cut a float in different ways, but print it alike.
            small = self.present & self.column.between(-_BOUND, _BOUND)
            printed = ibis.ifelse(small, self.column.cast("string"), _null("string"))
            return printed.try_cast(DECIMAL)
        if self.form != "exact":
            return _null(DECIMAL)
        if not self._can_be_too_large:
            return self.column.cast(DECIMAL)
        small = self.column.between(-_BOUND + 1, _BOUND - 1)
        return ibis.ifelse(small, self.column, ibis.null()).cast(DECIMAL)

    @property
    def _can_be_too_large(self) -> bool:
        kind = self.column.type()
        if kind.is_integer():
            return bool(kind.nbytes > 4)
        return kind.precision is None or kind.precision - (kind.scale or 0) > _WHOLE_DIGITS

    @cached_property
    def day(self) -> Any:
        """The day, in the offset of the source where the column has a zone."""
        if self.form == "date":
            return self.column
        if self.form == "moment":
            return self.column.date()
        return day_in_zone(self.column, self.offset, self.engine)


def _null(kind: str) -> Any:
    return ibis.null().cast(kind)


def _plain(text: Any) -> Any:
    """Return a text where it is a number, else NULL: no engine then stumbles over a cast."""
    # The second test because in some engines $ also holds before a line end.
    plain = text.re_search(f"^({NUMBER})$") & ~text.re_search("[^0-9eE.+-]")
    return ibis.ifelse(plain, text, _null("string"))


def float_of_text(text: Any) -> Any:
    """Return the float that a text shows, NULL where it shows none."""
    return _plain(text).try_cast("float64")


def decimal_of_text(text: Any) -> Any:
    """Return the decimal that a text shows, NULL where it shows none, or one too large."""
    plain = _plain(text)
    small = plain.try_cast("float64").between(-_BOUND, _BOUND)
    return ibis.ifelse(small, plain, _null("string")).try_cast(DECIMAL)


def folded_texts(text: Any, wanted: Sequence[str]) -> Any:
    """Return a text in which the letters of the wanted small texts are small.

    `lower` of an engine goes by its locale. Only letters that some wanted text has can matter.
    """
    from cximpact.warehouse.letters import capitals_of

    large, small = capitals_of("".join(wanted))
    return text.translate(large, small) if large else text


def numbers_among(texts: Sequence[str]) -> list[float]:
    """Return the texts that are numbers, as such."""
    return sorted({number for number in map(number_of, texts) if number is not None})
