"""Amounts with three decimals: when they are what they say, and when a thousandfold is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from attrs import Factory, frozen

from cximpact.model.money import minor_digits

if TYPE_CHECKING:
    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.money_cells import WrittenMoney
    from cximpact.intake.lists.table_parts import TablePart

__all__ = ["Doubts", "decimals_shown", "means_decimals"]

# A point or comma before three digits that cannot group thousands: after 0, or four digits.
_THREE_DECIMALS = re.compile(r"(?<![0-9.,])(?:0|[0-9]{4,})[.,][0-9]{3}(?![0-9.,])")
_DECIMALS = re.compile(
    r"(?<![0-9.,])0[.,][0-9]|[0-9]{4}[.,][0-9]|[.,]([0-9]{1,2}|[0-9]{4,})(?![0-9.,])"
)
# Beside a million, three decimals are as usual as two.
_LARGE = 1_000_000
_USUAL_DECIMALS = 2


@frozen
class Doubts:
    """Which amounts with three decimals are to be taken as they are written.

    Attributes:
        part: The table.
        money: Whether its amounts are money.
        small: Whether three decimals are to be expected.
        shown: Per header, what its cells show of decimals, as far as it was asked for.
    """

    part: TablePart
    money: bool
    small: bool
    shown: dict[str, tuple[bool, bool]] = Factory(dict)

    def told(self, header: str, written: WrittenMoney, currency: str) -> bool:
        """Return whether it is told what the decimal sign of an amount means.

        Args:
            header: Its column.
            written: The amount.
            currency: Its currency, "" for an unknown one.
        """
        # What a plugin hands over as a number is written with a point.
        if written.doubtful is None or not self.money or self.part.is_collected:
            return True
        if header not in self.shown:
            self.shown[header] = decimals_shown(self.part.table.column(header))
        said = self.part.said.get("read", {})
        is_said = "decimal" in said or "thousands" in said
        return means_decimals(self.shown[header], written, currency, small=self.small, said=is_said)


def decimals_shown(cells: Iterable[Cell]) -> tuple[bool, bool]:
    """Return what a column shows: three decimals that are no group, and decimals at all.

    Example:
        >>> decimals_shown(["1250.125", "7"]), decimals_shown(["250.125"]), decimals_shown(["7.5"])
        ((True, True), (False, False), (False, True))
    """
    texts = dict.fromkeys(cell for cell in cells if isinstance(cell, str))
    three = any(map(_THREE_DECIMALS.search, texts))
    return three, three or any(map(_DECIMALS.search, texts))


def means_decimals(
    shown: tuple[bool, bool],
    written: WrittenMoney,
    currency: str,
    *,
    small: bool = False,
    said: bool = False,
) -> bool:
    """Return whether the three digits of an amount in doubt are decimals for certain.

    Args:
        shown: What its column shows, of `decimals_shown`.
        written: The amount.
        currency: Its currency, "" for an unknown one.
        small: Whether three decimals are to be expected, as of the price of a unit.
        said: Whether something is said of how the file writes numbers.
    """
    three, some = shown
    if three or minor_digits(currency) > _USUAL_DECIMALS:
        return True
    return (small or written.multiplier >= _LARGE) and (said or some)
