"""Values in bulk are those of `scoring.score`, to the last bit, however the scores lie in memory.

The reference are the sums that `evaluate` uses (`weighted_sum`, `coverage`), which tests of their
own hold against hand computation.
"""

from __future__ import annotations

import numpy as np
import pytest

from cximpact.model.scorecard import Criterion, Scorecard
from cximpact.scoring.bulk import ROWS, Fill, bulk_values, by_column, by_row, known
from cximpact.scoring.value import coverage, group_value, weighted_sum
from cximpact.scoring.weights import criterion_weights

CARD = Scorecard(
    "two",
    (
        Criterion("calm", "customer", "rating", 1.0),
        Criterion("ease", "customer", "rating", 2.0),
        Criterion("margin", "business", "rating", 7.0),
    ),
    {"customer": 60.0, "business": 40.0},
)


def table(count: int, gaps: float) -> np.ndarray:
    random = np.random.default_rng(count)
    scores = random.uniform(-1, 1, (count, 3))
    return np.where(random.random(scores.shape) < gaps, np.nan, scores)


def columns_of(scores: np.ndarray) -> Fill:
    return by_column([known(column) for column in scores.T])


@pytest.mark.parametrize("way", [by_row, columns_of])
@pytest.mark.parametrize("count", [1, 5, ROWS, ROWS + 1, 2 * ROWS + 1100])
@pytest.mark.parametrize("gaps", [0.0, 0.001, 0.5, 1.0])
def test_sums_are_those_of_the_plain_way(way: object, count: int, gaps: float) -> None:
    scores = table(count, gaps)
    found = bulk_values(CARD, way(scores), count)  # type: ignore[operator]
    whole, inside = criterion_weights(CARD)
    assert found.value.tobytes() == weighted_sum(whole, scores).tobytes()
    assert np.asarray(found.coverage).tolist() == coverage(whole, scores).tolist()
    for group in ("customer", "business"):
        expected = group_value(CARD, group, inside, scores)
        assert getattr(found, f"{group}_value").tobytes() == expected.tobytes()
    assert found.missing.tolist() == np.isnan(scores[:, :2]).any(axis=1).tolist()
    assert found.harmed.tolist() == (np.round(scores[:, :2], 9) < -0.34).any(axis=1).tolist()
    assert found.rated is bool((~np.isnan(scores[:, :2])).any())


def test_a_score_on_the_limit_at_nine_decimals_is_no_harm() -> None:
    scores = np.array([[-0.34, 1, 1], [-0.3400000004, 1, 1], [-0.340000001, 1, 1]])
    assert bulk_values(CARD, by_row(scores), 3).harmed.tolist() == [False, False, True]


def test_a_group_that_no_criterion_is_of_has_no_value() -> None:
    card = Scorecard("one", CARD.criteria[:2], {})
    found = bulk_values(card, by_row(np.array([[0.0, 0.75], [np.nan, 0.3]])), 2)
    assert found.customer_value.tolist() == pytest.approx([0.5, 0.2], abs=1e-12)
    assert np.isnan(found.business_value).all()
    assert found.coverage.tolist() == pytest.approx([1, 2 / 3], abs=1e-12)


def test_minus_zero_scores_give_the_value_zero() -> None:
    found = bulk_values(CARD, by_row(np.full((1, 3), -0.0)), 1)
    assert not np.signbit(found.value[0])
