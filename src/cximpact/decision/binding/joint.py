"""Limits that hold the selection back together, where no single one does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from attrs import frozen

from cximpact.decision.binding.limits import Limit, limits_of, raised
from cximpact.decision.binding.settings import Setting
from cximpact.decision.links import reachable
from cximpact.decision.question import Question
from cximpact.decision.reduced import TIE
from cximpact.decision.support import required_positions

__all__ = ["JointStep", "joint_step"]

_MOST_TRIED = 5


@frozen(eq=False)
class JointStep:
    """Limits that are raised together.

    Attributes:
        most: Each limit as it is now, and what it is then, in whole parts.
        setting: The decision with them.
        value: What the best selection is then worth, in units of 1e-12.
    """

    most: tuple[tuple[Limit, int], ...]
    setting: Setting
    value: int


def joint_step(setting: Setting, question: Question) -> JointStep | None:
    """Return a raise of several limits that lets one more proposal in; None if none does.

    Tried are the proposals that nothing but several limits keeps out, beside what is selected and
    with what they require: first the one for which limits rise least, as shares of themselves. A
    selection that drops others might do with less.

    Args:
        setting: The decision.
        question: The case and how it was decided.
    """
    limits = limits_of(setting)
    tried = sorted(_tried(setting, question, limits), key=lambda each: each[:2])
    for _, _, most in tried[:_MOST_TRIED]:
        there = setting
        for number, parts in most.items():
            there = raised(there, question, limits[number], parts)
        value = there.best_value() if there.is_small else None
        if value is not None and value > question.choice.value + TIE:
            told = tuple((limits[number], parts) for number, parts in most.items())
            return JointStep(told, there, value)
    return None


def _tried(
    setting: Setting, question: Question, limits: Mapping[int, Limit]
) -> Iterator[tuple[float, int, Mapping[int, int]]]:
    """Yield by how much limits rise in all, for whom, and what each must then be."""
    selected = question.choice.selected.tolist()
    requires = required_positions(setting.case)
    for position in setting.reduced.columns:
        if selected[position]:
            continue
        needed = {position, *reachable(requires, [position])}
        x = [int(taken or place in needed) for place, taken in enumerate(selected)]
        most = _needed(setting, limits, x)
        if len(most) > 1:
            yield (
                sum(_rise(limits[number], parts) for number, parts in most.items()),
                position,
                most,
            )


def _rise(limit: Limit, parts: int) -> float:
    """Return how far a limit rises to so many parts, as a share of itself."""
    return (parts - limit.most) / max(limit.most, 1)


def _needed(setting: Setting, limits: Mapping[int, Limit], x: Sequence[int]) -> dict[int, int]:
    """Return what the limits that a selection breaks must be; nothing if it breaks other rules."""
    most = {}
    for number, rule in enumerate(setting.rules):
        load, row = rule.row.activity(x), rule.row
        if row.most is not None and load > row.most and number in limits:
            most[number] = load
        elif (row.most is not None and load > row.most) or (
            row.least is not None and load < row.least
        ):
            return {}
    return most
