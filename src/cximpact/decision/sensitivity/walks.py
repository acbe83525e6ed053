"""Every selection that a weight passes on its way, found once and looked at by everyone."""

from __future__ import annotations

from cximpact.decision.proof import UnprovenError
from cximpact.decision.question import Question
from cximpact.decision.sensitivity.again import again
from cximpact.decision.sensitivity.levers import Lever, levers
from cximpact.decision.sensitivity.walk import Step, step

MOST_STEPS = 30
"""So many changes of the selection are followed in one direction."""
_GOALS = (0.0, 1.0)
_DUST = 1e-9


class Walks:
    """The walks of one case: for every weight, the changes of selection below and above it."""

    def __init__(self, question: Question) -> None:
        self.levers = levers(question)
        self._question = question
        self._again = again(question)
        self._steps: dict[tuple[int, float], list[Step | None]] = {}

    def first(self, number: int, goal: float) -> Step | None:
        """Return where the selection changes first on the way of a weight to 0 or 1.

        Raises:
            UnprovenError: A selection could not be proven best.
        """
        return self._step(number, goal, 0)

    def room(self, number: int, position: int) -> tuple[float, float] | None:
        """Return between which weights a proposal stays in, or out, as it is.

        Args:
            number: The number of the weight.
            position: The proposal.

        Returns:
            0 or 1 for an end that the weight cannot pass; None where it is not proven, or too
            many selections lie on the way.
        """
        if not self._question.choice.rules and self._question.choice.reduced is None:
            return self.sign(number, position)
        try:
            low, high = (self._end(number, goal, position) for goal in _GOALS)
        except UnprovenError:
            return None
        return None if low is None or high is None else _beyond_dust(low, high)

    def sign(self, number: int, position: int) -> tuple[float, float]:
        """Return between which weights a proposal has value, or none, as it does now.

        Args:
            number: The number of the weight.
            position: The proposal.
        """
        lever = self.levers[number]
        none, all_ = (float(v[position]) for v in (lever.value_at_none, lever.value_at_all))
        if none == all_ or position in self._question.who.fixed:
            return 0.0, 1.0
        zero = none / (none - all_)
        low = zero if 0 < zero <= lever.weight else 0.0
        high = zero if lever.weight < zero < 1 else 1.0
        return _beyond_dust(low, high)

    def _end(self, number: int, goal: float, position: int) -> float | None:
        now = bool(self._question.choice.selected[position])
        for place in range(MOST_STEPS):
            found = self._step(number, goal, place)
            if found is None:
                return goal
            if (found.selected is not None and bool(found.selected[position])) != now:
                return found.end
            if found.selected is None:
                return goal  # out before and beyond, where nothing can be selected any more
        return None

    def _step(self, number: int, goal: float, place: int) -> Step | None:
        """Return a change of the selection by its place on the way; None beyond the last."""
        known = self._steps.setdefault((number, goal), [])
        while len(known) <= place and (not known or known[-1] is not None):
            lever = self.levers[number]
            known.append(self._next(lever, goal, known[-1] if known else None))
        return known[min(place, len(known) - 1)]

    def _next(self, lever: Lever, goal: float, last: Step | None) -> Step | None:
        if last is None:
            selected = self._question.choice.selected
            return step(self._again, lever, lever.weight, selected, goal)
        if last.selected is None:
            return None
        return step(self._again, lever, last.beyond, last.selected, goal)


def _beyond_dust(low: float, high: float) -> tuple[float, float]:
    """Return ends; one that nobody could tell from 0 or 1 is that."""
    return (low if low > _DUST else 0.0), (high if high < 1 - _DUST else 1.0)


def walks(question: Question) -> Walks:
    """Return the walks of a case; the same for everyone who asks.

    Args:
        question: The case and how it was decided.
    """
    if "walks" not in question.memo:
        question.memo["walks"] = Walks(question)
    found: Walks = question.memo["walks"]
    return found
