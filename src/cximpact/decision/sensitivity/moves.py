"""Something uncertain at both ends of its band, as the selection sees it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from attrs import frozen

from cximpact.decision.aim import Aim, aim_of
from cximpact.decision.costs import Costs
from cximpact.decision.question import Question
from cximpact.decision.reduced import has_value
from cximpact.decision.rules import Rule
from cximpact.model.arrays import BoolArray


@frozen(eq=False)
class End:
    """What the selection is made from at one end.

    Attributes:
        aim: What is maximised.
        rules: The rules that tie proposals, where they change.
        costs: What proposals cost, where it changes.
    """

    aim: Aim
    rules: Sequence[Rule] | None = None
    costs: Costs | None = None


@frozen(eq=False)
class Move:
    """Something uncertain.

    Attributes:
        kind: `weight`, `group`, `condition`, `effect`, `score` or `cost`.
        name: Ids, joined by ``/``.
        low: Its lower end.
        high: Its upper end.
        ends: Gives what the selection is made from at the lower end, and at the upper; None where
            that end is known to change nothing.
        size: How far it moves values, to say which of many are looked at first.
    """

    kind: str
    name: str
    low: float
    high: float
    ends: tuple[Callable[[], End] | None, Callable[[], End] | None]
    size: float = 1.0


class Present:
    """The case as it was decided, and what of it moves together with the rest."""

    def __init__(self, question: Question) -> None:
        self.question = question

    @cached_property
    def aim(self) -> Aim:
        """What was maximised."""
        question = self.question
        return aim_of(question.case, question.conditions, question.scores)

    @cached_property
    def worthy(self) -> BoolArray:
        """Per proposal, whether it has value."""
        return has_value(self.question.scores.value)

    @cached_property
    def open(self) -> tuple[int, ...]:
        """Positions of proposals that may be selected and need not be."""
        who = self.question.who
        flags = who.candidate.tolist()
        return tuple(p for p, may in enumerate(flags) if may and p not in who.fixed)

    def valued(self, position: int, value: float) -> Callable[[], End] | None:
        """Return the end at which one proposal has another value, all else equal.

        What is in stays in when it is worth more; what is out stays out when it is worth less.
        """
        now = float(self.question.scores.value[position])
        selected = bool(self.question.choice.selected[position])
        if value == now or (value > now and selected and self.worthy[position]):
            return None
        if value < now and not selected:
            return None

        def end() -> End:
            values = self.aim.value.copy()
            values[position] = value
            return End(Aim(values, self.aim.terms))

        return end
