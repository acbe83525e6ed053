"""Knowing more never adds a portfolio; order and duplicates of what is given do not matter.

That tighter weights never enlarge the set is theorem 2 of Liesiö, Mild, Salo (2007): it holds
where the tighter weights reach into the interior of the wider ones.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.decision.candidates import Candidates
from cximpact.decision.portfolios import explore, score_box
from cximpact.decision.program import Row
from cximpact.model.portfolio import Rules

CRITERIA = 3
points = st.lists(st.integers(0, 10), min_size=CRITERIA, max_size=CRITERIA).filter(any)
scores = st.lists(st.integers(-5, 20), min_size=CRITERIA, max_size=CRITERIA)


@st.composite
def problems(draw: st.DrawFn) -> dict[str, Any]:
    middle = np.array(draw(st.lists(scores, min_size=3, max_size=7))) / 20
    count = len(middle)
    cost = draw(st.lists(st.integers(1, 9), min_size=count, max_size=count))
    spread = draw(st.sampled_from([0.0, 0.1]))
    corners = np.array(draw(st.lists(points, min_size=2, max_size=4)), dtype=np.float64)
    return {
        "cost": cost,
        "limit": sum(cost) * draw(st.integers(2, 8)) // 10,
        "low": middle - spread,
        "high": middle + spread,
        "weights": corners / corners.sum(axis=1, keepdims=True),
        "mix": np.array(
            draw(
                st.lists(
                    st.lists(st.integers(1, 9), min_size=len(corners), max_size=len(corners)),
                    min_size=1,
                    max_size=3,
                )
            )
        ),
    }


def ask(problem: dict[str, Any], weights: np.ndarray, order: list[int] | None = None) -> Any:
    """The sets, by the numbers of proposals before they were put in an order."""
    order = order or list(range(len(problem["cost"])))
    row = Row(
        tuple(range(len(order))), tuple(problem["cost"][n] for n in order), most=problem["limit"]
    )
    question: Any = SimpleNamespace(
        case=SimpleNamespace(
            proposals=SimpleNamespace(ids=tuple(f"P{n}" for n in range(len(order)))),
            rules=Rules(),
        ),
        who=Candidates(np.ones(len(order), np.bool_), {}, {}),
        choice=SimpleNamespace(rules=(SimpleNamespace(row=row),)),
    )
    found = explore(question, weights, problem["low"][order], problem["high"][order])
    return {frozenset(order[n] for n in np.flatnonzero(row)) for row in found.sets}


@settings(max_examples=80, deadline=None)
@given(problems())
def test_tighter_weights_never_enlarge_the_set(problem: dict[str, Any]) -> None:
    """Mixtures that give every corner some part lie in the interior of what the corners span."""
    mix = problem["mix"] / problem["mix"].sum(axis=1, keepdims=True)
    assert ask(problem, mix @ problem["weights"]) <= ask(problem, problem["weights"])


@settings(max_examples=40, deadline=None)
@given(problems(), st.randoms(use_true_random=False))
def test_neither_order_nor_repetition_matters(problem: dict[str, Any], random: Any) -> None:
    order = list(range(len(problem["cost"])))
    random.shuffle(order)
    weights = problem["weights"]
    again = np.concatenate([weights[::-1], weights, weights.mean(axis=0, keepdims=True)])
    assert ask(problem, again, order) == ask(problem, weights)


def test_scores_are_bands_where_draws_exist_and_points_else() -> None:
    scores: Any = SimpleNamespace(score=np.array([[0.5, np.nan]]))
    low, high = score_box(scores)
    assert low.tolist() == high.tolist() == [[0.5, 0.0]]
    draws: Any = SimpleNamespace(
        score_low=np.array([[0.2, -0.9]]), score_high=np.array([[0.6, 0.9]])
    )
    low, high = score_box(scores, draws)
    assert (low.tolist(), high.tolist()) == ([[0.2, -0.9]], [[0.6, 0.9]])
