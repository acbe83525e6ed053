"""Non-dominated portfolios against enumeration from the definition, in whole numbers.

Weights are whole numbers over 60, scores over 100, so that every value is a whole number over
6,000 and nothing is rounded on the side of the enumeration.
"""

from __future__ import annotations

import random
from itertools import combinations, pairwise
from typing import Any

import numpy as np
import pytest
from attrs import define, evolve, field

from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.portfolios import LeftOut, dominance, explore, growing, search, written_out
from cximpact.decision.program import Row
from cximpact.decision.rules import Rule, linking_rules
from cximpact.decision.selection import Choice
from cximpact.decision.would_take import Question
from cximpact.model.portfolio import Synergy
from cximpact.model.scorecard import Criterion

UNIT = 6_000
VERTICES = {
    1: [(60,)],
    2: [(60, 0), (30, 30)],
    3: [(60, 0, 0), (30, 30, 0), (20, 20, 20)],
    4: [(60, 0, 0, 0), (30, 30, 0, 0), (20, 20, 20, 0), (15, 15, 15, 15)],
}


@define
class Problem:
    """A selection problem in plain numbers; proposals are numbered from 0."""

    low: list[list[int]]
    high: list[list[int]]
    weights: list[tuple[int, ...]]
    costs: list[int]
    limit: int | None = None
    requires: list[tuple[int, int]] = field(factory=list)
    excludes: list[tuple[int, int]] = field(factory=list)
    at_most_one: list[tuple[int, ...]] = field(factory=list)
    bundles: list[tuple[int, int]] = field(factory=list)
    capacity: tuple[list[int], int] | None = None
    share: tuple[set[int], int] | None = None
    mandatory: set[int] = field(factory=set)
    forced_out: set[int] = field(factory=set)
    synergies: list[tuple[tuple[int, ...], int]] = field(factory=list)

    @property
    def count(self) -> int:
        return len(self.costs)


def allowed(problem: Problem, chosen: frozenset[int]) -> bool:
    """Whether a set keeps every rule, rule by rule as a board would check it."""
    spent = sum(problem.costs[each] for each in chosen)
    if problem.limit is not None and spent > problem.limit:
        return False
    if not problem.mandatory <= chosen or chosen & problem.forced_out:
        return False
    if any(a in chosen and b not in chosen for a, b in problem.requires):
        return False
    if any(a in chosen and b in chosen for a, b in problem.excludes):
        return False
    if any(len(chosen & set(group)) > 1 for group in problem.at_most_one):
        return False
    if any((a in chosen) != (b in chosen) for a, b in problem.bundles):
        return False
    if problem.capacity and sum(problem.capacity[0][each] for each in chosen) > problem.capacity[1]:
        return False
    if problem.share:
        members, percent = problem.share
        inside = sum(problem.costs[each] for each in chosen & members)
        return 100 * inside >= percent * spent
    return True


