"""The same program again and again, with other values, other costs, or columns shut.

A small program is written out once: the answers that obey what never changes, against which all
draws are then held together. A larger one is searched draw by draw; what was best in other draws
only says how good an answer must be, so that the answer does not depend on their order.
"""

from __future__ import annotations

import numpy as np
from attrs import evolve, frozen

from cximpact.decision.solving.branching import Goal, Work
from cximpact.decision.solving.cores import every, search
from cximpact.decision.solving.enumeration import Answers, answers, is_small
from cximpact.decision.solving.form import Exact, Form
from cximpact.decision.solving.ordering import form_with_order, order_of
from cximpact.decision.solving.root import Answer, root_of
from cximpact.exceptions import InternalError
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

_CELLS = 2_000_000
_BARRED = -(2**52)
_SURE_WORTH = 2**45
_REMEMBERED = 40


@frozen(eq=False)
class DrawnRow:
    """A row whose numbers differ from draw to draw.

    Attributes:
        row: Number of the program's row.
        coefficients: Draws x columns.
        most: Per draw, its upper limit.
    """

    row: int
    coefficients: Exact
    most: Exact


@frozen(eq=False)
class Drawn:
    """What differs from draw to draw.

    Attributes:
        objective: Draws x columns.
        shut: Draws x columns: what cannot be taken.
        rows: Rows that differ.
    """

    objective: IntArray
    shut: BoolArray
    rows: tuple[DrawnRow, ...] = ()

    def __len__(self) -> int:
        return len(self.objective)


@frozen(eq=False)
class Best:
    """The best answer of every draw.

    Attributes:
        x: Draws x columns.
        found: Per draw, whether there is any answer.
        gap: Per draw, the relative gap left open.
    """

    x: BoolArray
    found: BoolArray
    gap: FloatArray


def best_of_each(
    form: Form,
    drawn: Drawn,
    cost: tuple[int, ...],
    gap: float,
    most_nodes: int,
    work: Work | None = None,
) -> Best:
    """Return the best answer of every draw; of equals the cheapest, then earlier columns.

    Args:
        form: The program, but for what is drawn; yes-or-no answers.
        drawn: What differs.
        cost: Per column, to settle ties.
        gap: The relative gap that may stay open; 0 for none. With one, ties are as they fall.
        most_nodes: How many nodes are visited at most, per draw.
        work: Where they are counted, if anywhere.
    """
    if _can_be_written_out(form, drawn):
        return _written_out(form, drawn, cost)
    return _searched(form, drawn, cost, gap, most_nodes, work)


def _can_be_written_out(form: Form, drawn: Drawn) -> bool:
    wide = [drawn.objective, *(each.coefficients for each in drawn.rows)]
    if not is_small(form) or form.value.dtype == np.object_:
        return False
    worth = np.abs(drawn.objective).astype(np.float64).sum(axis=1).max(initial=0)
    return worth < _SURE_WORTH and all(each.dtype != np.object_ for each in wide)


