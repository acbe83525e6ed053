"""Which columns of an existing list hold costs, and in which currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from attrs import evolve

from cximpact.intake.files.cells import is_blank
from cximpact.intake.starting.bare_ranges import bare_range
from cximpact.intake.starting.cost_cells import CostCells, are_words, cost_cells
from cximpact.intake.starting.cost_currencies import codes_by_count, own_currency
from cximpact.intake.starting.cost_entries import (
    CostEntry,
    cost_entries,
    lacking_ranges,
    waiting_entries,
)
from cximpact.intake.starting.cost_findings import Costs, found_costs
from cximpact.intake.starting.cost_headers import (
    cost_slug,
    header_currency,
    header_unit,
    is_cost_header,
    is_no_cost,
    names_cost,
)
from cximpact.intake.starting.cost_ranges import range_part
from cximpact.intake.starting.cost_remarks import (
    lacking_told,
    left_out_told,
    odd_cells,
    told_costs,
)
from cximpact.intake.starting.guess_cells import different
from cximpact.intake.starting.guess_scales import stated_scale
from cximpact.intake.starting.guess_words import FIELD_WORDS
from cximpact.intake.starting.pot_columns import is_pot_column
from cximpact.intake.starting.rating_words import names_customers

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from cximpact.intake.files.cells import Cell
    from cximpact.intake.starting.bare_ranges import BareRange
    from cximpact.intake.starting.guess_headers import Headers
    from cximpact.model.source import Reading

__all__ = ["guess_costs"]

_MOSTLY = 2 / 3
_LEAST = 100


def guess_costs(headers: Headers, meant: Collection[str]) -> Costs:
    """Return the columns of costs; what is to be told of them goes to the remarks.

    Args:
        headers: Those of the list.
        meant: Words that mean something, in small letters; they never stand for no amount.
    """
    columns = {each: _column(headers, each, meant) for each in _candidates(headers)}
    found = {header: column for header, column in columns.items() if column is not None}
    bare = None if found else bare_range(headers, meant)
    if bare is not None:
        return _of_bare(headers, bare)
    open_units = [header for header, column in found.items() if not column.multiplier]
    clear = {header: column for header, column in found.items() if column.multiplier}
    entries = cost_entries(list(clear), lambda whole, parts: _adds_up(clear, whole, parts))
    chosen = {header: clear[header] for each in entries for header in each.headers}
    codes = codes_by_count(chosen)
    currency = codes[0] if codes else ""
    of_column = {each: own_currency(each, chosen[each], currency) for each in chosen}
    chosen = {each: chosen[each].in_currency(of_column[each] or currency) for each in chosen}
    entries = tuple(_stated(each, chosen, of_column[each.header]) for each in entries)
    lacking = lacking_ranges(list(clear), entries)
    beside = {header for each in lacking for header in each.headers}
    others = [header for header in clear if header not in chosen and header not in beside]
    left_out = _left_out(headers, columns, {*chosen, *beside})
    if len(entries) == 1 and left_out and not entries[0].period:
        # A name, so that the limit drafted for it does not hold for what may be added to it, too.
        entries = (evolve(entries[0], fund=cost_slug(entries[0].named)),)
    known = headers.candidates("cost")
    stated = [each.header for each in entries]
    unsure = [each for each in stated if each not in known and not names_cost(each)]
    headers.remarks += [_by_header(each) for each in unsure]
    headers.remarks += [*lacking_told(lacking, clear), *told_costs(entries, chosen, codes)]
    headers.remarks += left_out_told(others, {each: found[each] for each in open_units})
    headers.remarks += _other_money(headers, found)
    return found_costs(entries, left_out, chosen, codes)


def _of_bare(headers: Headers, bare: BareRange) -> Costs:
    """Return the range that is the only cost; one of which nothing says so waits for a person."""
    if not bare.is_sure:
        return Costs(left_out=(evolve(bare.entry, is_asked=True),))
    codes = tuple(dict.fromkeys((*codes_by_count(bare.columns), bare.currency)))
    codes = tuple(filter(None, codes))
    columns = {
        key: each.in_currency(codes[0] if codes else "") for key, each in bare.columns.items()
    }
    headers.remarks.append(f"{_named(bare.entry)} are taken for the cost, as {bare.where}")
    headers.remarks += told_costs([bare.entry], columns, codes)
    return found_costs((bare.entry,), (), columns, codes)


def _named(entry: CostEntry) -> str:
    low, likely, high = (f"'{header}'" for header in entry.headers)
    return f"{low}, {likely} and {high}"


def _candidates(headers: Headers) -> list[str]:
    """Return headers of columns that may be costs, the likeliest first."""
    likely = headers.candidates("cost")
    kept = [each for each in likely if not (_is_near(headers, each) and is_no_cost(each))]
    return kept + [
        header
        for header in headers.table.headers
        if header not in headers.taken and header not in likely
        if is_cost_header(header) or is_cost_header(range_part(header)[0])
    ]


def _is_near(headers: Headers, header: str) -> bool:
    return headers.plain[header] not in FIELD_WORDS["cost"]


def _stated(entry: CostEntry, columns: Mapping[str, CostCells], currency: str) -> CostEntry:
    some = [columns[each] for each in entry.headers]
    # Below one header a column may need none, as each of its amounts says its own word.
    multiplier = max(each.multiplier for each in some)
    below = any(each.below_and_above()[0] for each in some)
    return evolve(entry, currency=currency, multiplier=multiplier, negative=below)


def _other_money(headers: Headers, found: Collection[str]) -> list[str]:
    """Return what to tell of columns that hold money by their header, and may be no cost."""
    told = []
    for header in headers.table.headers:
        unit = header_unit(header)
        # Thousands of customers are none of money.
        is_scaled = unit is not None and unit.multiplier and not names_customers(header)
        is_sure = header_currency(header) or is_scaled
        if not is_sure or header in headers.taken or header in found or _told(headers, header):
            continue
        if _is_money(headers.cells(header), headers.reading):
            told.append(
                f"'{header}' holds money, and is not counted: if it is a cost, add it to 'costs'"
            )
    return told


def _told(headers: Headers, header: str) -> bool:
    return any(f"'{header}'" in remark for remark in headers.remarks)


def _is_money(cells: Sequence[Cell], reading: Reading) -> bool:
    column = cost_cells(cells, reading, (), None)
    amounts = sum(not is_blank(cell) for cell in column.cells)
    return amounts > 0 and amounts >= _MOSTLY * (amounts + column.n_unfit)


def _by_header(header: str) -> str:
    return f"'{header}' is taken for a cost: a guess from its header"


def _left_out(
    headers: Headers, columns: Mapping[str, CostCells | None], chosen: Collection[str]
) -> tuple[CostEntry, ...]:
    """Return how the columns are stated that were told of and not taken, those read first."""
    read = {header: column for header, column in columns.items() if column is not None}
    others = [header for header in read if header not in chosen]
    refused = (header for header in columns if header not in read and _told(headers, header))
    return (
        *(evolve(each, multiplier=_by(each, read)) for each in waiting_entries(others)),
        *(_refused(headers, each) for each in refused),
    )


def _by(entry: CostEntry, columns: Mapping[str, CostCells]) -> int:
    """Return what amounts are multiplied by; 0 where the header of one leaves that open."""
    found = {columns[each].multiplier for each in entry.headers}
    return 0 if 0 in found else max(found)


def _refused(headers: Headers, header: str) -> CostEntry:
    """Return how a column is stated that is to be mended first, or whose signs are in doubt."""
    unit = header_unit(header)
    is_below = any(each.startswith(f"'{header}' has amounts below") for each in headers.remarks)
    multiplier = 1 if unit is None else unit.multiplier
    return CostEntry(header, header, multiplier=multiplier, negative=is_below)


def _adds_up(columns: Mapping[str, CostCells], whole: str, parts: Sequence[str]) -> bool:
    """Return whether a column is the sum of others, in their columns as the list has them."""
    rows = zip(*(columns[each].given for each in (whole, *parts)), strict=True)
    some = False
    for cells in rows:
        total, *amounts = (
            columns[each].value(cell) or 0
            for each, cell in zip((whole, *parts), cells, strict=True)
        )
        if total != sum(amounts):
            return False
        some = some or bool(total)
    return some


def _column(headers: Headers, header: str, meant: Collection[str]) -> CostCells | None:
    """Return a column that may be a cost, or None; why it is none may go to the remarks."""
    given = headers.cells(header)
    if is_pot_column(header, given):
        return None
    if all(map(is_blank, given)) or (_is_near(headers, header) and are_words(different(given))):
        return None
    column = cost_cells(given, headers.reading, meant, header_unit(header))
    if _is_rated(header, column):
        return None
    amounts = sum(not is_blank(cell) for cell in column.cells)
    is_money = amounts >= _MOSTLY * (amounts + column.n_unfit)
    if header not in headers.candidates("cost") and not (is_money and _is_large(header, column)):
        return None
    if column.unfit and not is_money:
        told = f"'{header}' may be a cost, but these are no amounts: {odd_cells(column.unfit)}"
        headers.remarks.append(told)
        return None
    below, above = column.below_and_above()
    # With most amounts below zero, costs themselves may be written so: it is not for us to say.
    if below >= above and below:
        headers.remarks.append(
            f"'{header}' has amounts below zero: map it with 'negative: allowed'"
        )
        return None
    return column


def _is_rated(header: str, column: CostCells) -> bool:
    """Return whether all amounts are on a scale that the header states, as ``Cost (1-5)`` does."""
    is_stated, scale = stated_scale(header)
    low, _, high = scale or (-3.0, 0.0, 3.0)
    return is_stated and all(low <= each.amount <= high for _, each in column.amounts)


def _is_large(header: str, column: CostCells) -> bool:
    """Return whether amounts below a header such as ``Recurring`` can be money."""
    amounts = column.amounts
    if header_unit(header) or header_currency(header) or any(each.currency for _, each in amounts):
        return True
    return max((abs(each.amount) for _, each in amounts), default=0) >= _LEAST
