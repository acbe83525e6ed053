"""Branch and bound on one relaxation, its last levels worked out all at once.

A node's relaxation gives a bound and what each column would lose; columns that would lose more
than the best answer known leaves room for are fixed. When few enough deviations are left, all of
them are tried together (`deviations.near`); else an answer that came out between two whole
numbers is branched on, the one whose branches have lowered bounds most so far (pseudocosts:
Benichou et al. 1971).
"""

from __future__ import annotations

from heapq import heappop, heappush

import numpy as np
from attrs import frozen

from cximpact.decision.solving.deviations import near
from cximpact.decision.solving.form import Form
from cximpact.decision.solving.narrowing import tightened
from cximpact.decision.solving.relaxation import Bound, Relaxation
from cximpact.model.arrays import FloatArray, IntArray

_FRACTION = 1e-6
_FEW = 50
WIDE = 100_000
"""Partial answers that are tried together at most."""
MOST_TAKEN = 20_000
"""Answers that are collected at most."""
LIKELY = 18.0
_ENDLESS = 9e18
_TRIALS = (0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0)


class Work:
    """How many nodes were visited in all, over many searches."""

    def __init__(self, most: int) -> None:
        """Start from none.

        Args:
            most: How many are wanted in all.
        """
        self.nodes = 0
        self._most = most

    @property
    def is_done(self) -> bool:
        """Whether so many have been visited."""
        return self.nodes >= self._most

    def allowed(self, most_nodes: int) -> int:
        """Return how many the next search may visit: a few where all are used up."""
        return min(most_nodes, _FEW) if self.is_done else most_nodes


@frozen
class Goal:
    """When an answer is good enough.

    Attributes:
        step: What any two answers' worth differ by at least, if they differ.
        gap: The relative gap that may stay open.
        settle: Whether to look at every answer that is equally good and take the cheapest of
            them, then the one with earlier columns; else any of them.
        cost: Per column, for settling.
        within: How much better another answer may be without being looked for.
        every: Whether to collect every answer that reaches the least worth of interest.
        work: Where nodes are counted, if anywhere.
    """

    step: int
    gap: float = 0.0
    settle: bool = False
    every: bool = False
    cost: tuple[int, ...] = ()
    within: int = 0
    work: Work | None = None

    def beyond(self, value: int) -> int:
        """Return the least worth that is of interest once an answer of some worth is known."""
        return value if self.settle else value + max(self.step, int(self.gap * abs(value)))

    def prefers(self, one: tuple[int, ...], other: tuple[int, ...]) -> bool:
        """Return whether of two equally good answers the first is the one to take."""
        spent, saved = self._spent(one), self._spent(other)
        return one > other if spent == saved else spent < saved

    def _spent(self, x: tuple[int, ...]) -> int:
        return sum(amount for amount, taken in zip(self.cost, x, strict=False) if taken)


@frozen(eq=False)
class Outcome:
    """What branch and bound found.

    Attributes:
        x: The best answer; None without any.
        value: What it is worth.
        bound: No answer is worth more.
        complete: Whether the whole tree was seen; then `bound` is `value`.
        nodes: How many nodes were visited.
    """

    x: tuple[int, ...] | None
    value: int
    bound: int
    complete: bool
    nodes: int


@frozen(eq=False)
class _Node:
    lower: IntArray
    upper: IntArray
    bound: float
    column: int = -1
    part: float = 0.0
    up: bool = False


