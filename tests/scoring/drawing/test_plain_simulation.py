"""The whole simulation again in plain Python, with scipy's quantiles of the same uniforms."""

from __future__ import annotations

from statistics import NormalDist
from typing import Any

import numpy as np
import pytest
from scipy.stats import beta

from cximpact.model.weighting import WeightDraws
from cximpact.scoring.streams import stream

COUNT = 600
KAPPA = {"trial": 1.0, "pilot": 0.8, "analogue": 0.6, "benchmark": 0.4, "opinion": 0.2}
POINTS = ("desk", "shop", "till")
# Importances 1, 2 and 1 x 2 for the moment of truth.
SHARE = {"desk": 0.2, "shop": 0.4, "till": 0.4}
STRENGTH = {"vetting": {"till": 0.8, "desk": 0.5}} | {point: {point: 1.0} for point in POINTS}
COVERS = {"feel": POINTS, "trust": ("shop", "till")}


def utility(c: float) -> float:
    if c < 0.5:
        return 1.2 * c
    return 0.6 + 0.8 * (min(c, 1.0) - 0.5)


def pert(low: float, likely: float, high: float, uniform: np.ndarray) -> np.ndarray:
    mode = (likely - low) / (high - low)
    return low + (high - low) * beta.ppf(uniform, 1 + 4 * mode, 5 - 4 * mode)


def uniform(*key: str) -> np.ndarray:
    return stream(0, *key).random(COUNT)


def normal(mean: float, sd: float, ends: tuple[float, float], *key: str) -> np.ndarray:
    drawn = mean + sd * stream(0, *key).standard_normal(COUNT)
    return np.array([min(max(one, ends[0]), ends[1]) for one in drawn])


class Effect:
    def __init__(self, row: dict[str, Any], rank: int) -> None:
        change = row["change"]
        single = isinstance(change, float)
        low, likely, high = (change,) * 3 if single else change
        self.mean = (low + 4 * likely + high) / 6
        if single and self.mean > 0:
            low, high = 0.5 * change, 1.5 * change
        self.reach = row.get("reach", 0.25 if self.mean > 0 else 1.0)
        self.target, self.criterion = row["at"], row.get("criterion", "")
        self.gains = self.mean > 0
        key = ("change", row["of"], self.target, self.criterion, str(rank))
        self.change = (
            pert(low, likely, high, uniform(*key)) if low < high else np.full(COUNT, likely)
        )
        kappa = KAPPA[row.get("basis", "opinion")]
        here = uniform("basis", row["of"])
        self.part = np.ones(COUNT) if kappa == 1 else beta.ppf(here, 4 * kappa, 4 * (1 - kappa))

    def amount(self, draw: int) -> float:
        change = float(self.change[draw])
        return change * float(self.part[draw]) if self.gains and change > 0 else change


def journey(effects: list[Effect], criterion: str, draw: int, conditions: dict) -> float:
    raw = 0.0
    for point in COVERS[criterion]:
        gains, harm, most = 0.0, 0.0, 0.0
        for effect in effects:
            strength = STRENGTH[effect.target].get(point, 0.0)
            if effect.criterion not in ("", criterion) or not strength:
                continue
            full = effect.amount(draw) * strength
            gains += max(full * effect.reach, 0.0)
            harm += min(full * effect.reach, 0.0)
            most = max(most, full)
        c = conditions[point, criterion][draw]
        raw += SHARE[point] * (utility(c + min(gains, most) + harm) - utility(c))
    scale = 0.6 * max(SHARE[point] for point in COVERS[criterion])
    return min(max(raw / scale, -1.0), 1.0)


def ranked(rows: list[dict[str, Any]]) -> list[Effect]:
    """Rank rows of one target and criterion by their likely change, which here tells them apart."""
    seen: dict[tuple[str, str], int] = {}
    found = []
    for row in sorted(rows, key=_likely):
        key = (row["at"], row.get("criterion", ""))
        found.append(Effect(row, seen.get(key, 0)))
        seen[key] = seen.get(key, 0) + 1
    return found


def _likely(row: dict[str, Any]) -> float:
    return row["change"] if isinstance(row["change"], float) else row["change"][1]


def amounts_to_scores(amounts: np.ndarray) -> np.ndarray:
    """0 to 100 scores 0 to 1."""
    return np.array([min(max(one / 100, 0.0), 1.0) for one in amounts])


def missing(proposal: str, criterion: str) -> np.ndarray:
    return -1 + 2 * uniform("missing", proposal, criterion)


