"""Bands, chances, ranks and selection shares against draws by other code and other luck.

Two sets of draws never agree to the digit. Each difference is divided by its standard error, which
follows from the numbers of draws on both sides alone (see `oracle_draws_compare`); for a percentile
it is the error of the share of draws below it, so that no shape of a distribution is assumed.

LIMIT is 5 standard errors: some 3,000 differences are looked at, and of so many right ones the
largest is beyond 5 in one of 600 choices of the seeds (2 × 3,000 × Φ(−5)).
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import method
import numpy as np
import oracle_cases
import oracle_compare
import oracle_draws
import pytest
from made_common import save
from oracle_draws_compare import Deviations, compare, compare_selection, prioritized
from oracle_draws_selection import selections
from oracle_scores import shares_of_groups, weights_inside

import cximpact

DEMO = Path(str(files("cximpact") / "demo" / "workspace"))
LIMIT = 5.0
MINE = 20_000
SELECTIONS = 2_000

CASES = (3, 6, 7, 14, 17, 21, 25, 29, 36, 39, 46, 66, 109)
"""Made-up workspaces: rules on stages (14, 21), two journey criteria (6, 25, 36, 109), costs that
vary (17, 29, 46, 66), equal answers (7, 39), ratings alone (3)."""


def evaluated(folder: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the library's evaluation, and the central figures of the second implementation."""
    evaluation = json.loads(cximpact.evaluate(folder / "cximpact.yaml").to_json())
    return evaluation, method.evaluate(folder, oracle_compare.sure_of(evaluation))


def deviations(evaluation: dict[str, Any], case: dict[str, Any], seed: int) -> Deviations:
    found = Deviations(evaluation["draws"]["count"], MINE)
    compare(found, evaluation, case, oracle_draws.draw(case, MINE, seed))
    return found


def too_far(found: Deviations) -> list[str]:
    return [
        f"{kind} of {where}: {off:.1f} standard errors"
        for kind, all_of in found.found.items()
        for off, where in all_of
        if not abs(off) <= LIMIT
    ]


@pytest.fixture(scope="module")
def demo() -> tuple[dict[str, Any], dict[str, Any]]:
    return evaluated(DEMO)


@pytest.fixture(scope="module")
def demo_deviations(demo) -> Deviations:
    return deviations(*demo, seed=1)


@pytest.fixture(scope="module")
def demo_draws(demo) -> dict[str, Any]:
    return oracle_draws.draw(demo[1], SELECTIONS, 2)


@pytest.fixture(scope="module")
def demo_selections(demo, demo_draws) -> dict[str, Any]:
    chosen, impossible = selections(demo[1], demo_draws)
    assert not impossible
    return chosen


def test_bands_chances_and_ranks_of_the_demo_are_the_oracles(demo_deviations) -> None:
    assert not too_far(demo_deviations)
    assert sum(map(len, demo_deviations.found.values())) > 1000


def test_differences_are_as_large_as_chance_makes_them(demo_deviations) -> None:
    """Small errors everywhere would not pass a limit, but make all differences larger.

    Of each kind the root mean square is about 1 where both sides draw from one distribution. It
    varies, as proposals share weights and conditions; half of a standard error beyond it does not
    happen by chance to any of those that do not end at a scale.
    """
    worst = demo_deviations.worst()
    for kind in ("value", "journey score", "rating score", "quantity score"):
        assert worst[f"{kind} band"][2] < 1.5
    assert worst["expected rank"][2] < 2  # all of them move together


def test_the_demo_is_selected_as_often_by_the_oracle(demo, demo_selections) -> None:
    evaluation, _ = demo
    found = Deviations(evaluation["draws"]["selections"], SELECTIONS)
    compare_selection(found, evaluation, demo_selections)
    assert not too_far(found)


def test_who_is_prioritized_in_the_demo_is_what_the_oracles_draws_call_for(
    demo, demo_draws, demo_selections
) -> None:
    judged = prioritized(*demo, demo_draws, demo_selections, LIMIT)
    assert [name for name, (action, called) in judged.items() if action != called] == []
    assert len(judged) > 5


@pytest.mark.parametrize("seed", CASES)
def test_draws_of_made_up_workspaces_are_the_oracles(seed: int, tmp_path: Path) -> None:
    oracle_cases.write_case(seed, tmp_path)
    evaluation, case = evaluated(tmp_path)
    assert not too_far(deviations(evaluation, case, seed))
    few = oracle_draws.draw(case, SELECTIONS, seed + 1000)
    chosen, impossible = selections(case, few)
    assert not impossible
    found = Deviations(evaluation["draws"]["selections"], SELECTIONS)
    compare_selection(found, evaluation, chosen)
    assert not too_far(found)
    judged = prioritized(evaluation, case, few, chosen, LIMIT)
    assert all(action == called for action, called in judged.values())