class Tree:
    """One search; the relaxation is kept for the next."""

    def __init__(
        self, form: Form, relaxation: Relaxation, goal: Goal, least: int | None = None
    ) -> None:
        """Start a search.

        Args:
            form: The program; no column may be open by more than one.
            relaxation: Its relaxation.
            goal: When an answer is good enough.
            least: The least worth of interest; None for any.
        """
        self._form, self._relaxation = form, relaxation
        self._goal, self._least = goal, least
        self.x: tuple[int, ...] | None = None
        self.value = 0
        self._falls = np.zeros((2, form.width))
        self._times = np.zeros((2, form.width))
        self._count = 0
        self.taken: list[tuple[tuple[int, ...], int]] = []

    def run(self, most_nodes: int) -> Outcome:
        """Search until nothing is left or so many nodes have been visited."""
        form = self._form
        heap: list[tuple[float, int, _Node]] = []
        node: _Node | None = _Node(form.lower, form.upper, np.inf)
        nodes = 0
        while node is not None or heap:
            if node is None:
                _, _, node = heappop(heap)
            if nodes >= most_nodes:
                heappush(heap, (-node.bound, 0, node))
                break
            if self._hopeless(node.bound):
                node = None
                continue
            if len(self.taken) > MOST_TAKEN:
                heappush(heap, (-node.bound, 0, node))
                break
            nodes += 1
            children = self._visit(node)
            node = None
            if children is not None:
                node, other = children
                self._count += 1
                heappush(heap, (-other.bound, self._count, other))
        if self._goal.work is not None:
            self._goal.work.nodes += nodes
        return self._outcome(heap, nodes)

    def _outcome(self, heap: list[tuple[float, int, _Node]], nodes: int) -> Outcome:
        left = [node.bound for _, _, node in heap if not self._hopeless(node.bound)]
        cutoff = self._cutoff
        ends = [int(np.floor(min(max(left), _ENDLESS)))] if left else []
        # Whatever was given up on the way is worth less than the last cutoff.
        ends += [] if cutoff is None else [cutoff - 1 if self._goal.gap else self.value]
        return Outcome(self.x, self.value, max([self.value, *ends]), not left, nodes)

    @property
    def _cutoff(self) -> int | None:
        """The least worth that is still of interest."""
        if self.x is None or self._goal.every:
            return self._least
        return self._goal.beyond(self.value)

    def _hopeless(self, bound: float) -> bool:
        cutoff = self._cutoff
        return cutoff is not None and bound < cutoff

    def _visit(self, node: _Node) -> tuple[_Node, _Node] | None:
        """Return the two branches of a node, the more promising first; None if it is done."""
        bound = self._relaxation.between(node.lower, node.upper)
        if bound is None:
            return None
        self._learn(node, bound)
        high = bound.value + bound.error
        if self._hopeless(high) or (self._look(node, bound) and self._hopeless(high)):
            return None
        bounds = self._fixed(node, bound)
        if bounds is None:
            return None
        lower, upper = bounds
        if self._finished(lower, upper, bound):
            return None
        return self._branches(lower, upper, bound)

    def _look(self, node: _Node, bound: Bound) -> bool:
        """Take the relaxation's own answer if it is whole and obeys the rules."""
        x = np.rint(bound.x)
        if self._goal.every or np.abs(bound.x - x).max(initial=0) > _FRACTION:
            return False
        answer = np.clip(x.astype(np.int64), node.lower, node.upper)
        sums = self._form.at(answer)[:, None]
        if not self._form.holds(sums)[0]:
            return False
        value = int(self._form.worth(sums)[0])
        cutoff = self._cutoff
        if cutoff is None or value >= cutoff:
            self._take(answer, value)
        return True

    def _learn(self, node: _Node, bound: Bound) -> None:
        if node.column >= 0 and np.isfinite(node.bound):
            fall = max(0.0, node.bound - bound.value) / max(node.part, _FRACTION)
            self._falls[int(node.up), node.column] += fall
            self._times[int(node.up), node.column] += 1

    def _fixed(self, node: _Node, bound: Bound) -> tuple[IntArray, IntArray] | None:
        """Fix columns whose loss would go below the cutoff, and what follows from it."""
        cutoff = self._cutoff
        lower, upper = node.lower, node.upper
        if cutoff is not None:
            room = bound.value + bound.error - cutoff
            lower = np.where(bound.gain > room, upper, lower)
            upper = np.where(bound.gain < -room, node.lower, upper)
            if (lower > upper).any():
                return None
        return tightened(self._form, lower, upper)

    def _finished(self, lower: IntArray, upper: IntArray, bound: Bound) -> bool:
        """Try everything left at once, if it is little enough."""
        cutoff = self._cutoff
        size = np.abs(bound.gain[lower < upper])
        room = np.inf if cutoff is None else bound.value + bound.error - cutoff
        if len(size) > 12 and likely(size, room) > LIKELY:
            return False
        found = near(
            self._form, lower, upper, bound, cutoff, WIDE, keep=False, every=self._goal.every
        )
        if found is None:
            return False
        for x, value in zip(found.x, found.value, strict=True):
            self._take(x, value)
        return True

    def _take(self, x: IntArray, value: int) -> None:
        whole = tuple(x.tolist())
        if self._goal.every:
            self.taken.append((whole, value))
        if (
            self.x is None
            or value > self.value
            or (value == self.value and self._goal.prefers(whole, self.x))
        ):
            self.x, self.value = whole, value

    def _branches(self, lower: IntArray, upper: IntArray, bound: Bound) -> tuple[_Node, _Node]:
        column = self._column(lower, upper, bound)
        part = float(bound.x[column] - lower[column])
        high = bound.value + bound.error
        raised, lowered = lower.copy(), upper.copy()
        raised[column], lowered[column] = upper[column], lower[column]
        up = _Node(raised, upper, high, column, 1 - part, True)
        down = _Node(lower, lowered, high, column, part, False)
        return (up, down) if part >= 0.5 else (down, up)

    def _column(self, lower: IntArray, upper: IntArray, bound: Bound) -> int:
        part = bound.x - lower
        split = np.flatnonzero((lower < upper) & (part > _FRACTION) & (part < 1 - _FRACTION))
        if not len(split):
            inside = np.flatnonzero(lower < upper)
            return int(inside[np.argmin(np.abs(bound.gain[inside]))])
        fall = self._expected()
        share = part[split]
        score = np.maximum(share * fall[0, split], 1e-9) * np.maximum(
            (1 - share) * fall[1, split], 1e-9
        )
        return int(split[np.argmax(score)])

    def _expected(self) -> FloatArray:
        """Return by how much the bound falls per unit, down and up; the mean where not known."""
        seen = np.maximum(self._times, 1)
        means = self._falls / seen
        total = self._times.sum(axis=1, keepdims=True)
        typical = np.where(
            total > 0, self._falls.sum(axis=1, keepdims=True) / np.maximum(total, 1), 1.0
        )
        return np.asarray(np.where(self._times > 0, means, typical))


def likely(size: FloatArray, room: float) -> float:
    """Return an upper bound of the logarithm of how many sets of deviations fit into the room.

    Chernoff's bound: their number is at most exp(s room) times the product of 1 + exp(-s size).
    """
    if not np.isfinite(room):
        return float(len(size)) * 0.7
    inside = size[size <= room] / max(room, 1e-300)
    return min(trial + float(np.log1p(np.exp(-trial * inside)).sum()) for trial in _TRIALS)
