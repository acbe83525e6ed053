"""What proposals bring along, column by column: ids, lines, reach, answers and amounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.evidence.pert import pert_mean
from cximpact.spreadsheet.cells import CellValue, Formula
from cximpact.spreadsheet.live.inputs import ReachInput, ScoreInput, reach_input, score_input
from cximpact.spreadsheet.live.table import Column
from cximpact.spreadsheet.sheets.looks import TEXT

if TYPE_CHECKING:
    from cximpact.spreadsheet.live.ground import Ground

__all__ = ["ANCHOR_ROW", "Entry", "entries", "line_column"]

ANCHOR_ROW = 8
"""The first row of the anchors of value functions, above the amounts and their scores."""


@frozen(eq=False)
class Entry:
    """What is known of a criterion before it is scored.

    Attributes:
        source: Where it comes from.
        amounts: The answers or amounts that are scored; None where all scores are values.
        reach: The share of customers reached, which answers are multiplied by; None for none.
        means: Scores of answers that enter as values, to be multiplied by the reach.
    """

    source: ScoreInput
    amounts: Column | None
    reach: Column | None
    means: Column | None


def entries(ground: Ground, line: Column, order: Sequence[int]) -> dict[int, Entry]:
    """Add the columns of what was entered; return them by the position of the criterion.

    Args:
        ground: What columns are made from.
        line: In which line of the user's table each proposal stands.
        order: Positions of the criteria in the order of their columns.
    """
    case = ground.result.case
    inputs = {at: score_input(case, ground.spec, ground.lines, at) for at in order}
    reached = [at for at in order if _has_reach(ground, at)]
    reach, share = _reach(ground, line) if reached else (None, ())
    found = {}
    for at in order:
        amounts = _entered(ground, line, at, inputs[at])
        own = reach if at in reached else None
        means = _means(ground, at, inputs[at], share) if own is not None else None
        found[at] = Entry(inputs[at], amounts, own, means)
    return found


def _has_reach(ground: Ground, at: int) -> bool:
    criterion = ground.result.case.scorecard.criteria[at]
    return criterion.kind == "rating" and criterion.group == "customer"


def line_column(ground: Ground) -> Column:
    """Add ids and titles, and return in which line of the user's table proposals stand."""
    lines, table = ground.lines, ground.table
    everyone = range(len(lines.ids))
    table.values("No.", [at + 1 for at in everyone])
    key = table.values("Id", [_cell(lines.key(at)) for at in everyone], TEXT)
    table.values("Title", ground.result.case.proposals.titles, TEXT)
    return table.values(
        "Line",
        [_line(ground, key, at) for at in everyone],
    )


def _cell(cell: object) -> CellValue:
    found: CellValue = cell  # type: ignore[assignment]
    return found


def _line(ground: Ground, key: Column, at: int) -> CellValue:
    lines = ground.lines
    if lines.row_of[at] < 0:
        return -1.0  # there, but not to be told from another line: nothing in it is followed
    return Formula(lines.find(at, key.at(ground.table.first + at)), float(lines.number(at)))


def _followed(ground: Ground, line: Column, header: str, row: int, otherwise: str = '""') -> str:
    """Return the formula that takes a number from the user's cell."""
    here = line.at(row)
    cell = f"INDEX({ground.lines.column(header)},{here})"
    return f"IF({here}>0,IF(ISNUMBER({cell}),{cell},{otherwise}),{otherwise})"


def _reach(ground: Ground, line: Column) -> tuple[Column | None, tuple[float, ...]]:
    """Add the share of customers reached; no column where nobody says any."""
    found = reach_input(ground.result.case, ground.spec, ground.lines)
    if not found.header and all(share == 1.0 for share in found.share):
        return None, found.share
    first = ground.table.first
    cells = [_share(ground, line, found, at, first + at) for at in range(len(found.share))]
    return ground.table.values("Reach", cells), found.share


def _share(ground: Ground, line: Column, found: ReachInput, at: int, row: int) -> CellValue:
    if not found.live[at]:
        return found.share[at]
    taken = _followed(ground, line, found.header, row, "1")
    return Formula(f"MEDIAN(0,1,{taken})", found.share[at])


def _entered(ground: Ground, line: Column, at: int, found: ScoreInput) -> Column | None:
    """Add what the user entered on a criterion; return the column of the amount that is scored."""
    if not any(found.live):
        return None
    name = ground.result.case.scorecard.criteria[at].id
    words = ("low", "likely", "high") if len(found.headers) > 1 else ("entered",)
    columns = [
        _entered_column(ground, line, f"{name}: {word}", header, found, place)
        for place, (word, header) in enumerate(zip(words, found.headers, strict=True))
    ]
    amounts = columns[0] if len(columns) == 1 else _mean(ground, name, columns, found)
    for row, point in enumerate(found.points, ANCHOR_ROW):
        ground.table.put_top(row, amounts.number, point.amount)
    return amounts


def _entered_column(
    ground: Ground, line: Column, title: str, header: str, found: ScoreInput, place: int
) -> Column:
    first = ground.table.first
    cells = (
        Formula(_followed(ground, line, header, first + at), "" if number is None else number)
        if found.live[at]
        else None
        for at, number in enumerate(found.entered[place])
    )
    return ground.table.values(title, cells)


def _mean(ground: Ground, name: str, columns: Sequence[Column], found: ScoreInput) -> Column:
    low, likely, high = columns

    def text(row: int) -> str:
        cells = f"{low.at(row)}:{high.at(row)}"
        mean = f"({low.at(row)}+4*{likely.at(row)}+{high.at(row)})/6"
        return f'IF(COUNT({cells})<3,"",{mean})'

    numbers = [np.array([np.nan if n is None else n for n in each]) for each in found.entered]
    means = pert_mean(numbers[0], numbers[1], numbers[2])
    first = ground.table.first
    cells = (
        Formula(text(first + at), "" if np.isnan(mean) else mean) if found.live[at] else None
        for at, mean in enumerate(means.tolist())
    )
    return ground.table.values(f"{name}: expected", cells)


def _means(ground: Ground, at: int, found: ScoreInput, share: Sequence[float]) -> Column | None:
    """Add what answers that enter as values score, before they are multiplied by the reach."""
    scores = ground.result.scores.score[:, at].tolist()
    means = [
        None if followed or np.isnan(score) or not part else score / part
        for score, part, followed in zip(
            scores, share, found.live or [False] * len(scores), strict=True
        )
    ]
    if all(mean is None for mean in means):
        return None
    name = ground.result.case.scorecard.criteria[at].id
    return ground.table.values(f"{name}: answered", means)
