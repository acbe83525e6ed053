"""Weight intervals: both ends, and who leaves and enters there, against trying every selection."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from cximpact.decision.sensitivity import again as agains
from cximpact.decision.sensitivity import weight_intervals
from cximpact.decision.sensitivity.levers import levers
from cximpact.model.scorecard import Criterion

INSIDE = {"customer": {"a": 0.4, "b": 0.6}, "business": {"c": 0.5, "d": 0.3, "e": 0.2}}
SHARES = {"customer": 0.5, "business": 0.5}
ORDER = "abcde"


def stated(part: str, member: str, to: float) -> list[float]:
    """All weights with one moved, the others of its part in proportion; written out by hand."""
    groups = {g: dict(w) for g, w in INSIDE.items()}
    shares = dict(SHARES)
    target = shares if part == "groups" else groups[part]
    old = target[member]
    for key in target:
        target[key] = to if key == member else target[key] * (1 - to) / (1 - old)
    return [next(shares[g] * w[k] for g, w in groups.items() if k in w) for k in ORDER]


class Moving:
    """Every selection of a problem, as one weight moves."""

    def __init__(self, tried: Any, part: str, member: str) -> None:
        self.tried = tried
        self.sets = list(tried.sets())
        score = np.nan_to_num(tried.question.scores.score)
        self.none, self.all = (
            [
                sum(w * v for w, v in zip(stated(part, member, to), row, strict=True))
                for row in score
            ]
            for to in (0.0, 1.0)
        )
        self.low, self.high = (
            np.array([tried.worth(s, v) for s in self.sets]) for v in (self.none, self.all)
        )

    def value(self, at: float) -> list[float]:
        return [(1 - at) * n + at * a for n, a in zip(self.none, self.all, strict=True)]

    def best(self, at: float) -> frozenset[int]:
        worth, value = (1 - at) * self.low + at * self.high, self.value(at)
        top = None
        equal = []
        for place in np.argsort(-worth, kind="stable").tolist():
            if top is not None and worth[place] < top - 5e-10:
                break
            if self.tried.stands(self.sets[place], value):
                top = worth[place] if top is None else top
                equal.append(self.sets[place])
        return self.tried.best(value, equal)

    def stops(self, now: frozenset[int]) -> set[float]:
        """Where the worth of any other set meets that of the present one, or a value is 0."""
        here = self.sets.index(now)
        lines = list(zip(self.low - self.low[here], self.high - self.high[here], strict=True))
        lines += list(zip(self.none, self.all, strict=True))
        place = {k: i for i, k in enumerate(self.tried.question.case.proposals.ids)}
        for bundle in self.tried.question.case.rules.bundles:
            members = [place[k] for k in bundle.proposals]
            lines.append((sum(self.none[i] for i in members), sum(self.all[i] for i in members)))
        return {low / (low - high) for low, high in lines if abs(low - high) > 1e-12}

    def end(self, start: float, goal: float, now: frozenset[int]) -> Any:
        """The first stop on the way beyond which another set is best, and that set."""
        low, high = sorted((start, goal))
        inside = sorted((t for t in self.stops(now) if low <= t <= high), reverse=goal < start)
        stops = [start, *inside, goal]
        for near, far in pairwise(stops):
            if abs(far - near) > 1e-9:
                best = self.best((near + far) / 2)
                if best != now:
                    return near, best
        return goal, now


def compare(tried: Any, found: Any) -> None:
    ids = tried.question.case.proposals.ids
    now = frozenset(np.flatnonzero(tried.question.choice.selected).tolist())
    moving = Moving(tried, found.part, found.member)
    for goal, end, leaves, enters in (
        (0.0, found.low, found.leaves_low, found.enters_low),
        (1.0, found.high, found.leaves_high, found.enters_high),
    ):
        expected, then = moving.end(found.weight, goal, now)
        assert end == pytest.approx(expected, abs=2e-8), (found, expected)
        assert leaves == tuple(ids[i] for i in sorted(now - then))
        assert enters == tuple(ids[i] for i in sorted(then - now))


@pytest.mark.parametrize("block", range(10))
def test_every_end_is_that_of_trying_every_selection(build: Any, trying: Any, block: int) -> None:
    for seed in range(block * 20, block * 20 + 20):
        tried = trying.problem(build, seed, most=6)
        intervals = weight_intervals(tried.question)
        assert [(i.part, i.member) for i in intervals] == [
            *(("business", k) for k in "cde"),
            *(("customer", k) for k in "ab"),
            ("groups", "business"),
            ("groups", "customer"),
        ]
        for found in intervals:
            compare(tried, found)


@pytest.mark.parametrize("seed", range(200, 208))
def test_solving_finds_what_writing_out_finds(
    build: Any, trying: Any, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    tried = trying.problem(build, seed, most=6)
    monkeypatch.setattr(agains, "feasible_sets", lambda *_: None)
    for found in weight_intervals(tried.question):
        compare(tried, found)


def two(build: Any, score: Any, **more: Any) -> Any:
    criteria = (
        Criterion("ease", "business", "rating", 50.0),
        Criterion("gain", "business", "rating", 50.0),
    )
    return build.make(criteria, score, currency="EUR", **more)


def test_two_rivals_change_places_where_they_are_worth_the_same(build: Any, trying: Any) -> None:
    """P1 (0.8, 0.2) and P2 (0.1, 0.6): t 0.8 + (1-t) 0.2 = t 0.1 + (1-t) 0.6 at t = 4/11."""
    made = two(build, [[0.8, 0.2], [0.1, 0.6]], proposals={"excludes": {"P1": ("P2",)}})
    ease, gain = weight_intervals(trying.ask(made))
    assert (ease.member, ease.weight) == ("ease", 0.5)
    assert ease.low == pytest.approx(4 / 11, abs=1e-12)
    assert (ease.leaves_low, ease.enters_low) == (("P1",), ("P2",))
    assert (ease.high, ease.leaves_high, ease.enters_high) == (1.0, (), ())
    assert gain.high == pytest.approx(7 / 11, abs=1e-12)


def test_without_any_rule_a_proposal_leaves_where_its_value_is_nothing(
    build: Any, trying: Any
) -> None:
    """P1 (0.6, -0.2): t 0.6 - (1-t) 0.2 = 0 at t = 1/4. P2 (-0.4, 0.2): above 0 below 1/3."""
    question = trying.ask(two(build, [[0.6, -0.2], [-0.4, 0.2]]))
    ease = weight_intervals(question)[0]
    assert ease.low == pytest.approx(1 / 3, abs=1e-9)
    assert (ease.leaves_low, ease.enters_low) == ((), ("P2",))


def test_equals_that_stay_equals_move_nothing(build: Any, trying: Any) -> None:
    """Two proposals alike in everything: which of them is taken hangs on no weight."""
    made = two(build, [[0.3, 0.1], [0.3, 0.1]], proposals={"excludes": {"P1": ("P2",)}})
    assert {(i.low, i.high) for i in weight_intervals(trying.ask(made))} == {(0.0, 1.0)}


def test_a_member_that_is_alone_cannot_move(build: Any, trying: Any) -> None:
    made = build.make((Criterion("gain", "business", "rating", 1.0),), [[0.5]])
    assert weight_intervals(trying.ask(made)) == ()


def test_where_the_others_weigh_nothing_they_share_what_is_left(build: Any, trying: Any) -> None:
    criteria = (
        Criterion("ease", "business", "rating", 0.0),
        Criterion("gain", "business", "rating", 0.0),
        Criterion("risk", "business", "rating", 5.0),
    )
    question = trying.ask(build.make(criteria, [[0.2, 0.4, -0.6]]))
    by_name = {lever.member: lever for lever in levers(question)}
    assert by_name["risk"].at_none.tolist() == [0.5, 0.5, 0.0]
    risk = weight_intervals(question)[2]
    assert risk.low == pytest.approx(0.3 / 0.9, abs=1e-8)  # 0.3 (1-t) - 0.6 t = 0
    assert risk.enters_low == ("P1",)
