"""Few open columns: every answer there is, worked out at once."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

import numpy as np
from attrs import frozen

from cximpact.decision.program import Solution
from cximpact.decision.solving.form import Exact, Form
from cximpact.model.arrays import IntArray

MOST_ANSWERS = 2**14
MOST_CELLS = 2**19
"""So many answers times sums are worked out at most: some milliseconds."""


@frozen(eq=False)
class Answers:
    """Every answer that obeys the rules, those with earlier columns taken first.

    Attributes:
        form: The program.
        columns: The open columns.
        answers: Columns x answers: the open columns' values.
        sums: Sums x answers.
        worth: Per answer.
    """

    form: Form
    columns: IntArray
    answers: IntArray
    sums: Exact
    worth: Exact

    def solution(self, place: int) -> Solution:
        """Return one of them as a solution that is known to be best."""
        value = int(self.worth[place])
        return Solution(self.x(place), value, value, True)

    def x(self, place: int) -> tuple[int, ...]:
        """Return one of them over all columns."""
        whole = self.form.lower.copy()
        whole[self.columns] = self.answers[:, place]
        return tuple(whole.tolist())

    def best(self) -> Solution | None:
        """Return the best; of equals the one that takes earlier columns. None without any."""
        return self.solution(int(np.argmax(self.worth))) if len(self.worth) else None

    def settled(self, least: int, cost: Sequence[int]) -> tuple[int, ...]:
        """Return, of those worth at least so much, the cheapest, then the one with earlier columns.

        Args:
            least: What it is worth at least.
            cost: Of each column.
        """
        price = [cost[column] for column in self.columns.tolist()]
        places = np.flatnonzero(self.worth >= least)
        spent = [
            sum(c * taken for c, taken in zip(price, line, strict=True))
            for line in self.answers[:, places].T.tolist()
        ]
        return self.x(int(places[spent.index(min(spent))]))


def is_small(form: Form) -> bool:
    """Return whether all answers can be tried."""
    count = prod(min(span, MOST_ANSWERS) + 1 for span in _spans(form))
    return count <= MOST_ANSWERS and count * form.sums <= MOST_CELLS


def _spans(form: Form) -> list[int]:
    return [span for span in (form.upper - form.lower).tolist() if span]


def answers(form: Form) -> Answers:
    """Return every answer that obeys the rules; `is_small` must hold."""
    columns = np.flatnonzero(form.lower < form.upper)
    coefficients = form.dense(columns)
    sums = form.at(form.lower)[:, None]
    taken = np.zeros((len(columns), 1), dtype=np.int64)
    for place in range(len(columns) - 1, -1, -1):
        span = int(form.upper[columns[place]] - form.lower[columns[place]])
        sums = np.concatenate(
            [sums + coefficients[:, place, None] * more for more in range(span, -1, -1)], axis=1
        )
        taken = np.tile(taken, span + 1)
        more = np.arange(span, -1, -1) + form.lower[columns[place]]
        taken[place] = np.repeat(more, taken.shape[1] // (span + 1))
    held = np.flatnonzero(form.holds(sums))
    sums = sums[:, held]
    return Answers(form, columns, taken[:, held], sums, form.worth(sums))
