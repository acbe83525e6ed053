"""What to tell of the columns of costs that were taken, and of those that were not."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from cximpact.exceptions import printable
from cximpact.intake.files.cells import is_blank
from cximpact.intake.lists.currency_marks import sign_fits
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.starting.cost_headers import YEARLY, cost_part, header_currency
from cximpact.intake.starting.cost_words import says_unknown
from cximpact.intake.starting.counted_rows import counted_rows
from cximpact.intake.starting.guess_cells import different
from cximpact.intake.starting.guess_multipliers import told_multipliers
from cximpact.intake.starting.stand_ins import StandIns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.cost_cells import CostCells
    from cximpact.intake.starting.cost_entries import CostEntry
    from cximpact.intake.starting.cost_ranges import CostRange

__all__ = ["TO_MEND", "lacking_told", "left_out_told", "odd_cells", "told_costs", "told_multiplier"]

TO_MEND = "has cells to be mended, or named under 'missing', first: "
"""What a remark says before such cells."""
_MOST_CELLS = 5
_LONGEST = 30


def told_costs(
    entries: Sequence[CostEntry], columns: Mapping[str, CostCells], codes: Sequence[str]
) -> list[str]:
    """Return what to tell of the columns that were taken.

    Args:
        entries: How each is stated.
        columns: Their cells.
        codes: The currencies that are named, the most frequent first.
    """
    told = [*_years_told(entries), *_beside_told(entries)]
    pairs = [(entry, header) for entry in entries for header in entry.headers]
    told += [each for entry, at in pairs for each in _told(entry, at, columns[at])]
    told += [told for each in entries for told in _words_told(each.headers, columns)]
    told += [each for entry, at in pairs for each in _signs_told(entry, at, columns[at], codes)]
    return told + _currencies_told(entries, columns, codes)


def _years_told(entries: Sequence[CostEntry]) -> list[str]:
    """Return that columns of years are added up; they may be an old and a new figure, too."""
    named = [f"'{entry.header}'" for entry in entries if entry.period]
    if not named:
        return []
    return [f"{_and(named)} are taken for years of one cost, and added up: check 'costs'"]


def _beside_told(entries: Sequence[CostEntry]) -> list[str]:
    """Return that what is paid yearly is counted beside a cost that says not when it is paid."""
    parts = {entry.header: cost_part(entry.header)[0] for entry in entries if not entry.period}
    plain = [header for header, part in parts.items() if not part]
    yearly = [header for header, part in parts.items() if part == YEARLY]
    if not plain or not yearly:
        return []
    return [
        f"'{plain[0]}' and '{yearly[0]}' are both counted: check that the first does not hold the "
        "second"
    ]


def _told(entry: CostEntry, header: str, column: CostCells) -> list[str]:
    told = told_multipliers(header, column.multipliers)
    told += _unit_told(header, column, is_first=header == entry.headers[0])
    if column.unfit:
        some = odd_cells(different(column.unfit))
        told.append(f"'{header}' {TO_MEND}{some}")
    if below := column.below_and_above()[0]:
        rows = counted_rows(below)
        told.append(
            f"'{header}' is below zero in {rows}, taken as savings: if they are mistakes, take "
            "'negative: allowed' away"
        )
    return told


def _signs_told(
    entry: CostEntry, header: str, column: CostCells, codes: Sequence[str]
) -> list[str]:
    """Return which currency a sign of several was taken for, as others name it."""
    code = entry.currency or (codes[0] if codes else "")
    signs = " and ".join(f"'{sign}'" for sign in column.signs() if sign_fits(sign, code))
    return [f"'{header}': {signs} taken for {code}"] if code and signs else []


def _words_told(headers: Sequence[str], columns: Mapping[str, CostCells]) -> list[str]:
    """Return what becomes of rows that hold a word in place of an amount, or of parts of it."""
    told = []
    for is_unknown, then in (
        (True, "not known, and no budget can take that until you fill it in"),
        (False, "taken for no cost; see 'missing'"),
    ):
        said = {
            header: [
                each for each in columns[header].words.words if says_unknown(each) is is_unknown
            ]
            for header in headers
        }
        count = sum(_count(columns[header], words) for header, words in said.items())
        if count:
            words = StandIns(_once(said.values()), count)
            some = [header for header in headers if said[header]]
            told.append(f"{words.told_of(some, 'amount')}: {then}")
    return told


def _once(said: Iterable[Iterable[str]]) -> tuple[str, ...]:
    """Return words as they are first spelled."""
    found: dict[str, str] = {}
    for word in chain.from_iterable(said):
        found.setdefault(word.casefold(), word)
    return tuple(found.values())


def _count(column: CostCells, words: Iterable[str]) -> int:
    low = {each.casefold() for each in words}
    return sum(cell_text(cell).strip().casefold() in low for cell in column.given)


def told_multiplier(column: CostCells) -> str:
    """Return in words what a header multiplies, by an example from its column.

    Args:
        column: One whose header states a multiplier.
    """
    cell, word = column.first_plain(), column.unit.word if column.unit else ""
    return f"the header says {word}: {cell_text(cell)} counts as {_money(column, cell)}"


def _unit_told(header: str, column: CostCells, *, is_first: bool) -> list[str]:
    """Return what a header multiplies; of a range, the columns after the first need no example."""
    if column.unit is None:
        return []
    told = [f"'{header}': {told_multiplier(column)}; see 'multiplier'"] if is_first else []
    own, far = column.first_own(), column.far_above()
    if own is not None:
        text = printable(cell_text(own), _LONGEST)
        told.append(
            f"'{header}': a cell with a word of its own, such as '{text}', counts as it says"
        )
    if far is not None:
        text = printable(cell_text(far), _LONGEST)
        told.append(
            f"'{header}': '{text}' comes to {_money(column, far)}: check whether it is written in "
            "full, against its header"
        )
    return told


def _money(column: CostCells, cell: Cell) -> str:
    value = column.value(cell)
    return "" if value is None else f"{value:,f}"


def _currencies_told(
    entries: Sequence[CostEntry], columns: Mapping[str, CostCells], codes: Sequence[str]
) -> list[str]:
    """Return what to do about several currencies, and which amounts name none of them."""
    if len(codes) < 2:
        return []
    main, *others = codes
    told = [
        f"costs are in {_and(codes)}: give the rates from {_and(others)} to {main}, each with its "
        "date, in the lines of 'rates' in cximpact.yaml"
    ]
    bare = sum(
        columns[header].currencies()[""]
        for each in entries
        for header in each.headers
        if not each.currency and not header_currency(header)
    )
    if bare:
        amounts = "1 amount names" if bare == 1 else f"{bare:,} amounts name"
        told.append(f"{amounts} no currency, taken for {main}")
    return told


def _and(codes: Sequence[str]) -> str:
    return " and ".join(filter(None, [", ".join(codes[:-1]), codes[-1]]))


def lacking_told(lacking: Sequence[CostRange], columns: Mapping[str, CostCells]) -> list[str]:
    """Return which columns were taken alone, as a range needs all three.

    Args:
        lacking: Columns of ranges that lack the likely amount, or one of the others.
        columns: Their cells.
    """
    return [
        *_lacks([each for each in lacking if not each.likely], "needs the likely amount, too, in"),
        *_lacks([each for each in lacking if each.likely], "needs low, likely and high, each in"),
        *(told for each in lacking for told in _blanks_told(each, columns)),
    ]


def _blanks_told(found: CostRange, columns: Mapping[str, CostCells]) -> list[str]:
    """Return in how many rows only the column that is not read holds something."""
    [other] = [header for header in found.headers if header != found.taken]
    pairs = zip(columns[found.taken].given, columns[other].given, strict=True)
    count = sum(is_blank(cell) and not is_blank(beside) for cell, beside in pairs)
    if not count:
        return []
    rows = counted_rows(count)
    return [
        f"'{found.taken}' is blank, and so no cost, in {rows} where '{other}' is not: fill it in"
    ]


def _lacks(some: Sequence[CostRange], needs: str) -> list[str]:
    if not some:
        return []
    taken = [f"'{each.taken}'" for each in some]
    rest = [f"'{header}'" for each in some for header in each.headers if header != each.taken]
    are = "is" if len(some) == 1 else "are"
    return [
        f"{_and(taken)} {are} taken for the cost: a range {needs} a column of its own; "
        f"{_and(rest)} {are} not read"
    ]


def left_out_told(others: Sequence[str], open_units: Mapping[str, CostCells]) -> list[str]:
    """Return what to tell of columns that look like costs and were not taken.

    Args:
        others: Their headers.
        open_units: Those whose header may state a thousand or a million.
    """
    told = [
        f"'{header}' looks like money, too, and is not counted; see 'costs'" for header in others
    ]
    told += [
        f"'{header}': '{column.unit.word if column.unit else ''}' may stand for a thousand or a "
        "million, so that it is not read: say which; see 'costs'"
        for header, column in open_units.items()
    ]
    return told


def odd_cells(unfit: Iterable[Cell]) -> str:
    """Return the first of some cells in words."""
    names = list(dict.fromkeys(f"'{printable(cell_text(cell), _LONGEST)}'" for cell in unfit))
    more = f" and {len(names) - _MOST_CELLS} more" if len(names) > _MOST_CELLS else ""
    return f"{', '.join(names[:_MOST_CELLS])}{more}"
