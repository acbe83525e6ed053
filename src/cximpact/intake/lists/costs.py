"""What proposals cost: columns of the list, and rows of the companion table, line by line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from attrs import evolve, frozen

from cximpact.exceptions import Problem
from cximpact.intake.lists.amounts import (
    Amount,
    AmountColumns,
    companion_columns,
    mapped_columns,
    read_amounts,
)
from cximpact.intake.lists.blank_costs import blank_beside_amounts
from cximpact.intake.lists.cell_values import text_in
from cximpact.intake.lists.currencies import own_currency
from cximpact.intake.lists.currency_marks import against_sign, sign_fits
from cximpact.intake.lists.matching import cell_text
from cximpact.intake.lists.unknown_costs import in_columns, in_rows
from cximpact.model.proposal import CostLine, UnknownCost

if TYPE_CHECKING:
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.table_parts import TablePart

__all__ = [
    "FoundCosts",
    "PlacedLine",
    "cost_columns",
    "costs_of_list",
    "costs_of_table",
    "line_order",
    "settle",
]

_FIELDS = ("fund", "category", "period", "unit")


@frozen(eq=False)
class PlacedLine:
    """A line of cost, its currency perhaps still "", and where it stands.

    Attributes:
        line: The line.
        part: The table it stands in.
        row: Its row, counted from 0.
        header: Its column.
        sign: The sign of several currencies in its cell, such as ``$``, while none is known.
    """

    line: CostLine
    part: TablePart
    row: int
    header: str
    sign: str = ""


class FoundCosts(NamedTuple):
    """What a table says of costs: its lines, and what it says is not known."""

    lines: list[PlacedLine]
    unknown: list[tuple[str, UnknownCost]]


def costs_of_list(
    part: TablePart, ids: Sequence[str], rows: Sequence[int], notes: list[Problem]
) -> FoundCosts:
    """Return the costs that stand in the list itself.

    Args:
        part: The list.
        ids: Ids of the proposals.
        rows: Their rows, in the same order.
        notes: Takes which proposals name no amount in one of several columns.
    """
    found = FoundCosts([], [])
    read: list[tuple[str, Sequence[Amount | None]]] = []
    told: set[tuple[str, str]] = set()
    for path, said in _entries(part):
        places = mapped_columns(part, said, path)
        if places is None:
            continue
        fixed = said if isinstance(said, Mapping) else {}
        texts = [_stated(part, fixed.get(name), (*path, name), rows) for name in _FIELDS]
        allowed = fixed.get("negative") == "allowed"
        amounts = read_amounts(part, places, rows, currency=own_currency(part))
        read.append((places.header, amounts))
        stated = list(zip(ids, rows, amounts, zip(*texts, strict=True), strict=True))
        for key, _, amount, where in stated:
            found.lines.extend(_lines(part, key, amount, where, allowed))
        unknown = list(in_columns(part, places, stated))
        found.unknown.extend(unknown)
        told |= {(key, places.header) for key, _ in unknown}
    found.unknown.sort(key=lambda each: part.table.headers.index(each[1].column))
    notes += blank_beside_amounts(part, ids, rows, read, told)
    return found


def _stated(
    part: TablePart, said: Any, path: tuple[str | int, ...], rows: Sequence[int]
) -> list[str]:
    """Return a text per row: the one stated for all of them, or that of a column."""
    lookup = part.lookup_said(said, path) if isinstance(said, Mapping) else None
    if lookup is not None:
        return part.convert(lookup, text_in, rows, "")
    return [cell_text(None if isinstance(said, Mapping) else said)] * len(rows)


def _entries(part: TablePart) -> list[tuple[tuple[str | int, ...], Any]]:
    columns = part.columns
    found: list[tuple[tuple[str | int, ...], Any]] = [
        (("columns", "costs", at), said) for at, said in enumerate(columns.get("costs", []))
    ]
    if "cost" in columns:
        found.append((("columns", "cost"), columns["cost"]))
    if not found and "cost" in part.table.headers:
        found.append((("columns", "cost"), "cost"))
    return found


def costs_of_table(part: TablePart, found: Rows, notes: list[Problem]) -> FoundCosts:
    """Return the costs of the companion table.

    Args:
        part: The table.
        found: Its rows that count.
        notes: Takes how many rows name no amount.
    """
    places = companion_columns(part) or AmountColumns()
    texts = [part.texts(name, found.rows) for name in _FIELDS]
    said = part.columns.get("amount", part.columns.get("likely"))
    allowed = isinstance(said, Mapping) and said.get("negative") == "allowed"
    lines: list[PlacedLine] = []
    amounts = read_amounts(part, places, found.rows, currency=own_currency(part))
    _note_blank(part, found, amounts, notes)
    stated = list(zip(found.ids, found.rows, amounts, zip(*texts, strict=True), strict=True))
    for key, _, amount, where in stated:
        lines.extend(_lines(part, key, amount, where, allowed))
    return FoundCosts(lines, in_rows(part, places, stated))


def _note_blank(
    part: TablePart, found: Rows, amounts: Sequence[Amount | None], notes: list[Problem]
) -> None:
    """A row without an amount may be a cost that somebody forgot, so it does not go in silence."""
    blank = [row for row, amount in zip(found.rows, amounts, strict=True) if amount is None]
    if blank:
        one = len(blank) == 1
        message = (
            "1 row names no amount, so it counts for nothing"
            if one
            else f"{len(blank):,} rows name no amount, so they count for nothing"
        )
        hint = "write 0 where there is no cost"
        place: dict[str, Any] = part.table.place(blank[0])
        notes.append(Problem(message, **{**place, "field": "amount", "hint": hint}))


def _lines(
    part: TablePart, key: str, amount: Amount | None, where: tuple[str, ...], allowed: bool
) -> list[PlacedLine]:
    if amount is None:
        return []
    if amount.low < 0 and not allowed:
        hint = "if it is meant, say 'negative: allowed' for the column"
        part.problem(amount.row, amount.header, "a negative cost", expected="0 or more", hint=hint)
        return []
    line = CostLine(key, *amount.values(), amount.currency, *where)
    return [PlacedLine(line, part, amount.row, amount.header, amount.sign)]


def settle(lines: Sequence[PlacedLine], stated: str, in_use: set[str]) -> tuple[CostLine, ...]:
    """Return the lines, sorted, each with a currency.

    A line that names none is in the workspace's currency, else in the only one in use.

    Args:
        lines: The lines as read.
        stated: The workspace's currency, "" for none.
        in_use: Every currency named anywhere.
    """
    own = stated or (min(in_use) if len(in_use) == 1 else "")
    if not in_use and not own:
        _refuse_mixed(lines)
    done = []
    for placed in lines:
        line = placed.line
        if not line.currency and not own and in_use:
            message = "no currency is named, and several are in use"
            hint = "add 'currency: EUR' to the column or to the workspace"
            placed.part.problem(placed.row, placed.header, message, hint=hint)
        elif not line.currency and own and not sign_fits(placed.sign, own):
            # One that the workspace states was held against the sign when the cell was read.
            told = against_sign(placed.sign, own, placed.header)
            placed.part.problem(placed.row, placed.header, **told)
        done.append(line if line.currency else evolve(line, currency=own))
    return tuple(sorted(done, key=line_order))


def _refuse_mixed(lines: Sequence[PlacedLine]) -> None:
    """Without any currency, amounts with two signs would be added up as if they were alike."""
    signs = list(dict.fromkeys(placed.sign for placed in lines if placed.sign))
    for placed in lines:
        if len(signs) > 1 and placed.sign in signs[1:]:
            message = f"an amount in '{placed.sign}' beside amounts in '{signs[0]}'"
            hint = "write their codes, such as USD 1200, and add the rates under 'rates'"
            placed.part.problem(placed.row, placed.header, message, hint=hint)


def line_order(line: CostLine) -> tuple[Any, ...]:
    """Return what lines of cost are sorted by."""
    where = (line.fund, line.category, line.period, line.unit, line.currency)
    return (line.proposal, where, line.low, line.likely, line.high)


def cost_columns(lines: Sequence[CostLine]) -> dict[str, Sequence[object]]:
    """Return lines of cost as columns, for a fingerprint."""
    names = ("proposal", "low", "likely", "high", "currency", *_FIELDS)
    return {name: [getattr(line, name) for line in lines] for name in names}
