"""Selection shares: in every draw the set that trying all sets finds best."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.candidates import Candidates, candidates
from cximpact.decision.costs import costs
from cximpact.decision.rules import linking_rules
from cximpact.decision.selection_shares import (
    ALL_DRAWS_COLUMNS,
    MOST_COLUMNS,
    draws_for,
    selection_shares,
)
from cximpact.model.draws import Draws, DrawSettings
from cximpact.model.journey import Touchpoint
from cximpact.model.portfolio import Bundle, Synergy
from cximpact.model.robustness import SelectionShares
from cximpact.model.scorecard import Criterion
from cximpact.model.weighting import WeightDraws
from cximpact.scoring.utility import utility


def make_draws(value: Any, drawn: Any = (), **more: Any) -> Draws:
    """Draws of values in units of 1e-9, and perhaps of costs."""
    table = np.array(value, dtype=np.int32)
    count, width = table.shape
    one = np.ones((count, 1))
    nothing = np.zeros(width)
    return Draws(
        count=count,
        weights=WeightDraws(one, one, np.zeros(count, np.int64)),
        value=table,
        value_low=nothing,
        value_high=nothing,
        score_low=nothing[:, None],
        score_high=nothing[:, None],
        customer_positive=nothing,
        conditions=more.pop("conditions", np.zeros((count, 0, 0))),
        costs=tuple(drawn),
        **more,
    )


def shares(made: Any, draws: Draws) -> tuple[SelectionShares, Candidates]:
    case = evolve(made.case, drawing=DrawSettings(draws.count, 0, len(draws.value)))
    money = costs(case)
    who = candidates(case, (), money)
    linking = linking_rules(case, made.conditions, made.scores, money)
    found = selection_shares(case, made.conditions, made.scores, who, linking, money, draws)
    return found, who


def test_without_rules_it_is_the_share_of_draws_with_value(build: Any) -> None:
    made = build.portfolio([0.1, 0.1, 0.1, 0.1], committed=["P3"], withdrawn=["P4"])
    found, _ = shares(
        made, make_draws([[1, 0, -5, 9], [2, 3, -5, 9], [-1, 4, -5, 9], [1, 5, 0, 9]])
    )
    assert found.share.tolist() == [0.75, 0.75, 1.0, 0.0]
    assert (found.draws, found.worst_gap, found.notes) == (4, 0.0, ())


def test_a_budget_lets_the_better_one_in(build: Any) -> None:
    made = build.portfolio([0.2, 0.1], [5, 5], budgets={"b": 5})
    found, _ = shares(made, make_draws([[2, 1], [1, 2], [3, 1], [2, 2]]))
    assert found.share.tolist() == [0.75, 0.25]


def test_of_equals_the_cheaper_counts_as_in_the_selection(build: Any) -> None:
    made = build.portfolio([0.2, 0.2, 0.2], [7, 6, 6], budgets={"b": 7})
    found, _ = shares(made, make_draws([[4, 4, 4]] * 3))
    assert found.share.tolist() == [0.0, 1.0, 0.0]


def test_a_cost_drawn_too_high_keeps_it_out(build: Any) -> None:
    made = build.portfolio([0.2, 0.1], [5, 1], budgets={"b": 6})
    drawn = ({0: np.array([500, 501, 499, 600])},)
    found, _ = shares(made, make_draws([[5, 1]] * 4, drawn))
    assert found.share.tolist() == [1.0, 0.5]


def test_what_is_committed_may_overdraw_and_is_paid_all_the_same(build: Any) -> None:
    """Its overrun leaves nothing for others, and is counted."""
    made = build.portfolio([0.2, 0.1], [5, 1], budgets={"b": 6}, committed=["P1"])
    drawn = ({0: np.array([500, 700, 650, 590])},)
    found, _ = shares(made, make_draws([[5, 1]] * 4, drawn))
    assert found.share.tolist() == [1.0, 0.25]
    assert dict(found.overdrawn) == {"b": 0.5}


def test_long_lists_are_drawn_less_often() -> None:
    assert draws_for(ALL_DRAWS_COLUMNS, 1_000) == 1_000
    assert draws_for(600, 1_000) == 500
    assert draws_for(MOST_COLUMNS, 1_000) == 50
    assert draws_for(MOST_COLUMNS, 10) == 10
    assert draws_for(MOST_COLUMNS + 1, 1_000) == 0


class Brute:
    """Every set in every draw, from the definition."""

    def __init__(self, spec: dict[str, Any]) -> None:
        self.spec = spec
        self.n = len(spec["costs"])

    def share(self) -> list[float]:
        values = self.spec["values"]
        chosen = [self.best(draw) for draw in range(len(values))]
        return [sum(x[i] for x in chosen) / len(values) for i in range(self.n)]

    def best(self, draw: int) -> tuple[int, ...]:
        sets = [x for x in product((1, 0), repeat=self.n) if self.allowed(x, draw)]
        return min(sets, key=lambda x: (-self.worth(x, draw), self.cost(x), [-c for c in x]))

    def cost(self, x: tuple[int, ...]) -> int:
        return sum(c for c, taken in zip(self.spec["costs"], x, strict=True) if taken)

    def worth(self, x: tuple[int, ...], draw: int) -> int:
        own = sum(v for v, taken in zip(self.spec["values"][draw], x, strict=True) if taken)
        return own + sum(v for members, v in self.spec["synergies"] if all(x[i] for i in members))

    def needs(self, i: int) -> set[int]:
        fellows = [set(b) for b in self.spec["bundles"] if i in b]
        return ({j for k, j in self.spec["requires"] if k == i} | set().union(*fellows)) - {i}

    def reach(self, starts: set[int], inside: set[int]) -> set[int]:
        found = set(starts)
        while True:
            more = {j for i in found for j in self.needs(i)} & inside
            if more <= found:
                return found
            found |= more

    def allowed(self, x: tuple[int, ...], draw: int) -> bool:
        spec, taken = self.spec, {i for i, c in enumerate(x) if c}
        if not spec["mandatory"] <= taken or taken & spec["out"]:
            return False
        if any(not self.needs(i) <= taken for i in taken):
            return False
        if any(len(taken & set(pair)) > 1 for pair in (*spec["excludes"], *spec["groups"])):
            return False
        if self.spent(taken, draw) > max(spec["limit"], self.spent(self.forced, draw)):
            return False
        standing = {i for i in taken if self.stands(i, draw)} | spec["mandatory"]
        return self.reach(standing, taken) == taken

    @property
    def forced(self) -> set[int]:
        return self.reach(set(self.spec["mandatory"]), set(range(self.n)))

    def stands(self, i: int, draw: int) -> bool:
        value = self.spec["values"][draw]
        bundle = next((b for b in self.spec["bundles"] if i in b), (i,))
        return sum(value[j] for j in bundle) > 0

    def spent(self, taken: set[int], draw: int) -> int:
        drawn = self.spec["drawn"]
        return sum(drawn[i][draw] if i in drawn else self.spec["costs"][i] for i in taken)


@st.composite
def specs(draw: st.DrawFn) -> dict[str, Any]:
    n = draw(st.integers(2, 7))
    count = draw(st.integers(1, 4))
    index = st.integers(0, n - 1)
    pair = st.tuples(index, index).filter(lambda p: p[0] != p[1])
    # A bundle of its own two, so that what is required, excluded and grouped is elsewhere.
    bundled = draw(st.booleans()) and n > 3
    free = st.integers(2 if bundled else 0, n - 1)
    apart = st.tuples(free, free).filter(lambda p: p[0] != p[1]) if n - 2 * bundled > 1 else pair
    mandatory = draw(st.sets(index, max_size=1))
    value = st.lists(st.integers(-3, 6), min_size=n, max_size=n)
    excluded = {tuple(sorted(p)) for p in draw(st.lists(apart, max_size=2))}
    requires = {(min(p), max(p)) for p in draw(st.lists(pair, max_size=3))}
    return {
        "values": [draw(value) for _ in range(count)],
        "costs": draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)),
        "drawn": {
            i: draw(st.lists(st.integers(0, 12), min_size=count, max_size=count))
            for i in draw(st.sets(index, max_size=2))
        },
        "limit": draw(st.integers(0, 25)),
        "mandatory": mandatory,
        "out": set(),
        "requires": requires if not mandatory else set(),
        "excludes": excluded if not mandatory else set(),
        "groups": [],
        "bundles": [(0, 1)] if bundled and not mandatory else [],
        "synergies": draw(
            st.lists(
                st.tuples(pair.map(lambda p: tuple(sorted(p))), st.integers(-3, 3)), max_size=2
            )
        ),
    }


def built(build: Any, spec: dict[str, Any]) -> Any:
    names = [f"P{i}" for i in range(len(spec["costs"]))]
    requires: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(spec["requires"]):
        requires[names[one]] = (*requires.get(names[one], ()), names[other])
    excludes: dict[str, tuple[str, ...]] = {}
    for one, other in sorted(spec["excludes"]):
        excludes[names[one]] = (*excludes.get(names[one], ()), names[other])
    made = build.portfolio(
        [0.1] * len(names),
        [f"{c / 100:.2f}" for c in spec["costs"]],
        ids=names,
        budgets={"b": f"{spec['limit'] / 100:.2f}"},
        mandatory=[names[i] for i in sorted(spec["mandatory"])],
        requires=requires,
        excludes=excludes,
    )
    rules = evolve(
        made.case.rules,
        bundles=tuple(
            Bundle(f"b{n}", tuple(names[i] for i in b)) for n, b in enumerate(spec["bundles"])
        ),
        synergies=tuple(
            Synergy(f"s{n}", tuple(names[i] for i in members), value * 1e-9)
            for n, (members, value) in enumerate(spec["synergies"])
        ),
    )
    return made.but(rules=rules)


@settings(max_examples=200, deadline=None)
@given(spec=specs())
def test_shares_are_those_of_trying_all_sets_in_every_draw(
    build: Any, spec: dict[str, Any]
) -> None:
    drawn = ({i: np.array(found) for i, found in spec["drawn"].items()},)
    found, _ = shares(built(build, spec), make_draws(spec["values"], drawn))
    assert found.share.tolist() == pytest.approx(Brute(spec).share())
    assert found.worst_gap == 0


@settings(max_examples=40, deadline=None)
@given(spec=specs(), which=st.integers(0, 6), more=st.integers(1, 3))
def test_a_better_score_never_lowers_the_share(
    build: Any, spec: dict[str, Any], which: int, more: int
) -> None:
    place = which % len(spec["costs"])
    made = built(build, spec)
    before, _ = shares(made, make_draws(spec["values"]))
    better = [[v + more * (i == place) for i, v in enumerate(row)] for row in spec["values"]]
    after, _ = shares(made, make_draws(better))
    assert after.share[place] >= before.share[place]


def large(build: Any, n: int, count: int, seed: int = 0) -> tuple[Any, np.ndarray]:
    rng = np.random.Generator(np.random.PCG64(seed))
    ids = [f"P{i:03}" for i in range(n)]
    price = [int(c) for c in rng.integers(1_000, 90_000, n)]
    requires = {ids[i]: (ids[(i * 7 + 1) % n],) for i in range(0, n, 10)}
    made = build.portfolio(
        [0.1] * n, price, ids=ids, budgets={"b": sum(price) // 3}, requires=requires
    )
    central = rng.integers(-50_000_000, 400_000_000, n)
    noise = rng.normal(0, 60_000_000, (count, n))
    return made, np.rint(central + noise).astype(np.int32)


def test_dozens_of_proposals_whatever_the_order_of_draws(build: Any) -> None:
    """What is remembered from other draws changes nothing; values that tie are settled alike."""
    made, value = large(build, 40, 30)
    value = value // 20_000_000 * 20_000_000  # many ties
    one, _ = shares(made, make_draws(value))
    other, _ = shares(made, make_draws(value[::-1]))
    single = np.mean([shares(made, make_draws(row[None, :]))[0].share for row in value], axis=0)
    assert one.share.tolist() == other.share.tolist() == pytest.approx(single.tolist())
    assert one.worst_gap == 0


def test_more_than_are_searched_exactly_stay_within_the_gap(build: Any) -> None:
    made, value = large(build, 240, 6)
    found, _ = shares(made, make_draws(value))
    assert found.draws == 6
    assert found.worst_gap <= 1e-4
    assert 0 <= found.share.min() <= found.share.max() <= 1


def test_identical_proposals_are_drawn_as_the_earliest_ids(build: Any) -> None:
    """Sixty alike, room for seven: in every draw the first seven, and nothing to search."""
    made = build.portfolio([0.2] * 60, [100] * 60, budgets={"b": 755})
    found, _ = shares(made, make_draws([[5] * 60] * 4))
    assert found.share.tolist() == [1.0] * 7 + [0.0] * 53
    assert found.notes == ()


def test_draws_end_where_the_work_is_used_up(build: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty are made in any case; shares are over those, which a note says."""
    monkeypatch.setattr("cximpact.decision.selection_shares._NODES_IN_ALL", 0)
    made, value = large(build, 40, 70)
    found, _ = shares(made, make_draws(value))
    first, _ = shares(made, make_draws(value[:50]))
    assert found.draws == 50
    assert found.share.tolist() == first.share.tolist()
    assert "50 draws, not 70" in found.notes[0]
    assert first.notes == ()


def test_the_joint_effect_is_that_of_the_draw(build: Any) -> None:
    """Two at one touchpoint: together they reach 1 where each net is large, and only then."""
    made = build.portfolio(
        [0.4, 0.4],
        [5, 5],
        budgets={"b": 10},
        criteria=(Criterion("journey", "business", "journey", 1.0),),
        touchpoints=(Touchpoint("a", "s"),),
        rows=[
            {"proposal": 0, "net": 0.3, "delta_value": 0.24},
            {"proposal": 1, "net": 0.3, "delta_value": 0.24},
        ],
    )
    made = made.but(rules=evolve(made.case.rules, overlap="joint"))
    nets = np.array([[0.1, 0.1], [0.5, 0.5], [0.5, 0.4]])
    before = 0.5
    full = 0.6
    value = np.rint((utility(before + nets) - utility(before)) / full * 1e9).astype(np.int64)
    drawn = make_draws(value, conditions=np.full((3, 1, 1), before), nets=nets)
    found, _ = shares(made, drawn)
    # In the second draw one of them alone does all there is to do; in the third the first does.
    assert found.share.tolist() == pytest.approx([1.0, 1 / 3])
