"""The sheet *CX evidence*: what every score rests on, and what is known of the touchpoints."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from cximpact.decision.words import name_of_criterion
from cximpact.spreadsheet.cells import SheetBlock
from cximpact.spreadsheet.results import in_points
from cximpact.spreadsheet.sheets.looks import (
    COUNT,
    DATE,
    FIGURE,
    NOTE,
    PART,
    POINTS_CELL,
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

__all__ = ["MOST_LINES", "evidence_sheet"]

MOST_LINES = 50_000
"""How many lines of scores are listed; the best-ranked proposals come first."""

_WIDTHS = (14, 34, 22, 10, 9, 9, 9, 9, 12, 50, 50)
_SCORES = (
    *("Id", "Title", "Criterion", "Group", "Weight", "Score", "Low", "High", "Contribution"),
    *("Evidence", "Notes"),
)
_SCORE_LOOKS = (
    *(TEXT, TEXT, TEXT, TEXT, SHARE_CELL, POINTS_CELL, POINTS_CELL, POINTS_CELL, POINTS_CELL),
    *(TEXT, TEXT),
)
_CONDITIONS = (
    *("Touchpoint", "Source", "Measure", "Channel", "Condition", "Error", "Answers", "Label"),
    *("Last", "Criterion"),
)
_CONDITION_LOOKS = (TEXT, TEXT, TEXT, TEXT, FIGURE, FIGURE, COUNT, TEXT, DATE, TEXT)


def evidence_sheet(evaluation: Evaluation) -> SheetBlock:
    """Return the sheet of what scores rest on."""
    rows: list[Row] = [
        line("CX evidence", TITLE),
        line("What every score rests on; scores run from -100 to +100.", NOTE),
    ]
    rows += [(), line("Scores", PART), headers(_SCORES)]
    head = len(rows)
    found = list(islice(_scores(evaluation), MOST_LINES + 1))
    rows += found[:MOST_LINES]
    if len(found) > MOST_LINES:
        said = f"Only the first {MOST_LINES:,} lines; 'cximpact evaluate --table criteria' has all."
        rows.append(line(said, NOTE))
    rows += _touchpoints(evaluation)
    return SheetBlock(
        key="sheet.evidence",
        title="CX evidence",
        rows=rows,
        widths=_WIDTHS,
        freeze=(head, 0),
    )


def _scores(evaluation: Evaluation) -> Iterator[Row]:
    names = _criterion_names(evaluation)
    for item in evaluation:
        for found in item.criteria:
            yield row(
                [
                    item.proposal,
                    item.title,
                    names.get(found.criterion, found.criterion),
                    found.group,
                    found.weight,
                    in_points(found.score),
                    in_points(found.low),
                    in_points(found.high),
                    in_points(found.contribution),
                    "; ".join(found.evidence),
                    "; ".join(found.notes) or ("missing" if found.score is None else ""),
                ],
                _SCORE_LOOKS,
            )


def _criterion_names(evaluation: Evaluation) -> dict[str, str]:
    result = evaluation._result
    criteria = result.case.scorecard.criteria if result else ()
    return {each.id: name_of_criterion(each) for each in criteria}


def _touchpoints(evaluation: Evaluation) -> Iterator[Row]:
    """Yield the conditions of touchpoints, each with the measurements it is pooled from."""
    if not evaluation.touchpoints:
        return
    yield ()
    yield line("Touchpoints today", PART)
    yield line("Condition: 0 broken, 0.5 reliable, 1 differentiating.", NOTE)
    yield headers(_CONDITIONS)
    for cell in evaluation.touchpoints:
        said = [cell.touchpoint, "all", None, None, cell.mean, cell.sd, None, cell.label, None]
        yield row([*said, cell.criterion], _CONDITION_LOOKS)
        for found in cell.measurements:
            yield row(
                [
                    cell.touchpoint,
                    found.source,
                    found.measure,
                    found.channel,
                    found.condition,
                    found.condition_error,
                    found.n,
                    None,
                    found.on,
                    cell.criterion,
                ],
                _CONDITION_LOOKS,
            )
