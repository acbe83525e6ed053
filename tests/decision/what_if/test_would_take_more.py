"""What would it take: weights, shares of draws, missing answers, and what still needs measuring."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from attrs import evolve, fields

from cximpact.decision.would_take import would_take
from cximpact.model.robustness import SelectionShares
from cximpact.model.scorecard import Criterion, Level

INSIDE = {"customer": {"a": 0.4, "b": 0.6}, "business": {"c": 0.5, "d": 0.3, "e": 0.2}}
SHARE = 0.5
"""Of all, for either group: a weight is told as the share of all that it has."""
NAMED = r"(?:the weight of (\w) against other \w+ criteria|the share of the (\w+) group)"
BETWEEN = re.compile(
    rf"stays in while {NAMED} is (?:between ([\d.]+)% and ([\d.]+)%|(above|below) ([\d.]+)%)"
)
ENTERS = re.compile(rf"takes it where {NAMED} (falls below|rises above) ([\d.]+)%")


def weights(member: str, to: float) -> list[float]:
    groups = {g: dict(w) for g, w in INSIDE.items()}
    shares = {"customer": 0.5, "business": 0.5}
    target = shares if member in shares else next(w for w in groups.values() if member in w)
    old = target[member]
    for key in target:
        target[key] = to if key == member else target[key] * (1 - to) / (1 - old)
    return [next(shares[g] * w[k] for g, w in groups.items() if k in w) for k in "abcde"]


def takes(tried: Any, place: int, member: str, to: float) -> bool:
    grid = np.nan_to_num(tried.question.scores.score).tolist()
    moved = weights(member, to)
    values = [sum(w * v for w, v in zip(moved, row, strict=True)) for row in grid]
    best = tried.best(values, list(tried.sets()))
    return best is not None and place in best


@pytest.mark.parametrize("start", range(0, 200, 40))
def test_the_weights_told_are_where_it_changes_sides(build: Any, trying: Any, start: int) -> None:
    """Figures are told to a tenth of a percent, rounded to the side on which they hold."""
    for seed in range(start, start + 40):
        tried = trying.problem(build, seed, most=6)
        said = would_take(tried.question)
        for place, rule in enumerate(tried.question.rules):
            text = " | ".join(said[place])
            for one, group, low, high, side, end in BETWEEN.findall(text):
                ends = {"above": (end, "100"), "below": ("0", end)}.get(side, (low, high))
                whole = SHARE if one else 1.0
                limits = [min(float(each) / 100 / whole, 1.0) for each in ends]
                check_room(tried, place, one or group, *limits, step=1.001e-3 / whole)
                assert f"{end or high}% of all" in text or not one
            for one, group, verb, end in ENTERS.findall(text):
                sign = 1 if verb == "rises above" else -1
                whole = SHARE if one else 1.0
                limit, step = float(end) / 100 / whole, 1.001e-3 / whole
                assert takes(tried, place, one or group, limit + sign * 1e-6), text
                assert not takes(tried, place, one or group, limit - sign * step), text
                assert f"{end}% of all" in text or not one
            if "whatever any one weight" in text:
                members = [*"abcde", "customer", "business"]
                assert all(takes(tried, place, m, t) for m in members for t in (0.001, 0.999))
            assert rule in ("selected", "required by", "not selected") or not ENTERS.search(text)


def check_room(
    tried: Any, place: int, member: str, low: float, high: float, *, step: float
) -> None:
    inside = np.linspace(low + 1e-6, high - 1e-6, 7).tolist()
    assert all(takes(tried, place, member, at) for at in inside)
    if low > 0:
        assert not takes(tried, place, member, low - step)
    if high < 1:
        assert not takes(tried, place, member, high + step)


def test_two_rivals_are_told_the_weight_between_them(build: Any, trying: Any) -> None:
    """P1 (0.8, 0.2) and P2 (0.1, 0.6) change places at ease 4/11 = 36.4 %."""
    criteria = (
        Criterion("ease", "business", "rating", 50.0, title="Ease"),
        Criterion("gain", "business", "rating", 50.0),
    )
    made = build.make(criteria, [[0.8, 0.2], [0.1, 0.6]], proposals={"excludes": {"P1": ("P2",)}})
    said = would_take(trying.ask(made))
    assert (
        "It stays in while the weight of Ease is above 36.4% (now 50%), all else equal." in said[0]
    )
    assert said[1][-1] == (
        "The selection takes it where the weight of Ease falls below 36.3% (now 50%), all else "
        "equal."
    )


def test_one_of_no_value_is_told_the_weight_that_gives_it_some(build: Any, trying: Any) -> None:
    """P1 (0.6, -0.7): t 0.6 = (1 - t) 0.7 at t = 7/13 = 53.85 %."""
    criteria = (
        Criterion("ease", "business", "rating", 50.0, title="Ease"),
        Criterion("gain", "business", "rating", 50.0),
    )
    said = would_take(trying.ask(build.make(criteria, [[0.6, -0.7]])))[0]
    assert said[-1] == (
        "It is worth doing where the weight of Ease rises above 53.9% (now 50%), all else equal."
    )


def test_without_rules_each_stands_by_its_own_value(build: Any, trying: Any) -> None:
    """P1 (0.6, -0.2): 0 at a weight of ease of 1/4. Forty others change sides on the way."""
    criteria = (
        Criterion("ease", "business", "rating", 50.0, title="Ease"),
        Criterion("gain", "business", "rating", 50.0),
    )
    others = [[0.6 - n / 100, n / 100 - 0.2] for n in range(40)]
    said = would_take(trying.ask(build.make(criteria, [[0.6, -0.2], *others])))[0]
    assert said[1] == (
        "It stays in while the weight of Ease is above 25% (now 50%), all else equal."
    )


def test_a_weight_is_told_as_the_share_of_all(build: Any, trying: Any) -> None:
    """Trust has half of all, and ease t of the other half: 0.8 t - 0.6 (1 - t) - 0.2 is above 0.

    So it is beyond t = 0.8 / 1.4 = 57.14 % of its group, which is 28.57 % of all.
    """
    criteria = (
        Criterion("trust", "customer", "rating", 1.0, title="Trust"),
        Criterion("ease", "business", "rating", 50.0, title="Ease"),
        Criterion("gain", "business", "rating", 50.0, title="Gain"),
    )
    said = would_take(trying.ask(build.make(criteria, [[-0.2, 0.8, -0.6]])))[0]
    assert (
        "It is worth doing where the weight of Ease against other business criteria rises above "
        "28.6% of all (now 25%), all else equal."
    ) in said


class Drawn:
    """As much of the draws as is asked for."""

    def __init__(self, positive: list[float]) -> None:
        self.customer_positive = np.array(positive)


@pytest.mark.parametrize(
    ("share", "positive", "said"),
    [
        (0.82, 0.95, ("It is in 82% of draws; 90% are needed to be prioritized.",)),
        (
            0.8999,
            0.5,
            (
                "It is in 89.99% of draws; 90% are needed to be prioritized.",
                "Its customer value is above zero in 50% of draws; 90% are needed to be "
                "prioritized.",
            ),
        ),
        (0.9, 0.9, ()),
        (0.9, float("nan"), ()),
    ],
)
def test_an_approved_one_is_told_what_it_lacks_to_be_prioritized(
    build: Any, trying: Any, share: float, positive: float, said: tuple[str, ...]
) -> None:
    question = trying.ask(build.portfolio([0.5]))
    shares = SelectionShares(np.array([share]), 100)
    question = evolve(question, shares=shares, draws=Drawn([positive]))
    assert tuple(s for s in would_take(question)[0] if "draws" in s) == said


def test_a_missing_answer_is_asked_for_by_its_level(build: Any, trying: Any) -> None:
    """Value 0.5 x -0.2; ease must score above 0.2: of -1/3, 0, 1/3 and 1 it is 1/3."""
    levels = (
        Level("-1", -1 / 3, "worse"),
        Level("0", 0.0),
        Level("1", 1 / 3, "a little better"),
        Level("2", 1.0),
    )
    criteria = (
        Criterion("ease", "business", "rating", 50.0, title="Ease", levels=levels),
        Criterion("gain", "business", "rating", 50.0),
    )
    question = trying.ask(build.make(criteria, [[float("nan"), -0.2]]))
    assert would_take(question)[0][1] == (
        "Enough by itself: Ease answered with 1, a little better, or better (missing) and gain "
        "above 0 (now -20)."
    )


def measured(build: Any, trying: Any, returns: list[float], **more: Any) -> Any:
    """Proposals that move the one touchpoint, reliable as nobody measured it, by 0.1 of condition.

    U(0.6) - U(0.5) = 0.08, over a full scale of 0.6: journey score 0.1333, half of the weight.
    """
    from cximpact.model.journey import Touchpoint

    criteria = (
        Criterion("journey", "customer", "journey", 1.0),
        Criterion("return", "business", "rating", 1.0),
    )
    made = build.make(
        criteria,
        [[0.08 / 0.6, each] for each in returns],
        touchpoints=(Touchpoint("desk", "buy", title="Help desk"),),
        rows=[
            {"proposal": n, "net": 0.1, "gain": 0.1, "delta_value": 0.08}
            for n in range(len(returns))
        ],
        **more,
    )
    return trying.ask(made)


def test_a_missing_measurement_is_told_how_bad_it_would_have_to_be(build: Any, trying: Any) -> None:
    """With a return of -0.18 the journey must score above 0.18, a change of value of 0.108.

    Between 0.4 and 0.5, U(c + 0.1) - U(c) = 0.28 - 0.4 c, so that c must be below 0.43; from 0.4
    down it stays 0.12.
    """
    question = measured(build, trying, [-0.18])
    assert question.rules == ("no gain",)
    assert (
        "If a measurement showed Help desk at 42.9 of 100 or worse, it would be worth doing, gates "
        "aside (now 50 of 100 (unknown: not measured))." in would_take(question)[0]
    )


def test_where_no_condition_would_do_nothing_is_said_of_measuring(build: Any, trying: Any) -> None:
    """At most 0.12 / 0.6 = 0.2, which a return of -0.3 outweighs."""
    question = measured(build, trying, [-0.3])
    assert not any("measurement showed" in said for said in would_take(question)[0])


def test_a_measurement_can_bring_in_what_was_not_selected(build: Any, trying: Any) -> None:
    """P1 is worth 0.0667 + 0.05; P2, which moves nothing, 0.14; only one of them may go.

    P1 needs a journey score of 0.18: at 43 of 100 it is worth as much, and its id is earlier.
    """
    question = measured(build, trying, [0.1, 0.28], proposals={"excludes": {"P1": ("P2",)}})
    cells = question.scores.cells
    names = [each.name for each in fields(type(cells))]
    only = evolve(cells, **{name: getattr(cells, name)[:1] for name in names})
    value = np.array([0.04 / 0.6 + 0.05, 0.14])
    score = question.scores.score.copy()
    score[1, 0] = 0.0
    scores = evolve(question.scores, cells=only, value=value, score=score)
    asked = trying.ask(
        SimpleNamespace(case=question.case, conditions=question.conditions, scores=scores)
    )
    assert asked.rules == ("not selected", "selected")
    assert (
        "If a measurement showed Help desk at 43 of 100 or worse, it would be taken, gates aside "
        "(now 50 of 100 (unknown: not measured))." in would_take(asked)[0]
    )
