"""Where collected tables come from: told per proposal, for those who read its scores and cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from cximpact.model.case import Origin

if TYPE_CHECKING:
    from cximpact.intake.lists.listed import Listed
    from cximpact.intake.lists.pool import Rows
    from cximpact.intake.lists.quantities import QuantityCells
    from cximpact.intake.lists.ratings import Grid
    from cximpact.intake.lists.table_parts import TablePart
    from cximpact.model.scorecard import Scorecard

__all__ = ["FIRST", "origin_of_budgets", "origin_of_costs", "origin_of_list"]

FIRST = 3
"""How many references into the source system are told."""

_LONGEST = 200


def origin_of_list(
    part: TablePart,
    listed: Listed,
    grid: Grid,
    cells: QuantityCells,
    scorecard: Scorecard,
    priced: Iterable[str],
) -> Origin:
    """Return where the list comes from, with the criteria whose answers stand in it.

    Args:
        part: The list, collected from a source.
        listed: Who is on it.
        grid: Answers of raters in it.
        cells: Amounts.
        scorecard: The criteria.
        priced: Proposals whose costs stand in it.
    """
    names = [criterion.id for criterion in scorecard.criteria]
    answered = {(int(row), int(column)) for row, column in zip(*_known(grid), strict=True)}
    scored: dict[str, set[str]] = {}
    for row, column in answered | cells.in_list:
        scored.setdefault(listed.ids[row], set()).add(names[column])
    return Origin(
        part.name,
        part.table.name,
        _first(listed.ids, part.references(listed.rows)),
        {key: frozenset(scored[key]) for key in sorted(scored)},
        frozenset(priced),
    )


def _known(grid: Grid) -> tuple[Sequence[int], Sequence[int]]:
    rows, columns = (grid.score == grid.score).nonzero()
    return rows.tolist(), columns.tolist()


def origin_of_costs(part: TablePart, found: Rows, priced: Iterable[str]) -> Origin:
    """Return where the companion table of costs comes from."""
    references = _first(found.ids, part.references(found.rows))
    return Origin(part.name, part.table.name, references, priced=frozenset(priced))


def origin_of_budgets(part: TablePart) -> Origin:
    """Return where the table of budgets comes from, with references by id of the budget."""
    ids = part.texts("id", part.rows)
    return Origin(part.name, part.table.name, _first(ids, part.references(part.rows)))


def _first(ids: Iterable[str], references: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    """Return per id its first references; each once, in the order of their texts."""
    found: dict[str, set[str]] = {}
    for key, reference in zip(ids, references, strict=True):
        found.setdefault(key, set()).update({reference[:_LONGEST]} - {""})
    return {key: tuple(sorted(found[key])[:FIRST]) for key in sorted(found)}