def simulate(effect_rows: Any) -> dict[str, np.ndarray]:
    """Return drawn scores by proposal; criteria in order of their ids."""
    conditions = {
        (point, criterion): normal(0.5, 0.25, (0.0, 1.0), "condition", point, criterion)
        for point in POINTS
        for criterion in COVERS
    }

    def journeys(proposal: str) -> list[np.ndarray]:
        effects = ranked(effect_rows(proposal))
        return [
            np.array([journey(effects, criterion, draw, conditions) for draw in range(COUNT)])
            for criterion in COVERS
        ]

    # Answers 1/3 and 1: mean 2/3, sample sd √2/3, two raters; reach 0.7 of all customers.
    calm = normal(0.7 * 2 / 3, 0.7 / 3, (-0.7, 0.7), "rating", "P1", "calm")
    # One rater: half the gap of 1/3; a business criterion.
    risk = normal(-1.0, 1 / 6, (-1.0, 1.0), "rating", "P1", "risk")
    cost = amounts_to_scores(pert(10.0, 40.0, 130.0, uniform("quantity", "P1", "cost")))
    feel, trust = journeys("P1")
    nothing = np.zeros(COUNT)  # rated, so that no effect is no change
    other = normal(2 / 3, 1 / 6, (-1.0, 1.0), "rating", "P2", "calm")
    third_feel, third_trust = journeys("P3")
    return {
        "P1": np.stack([calm, cost, feel, risk, trust], axis=1),
        "P2": np.stack(
            [other, missing("P2", "cost"), nothing, missing("P2", "risk"), nothing], axis=1
        ),
        "P3": np.stack(
            [
                missing("P3", "calm"),
                missing("P3", "cost"),
                third_feel,
                missing("P3", "risk"),
                third_trust,
            ],
            axis=1,
        ),
    }


def drawn_weights() -> WeightDraws:
    """Customer: calm, feel, trust; business: cost, risk; the customer's share 0.4 to 0.6."""
    rng = np.random.default_rng(3)
    inside = np.zeros((COUNT, 5))
    inside[:, [0, 2, 4]] = rng.dirichlet([3, 3, 3], COUNT)
    inside[:, [1, 3]] = rng.dirichlet([3, 3], COUNT)
    share = rng.uniform(0.4, 0.6, COUNT)
    whole = inside.copy()
    whole[:, [0, 2, 4]] *= share[:, np.newaxis]
    whole[:, [1, 3]] *= 1 - share[:, np.newaxis]
    return WeightDraws(whole, inside, np.zeros(COUNT, dtype=np.int64))


@pytest.fixture(scope="module")
def plain(effect_rows: Any) -> dict[str, np.ndarray]:
    return simulate(effect_rows)


def percentile(values: np.ndarray, part: float) -> float:
    found = sorted(values.tolist())
    at = part * (len(found) - 1)
    left = int(at)
    right = min(left + 1, len(found) - 1)
    return found[left] + (found[right] - found[left]) * (at - left)


@pytest.mark.parametrize(("position", "proposal"), [(0, "P1"), (1, "P2"), (2, "P3")])
def test_every_draw_of_every_score_is_that_of_the_plain_simulation(
    drawing: Any, full_case: Any, plain: Any, position: int, proposal: str
) -> None:
    found = drawing.scores(full_case(), COUNT).of(position)
    np.testing.assert_allclose(found, plain[proposal], atol=1e-4)


def test_bands_and_values_are_those_of_the_plain_simulation(
    drawing: Any, full_case: Any, plain: Any
) -> None:
    weights = drawn_weights()
    found = drawing.draws(full_case(), COUNT, weights=weights)
    for position, proposal in enumerate(("P1", "P2", "P3")):
        scores = plain[proposal]
        for column in range(5):
            band = [percentile(scores[:, column], part) for part in (0.05, 0.95)]
            assert found.score_low[position, column] == pytest.approx(band[0], abs=1e-3)
            assert found.score_high[position, column] == pytest.approx(band[1], abs=1e-3)
        value = [float((w * s).sum()) for w, s in zip(weights.whole, scores, strict=True)]
        assert found.value_low[position] == pytest.approx(percentile(np.array(value), 0.05), 1e-3)
        assert found.value_high[position] == pytest.approx(percentile(np.array(value), 0.95), 1e-3)
        np.testing.assert_allclose(found.value[:, position] / 1e9, value, atol=1e-4)
        customer = (weights.inside * scores)[:, [0, 2, 4]].sum(axis=1)
        assert found.customer_positive[position] == pytest.approx((customer > 0).mean(), abs=0.003)


def test_the_normal_is_the_standard_one() -> None:
    """The uniforms above are shared; the normals are held against the textbook's."""
    drawn = np.sort(stream(0, "rating", "P1", "ease").standard_normal(20_000))
    expected = [NormalDist().inv_cdf((place + 0.5) / 20_000) for place in range(20_000)]
    assert np.abs(drawn - expected)[200:-200].max() < 0.06
