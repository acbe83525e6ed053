"""Random small problems, and everything about them worked out by trying every selection."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from attrs import evolve, frozen

from cximpact.decision.candidates import candidates
from cximpact.decision.costs import costs
from cximpact.decision.gates import review
from cximpact.decision.question import Question
from cximpact.decision.selection import choose, describe
from cximpact.exceptions import InputError
from cximpact.model.money import Money
from cximpact.model.portfolio import AtMostOne, Budget, Bundle, Capacity, Rules, Synergy
from cximpact.model.proposal import CostLine, Mandate
from cximpact.model.scorecard import Criterion

CRITERIA = (
    Criterion("a", "customer", "rating", 40.0),
    Criterion("b", "customer", "rating", 60.0),
    Criterion("c", "business", "rating", 50.0),
    Criterion("d", "business", "rating", 30.0),
    Criterion("e", "business", "rating", 20.0),
)
FUNDS = ("x", "y")
EQUAL = 5e-10


def ask(made: Any) -> Question:
    """Decide a built case, and return it as a question."""
    from cximpact.decision.actions import actions
    from cximpact.decision.ranking import worth_keys

    case, conditions, scores = made.case, made.conditions, made.scores
    money = costs(case)
    gates = review(case, conditions, scores)
    who = candidates(case, gates, money)
    choice = choose(case, conditions, scores, money, who)
    selection = describe(case, conditions, scores, money, who, choice)
    keys = worth_keys(case, scores.value, money)
    taken = actions(case, scores, gates, who, selection, keys)
    return Question(case, conditions, scores, money, gates, who, choice, taken.rules)


@frozen(eq=False)
class Tried:
    """A problem as plain Python knows it: every selection, from the definition.

    Attributes:
        question: The problem as decided by the code.
        cost: Per proposal and fund, in cents.
        limits: Per budget: fund (None for all) and limit in cents.
    """

    question: Question
    cost: tuple[Mapping[str, int], ...]
    limits: Mapping[str, tuple[str | None, int]]

    @property
    def count(self) -> int:
        return len(self.question.case.proposals)

    def draw(self, budget: str, chosen: frozenset[int]) -> int:
        fund = self.limits[budget][0]
        return sum(
            amount for i in chosen for f, amount in self.cost[i].items() if fund in (None, f)
        )

    def total(self, chosen: frozenset[int]) -> int:
        return sum(sum(self.cost[i].values()) for i in chosen)

    def sets(self, free: str | None = None) -> Iterator[frozenset[int]]:
        """Every set of candidates that obeys the rules, one budget left out of account."""
        who = self.question.who
        ground = [i for i in range(self.count) if who.candidate[i] or i in who.forced_in]
        for taken in itertools.product((True, False), repeat=len(ground)):
            chosen = frozenset(i for i, t in zip(ground, taken, strict=True) if t)
            if set(who.forced_in) <= chosen and self._obeys(chosen, free):
                yield chosen

    def _obeys(self, chosen: frozenset[int], free: str | None) -> bool:
        case = self.question.case
        ids = case.proposals.ids
        names = {ids[i] for i in chosen}
        rules = case.rules
        return (
            all(
                self.draw(key, chosen) <= limit
                for key, (_, limit) in self.limits.items()
                if key != free
            )
            and all(names >= set(case.proposals.requires.get(key, ())) for key in names)
            and not any(names & set(case.proposals.excludes.get(key, ())) for key in names)
            and all(len(names & set(group.proposals)) <= 1 for group in rules.at_most_one)
            and all(
                len(names & set(b.proposals)) in (0, len(set(b.proposals))) for b in rules.bundles
            )
            and all(
                sum(each.uses.get(key, Decimal(0)) for key in names) <= each.limit
                for each in rules.capacities
            )
        )

    def stands(self, chosen: frozenset[int], value: Any) -> bool:
        """Whether all that has no value is required by something selected that stands."""
        case, who = self.question.case, self.question.who
        place = {key: i for i, key in enumerate(case.proposals.ids)}
        bundles = [{place[k] for k in b.proposals} for b in case.rules.bundles]
        worth = {i: float(value[i]) for i in chosen}
        for members in bundles:
            for i in members & chosen:
                worth[i] = sum(float(value[j]) for j in members)
        held = {i for i in chosen if i in who.forced_in or worth[i] > EQUAL}
        while True:
            more = set(held)
            for i in held:
                more |= {place[k] for k in case.proposals.requires.get(case.proposals.ids[i], ())}
                for members in bundles:
                    more |= members if i in members else set()
            if more & chosen == held:
                return held == chosen
            held = more & chosen

    def worth(self, chosen: frozenset[int], value: Any) -> float:
        case = self.question.case
        names = {case.proposals.ids[i] for i in chosen}
        extra = sum(s.value for s in case.rules.synergies if names >= set(s.proposals))
        return sum(float(value[i]) for i in sorted(chosen)) + extra

    def best(
        self, value: Any, sets: list[frozenset[int]], budget: str | None = None, limit: int = 0
    ) -> frozenset[int] | None:
        """The best of some sets; of equals the cheapest, then the one with earlier ids."""
        fits = [
            (self.worth(s, value), s)
            for s in sets
            if self.stands(s, value) and (budget is None or self.draw(budget, s) <= limit)
        ]
        if not fits:
            return None
        top = max(w for w, _ in fits)
        equal = [s for w, s in fits if w >= top - EQUAL]
        flags = range(self.count)
        return min(equal, key=lambda s: (self.total(s), [i not in s for i in flags]))


def problem(
    build: Any, seed: int, most: int = 8, synergies: bool = True, unsure: bool = False
) -> Tried:
    """A random problem with every kind of rule, whose rules do not contradict each other."""
    tries = (
        _problem(build, f"{seed}-{again}", most, synergies, unsure) for again in itertools.count()
    )
    return next(each for each in tries if each is not None)


def _problem(build: Any, seed: str, most: int, synergies: bool, unsure: bool) -> Tried | None:
    rng = random.Random(seed)
    n = rng.randint(4, most)
    ids = [f"P{i:02}" for i in range(1, n + 1)]
    score = [
        [rng.randrange(-6, 13) / 20 for _ in range(2)]
        + [rng.randrange(-12, 15) / 20 for _ in "123"]
        for _ in ids
    ]
    cost = [{f: rng.choice((0, 0, 100, 200, 300, 350, 450, 700, 1234)) for f in FUNDS} for _ in ids]
    whole = {f: sum(c[f] for c in cost) for f in FUNDS}
    limits: dict[str, tuple[str | None, int]] = {
        "x": ("x", int(whole["x"] * rng.uniform(0.2, 0.9)))
    }
    if rng.random() < 0.5:
        limits["y"] = ("y", int(whole["y"] * rng.uniform(0.3, 1.0)))
    if rng.random() < 0.4:
        limits["all"] = (None, int(sum(whole.values()) * rng.uniform(0.3, 0.8)))
    pair: Callable[[], tuple[str, ...]] = lambda: tuple(rng.sample(ids, 2))  # noqa: E731
    requires = dict(pair() for _ in range(rng.choice((0, 0, 1, 2))))
    excludes = dict(pair() for _ in range(rng.choice((0, 0, 1))))
    rules = Rules(
        budgets=tuple(
            Budget(k, Money(Decimal(limit) / 100, "EUR"), {} if f is None else {"fund": (f,)})
            for k, (f, limit) in sorted(limits.items())
        ),
        at_most_one=(AtMostOne("g", tuple(sorted(rng.sample(ids, 3)))),) * (rng.random() < 0.3),
        bundles=(Bundle("t", tuple(sorted(pair()))),) * (rng.random() < 0.25),
        capacities=(Capacity("people", Decimal(4), {k: Decimal(rng.randint(0, 3)) for k in ids}),)
        * (rng.random() < 0.2),
        synergies=(Synergy("s", tuple(sorted(pair())), rng.choice((0.1, 0.2, -0.1))),)
        * (synergies and rng.random() < 0.25),
    )
    made = build.make(
        CRITERIA,
        score,
        ids=ids,
        currency="EUR",
        costs=tuple(
            CostLine(k, *[Decimal(c[f]) / 100] * 3, "EUR", fund=f)
            for k, c in zip(ids, cost, strict=True)
            for f in FUNDS
        ),
        rules=rules,
        proposals={
            "statuses": tuple("committed" if rng.random() < 0.05 else "proposed" for _ in ids),
            "mandates": {k: Mandate("law", "board") for k in ids if rng.random() < 0.05},
            "forced_out": {k: "not now" for k in ids if rng.random() < 0.05},
            "requires": {k: (v,) for k, v in requires.items()},
            "excludes": {k: (v,) for k, v in excludes.items()},
        },
    )
    if unsure:
        made = _unsure(made, random.Random(f"unsure {seed}"))
    try:
        return Tried(ask(made), tuple(cost), limits)
    except InputError:
        return None


def _unsure(made: Any, rng: random.Random) -> Any:
    """The same with standard errors, missing scores, and costs between ends; means stay."""
    score = made.scores.score.copy()
    error = np.array([[rng.choice((0.0, 0.05, 0.1, 0.3)) for _ in row] for row in score])
    for row in score:
        if rng.random() < 0.2:
            row[4] = np.nan
    value = np.nan_to_num(score) @ made.scores.weights
    scores = evolve(made.scores, score=score, error=error, value=value)
    lines = []
    for line in made.case.costs:
        off = line.likely * rng.choice((0, 0, 10, 30)) / 100
        lines.append(evolve(line, low=line.likely - off, high=line.likely + off))
    return evolve(made, scores=scores, case=evolve(made.case, costs=tuple(lines)))


class Trying:
    """What tests try with."""

    problem = staticmethod(problem)
    ask = staticmethod(ask)
    equal = EQUAL
    evolve = staticmethod(evolve)

    @staticmethod
    def chosen(flags: Any) -> frozenset[int]:
        return frozenset(np.flatnonzero(flags).tolist())


@pytest.fixture(scope="session")
def trying() -> type[Trying]:
    """Random problems with their selections."""
    return Trying
