"""Capacities: limits on people, weeks or places, and what each proposal uses of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from cximpact.exceptions import Problem
from cximpact.intake.files.problems import did_you_mean
from cximpact.intake.lists.cell_values import UnfitCellError, money_in
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.stated_money import stated_money
from cximpact.model.portfolio import Capacity
from cximpact.model.source import Lookup

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.files.marks import KeyPath
    from cximpact.intake.lists.listed import Listed
    from cximpact.intake.lists.pool import Pool
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter
    from cximpact.model.source import Reading

__all__ = ["build_capacities", "capacity_columns", "capacity_in"]

_UNFIT = "not an amount of a capacity"
_EXPECTED = "a number from 0 up"
_MOST_DECIMALS = 9
_MOST_NAMED = 5


def build_capacities(
    report: Reporter,
    said: Mapping[str, Any],
    pool: Pool,
    part: TablePart | None,
    listed: Listed | None,
    notes: list[Problem],
) -> tuple[Capacity, ...]:
    """Return the capacities sorted by id, amounts exact as they are written.

    Args:
        report: The workspace's document.
        said: What stands under `rules:`; it fits the schema.
        pool: The proposals.
        part: The list of proposals.
        listed: Who takes part, and in which row.
        notes: Takes the notes on blank cells.
    """
    found = []
    for key, each in sorted(said.get("capacity", {}).items()):
        path: KeyPath = ("rules", "capacity", key)
        limit = _number(report, (*path, "limit"), each["limit"])
        if ("column" in each) == ("uses" in each):
            message = "not clear what each proposal uses"
            report.add(path, message, expected="either column or uses", at_key=True)
            uses: dict[str, Decimal] = {}
        elif "uses" in each:
            uses = _stated(report, (*path, "uses"), each["uses"], pool)
        elif part is not None and listed is not None:
            uses = _read(report, path, each["column"], part, listed, notes)
        else:
            uses = {}
        if limit is not None:
            found.append(Capacity(key, limit, uses, each.get("unit", "")))
    return tuple(found)


def _number(report: Reporter, path: KeyPath, said: Any) -> Decimal | None:
    """Return an amount as it is written in the document, None where it is none."""
    try:
        read = stated_money(report.document.written(path) or said)
    except UnfitCellError as unfit:
        message = unfit.message.replace("an amount", "a number")
        report.add(path, message, value=said, expected=_EXPECTED, hint=unfit.hint)
        return None
    if read is None or not _fits(*read):
        report.add(path, _UNFIT, value=said, expected=_EXPECTED)
        return None
    return read[0]


def _stated(
    report: Reporter, path: KeyPath, said: Mapping[str, Any], pool: Pool
) -> dict[str, Decimal]:
    found = {}
    for key, amount in said.items():
        name = cell_text(key)
        number = _number(report, (*path, key), amount)
        if pool.check(report, (*path, key), name) and number is not None:
            found[name] = number
    return {name: found[name] for name in sorted(found)}


def _read(
    report: Reporter,
    path: KeyPath,
    header: str,
    part: TablePart,
    listed: Listed,
    notes: list[Problem],
) -> dict[str, Decimal]:
    """Return what a column of the list says; a blank cell is 0, and noted."""
    if header not in part.table.headers:
        hint = did_you_mean(header, part.table.headers)
        message = f"no such column in {part.table.name}"
        expected = None if hint else "a column of the list of proposals"
        report.add((*path, "column"), message, value=header, expected=expected, hint=hint)
        return {}
    part.used.add(header)
    unfit: Decimal | None = Decimal(0)  # told already, and no blank
    amounts = part.convert(
        Lookup(header), lambda cell: capacity_in(cell, part.reading), listed.rows, unfit
    )
    pairs = list(zip(listed.ids, amounts, strict=True))
    found = {key: amount for key, amount in pairs if amount is not None}
    blank = [key for key, amount in pairs if amount is None]
    if blank and found:
        notes.append(_blank(part, header, path[-1], blank))
    return found


def capacity_in(cell: Cell, reading: Reading) -> Decimal | None:
    """Return the exact amount in a cell, None where it is blank.

    Raises:
        UnfitCellError: The cell holds something else, money or a number below zero.
    """
    try:
        read = money_in(cell, reading)
    except UnfitCellError as unfit:
        raise UnfitCellError(_UNFIT, _EXPECTED, unfit.hint) from None
    if read is not None and not _fits(*read):
        raise UnfitCellError(_UNFIT, _EXPECTED)
    return None if read is None else read[0]


def _fits(amount: Decimal, currency: str) -> bool:
    """Return whether an amount is no money, not negative, and of few decimals."""
    exponent = amount.as_tuple().exponent
    return not currency and amount >= 0 and int(exponent) >= -_MOST_DECIMALS


def _blank(part: TablePart, header: str, name: object, blank: Sequence[str]) -> Problem:
    more = f" and {len(blank) - _MOST_NAMED} more" if len(blank) > _MOST_NAMED else ""
    told = f"{', '.join(blank[:_MOST_NAMED])}{more}"
    message = f"no amount is stated for {told}, so capacity {name} counts 0 for them"
    return Problem(message, part.table.name, field=header, hint="write 0 if that is meant")


def capacity_columns(
    capacities: Sequence[Capacity], said: Mapping[str, Any], ids: Sequence[str]
) -> dict[str, Sequence[object]]:
    """Return what a list says of capacities as columns, for its fingerprint.

    Args:
        capacities: The capacities.
        said: What stands under `capacity:`; only those that name a column count.
        ids: The proposals, the order of the answer.
    """
    return {
        f"capacity:{each.id}": [each.uses.get(key, ()) for key in ids]
        for each in capacities
        if "column" in said.get(each.id, {})
    }
