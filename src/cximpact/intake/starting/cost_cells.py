"""What the cells of a column say of costs: amounts, their currencies, words, and odd ones."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial
from statistics import median
from typing import TYPE_CHECKING

from attrs import evolve, frozen

from cximpact.intake.lists.amount_doubts import decimals_shown, means_decimals
from cximpact.intake.lists.currency_marks import sign_fits
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.money_cells import doubt_about, read_money, times_column
from cximpact.intake.starting.cost_headers import HeaderUnit
from cximpact.intake.starting.cost_words import cost_words
from cximpact.intake.starting.guess_cells import different, misfits
from cximpact.intake.starting.guess_multipliers import guess_multipliers
from cximpact.intake.starting.stand_ins import StandIns

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from decimal import Decimal

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.lists.money_cells import WrittenMoney
    from cximpact.model.source import Reading

__all__ = ["CostCells", "are_words", "cost_cells"]

_DIGIT = re.compile(r"\d")
_IN_MILLIONS = 1_000
_FAR_ABOVE = 1_000


@frozen
class CostCells:
    """A column that may be a cost.

    Attributes:
        cells: Its amounts.
        amounts: The different ones of them, each as it is read.
        words: What stands for none.
        unfit: Cells that are no amounts, or in doubt.
        reading: How its amounts are written.
        multipliers: Words beside them and what they were taken for.
        unit: What its header states that amounts without such a word are multiplied by.
        given: All of its cells, row by row.
    """

    cells: list[Cell]
    amounts: list[tuple[Cell, WrittenMoney]]
    words: StandIns
    unfit: list[Cell]
    reading: Reading
    multipliers: dict[str, int]
    unit: HeaderUnit | None = None
    given: Sequence[Cell] = ()

    @property
    def n_unfit(self) -> int:
        """How many cells are no amounts, or in doubt."""
        odd = set(map(_key, self.unfit))
        return sum(_key(cell) in odd for cell in self.given)

    @property
    def multiplier(self) -> int:
        """What its header states; 1 for nothing."""
        return 1 if self.unit is None else self.unit.multiplier

    def value(self, cell: Cell) -> Decimal | None:
        """Return the amount that a cell comes to; None where it holds none that fits."""
        if misfits([cell], partial(read_money, reading=self.reading)):
            return None
        read = times_column(read_money(cell, self.reading), self.multiplier)
        return None if read is None else read.amount

    def currencies(self) -> Counter[str]:
        """Return how many cells name each currency, "" for none."""
        named = {_key(cell): each.currency for cell, each in self.amounts}
        given = (named.get(_key(cell)) for cell in self.cells)
        return Counter(each for each in given if each is not None)

    def signs(self) -> list[str]:
        """Return the signs of several currencies, such as ``$``, that stand for a code."""
        return sorted({each.sign for _, each in self.amounts} - {""})

    def below_and_above(self) -> tuple[int, int]:
        """Return how many amounts are below zero, and how many above."""
        counts = Counter(map(_key, self.cells))
        below = sum(counts[_key(cell)] for cell, each in self.amounts if each.amount < 0)
        return below, sum(counts[_key(cell)] for cell, each in self.amounts if each.amount > 0)

    def in_currency(self, currency: str) -> CostCells:
        """Return the column; amounts whose sign stands for another currency are no fit."""
        against = {_key(cell) for cell, each in self.amounts if not sign_fits(each.sign, currency)}
        if not currency or not against:
            return self
        odd = [cell for cell in self.cells if _key(cell) in against]
        kept = [cell for cell in self.cells if _key(cell) not in against]
        read = [pair for pair in self.amounts if _key(pair[0]) not in against]
        return evolve(self, cells=kept, amounts=read, unfit=[*self.unfit, *odd])

    def far_above(self) -> Cell:
        """Return an amount that looks written in full below a header that multiplies it."""
        plain = {cell: abs(each.amount) for cell, each in self._plain() if each.amount}
        if not plain or self.multiplier == 1:
            return None
        usual = median(plain.values())
        largest = max(plain, key=plain.__getitem__)
        in_full = usual >= 100 * _FAR_ABOVE or plain[largest] >= _FAR_ABOVE * usual
        return largest if in_full else None

    def first_plain(self) -> Cell:
        """Return the first amount above zero that states no word such as ``k`` itself."""
        return next((cell for cell, each in self._plain() if each.amount > 0), None)

    def first_own(self) -> Cell:
        """Return the first amount that states a word such as ``k`` itself."""
        return next((cell for cell, each in self.amounts if each.multiplier != 1), None)

    def _plain(self) -> list[tuple[Cell, WrittenMoney]]:
        return [(cell, each) for cell, each in self.amounts if each.multiplier == 1]


def cost_cells(
    given: Sequence[Cell], reading: Reading, meant: Collection[str], unit: HeaderUnit | None
) -> CostCells:
    """Return what the cells of a column say of costs.

    Args:
        given: The cells.
        reading: How the list writes numbers.
        meant: Words that mean something, in small letters; they never stand for no amount.
        unit: What the header states that amounts are multiplied by.
    """
    multipliers = guess_multipliers(given, reading)
    reading = evolve(reading, multipliers=tuple(multipliers.items()))
    by = 1 if unit is None else max(1, unit.multiplier)
    reader = partial(_sure_amount, reading=reading, shown=decimals_shown(given), by=by)
    words = cost_words(given, reader, meant)
    rest = words.without(given)
    unfit = [cell for cell in different(rest) if misfits([cell], reader)]
    odd = set(map(_key, unfit))
    cells = [cell for cell in rest if _key(cell) not in odd]
    read = ((cell, read_money(cell, reading)) for cell in different(cells))
    amounts = [(cell, each) for cell, each in read if each is not None]
    found = CostCells(cells, amounts, words, unfit, reading, multipliers, unit, given)
    # Where every amount says its own word, what the header says is no second one.
    return evolve(found, unit=None) if found.first_plain() is None else _settled(found)


def _settled(found: CostCells) -> CostCells:
    """Return a column below a header such as ``EUR m`` whose amounts tell what it means."""
    if found.unit is None or found.unit.is_sure:
        return found
    amounts = [abs(each.amount) for _, each in found.amounts if each.multiplier == 1]
    is_million = max(amounts) < _IN_MILLIONS
    return found if is_million else evolve(found, unit=evolve(found.unit, multiplier=0))


def _key(cell: Cell) -> tuple[type, Cell]:
    return type(cell), cell


def _sure_amount(cell: Cell, *, reading: Reading, shown: tuple[bool, bool], by: int) -> None:
    """Refuse a cell that is no amount, or in doubt between two."""
    read = times_column(read_money(cell, reading), by)
    if read is None or (doubt := doubt_about(read, reading)) is None:
        return
    if not means_decimals(shown, read, read.currency):
        raise doubt


def are_words(cells: Iterable[Cell]) -> bool:
    """Return whether no cell holds a digit: a column of owners, say, whatever its header."""
    return not any(_DIGIT.search(cell_text(cell)) for cell in cells)
