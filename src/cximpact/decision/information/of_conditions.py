"""Knowing the condition of a touchpoint."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import numpy as np

from cximpact.decision.information.choosing import knowing, most_it_could_gain
from cximpact.decision.information.ground import Ground
from cximpact.decision.information.strata import strata_of
from cximpact.decision.information.thing import Thing
from cximpact.decision.words import name_of_criterion, name_of_touchpoint
from cximpact.model.arrays import FloatArray


def condition_things(ground: Ground) -> Iterator[Thing]:
    """Yield the condition of every touchpoint that an open proposal changes.

    Where all journey criteria see a touchpoint alike, they are known together; else each by
    itself.

    Args:
        ground: The case as it was decided.
    """
    touched = _touched(ground)
    for row in dict.fromkeys(row for row, _ in touched):
        columns = [column for at, column in touched if at == row]
        drawn = [ground.draws.conditions[:, row, column] for column in columns]
        if all(np.array_equal(drawn[0], other) for other in drawn[1:]):
            everyone = sorted({one for column in columns for one in touched[row, column]})
            yield from _thing(ground, row, None, drawn[0], everyone)
        else:
            for column, known in zip(columns, drawn, strict=True):
                yield from _thing(ground, row, column, known, touched[row, column])


def _touched(ground: Ground) -> dict[tuple[int, int], list[int]]:
    """Return per touchpoint and journey criterion the columns of proposals that change it."""
    cells = ground.question.scores.cells
    at = {position: column for column, position in enumerate(ground.columns)}
    found: dict[tuple[int, int], list[int]] = {}
    keys = np.stack([cells.proposal, cells.touchpoint, cells.criterion], axis=1)
    for place, touchpoint, criterion in keys.tolist():
        if place in at:
            found.setdefault((touchpoint, criterion), []).append(at[place])
    return {key: sorted(set(found[key])) for key in sorted(found)}


def _thing(
    ground: Ground, row: int, column: int | None, known: FloatArray, columns: list[int]
) -> Iterator[Thing]:
    strata = strata_of(known[: len(ground.values)])
    if len(strata) < 2:
        return
    case, conditions = ground.question.case, ground.question.conditions
    name = conditions.touchpoints[row]
    doing = f"Measuring the condition of {name_of_touchpoint(case.scorecard.journey, name)}"
    if column is not None:
        criterion = conditions.criteria[column]
        titles = {each.id: name_of_criterion(each) for each in case.scorecard.criteria}
        name, doing = f"{name}/{criterion}", f"{doing} ({titles.get(criterion, criterion)})"
    most = most_it_could_gain(ground, strata, columns)
    yield Thing("condition", name, doing, most, partial(knowing, ground, strata, columns))
