"""All answers that can still be good, worked out at once near a solution of the relaxation.

With prices of the rows, every answer falls behind the relaxation's bound by what each column
loses that goes the other way than its gain says, and by what the priced rows leave unused. So
the answers above a cutoff are found column by column, the dearest deviation first, dropping
whatever has lost too much or broken a row.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from attrs import frozen

from cximpact.decision.solving.form import Exact, Form
from cximpact.decision.solving.relaxation import Bound
from cximpact.model.arrays import BoolArray, FloatArray, IntArray

MOST_COLUMNS = 62
_NOTHING = 8.0
_END = 2**62


@frozen(eq=False)
class Found:
    """What was found near a relaxation's solution.

    Attributes:
        x: Answers x columns; none where nothing reaches the cutoff.
        value: What each is worth.
        complete: Whether nothing was left out that reaches the cutoff.
    """

    x: IntArray
    value: tuple[int, ...]
    complete: bool


def near(
    form: Form,
    lower: IntArray,
    upper: IntArray,
    bound: Bound,
    cutoff: int | None,
    width: int,
    columns: int = MOST_COLUMNS,
    keep: bool = True,
    every: bool = False,
) -> Found | None:
    """Return the best answers between bounds that are worth at least a cutoff.

    Args:
        form: The program.
        lower: Lower bounds; no column may be open by more than one.
        upper: Upper bounds.
        bound: The relaxation between them.
        cutoff: The least worth of interest; None for any.
        width: How many partial answers are kept at most.
        columns: How many columns may be open at most; of more the cheapest to change.
        keep: Whether to go on with the most promising ones beyond these limits, as a heuristic;
            else None is returned.
        every: Whether to return every answer that reaches the cutoff, not only the best.
    """
    room = np.inf if cutoff is None else bound.value + bound.error - cutoff
    if room < 0:
        return Found(np.zeros((0, form.width), np.int64), (), True)
    size = np.abs(bound.gain)
    is_open = (lower < upper) & (size <= room)
    core = np.flatnonzero(is_open)
    complete = len(core) <= columns
    if not complete and not keep:
        return None
    core = core[np.argsort(-size[core], kind="stable")][-columns:]
    # Where nothing is lost either way, the relaxation's own answer obeys the rows best.
    side = np.where(size > _NOTHING * bound.error, bound.gain > 0, bound.x > (lower + upper) / 2)
    base = np.where(side, upper, lower)
    base[core] = lower[core]
    search = Search(form, base, core, bound.gain, bound.price, room, width)
    if not search.run(keep):
        return None
    return search.found(complete, cutoff, every)


class Search:
    """Partial answers over the core, all of them one column further at every step."""

    def __init__(
        self,
        form: Form,
        base: IntArray,
        core: IntArray,
        gain: FloatArray,
        price: FloatArray,
        room: float,
        width: int,
        follow: Sequence[int] = (),
        credit: FloatArray | None = None,
    ) -> None:
        """Start from nothing decided.

        Args:
            form: The program.
            base: The answer, with the core at its lower bounds.
            core: The columns to decide, in this order.
            gain: What each column of the program is worth at the prices.
            price: Price of each row; 0 leaves out of account what a row leaves unused.
            room: What may be lost at most.
            width: How many partial answers are kept at most.
            follow: Numbers of sums to keep whether or not they can break.
            credit: Per column of the core, what it and the next ones lose in any case and is not
                to count.
        """
        self._credit = np.zeros(len(core)) if credit is None else credit
        self._form, self._base, self._core = form, base, core
        self._gain, self._follow = gain[core], np.array(follow, dtype=np.int64)
        self._room, self._width = room, width
        whole = form.dense(core)
        touched = np.flatnonzero((whole != 0).any(axis=1))
        start = form.at(base)
        self._start = start
        self._possible = True
        self._prepare(whole, start, touched, price)

    def _prepare(self, whole: Exact, start: Exact, touched: IntArray, price: FloatArray) -> None:
        """Keep the sums that can still go either way, and drop the rows that cannot break."""
        form = self._form
        rows = np.arange(1, form.rows + 1)
        low = start[rows] + np.minimum(whole[rows], 0).sum(axis=1)
        high = start[rows] + np.maximum(whole[rows], 0).sum(axis=1)
        over = ~form.lacks_most & (high > form.most)
        under = ~form.lacks_least & (low < form.least)
        lost = (~form.lacks_most & (low > form.most)) | (~form.lacks_least & (high < form.least))
        self._possible = not bool(lost.any())
        priced = (price != 0) & (whole[rows] != 0).any(axis=1)
        active = np.flatnonzero(over | under | priced)
        self._watched = len(active)
        others = touched[(touched == 0) | (touched > form.rows)]
        self._kept = np.concatenate([active + 1, others, self._follow])
        self._whole = whole[self._kept]
        self._sums = start[self._kept][:, None]
        self._limits(active, price[active])

    def _limits(self, active: IntArray, price: FloatArray) -> None:
        """Work out, per step, within what every row must be for the rest to be possible."""
        form = self._form
        inside = self._whole[: self._watched]
        low, high = _still_to_come(np.minimum(inside, 0)), _still_to_come(np.maximum(inside, 0))
        self._capped = np.flatnonzero(~form.lacks_most[active])
        self._footed = np.flatnonzero(~form.lacks_least[active])
        self._caps = form.most[active][self._capped, None] - low[self._capped]
        self._feet = form.least[active][self._footed, None] - high[self._footed]
        # A row need only be looked at where the column at hand can make it worse.
        self._caps_bind = _from_the_start(inside[self._capped] != 0)
        self._feet_bind = _from_the_start(inside[self._footed] != 0)
        # What a priced row leaves unused is lost, as far as nothing to come can use it.
        dear = np.flatnonzero((price > 0) & ~form.lacks_most[active])
        cheap = np.flatnonzero((price < 0) & ~form.lacks_least[active])
        self._dear, self._cheap = dear, cheap
        self._fills = (form.most[active][dear, None] - high[dear]).astype(np.float64)
        self._drains = (form.least[active][cheap, None] - low[cheap]).astype(np.float64)
        self._dear_price, self._cheap_price = price[dear], -price[cheap]

    def run(self, keep: bool) -> bool:
        """Go through the core; return False if it grew too wide and was not to be cut."""
        self._loss = np.zeros(1)
        self._code = np.zeros(1, dtype=np.int64)
        self._complete = True
        if not self._possible:
            self._code = self._code[:0]
            return True
        for step in range(len(self._core)):
            self._step(step)
            if len(self._code) > self._width:
                if not keep:
                    return False
                self._cut()
            if not len(self._code):
                return True
        return True

    def _step(self, step: int) -> None:
        gain = float(self._gain[step])
        before = self._loss - self._credit[step]
        stay = before + gain if gain > 0 else before
        take = before - gain if gain < 0 else before
        with_it = self._sums + self._whole[:, step, None]
        taken = np.flatnonzero(self._held(with_it, step, take))
        left = np.flatnonzero(self._held(self._sums, step, stay))
        # Whoever stays is moved once: most of what is tried is dropped at once.
        self._sums = np.concatenate(
            [with_it.take(taken, axis=1), self._sums.take(left, axis=1)], axis=1
        )
        self._loss = np.concatenate([take[taken], stay[left]])
        self._code = np.concatenate([self._code[taken] | (1 << step), self._code[left]])

    def _held(self, sums: Exact, step: int, loss: FloatArray) -> BoolArray:
        """Return which partial answers can still obey the rows and reach the cutoff."""
        held = loss <= self._room
        for row, place in enumerate(self._capped.tolist()):
            if self._caps_bind[row, step]:
                held &= sums[place] <= self._caps[row, step]
        for row, place in enumerate(self._footed.tolist()):
            if self._feet_bind[row, step]:
                held &= sums[place] >= self._feet[row, step]
        if np.isfinite(self._room) and (len(self._dear) or len(self._cheap)):
            held &= loss + self._unused(sums, step) <= self._room
        return np.asarray(held, dtype=np.bool_)

    def _unused(self, sums: Exact, step: int) -> FloatArray:
        """Return what priced rows will leave unused at least, at their price."""
        lost = np.zeros(sums.shape[1])
        for row, place in enumerate(self._dear.tolist()):
            fill, line = self._fills[row, step], sums[place]
            if line.min(initial=_END) < fill:
                lost += np.maximum(fill - line, 0.0) * self._dear_price[row]
        for row, place in enumerate(self._cheap.tolist()):
            drain, line = self._drains[row, step], sums[place]
            if line.max(initial=-_END) > drain:
                lost += np.maximum(line - drain, 0.0) * self._cheap_price[row]
        return lost

    def _cut(self) -> None:
        """Keep the partial answers that have lost least."""
        self._complete = False
        places = np.sort(np.argpartition(self._loss, self._width)[: self._width])
        self._sums, self._loss = self._sums[:, places], self._loss[places]
        self._code = self._code[places]

    def found(self, complete: bool, cutoff: int | None, every: bool) -> Found:
        """Return all that reach a cutoff, or the best of them: several if equally good."""
        complete = complete and self._complete
        nothing = Found(np.zeros((0, self._form.width), np.int64), (), complete)
        if not len(self._code):
            return nothing
        sums = self._whole_sums()
        held = np.flatnonzero(self._form.reaches(sums))
        if not len(held):
            return nothing
        worth = self._form.worth(sums)[held]
        best = int(worth.max())
        least = best if cutoff is None else cutoff if every else max(best, cutoff)
        enough = np.flatnonzero(worth >= least)
        x = self._spread(self._code[held[enough]])
        return Found(x, tuple(worth[enough].tolist()), complete)

    def left(self) -> tuple[IntArray, Exact]:
        """Return, of all that is left, which columns are taken (bits), and the followed sums."""
        return self._code, self._sums[len(self._kept) - len(self._follow) :]

    def _whole_sums(self) -> Exact:
        """Return the sums that worth and floors are made of; rows are known to hold."""
        others = self._sums[self._watched :]
        if not (self._form.times or self._form.floors):
            count = len(self._code)
            return others if len(others) else np.repeat(self._start[:1, None], count, axis=1)
        sums = np.repeat(self._start[:, None], len(self._code), axis=1)
        sums[self._kept[self._watched :]] = others
        return sums

    def _spread(self, codes: IntArray) -> IntArray:
        """Return answers over all columns."""
        x = np.repeat(self._base[None, :], len(codes), axis=0)
        steps = np.arange(len(self._core))
        x[:, self._core] += (codes[:, None] >> steps[None, :]) & 1
        return x


def _still_to_come(parts: Exact) -> Exact:
    """Return the sum of all parts after each."""
    found = np.zeros_like(parts)
    found[:, :-1] = np.cumsum(parts[:, :0:-1], axis=1)[:, ::-1]
    return found


def _from_the_start(moved: BoolArray) -> BoolArray:
    """Return at which steps a row is to be looked at: the first, and where a column moves it."""
    found = moved.copy()
    found[:, :1] = True
    return found
