"""Budgets that stand in a table, one per row, beside those of the workspace's document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cximpact.intake.files.cells import text_of
from cximpact.intake.lists.amounts import Amount, AmountColumns, read_amounts
from cximpact.intake.lists.cell_values import text_in
from cximpact.intake.lists.currencies import own_currency
from cximpact.model.money import Money
from cximpact.model.portfolio import Budget

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.intake.reporter import Reporter

__all__ = ["budget_columns", "budgets_of_table", "together"]

_WHERE = ("category", "fund", "period", "unit")
_LONGEST_ID = 200


def budgets_of_table(part: TablePart) -> list[tuple[Budget, int]]:
    """Return the budgets of a table, each with its row; what is wrong with one is noted.

    Args:
        part: The table: id, limit, and perhaps currency, fund, category, period and unit. A
            blank fund (and so on) leaves the budget open for all of them.
    """
    key, limit = part.required("id"), part.required("limit")
    if key is None or limit is None:
        return []
    rows = part.rows
    ids = part.convert(key, text_in, rows, "")
    said = part.columns.get("limit")
    currency = said.get("currency", "") if isinstance(said, dict) else ""
    places = AmountColumns(limit, None, currency, part.lookup("currency"))
    where = {name: part.texts(name, rows) for name in _WHERE}
    found = []
    amounts = read_amounts(part, places, rows, currency=own_currency(part))
    for at, (row, amount) in enumerate(zip(rows, amounts, strict=True)):
        money = _limit(part, row, limit.column, amount)
        if not 0 < len(ids[at]) <= _LONGEST_ID:
            expected = f"a short name of at most {_LONGEST_ID} characters"
            part.problem(row, key.column, "no budget is named", expected=expected)
        elif money is not None:
            matching = {name: (texts[at],) for name, texts in where.items() if texts[at]}
            found.append((Budget(ids[at], money, matching), row))
    return found


def _limit(part: TablePart, row: int, header: str, amount: Amount | None) -> Money | None:
    if amount is not None and amount.sign and not own_currency(part):
        hint = "write its code, as USD 1200, or name the currency of all: currency: USD"
        part.problem(row, header, "a limit in a sign that several currencies have", hint=hint)
        return None
    if amount is not None and amount.likely >= 0:
        return Money(amount.likely, amount.currency)
    # A cell that is no amount at all was told of already.
    if amount is not None or not text_of(part.table.column(header)[row]).strip():
        part.problem(row, header, "not a limit", expected="an amount that is not negative")
    return None


def together(
    report: Reporter, stated: Sequence[Budget], part: TablePart | None
) -> tuple[Budget, ...]:
    """Return the budgets of the document and of the table, sorted by id.

    One that is there twice is noted with both places, and the first counts.

    Args:
        report: The workspace's document.
        stated: Its budgets.
        part: The table; None where there is none.
    """
    found = {budget.id: budget for budget in stated}
    line = report.document.line
    places = {
        key: f"{report.document.name}, line {line(('budgets', key)) or 1}, budgets.{key}"
        for key in found
    }
    for budget, row in [] if part is None else budgets_of_table(part):
        if part is not None and budget.id in found:
            hint = f"the first is in {places[budget.id]}; keep one of them"
            message = f"a second budget '{budget.id}'"
            part.row_problem(row, message, value=budget.id, hint=hint)
        elif part is not None:
            found[budget.id] = budget
            places[budget.id] = _place(part.table.place(row))
    return tuple(found[key] for key in sorted(found))


def _place(place: Mapping[str, Any]) -> str:
    line = None if place.get("line") is None else f"line {place['line']}"
    told = (place.get("file"), place.get("sheet"), line, place.get("field"))
    return ", ".join(str(each) for each in told if each)


def budget_columns(budgets: Iterable[Budget]) -> dict[str, Sequence[object]]:
    """Return budgets as columns, for a fingerprint."""
    listed = list(budgets)
    return {
        "id": [each.id for each in listed],
        "limit": [each.limit.amount for each in listed],
        "currency": [each.limit.currency for each in listed],
        **{name: [each.where.get(name, ()) for each in listed] for name in _WHERE},
    }