class Enumerated:
    """Everything from the definition, over all sets."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.corners = range(len(problem.weights))
        self.low = [self._worth(problem.low, w) for w in problem.weights]
        self.high = [self._worth(problem.high, w) for w in problem.weights]
        every = range(problem.count)
        self.sets = [
            frozenset(each)
            for size in range(problem.count + 1)
            for each in combinations(every, size)
            if allowed(problem, frozenset(each))
        ]
        self.best = [s for s in self.sets if not any(self.beats(o, s) for o in self.sets)]

    def _worth(self, scores: list[list[int]], weights: tuple[int, ...]) -> list[int]:
        return [sum(w * s for w, s in zip(weights, row, strict=True)) for row in scores]

    def together(self, chosen: frozenset[int]) -> int:
        return sum(value for who, value in self.problem.synergies if set(who) <= chosen)

    def ahead(self, one: frozenset[int], other: frozenset[int], corner: int) -> int:
        """The least by which one is ahead of the other at a corner."""
        own = sum(self.low[corner][each] for each in one - other)
        lost = sum(self.high[corner][each] for each in other - one)
        return own - lost + self.together(one) - self.together(other)

    def beats(self, one: frozenset[int], other: frozenset[int]) -> bool:
        if any(self.ahead(one, other, corner) < 0 for corner in self.corners):
            return False
        # The most it is ahead by is how far the other is behind at least.
        return any(self.ahead(other, one, corner) < 0 for corner in self.corners)

    def least(self, chosen: frozenset[int]) -> int:
        worth = min(sum(self.low[c][each] for each in chosen) for c in self.corners)
        return worth + self.together(chosen)

    def most(self, chosen: frozenset[int]) -> int:
        worth = max(sum(self.high[c][each] for each in chosen) for c in self.corners)
        return worth + self.together(chosen)

    def regret(self, chosen: frozenset[int]) -> int:
        return max(-self.ahead(chosen, other, c) for other in self.sets for c in self.corners)


def question_of(problem: Problem, build: Any) -> Question:
    """The problem as the decision sees it."""
    keys = [f"P{number:02}" for number in range(problem.count)]
    made = build.portfolio(
        [0.0] * problem.count,
        problem.costs,
        ids=keys,
        budgets={} if problem.limit is None else {"all": problem.limit},
        mandatory=[keys[each] for each in sorted(problem.mandatory)],
        forced_out=[keys[each] for each in sorted(problem.forced_out)],
        requires=_by_first(keys, problem.requires),
        excludes=_by_first(keys, problem.excludes),
        at_most_one=[tuple(keys[each] for each in group) for group in problem.at_most_one],
        criteria=tuple(
            Criterion(f"k{n}", "business", "rating", 1.0) for n in range(len(problem.low[0]))
        ),
    )
    synergies = tuple(
        Synergy(f"s{n}", tuple(keys[each] for each in who), value / UNIT)
        for n, (who, value) in enumerate(problem.synergies)
    )
    case = evolve(made.case, rules=evolve(made.case.rules, synergies=synergies))
    money = costs(case)
    who = candidates(case, (), money)
    rules = linking_rules(made.case, made.conditions, made.scores, money)
    more = tuple(Rule("row", "", "", "", row) for row in _rows(problem))
    choice = Choice(np.zeros(problem.count, np.bool_), 0, 0, None, (*rules, *more))
    return Question(case, made.conditions, made.scores, money, (), who, choice, ())


def _by_first(keys: list[str], pairs: list[tuple[int, int]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for one, other in pairs:
        found[keys[one]] = (*found.get(keys[one], ()), keys[other])
    return found


def _rows(problem: Problem) -> list[Row]:
    """Rules that are rows of the program, whoever wrote them."""
    every = tuple(range(problem.count))
    rows = [Row(pair, (1, -1), 0, 0) for pair in problem.bundles]
    if problem.capacity:
        rows.append(Row(every, tuple(problem.capacity[0]), most=problem.capacity[1]))
    if problem.share:
        members, percent = problem.share
        parts = [cost * (100 * (n in members) - percent) for n, cost in enumerate(problem.costs)]
        rows.append(Row(every, tuple(parts), least=0))
    return rows


def answer(problem: Problem, build: Any) -> Any:
    weights = np.array(problem.weights) / 60
    low, high = np.array(problem.low) / 100, np.array(problem.high) / 100
    return explore(question_of(problem, build), weights, low, high)


def as_sets(found: Any) -> list[frozenset[int]]:
    return [frozenset(np.flatnonzero(row).tolist()) for row in found.sets]


def drawn(seed: int) -> Problem:
    """A random problem of four to ten proposals with some of every kind of rule."""
    draw = random.Random(seed)
    count, criteria = draw.randint(4, 10), draw.randint(1, 4)
    wide = draw.choice([0, 0, 3, 12])
    # Even numbers of hundredths plus one: no proposal is worth exactly nothing throughout.
    middle = [[2 * draw.randint(-8, 40) + 1 for _ in range(criteria)] for _ in range(count)]
    low = [[each - draw.randint(0, wide) for each in row] for row in middle]
    high = [[each + draw.randint(0, wide) for each in row] for row in middle]
    weights = list(VERTICES[criteria])
    if draw.random() < 0.3:
        weights = [tuple(60 * (n == k) for n in range(criteria)) for k in range(criteria)]
    problem = Problem(low, high, weights, [draw.randint(1, 9) for _ in range(count)])
    pairs = list(combinations(range(count), 2))
    problem.limit = draw.choice([None, sum(problem.costs) // 2, sum(problem.costs) // 3])
    problem.requires = [draw.choice(pairs)[::-1] for _ in range(draw.randint(0, 2))]
    problem.excludes = draw.sample(pairs, draw.randint(0, 2))
    problem.at_most_one = [tuple(sorted(draw.sample(range(count), 3)))] * (draw.random() < 0.4)
    problem.bundles = draw.sample(pairs, draw.random() < 0.3)
    if draw.random() < 0.3:
        problem.capacity = ([draw.randint(0, 4) for _ in range(count)], count)
    if draw.random() < 0.3:
        problem.share = (set(draw.sample(range(count), count // 2)), draw.choice([20, 50]))
    problem.mandatory = set(draw.sample(range(count), draw.random() < 0.3))
    problem.forced_out = set(draw.sample(range(count), draw.random() < 0.3)) - problem.mandatory
    for _ in range(draw.randint(0, 2)):
        who = tuple(sorted(draw.sample(range(count), draw.randint(2, 3))))
        problem.synergies.append((who, draw.choice([-900, -300, 300, 1_200])))
    return problem


def long(seed: int) -> Problem:
    """A random problem of twelve proposals, with two limits and forty extreme weights."""
    draw = random.Random(seed)
    wide = draw.choice([4, 8, 12])
    middle = [[2 * draw.randint(5, 45) + 1 for _ in range(5)] for _ in range(12)]
    low = [[each - draw.randint(0, wide) for each in row] for row in middle]
    high = [[each + draw.randint(0, wide) for each in row] for row in middle]
    weights = []
    for _ in range(40):
        cuts = sorted(draw.randint(0, 20) for _ in range(4))
        ends = [0, *cuts, 20]
        weights.append(tuple(8 + b - a for a, b in pairwise(ends)))
    spent = [draw.randint(1, 9) for _ in range(12)]
    problem = Problem(low, high, weights, spent, limit=sum(spent) // 2)
    problem.requires, problem.excludes = [(3, 1)], [(4, 9)]
    problem.capacity = ([draw.randint(0, 4) for _ in range(12)], 14)
    problem.synergies = [((2, 5), 900), ((6, 7, 8), -600)]
    return problem


@pytest.fixture(params=["written out", "grown"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Both ways to find portfolios: all of them at once, or column by column."""
    if request.param == "grown":
        monkeypatch.setattr(written_out, "MOST_WRITTEN", 0)
    else:
        monkeypatch.setattr(search, "grown", None)
    return str(request.param)


