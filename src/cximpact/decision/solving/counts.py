"""Programs in which worth all but follows from cost: bounded by how many can be taken.

Where worth is a multiple of cost and something per proposal, the best answers fill every budget
and take as many as fit; the relaxation takes a fraction of one more, and that alone is its gap. So
the program is split on the number taken: at most as many as are whole, or at least one more
(constraint branching: Ryan and Foster 1981).
"""

from __future__ import annotations

from math import floor

import numpy as np
from attrs import evolve

from cximpact.decision.solving.fills import filled
from cximpact.decision.solving.form import Form
from cximpact.decision.solving.longrows import long_rows
from cximpact.decision.solving.root import Root, root_of
from cximpact.decision.solving.wide import CLOSE, Closed

_LOOSE = 0.1
"""How far worth may stray from what cost tells, in parts of what each proposal brings with it."""
_MARGIN = 1e-6
_PAYS = 0.25
"""How much closer the bound must come, in parts of how close it is to come in the end."""


def by_count(root: Root) -> Closed | None:
    """Return how close a program comes whose worth follows cost; None for any other.

    Args:
        root: The program with its relaxation; without terms and floors.
    """
    part = counted(root)
    if part is None:
        return None
    known = filled(part, root, CLOSE * abs(part.bound.value))
    bound = min(root.bound.whole(), part.bound.whole())
    return Closed(known, bound if known is None else max(bound, known[1]))


def counted(root: Root) -> Root | None:
    """Return the program with a limit on how many are taken; None where that does not pay.

    Of its two parts, with a fraction of one fewer or one more than the relaxation takes, the one
    whose bound is higher: no answer of either is worth more.

    Args:
        root: The program with its relaxation.
    """
    taken = float(root.bound.x.sum())
    whole = floor(taken + _MARGIN)
    if taken - whole < _MARGIN or not _follows_cost(root):
        return None
    fewer, more = with_count(root.form, None, whole), with_count(root.form, whole + 1, None)
    parts = [part for form in (fewer, more) if (part := root_of(form)) is not None]
    part = max(parts, key=lambda part: part.bound.whole(), default=None)
    gained = _PAYS * CLOSE * abs(root.bound.value)
    return None if part is None or root.bound.value - part.bound.value < gained else part


def _follows_cost(root: Root) -> bool:
    """Return whether worth is all but a weighted sum of long rows and something for each."""
    form = root.form
    columns = np.flatnonzero(form.lower < form.upper)
    worth = np.zeros(form.width)
    own = form.row == 0
    worth[form.column[own]] = form.value[own]
    told = np.ones((1, form.width))
    told = np.concatenate([long_rows(form, root.bound).rows, told])[:, columns]
    told /= np.maximum(np.abs(told).max(axis=1, keepdims=True), 1.0)
    fit = np.linalg.lstsq(told.T, worth[columns], rcond=None)[0]
    astray = worth[columns] - fit @ told
    return bool(np.sqrt(np.mean(astray**2)) <= _LOOSE * abs(fit[-1]))


def with_count(form: Form, least: int | None, most: int | None) -> Form:
    """Return the program with a limit on how many are taken in all, as its last row.

    Args:
        form: The program.
        least: So many at least; None for no limit.
        most: So many at most.
    """
    form = _in_one_order(form)
    end = form.rows + 1
    before, kind = form.row < end, form.value.dtype
    columns = np.arange(form.width)

    def placed(old: np.ndarray, new: np.ndarray) -> np.ndarray:
        return np.concatenate([old[before], new, old[~before]])

    moved = np.where(before, form.row, form.row + 1)
    return evolve(
        form,
        row=placed(moved, np.full(form.width, end)),
        column=placed(form.column, columns),
        value=placed(form.value, np.ones(form.width, dtype=kind)),
        constant=np.insert(form.constant, end, 0),
        least=np.append(form.least, least or 0).astype(kind),
        most=np.append(form.most, most or 0).astype(kind),
        lacks_least=np.append(form.lacks_least, least is None),
        lacks_most=np.append(form.lacks_most, most is None),
        lines=tuple((a + 1, b + 1) for a, b in form.lines),
        floors=tuple((at + 1, times, low) for at, times, low in form.floors),
    )


def _in_one_order(form: Form) -> Form:
    """Return the program with its rows in an order of their own, whatever they were given in.

    Among answers that are equally good for it, the relaxation takes one by the order of rows, and
    its bound is rounded by it.
    """
    inside = (form.row > 0) & (form.row <= form.rows)
    entries = np.flatnonzero(inside)
    entries = entries[np.lexsort((form.column[entries], form.row[entries]))]
    starts = np.searchsorted(form.row[entries], np.arange(1, form.rows + 2)).tolist()
    columns, values = form.column[entries], form.value[entries]
    limits = list(zip(form.least.tolist(), form.most.tolist(), strict=True))
    told = [
        (columns[a:b].tolist(), values[a:b].tolist(), limit)
        for a, b, limit in zip(starts, starts[1:], limits, strict=False)
    ]
    order = np.array(sorted(range(form.rows), key=lambda row: told[row]), dtype=np.int64)
    place = np.argsort(order)
    row = form.row.copy()
    row[inside] = place[form.row[inside] - 1] + 1
    constant = form.constant.copy()
    constant[1 : form.rows + 1] = form.constant[order + 1]
    sorted_ = np.lexsort((form.column, row))
    return evolve(
        form,
        row=row[sorted_],
        column=form.column[sorted_],
        value=form.value[sorted_],
        constant=constant,
        least=form.least[order],
        most=form.most[order],
        lacks_least=form.lacks_least[order],
        lacks_most=form.lacks_most[order],
    )
