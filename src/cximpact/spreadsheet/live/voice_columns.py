"""The customer voice gate as formulas: where every proposal moves most follows the weights.

A second list stands below the proposals: a row per proposal and touchpoint it moves, with what it
moves there on each journey criterion (as values) and whether customers were heard there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from attrs import frozen

from cximpact.decision.gates.voice import Voice
from cximpact.intake.files.cells import column_letters
from cximpact.spreadsheet.cells import Formula, Put
from cximpact.spreadsheet.live.score_columns import WEIGHT_ROW
from cximpact.spreadsheet.live.table import NAME, NUMBER, Column
from cximpact.spreadsheet.sheets.looks import TEXT

if TYPE_CHECKING:
    from cximpact.model.arrays import FloatArray
    from cximpact.spreadsheet.live.ground import Ground
    from cximpact.spreadsheet.live.score_columns import Scored

__all__ = ["voice_columns"]

_ID, _PLACE, _HEARD, _MOVED, _FIRST = 2, 3, 4, 5, 6


@frozen(eq=False)
class _Moves:
    """What proposals move: a row per proposal and touchpoint, sorted by both."""

    proposal: list[int]
    touchpoint: list[int]
    amount: FloatArray  # rows x journey criteria


def voice_columns(ground: Ground, scored: Scored, results: list[int], code: int) -> Column:
    """Add the list of what is moved, and the gate's column; return the latter.

    Args:
        ground: What columns are made from.
        scored: The columns of scores.
        results: What the gate leads to now.
        code: What failing leads to.
    """
    moves = _moves(ground)
    start = ground.table.first + ground.table.count + 2
    _put_moves(ground, scored, moves, start)
    rows = _rows_of(moves, ground.table.count, start)
    moved, heard = column_letters(_MOVED), column_letters(_HEARD)

    def text(row: int) -> str:
        first, last = rows[row - ground.table.first]
        if first > last:
            return "0"
        amounts = f"${moved}${first}:${moved}${last}"
        answers = f"${heard}${first}:${heard}${last}"
        foremost = f"INDEX({answers},MATCH(MAX({amounts}),{amounts},0))"
        return f"IF(MAX({amounts})>0,IF({foremost}=1,0,{code}),0)"

    return ground.table.formulas("Voice gate", text, results)


def _moves(ground: Ground) -> _Moves:
    cells, conditions = ground.result.scores.cells, ground.result.conditions
    width = len(conditions.touchpoints)
    keys, place = np.unique(cells.proposal * width + cells.touchpoint, return_inverse=True)
    amount = np.zeros((len(keys), len(conditions.criteria)))
    np.add.at(amount, (place, cells.criterion), cells.share * np.abs(cells.delta_value))
    found = keys.tolist()
    return _Moves([key // width for key in found], [key % width for key in found], amount)


def _rows_of(moves: _Moves, count: int, start: int) -> list[tuple[int, int]]:
    """Return per proposal its first and last row; the last before the first for none."""
    firsts = np.searchsorted(moves.proposal, np.arange(count), side="left").tolist()
    ends = np.searchsorted(moves.proposal, np.arange(count), side="right").tolist()
    return [(start + first, start + end - 1) for first, end in zip(firsts, ends, strict=True)]


def _put_moves(ground: Ground, scored: Scored, moves: _Moves, start: int) -> None:
    table, result = ground.table, ground.result
    names = result.conditions.criteria
    titles = {_ID: "Id", _PLACE: "Touchpoint", _HEARD: "Customers heard", _MOVED: "Moved"}
    for number, title in titles.items():
        table.loose[start - 1, number] = Put(title, NAME)
    for number, name in enumerate(names, _FIRST):
        table.loose[start - 1, number] = Put(f"{name}: moved", NAME)
    voice = Voice(result.case, result.conditions, result.scores)
    heard, moved = voice.heard.tolist(), voice.moved
    position = {each.id: at for at, each in enumerate(result.case.scorecard.criteria)}
    weights = [scored.score[position[name]].top(WEIGHT_ROW) for name in names]
    for at, (proposal, place) in enumerate(zip(moves.proposal, moves.touchpoint, strict=True)):
        row = start + at
        amounts = [f"{column_letters(_FIRST + each)}{row}" for each in range(len(names))]
        terms = (f"{w}*{amount}" for w, amount in zip(weights, amounts, strict=True))
        whole = Formula(f"ROUND({'+'.join(terms)},9)", float(moved[proposal, place]))
        table.loose[row, _ID] = Put(result.case.proposals.ids[proposal], TEXT)
        table.loose[row, _PLACE] = Put(result.conditions.touchpoints[place], TEXT)
        table.loose[row, _HEARD] = Put(int(heard[place]), NUMBER)
        table.loose[row, _MOVED] = Put(whole, NUMBER)
        for each in range(len(names)):
            table.loose[row, _FIRST + each] = Put(float(moves.amount[at, each]), NUMBER)