@pytest.mark.parametrize("block", range(10))
@pytest.mark.usefixtures("way")
def test_sets_indices_and_decision_rules_equal_enumeration(build: Any, block: int) -> None:
    for seed in range(20 * block, 20 * block + 20):
        problem = drawn(seed)
        expected, found = Enumerated(problem), answer(problem, build)
        if not expected.sets:
            assert found == LeftOut("No portfolio obeys all rules."), seed
            continue
        sets = as_sets(found)
        assert sorted(map(sorted, sets)) == sorted(map(sorted, expected.best)), seed
        shares = [np.mean([n in each for each in sets]) for n in range(problem.count)]
        assert found.core_index.tolist() == pytest.approx(shares), seed
        least, most = (
            [expected.least(each) for each in sets],
            [expected.most(each) for each in sets],
        )
        regret = [expected.regret(each) for each in sets]
        assert (found.value_low * UNIT).tolist() == pytest.approx(least, abs=1e-5), seed
        assert (found.value_high * UNIT).tolist() == pytest.approx(most, abs=1e-5), seed
        assert (found.regret * UNIT).tolist() == pytest.approx(regret, abs=1e-5), seed
        assert least[found.maximin] == max(map(expected.least, expected.sets)), seed
        assert regret[found.minimax_regret] == min(map(expected.regret, expected.sets)), seed


