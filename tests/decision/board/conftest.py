"""Random problems with every kind of rule a board has, and what is best by trying every set.

Everything is recomputed here from what the rules mean; nothing of the code under test is asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from itertools import product
from random import Random
from typing import Any

import pytest
from attrs import evolve

from cximpact.decision.candidates import Candidates, candidates
from cximpact.decision.costs import costs
from cximpact.decision.question import Question
from cximpact.decision.selection import Choice, choose
from cximpact.model.journey import Touchpoint
from cximpact.model.money import Money
from cximpact.model.portfolio import (
    AtMostOne,
    Budget,
    Bundle,
    Capacity,
    MinimumShare,
    Rules,
    Synergy,
)
from cximpact.model.proposal import CostLine
from cximpact.model.scorecard import (
    Criterion,
    EvidenceGate,
    FloorGate,
    Gates,
    HarmGate,
    Policy,
    StatementGate,
    VoiceGate,
)

POINTS = ("desk", "web")
TRUTHS = {"web"}
SHARES = {"desk": Fraction(1, 3), "web": Fraction(2, 3)}
CRITERIA = ("ease", "trust")
FULL_SCALE = {"ease": Fraction(4, 10), "trust": Fraction(1)}
WEIGHTS = {"ease": Fraction(3, 4), "trust": Fraction(1, 4)}
LINES = [(period, unit) for period in ("2026", "2027") for unit in ("north", "south")]
OFF = Policy(
    gates=Gates(
        HarmGate(mode="off"),
        EvidenceGate(mode="off"),
        VoiceGate(mode="off"),
        FloorGate(mode="off"),
        StatementGate(mode="off"),
    )
)


class Problem:
    """A problem in plain numbers; costs in whole euros, values and changes as fractions."""

    def __init__(self, seed: int, most: int = 9, **fixed: Any) -> None:
        self.random = Random(seed)
        roll, n = self.random, self.random.randint(5, most)
        self.n = n
        self.ids = [f"P{i}" for i in range(n)]
        self.values = [Fraction(roll.randint(-3, 10), 30) for _ in range(n)]
        self.lines = [
            {line: roll.randint(0, 9) for line in roll.sample(LINES, roll.randint(1, 3))}
            for _ in range(n)
        ]
        if roll.random() < 0.15:
            self.lines[0][LINES[0]] = -3
        self.condition = {
            (t, k): Fraction(roll.choice((1, 2, 4, 5, 8, 9)), 10) for t in POINTS for k in CRITERIA
        }
        self.net = {
            (i, t, k): Fraction(roll.choice((-3, 1, 2, 3, 4)), 10)
            for i in range(n)
            for t in POINTS
            for k in CRITERIA
            if roll.random() < 0.4
        }
        self.budgets = self._budgets()
        self.shares = self._shares() if roll.random() < 0.6 else {}
        self.capacities = self._capacities() if roll.random() < 0.5 else {}
        self.requires = {pair for pair in self._pairs(2) if roll.random() < 0.5}
        self.excludes = {pair for pair in self._pairs(1) if roll.random() < 0.5}
        self.groups = {"group": self._some(2, 4)} if roll.random() < 0.4 else {}
        self.levels = {"letters": self._some(2, 3)} if roll.random() < 0.3 else {}
        self.bundles = {f"b{j}": self._some(2, 3) for j in range(roll.choice((0, 0, 1, 1, 2)))}
        self.synergies = {
            f"s{j}": (self._some(2, 3), Fraction(roll.randint(-5, 8), 30))
            for j in range(roll.choice((0, 1, 2)))
        }
        self.mandatory = set(self._some(1, 1)) if roll.random() < 0.15 else set()
        self.committed = set(self._some(1, 1)) if roll.random() < 0.15 else set()
        self.out = set(self._some(1, 1)) if roll.random() < 0.15 else set()
        self.no_stage_worse_off = roll.random() < 0.2
        self.joint = roll.random() < 0.5
        self.unlimited = ""  # a budget that binds no more
        for name, value in fixed.items():
            setattr(self, name, value)

    def _some(self, least: int, most: int) -> list[int]:
        return sorted(
            self.random.sample(range(self.n), min(self.n, self.random.randint(least, most)))
        )

    def _pairs(self, count: int) -> list[tuple[int, int]]:
        return [tuple(self.random.sample(range(self.n), 2)) for _ in range(count)]  # type: ignore[misc]

    def _budgets(self) -> dict[str, tuple[int, dict[str, tuple[str, ...]]]]:
        roll, found = self.random, {}
        total = sum(sum(each.values()) for each in self.lines)
        if roll.random() < 0.8:
            found["all"] = (int(total * roll.uniform(0.4, 1)), {})
        for period, unit in LINES:
            if roll.random() < 0.3:
                drawn = sum(each.get((period, unit), 0) for each in self.lines)
                where = {"period": (period,), "unit": (unit,)}
                found[f"{period}-{unit}"] = (max(0, int(drawn * roll.uniform(0.5, 1.1))), where)
        if roll.random() < 0.3:
            found["south"] = (int(total * roll.uniform(0.4, 0.8)), {"unit": ("south",)})
        return found

    def _shares(self) -> dict[str, dict[str, Any]]:
        roll = self.random
        if not self.budgets:
            return {}
        kinds: list[dict[str, Any]] = [
            {"proposals": self._some(1, 3)},
            {"where": {"period": ("2027",)}},
            {"labels": ("broken",), "truth": True},
            {"touchpoints": ("desk",)},
            {
                "touchpoints": ("web",),
                "labels": ("reliable", "broken"),
                "where": {"unit": ("north",)},
            },
        ]
        share = {
            "budget": roll.choice(sorted(self.budgets)),
            "share": roll.choice(("0.1", "0.2", "0.35")),
            "of": roll.choice(("spent", "spent", "limit")),
        }
        return {"mend": {**share, **roll.choice(kinds)}}

    def _capacities(self) -> dict[str, tuple[Decimal, dict[int, Decimal]]]:
        roll = self.random
        uses = {i: Decimal(roll.randint(1, 12)) / 4 for i in range(self.n) if roll.random() < 0.8}
        return {"engineers": (Decimal(roll.randint(2 * self.n, 6 * self.n)) / 4, uses)}

    # -- what the rules mean -------------------------------------------------------------------

    def sets(self) -> Iterator[frozenset[int]]:
        """All sets that obey the rules."""
        for x in product((1, 0), repeat=self.n):
            taken = frozenset(i for i, c in enumerate(x) if c)
            if self.allowed(taken):
                yield taken

    def best(self) -> Fraction | None:
        """The most any set is worth that obeys the rules."""
        return max((self.worth(taken) for taken in self.sets()), default=None)

    def worth(self, taken: frozenset[int]) -> Fraction:
        found = sum((self.values[i] for i in taken), Fraction(0))
        found += sum(s for members, s in self.synergies.values() if taken >= set(members))
        return found + (self.joint_part(taken) if self.joint else 0)

    def joint_part(self, taken: frozenset[int]) -> Fraction:
        found = Fraction(0)
        for (t, k), c in self.condition.items():
            nets = [self.net[i, t, k] for i in taken if (i, t, k) in self.net]
            together = use(c + sum(nets)) - use(c)
            apart = sum((use(c + net) - use(c) for net in nets), Fraction(0))
            found += WEIGHTS[k] * SHARES[t] / FULL_SCALE[k] * (together - apart)
        return found

    def draws(self, i: int, *wheres: Mapping[str, Sequence[str]]) -> int:
        return sum(
            amount
            for (period, unit), amount in self.lines[i].items()
            if all({"period": period, "unit": unit}[f] in v for w in wheres for f, v in w.items())
        )

    def counts(self, i: int, share: Mapping[str, Any]) -> bool:
        """Whether a proposal is one that a minimum share is for."""
        if "proposals" in share and i not in share["proposals"]:
            return False
        if not share.keys() & {"touchpoints", "labels", "truth"}:
            return True
        return any(
            j == i
            and net > 0
            and t in share.get("touchpoints", POINTS)
            and self.label(t, k) in share.get("labels", ("broken", "reliable", "differentiating"))
            and (not share.get("truth") or t in TRUTHS)
            for (j, t, k), net in self.net.items()
        )

    def label(self, t: str, k: str) -> str:
        c = self.condition[t, k]
        return (
            "broken"
            if c < Fraction(1, 4)
            else "reliable"
            if c < Fraction(3, 4)
            else "differentiating"
        )

    def share_holds(self, taken: frozenset[int], share: Mapping[str, Any]) -> bool:
        limit, where = self.budgets[share["budget"]]
        there = sum(
            self.draws(i, where, share.get("where", {})) for i in taken if self.counts(i, share)
        )
        spent = sum(self.draws(i, where) for i in taken)
        return there >= Fraction(share["share"]) * (spent if share["of"] == "spent" else limit)

    def stages_hold(self, taken: frozenset[int]) -> bool:
        return all(
            sum(
                SHARES[t] * (use(c + self.net[i, t, k]) - use(c))
                for i in taken
                if (i, t, k) in self.net
            )
            >= -Fraction(1, 10**12)
            for (t, k), c in self.condition.items()
        )

    def bundle_of(self, i: int) -> set[int]:
        """Who cannot go without each other, bundles with a common member taken together."""
        found = {i}
        for _ in range(self.n):
            for members in self.bundles.values():
                if found & set(members):
                    found |= set(members)
        return found

    def stands(self, i: int) -> bool:
        return sum(self.values[j] for j in self.bundle_of(i)) > 0

    def held_up(self, taken: frozenset[int]) -> bool:
        """Whether each is there for its worth, or for another that is."""
        reached = {i for i in taken if self.stands(i) or i in self.mandatory | self.committed}
        for _ in range(self.n):
            reached |= {j for i, j in self.requires if i in reached}
            reached |= {j for i in reached for j in self.bundle_of(i)}
        return taken <= reached

    def allowed(self, taken: frozenset[int]) -> bool:
        return (
            all(
                key == self.unlimited or sum(self.draws(i, where) for i in taken) <= limit
                for key, (limit, where) in self.budgets.items()
            )
            and all(
                sum((uses.get(i, Decimal(0)) for i in taken), Decimal(0)) <= limit
                for limit, uses in self.capacities.values()
            )
            and all(j in taken for i, j in self.requires if i in taken)
            and not any(set(pair) <= taken for pair in self.excludes)
            and all(len(taken & set(g)) < 2 for g in (*self.groups.values(), *self.levels.values()))
            and all(len(taken & set(b)) in (0, len(b)) for b in self.bundles.values())
            and self.mandatory | self.committed <= taken
            and not self.out & taken
            and all(self.share_holds(taken, share) for share in self.shares.values())
            and (not self.no_stage_worse_off or self.stages_hold(taken))
            and self.held_up(taken)
        )

    # -- the same as a case --------------------------------------------------------------------

    def rules(self) -> Rules:
        def names(members: Sequence[int]) -> tuple[str, ...]:
            return tuple(self.ids[i] for i in members)

        return Rules(
            budgets=tuple(
                Budget(key, Money(Decimal(limit), "EUR"), where)
                for key, (limit, where) in sorted(self.budgets.items())
            ),
            at_most_one=(
                *(AtMostOne(key, names(g)) for key, g in self.groups.items()),
                *(AtMostOne(key, names(g), levels=True) for key, g in self.levels.items()),
            ),
            no_stage_worse_off=self.no_stage_worse_off,
            minimum_shares=tuple(
                MinimumShare(
                    key,
                    each["budget"],
                    float(each["share"]),
                    each["of"],
                    names(each.get("proposals", ())),
                    each.get("where", {}),
                    each.get("touchpoints", ()),
                    each.get("labels", ()),
                    each.get("truth", False),
                )
                for key, each in self.shares.items()
            ),
            capacities=tuple(
                Capacity(key, limit, {self.ids[i]: used for i, used in uses.items()}, "people")
                for key, (limit, uses) in self.capacities.items()
            ),
            bundles=tuple(Bundle(key, names(members)) for key, members in self.bundles.items()),
            synergies=tuple(
                Synergy(key, names(members), float(worth))
                for key, (members, worth) in self.synergies.items()
            ),
            overlap="joint" if self.joint else "separate",
        )


def use(c: Fraction) -> Fraction:
    """U: 1.2 c below 0.5, then 0.8 per unit up to 1."""
    half = Fraction(1, 2)
    return Fraction(6, 5) * c if c < half else Fraction(3, 5) + Fraction(4, 5) * (min(c, 1) - half)


def built(build: Any, problem: Problem) -> Any:
    """The problem as a case, with conditions and scores."""
    made = build.portfolio(
        [float(v) for v in problem.values],
        ids=problem.ids,
        criteria=(
            Criterion("ease", "customer", "journey", 3.0, full_scale=0.4),
            Criterion("trust", "customer", "journey", 1.0, full_scale=1.0),
        ),
        touchpoints=(Touchpoint("desk", "s1"), Touchpoint("web", "s2", moment_of_truth=True)),
        rows=[
            {
                "proposal": i,
                "touchpoint": POINTS.index(t),
                "criterion": CRITERIA.index(k),
                "share": float(SHARES[t]),
                "condition": float(problem.condition[t, k]),
                "net": float(net),
                "delta_value": float(
                    use(problem.condition[t, k] + net) - use(problem.condition[t, k])
                ),
            }
            for (i, t, k), net in sorted(problem.net.items())
        ],
        mandatory=[problem.ids[i] for i in problem.mandatory - problem.committed],
        committed=[problem.ids[i] for i in problem.committed],
        forced_out=[problem.ids[i] for i in problem.out],
        requires=_links(problem, problem.requires),
        excludes=_links(problem, problem.excludes),
        scorecard={"policy": OFF},
    )
    lines = tuple(
        CostLine(key, *[Decimal(amount)] * 3, "EUR", period=period, unit=unit)
        for key, drawn in zip(problem.ids, problem.lines, strict=True)
        for (period, unit), amount in drawn.items()
    )
    cells = tuple(
        evolve(
            cell,
            mean=float(problem.condition[cell.touchpoint, cell.criterion]),
            label=problem.label(cell.touchpoint, cell.criterion),
        )
        for cell in made.conditions.cells
    )
    made = made.but(rules=problem.rules(), costs=lines)
    return evolve(
        made,
        conditions=evolve(made.conditions, cells=cells),
        scores=evolve(made.scores, weights=_weights()),
    )


def _weights() -> Any:
    import numpy as np

    return np.array([float(WEIGHTS[k]) for k in CRITERIA])


def _links(problem: Problem, pairs: set[tuple[int, int]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for i, j in sorted(pairs):
        found[problem.ids[i]] = (*found.get(problem.ids[i], ()), problem.ids[j])
    return found


class Board:
    """What the tests of this folder use."""

    problem = staticmethod(Problem)

    def __init__(self, build: Any) -> None:
        self._build = build

    def case(self, problem: Problem) -> Any:
        return built(self._build, problem)

    def question(self, problem: Problem) -> Question:
        """The problem, decided."""
        return self.decided(self.case(problem))

    def decided(self, made: Any) -> Question:
        """A case, decided without gates."""
        money = costs(made.case)
        who: Candidates = candidates(made.case, (), money)
        choice: Choice = choose(made.case, made.conditions, made.scores, money, who)
        rules = ("",) * len(made.case.proposals)
        return Question(made.case, made.conditions, made.scores, money, (), who, choice, rules)

    def chosen(self, problem: Problem) -> frozenset[int]:
        flags = self.question(problem).choice.selected.tolist()
        return frozenset(i for i, taken in enumerate(flags) if taken)


@pytest.fixture(scope="session")
def board(build: Any) -> Board:
    """Random problems, built and decided."""
    return Board(build)