def test_the_ranges_of_weights_are_what_was_stated_give_or_take(demo) -> None:
    """A quarter of each weight and 10 points for groups, as far as the others leave room."""
    evaluation, case = demo
    given = {(one["part"], one["member"]): one for one in evaluation["weighting"]["ranges"]}
    parts = {group: weights_inside(case["scorecard"], group) for group in ("customer", "business")}
    parts["groups"] = shares_of_groups(case["scorecard"])
    assert len(given) == sum(map(len, parts.values()))
    for part, centers in parts.items():
        room = {n: 0.1 if part == "groups" else 0.25 * w for n, w in centers.items()}
        for n, w in centers.items():
            move = min(room[n], sum(room.values()) - room[n])  # all others the other way
            assert given[part, n]["low"] == pytest.approx(w - move, abs=1e-9)
            assert given[part, n]["high"] == pytest.approx(w + move, abs=1e-9)


def write_sure(folder: Path, shares: dict[str, int], points: dict[str, dict[str, int]]) -> None:
    """Write a workspace in which nothing but weights is uncertain.

    Proposals score 1 on one criterion, or 1 on one and −1 on another; so their bands are those of
    the weights, and of the differences between two.
    """
    names = [k for some in points.values() for k in some]
    criteria = {
        k: {
            "kind": "quantity",
            "group": group,
            "weight": weight,
            "unit": "days",
            "value_points": [{"amount": x, "score": x} for x in (-1, 0, 1)],
        }
        for group, some in points.items()
        for k, weight in some.items()
    }
    rows = [
        {"id": f"{one}-{other}", "title": "Sure", **dict.fromkeys(names, 0), other: -1, one: 1}
        for one in names
        for other in names
        if one <= other
    ]
    save(folder / "scorecard.json", {"groups": shares, "criteria": criteria})
    spec = {"scorecard": "scorecard.json", "as_of": "2026-03-01", "proposals": {"rows": rows}}
    save(folder / "cximpact.yaml", spec)


CUSTOMER = {"a": 40, "b": 30, "c": 20, "d": 10}
SURE = {
    "one group": ({"customer": 1}, {"customer": CUSTOMER}),
    "two groups": ({"customer": 60, "business": 40}, {"customer": CUSTOMER, "business": {"e": 1}}),
    "a small group": (
        {"customer": 95, "business": 5},
        {"customer": {"a": 1}, "business": {"e": 4, "f": 3, "g": 2}},
    ),
}


@pytest.mark.parametrize("which", SURE)
def test_weights_alone_are_the_oracles(which: str, tmp_path: Path, monkeypatch) -> None:
    """Drawn from limits of 24 % or of 9 points instead, they would not be."""
    write_sure(tmp_path, *SURE[which])
    each = evaluated(tmp_path)
    assert not too_far(deviations(*each, seed=3))
    other = ("WITHIN", 0.24) if which == "one group" else ("SHARE_WITHIN", 0.09)
    monkeypatch.setattr(oracle_draws, *other)
    assert too_far(deviations(*each, seed=3))


# -- would it be noticed? --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def several(tmp_path_factory) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    """Two made-up workspaces with gains in one number, several weak effects and two groups."""
    found = []
    for seed in (21, 25):
        folder = tmp_path_factory.mktemp(str(seed))
        oracle_cases.write_case(seed, folder)
        found.append(evaluated(folder))
    return found


def triangles(random: np.random.Generator, three: Any, count: int) -> Any:
    low, likely, high = map(float, three)
    return np.full(count, low) if low == high else random.triangular(low, likely, high, count)


def normalised(
    random: np.random.Generator, centers: dict[str, float], relative: float, absolute: float, n: int
) -> dict[str, Any]:
    """Return weights drawn within their limits each by itself, and divided by their sum."""
    reach = {name: relative * w + absolute for name, w in centers.items()}
    drawn = {
        name: random.uniform(w - reach[name], w + reach[name], n) for name, w in centers.items()
    }
    total = sum(drawn.values())
    return {name: w / total for name, w in drawn.items()}


OTHER_METHODS = {
    "gains in one number have no spread": ("spread", lambda change: change),
    "triangles for PERT": ("pert", triangles),
    "group shares within 8 points": ("SHARE_WITHIN", 0.08),
    "weights drawn apart and normalised": ("among", normalised),
    "kappa itself for its Beta": ("carries", lambda kappa, uniform: np.full(len(uniform), kappa)),
}


@pytest.mark.parametrize("other", OTHER_METHODS)
def test_another_method_would_be_noticed(several, monkeypatch, other: str) -> None:
    monkeypatch.setattr(oracle_draws, *OTHER_METHODS[other])
    assert any(too_far(deviations(*each, seed=7)) for each in several)


def test_luck_of_its_own_for_every_effect_would_be_noticed(several, monkeypatch) -> None:
    """One uniform per proposal: who hopes too much does so in all that is claimed."""
    luck, carries = np.random.default_rng(5), oracle_draws.carries
    monkeypatch.setattr(
        oracle_draws, "carries", lambda kappa, u: carries(kappa, luck.random(len(u)))
    )
    assert any(too_far(deviations(*each, seed=7)) for each in several)