def test_what_is_dropped_early_does_not_depend_on_how_much_is_compared(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tiny blocks, beams and few rivals take every path of the search, to the same sets."""
    monkeypatch.setattr(written_out, "MOST_WRITTEN", 0)
    monkeypatch.setattr(dominance, "BLOCK", 3)
    monkeypatch.setattr(growing, "_RIVALS_OF_PARTS", 2)
    monkeypatch.setattr(search, "_BEAMS", (1, 2))
    monkeypatch.setattr(search, "_RIVALS", 2)
    monkeypatch.setattr(search, "_RIVALS_OF_BOXES", 1)
    for seed in range(200, 230):
        problem = drawn(seed)
        expected, found = Enumerated(problem), answer(problem, build)
        sets = [] if isinstance(found, LeftOut) else as_sets(found)
        assert sorted(map(sorted, sets)) == sorted(map(sorted, expected.best)), seed


def test_what_is_screened_out_does_not_depend_on_how_much_is_compared(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tiny parts take every path through written-out portfolios, to the same sets."""
    monkeypatch.setattr(search, "grown", None)
    monkeypatch.setattr(dominance, "BLOCK", 3)
    monkeypatch.setattr(dominance, "_FEW", 2)
    monkeypatch.setattr(dominance, "_PAIRS", 5)
    monkeypatch.setattr(dominance, "_PART", 4)
    monkeypatch.setattr(written_out, "_FEW", 1)
    for seed in range(200, 240):
        problem = drawn(seed)
        expected, found = Enumerated(problem), answer(problem, build)
        sets = [] if isinstance(found, LeftOut) else as_sets(found)
        assert sorted(map(sorted, sets)) == sorted(map(sorted, expected.best)), seed


def test_both_ways_find_the_same_portfolios_of_longer_lists(
    build: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Twelve proposals at forty extreme weights: too many sets for plain enumeration."""
    for seed in range(300, 306):
        problem = long(seed)
        with monkeypatch.context() as patch:
            patch.setattr(search, "grown", None)
            written = answer(problem, build)
        with monkeypatch.context() as patch:
            patch.setattr(written_out, "MOST_WRITTEN", 0)
            grown = answer(problem, build)
        assert written.sets.tolist() == grown.sets.tolist(), seed
        assert written.regret.tolist() == grown.regret.tolist(), seed


def test_labels_tell_core_borderline_and_exterior_apart(build: Any) -> None:
    """One is better than all others on both criteria, one worse; the other two trade off."""
    scores = [[90, 90], [60, 20], [20, 60], [10, 10]]
    problem = Problem(scores, scores, [(60, 0), (0, 60)], [1, 1, 1, 1], limit=2)
    found = answer(problem, build)
    assert as_sets(found) == [{0, 1}, {0, 2}]
    assert found.label == ("core", "borderline", "borderline", "exterior")
    assert found.core_index.tolist() == [1, 0.5, 0.5, 0]


def test_maximin_and_minimax_regret_by_hand(build: Any) -> None:
    """One of three may go; weights are anything between the two corners.

    Values at the corners: A 80 and 0, B 0 and 100, C 30 and 35. None beats another. The least
    are 0, 0, 30: maximin C. The regrets are max(0, 100) = 100, max(80, 0) = 80 and
    max(50, 65) = 65: minimax regret C too. With C at 30 and 15 its regret is 85: B has the least.
    """
    scores = [[80, 0], [0, 100], [30, 35]]
    problem = Problem(scores, scores, [(60, 0), (0, 60)], [1, 1, 1], limit=1)
    found = answer(problem, build)
    assert as_sets(found) == [{0}, {1}, {2}]
    assert found.regret.tolist() == [1.0, 0.8, 0.65]
    assert (found.maximin, found.minimax_regret) == (2, 2)
    scores[2] = [30, 15]
    found = answer(problem, build)
    assert found.regret.tolist() == [1.0, 0.8, 0.85]
    assert (found.maximin, found.minimax_regret) == (2, 1)


def test_what_portfolios_share_cancels_however_wide_its_score(build: Any) -> None:
    """A is anywhere between 0 and 1 but in both sets: {A, B} still beats {A, C}.

    B alone, between 0.3 and 0.4, does not beat A, nor A it.
    """
    problem = Problem(
        [[0], [30], [10]], [[100], [40], [20]], [(60,)], [1, 1, 1], limit=2, excludes=[(1, 2)]
    )
    found = answer(problem, build)
    assert as_sets(found) == [{0, 1}]
    problem.limit = 1
    assert as_sets(answer(problem, build)) == [{0}, {1}]


def test_equal_portfolios_are_both_kept(build: Any) -> None:
    problem = Problem([[30], [30]], [[30], [30]], [(60,)], [1, 1], limit=1)
    assert as_sets(answer(problem, build)) == [{0}, {1}]


def test_what_is_never_worth_anything_does_not_double_portfolios(build: Any) -> None:
    """B is worth nothing, so {A} and {A, B} would be equal; nothing needs B."""
    problem = Problem([[30], [0]], [[30], [0]], [(60,)], [1, 1], limit=2)
    assert as_sets(answer(problem, build)) == [{0}]


def test_a_proposal_without_value_is_kept_where_it_is_required(build: Any) -> None:
    problem = Problem([[30], [-10]], [[30], [-10]], [(60,)], [1, 1], limit=2, requires=[(0, 1)])
    assert as_sets(answer(problem, build)) == [{0, 1}]


def test_too_many_open_proposals_are_left_out_with_a_reason(build: Any) -> None:
    scores = [[10]] * 41
    found = answer(Problem(scores, scores, [(60,)], [1] * 41, limit=20), build)
    assert isinstance(found, LeftOut)
    assert "up to 40 open proposals; here are 41" in found.words


def test_too_many_portfolios_are_left_out_with_a_reason(build: Any) -> None:
    """Of twenty equal proposals ten may go: 184,756 portfolios, all equal."""
    scores = [[10]] * 20
    found = answer(Problem(scores, scores, [(60,)], [1] * 20, limit=10), build)
    assert isinstance(found, LeftOut)
    assert "Too many portfolios are non-dominated" in found.words


def test_joint_overlap_is_said_not_to_count(build: Any) -> None:
    made = question_of(Problem([[30]], [[30]], [(60,)], [1], limit=1), build)
    joint = evolve(made.case, rules=evolve(made.case.rules, overlap="joint"))
    found = explore(evolve(made, case=joint), np.ones((1, 1)), *[np.array([[0.3]])] * 2)
    assert not isinstance(found, LeftOut)
    assert "overlap: joint" in found.notes[0]
