"""The sheet *CX recommendations*: the ranked list with its reasons, and the budgets."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from cximpact.decision.words import listed, money
from cximpact.report.described import lines_of
from cximpact.report.words import counted
from cximpact.spreadsheet.cells import SheetBlock
from cximpact.spreadsheet.results import in_points
from cximpact.spreadsheet.sheets.looks import (
    MONEY,
    NOTE,
    POINTS_CELL,
    RANK,
    SHARE_CELL,
    TEXT,
    TITLE,
    Row,
    headers,
    line,
    row,
)

if TYPE_CHECKING:
    from cximpact.api import Evaluation
    from cximpact.report.listed import Listed
    from cximpact.spreadsheet.cells import Look

__all__ = ["recommendations_sheet"]

_COLUMNS = (
    ("Rank", RANK, 6),
    ("Action", TEXT, 10),
    ("Id", TEXT, 10),
    ("Title", TEXT, 28),
    ("Unit", TEXT, 13),
    ("Customer impact", POINTS_CELL, 9),
    ("Value", POINTS_CELL, 8),
    ("Low", POINTS_CELL, 8),
    ("High", POINTS_CELL, 8),
    ("Selected in", SHARE_CELL, 9),
    ("Cost", MONEY, 14),
    ("Currency", TEXT, 9),
    ("Failed gates", TEXT, 20),
    ("Why", TEXT, 44),
    ("What it would take", TEXT, 44),
)
_UNKNOWN = ("Cost not known", TEXT, 14)
_AFTER_CURRENCY = 12


def recommendations_sheet(evaluation: Evaluation) -> SheetBlock:
    """Return the sheet of the ranked list."""
    top = list(_top(evaluation))
    return SheetBlock(
        key="sheet.recommendations",
        title="CX recommendations",
        rows=[*top, *_list(evaluation)],
        widths=tuple(width for _, _, width in _columns(evaluation)),
        freeze=(len(top) + 1, 4),
    )


def _top(evaluation: Evaluation) -> Iterator[Row]:
    card = evaluation.summary.scorecard
    title = evaluation.summary.title or card.get("title") or "Evaluation"
    yield line(f"CX recommendations: {title}", TITLE)
    said = counted(len(evaluation), "recommendation")
    yield line(f"{said}, decided as of {evaluation.as_of.isoformat()}", NOTE)
    yield line(
        "Values run from -100 to +100; zero is what happens if it is not done. Low and high: in "
        "nine of ten draws of all that is uncertain the value lies between them.",
        NOTE,
    )
    yield from _budgets(evaluation)
    yield ()


def _list(evaluation: Evaluation) -> Iterator[Row]:
    columns = _columns(evaluation)
    yield headers([name for name, _, _ in columns])
    looks = [look for _, look, _ in columns]
    for item in lines_of(evaluation.recommendations):
        values = _values(item)
        if len(values) < len(columns):
            values.insert(_AFTER_CURRENCY, ", ".join(item.cost_unknown))
        yield row(values, looks)


def _columns(evaluation: Evaluation) -> tuple[tuple[str, Look, int], ...]:
    """Return the columns; where nothing is unknown of costs there is none for it."""
    if not any(item.cost_unknown for item in lines_of(evaluation.recommendations)):
        return _COLUMNS
    return (*_COLUMNS[:_AFTER_CURRENCY], _UNKNOWN, *_COLUMNS[_AFTER_CURRENCY:])


def _values(item: Listed) -> list[object]:
    return [
        item.rank,
        item.action,
        item.proposal,
        item.title,
        item.unit,
        in_points(item.customer_value),
        in_points(item.value.expected),
        in_points(item.value.low),
        in_points(item.value.high),
        item.selection_share,
        None if item.cost is None else item.cost.amount,
        None if item.cost is None else item.cost.currency,
        ", ".join(item.failed_gates),
        item.reason,
        " ".join(item.would_take),
    ]


def _budgets(evaluation: Evaluation) -> Iterator[Row]:
    for use in evaluation.budgets:
        used, limit, left = (
            money(amount, use.currency) for amount in (use.used, use.limit, use.left)
        )
        unknown = f", without what is unknown of {listed(use.unknown)}" if use.unknown else ""
        yield line(f"Budget {use.budget}: {used} of {limit} used, {left} left{unknown}")