def _written_out(form: Form, drawn: Drawn, cost: tuple[int, ...]) -> Best:
    """Hold all draws against all answers, some draws at a time."""
    numbers = [each.row for each in drawn.rows]
    written = answers(_without(form, numbers))
    whole = np.repeat(form.lower[:, None], written.answers.shape[1], axis=1)
    whole[written.columns] = written.answers
    order = np.argsort(_spent(whole, cost), kind="stable")
    whole, together = whole[:, order], (written.worth - written.sums[0])[order]
    x = np.zeros(drawn.objective.shape, dtype=np.bool_)
    found = np.zeros(len(drawn), dtype=np.bool_)
    step = max(1, _CELLS // max(1, whole.shape[1]))
    for first in range(0, len(drawn), step) if whole.shape[1] else ():
        some = slice(first, first + step)
        worth = np.where(drawn.shut[some], _BARRED, drawn.objective[some]) @ whole + together
        for each in drawn.rows:
            sums = each.coefficients[some] @ whole
            worth[sums > each.most[some, None]] += _BARRED
        place = worth.argmax(axis=1)
        found[some] = worth[np.arange(len(place)), place] > _BARRED // 2
        x[some] = whole[:, place].T != 0
    return Best(x, found, np.zeros(len(drawn)))


def _spent(whole: IntArray, cost: tuple[int, ...]) -> Exact:
    """Return what answers cost; exact, whatever the amounts."""
    size = sum(map(abs, cost))
    kind = np.int64 if size < 2**62 else np.object_
    return np.asarray(np.array(cost, dtype=kind) @ whole.astype(kind))


def _without(form: Form, rows: list[int]) -> Form:
    """Return a program whose rows of these numbers hold nobody back."""
    free_least, free_most = form.lacks_least.copy(), form.lacks_most.copy()
    free_least[rows] = free_most[rows] = True
    return evolve(form, lacks_least=free_least, lacks_most=free_most)


def _searched(
    form: Form,
    drawn: Drawn,
    cost: tuple[int, ...],
    gap: float,
    most_nodes: int,
    work: Work | None,
) -> Best:
    x = np.zeros(drawn.objective.shape, dtype=np.bool_)
    found = np.zeros(len(drawn), dtype=np.bool_)
    left = np.zeros(len(drawn))
    memory: list[IntArray] = []
    for number in range(len(drawn)):
        each = form_in(form, drawn, number)
        answer, left[number] = best_answer(each, cost, gap, most_nodes, memory, work=work)
        if answer is not None:
            x[number], found[number] = answer != 0, True
            if not gap:
                _remember(memory, answer)
    return Best(x, found, left)


def form_in(form: Form, drawn: Drawn, number: int) -> Form:
    """Return the program of one draw.

    Args:
        form: The program, but for what is drawn.
        drawn: What differs.
        number: The draw.
    """
    wide = any(each.coefficients.dtype == np.object_ for each in drawn.rows)
    value = form.value.astype(np.object_) if wide else form.value.copy()
    most = form.most.astype(np.object_) if wide else form.most.copy()
    own = form.row == 0
    value[own] = drawn.objective[number, form.column[own]]
    for each in drawn.rows:
        entries = form.row == each.row + 1
        value[entries] = each.coefficients[number, form.column[entries]]
        most[each.row] = each.most[number]
    upper = np.where(drawn.shut[number], form.lower, form.upper)
    return evolve(form, value=value, most=most, upper=upper)


def best_answer(
    form: Form,
    cost: tuple[int, ...],
    gap: float,
    most_nodes: int,
    memory: list[IntArray] | None = None,
    within: int = 0,
    work: Work | None = None,
) -> tuple[IntArray | None, float]:
    """Return the best answer of one program, None without any, and the relative gap left.

    Args:
        form: The program; yes-or-no answers.
        cost: Per column, to settle ties.
        gap: The relative gap that may stay open.
        most_nodes: How many nodes are visited at most.
        memory: Answers that were best in other draws.
        within: Answers no further apart than this are equally good.
        work: Where nodes are counted, if anywhere.
    """
    if is_small(form):
        return _settled(answers(form), cost, within), 0.0
    form = _in_order(form, cost, within)
    everything = _everything(form, within)
    if everything is not None:
        return everything, 0.0
    most_nodes = most_nodes if work is None else work.allowed(most_nodes)
    known = None if gap or not memory else _best_known(form, memory)
    goal = Goal(form.step, gap, settle=not gap, cost=() if gap else cost, work=work)
    root = root_of(form)
    if root is None:
        return None, 0.0
    found = search(root, goal, most_nodes, known)
    if found.x is None:
        if not found.complete:
            raise InternalError("no selection was found, and none was ruled out")
        return None, 0.0
    left = 0.0 if found.complete and not gap else _relative(found.bound, found.value)
    equal = every(root, found.value - within, most_nodes, work) if within and not left else None
    x = min((x for x, _ in equal), key=lambda x: _rank(x, cost)) if equal else found.x
    return np.array(x, dtype=np.int64), left


def _in_order(form: Form, cost: tuple[int, ...], within: int) -> Form:
    order = order_of(form, cost, within)
    return form_with_order(form, order) if order else form


def _everything(form: Form, within: int) -> IntArray | None:
    """Return all that gains something and nothing else, where that is allowed and all it takes."""
    if any(form.times):
        return None
    gain = np.zeros(form.width, dtype=form.value.dtype)
    own = form.row == 0
    gain[form.column[own]] = form.value[own]
    if ((gain >= 0) & (gain <= within) & (form.lower < form.upper)).any():
        return None
    everything = np.where(gain > 0, form.upper, form.lower)
    return everything if form.holds(form.at(everything)[:, None])[0] else None


def _rank(x: tuple[int, ...], cost: tuple[int, ...]) -> tuple[int, list[int]]:
    """Return what sorts the cheaper answer first, then the one with earlier columns."""
    return sum(c for c, taken in zip(cost, x, strict=True) if taken), [-taken for taken in x]


def _relative(bound: int, value: int) -> float:
    return max(0.0, (bound - value) / max(abs(value), 1))


def _settled(written: Answers, cost: tuple[int, ...], within: int) -> IntArray | None:
    best = written.best()
    if best is None:
        return None
    return np.array(written.settled(best.value - within, cost), dtype=np.int64)


def _best_known(form: Form, memory: list[IntArray]) -> Answer | None:
    """Return the best of the answers remembered that obeys this draw's rules."""
    whole = np.array(memory).T
    inside = (whole <= form.upper[:, None]).all(axis=0) & (whole >= form.lower[:, None]).all(axis=0)
    sums = form.dense(np.arange(form.width)) @ whole + form.constant[:, None]
    places = np.flatnonzero(inside & form.holds(sums))
    if not len(places):
        return None
    worth = form.worth(sums[:, places])
    best = int(np.argmax(worth))
    return tuple(whole[:, places[best]].tolist()), int(worth[best])


def _remember(memory: list[IntArray], x: IntArray) -> None:
    """Keep the answers of the latest draws, each once."""
    if not any(np.array_equal(x, other) for other in memory):
        memory.append(x)
        del memory[:-_REMEMBERED]
