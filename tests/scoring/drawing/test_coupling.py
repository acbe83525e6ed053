"""Common random numbers: what is better is no worse in any draw, and moves nobody else."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import numpy as np
from attrs import evolve
from hypothesis import given, settings
from hypothesis import strategies as st

COUNT = 300
TRIAL, OPINION = 0, 4
parts = st.floats(0, 1)


def no_draw_falls(drawing: Any, worse: Any, better: Any) -> None:
    below, above = (drawing.draws(case, COUNT) for case in (worse, better))
    assert (above.value[:, 0] >= below.value[:, 0]).all()
    for position in range(1, len(worse.proposals)):
        assert above.value[:, position].tobytes() == below.value[:, position].tobytes()


def changed(case: Any, row: int, **columns: float) -> Any:
    effects = case.effects
    new = {name: getattr(effects, name).copy() for name in columns}
    for name, amount in columns.items():
        new[name][row] = amount
    return evolve(case, effects=evolve(effects, **new))


def row_of(case: Any, at: str, likely: float) -> int:
    effects = case.effects
    here = effects.target == effects.targets.index(at)
    (row,) = np.flatnonzero(here & (effects.proposal == 0) & (effects.likely == likely))
    return int(row)


@settings(max_examples=25, deadline=None)
@given(parts, parts)
def test_a_higher_likely_gain_lowers_no_draw(
    drawing: Any, full_case: Any, one: float, other: float
) -> None:
    case = full_case()
    row = row_of(case, "till", 0.3)
    low, high = sorted((one, other))
    cases = (changed(case, row, likely=0.1 + 0.3 * part) for part in (low, high))
    no_draw_falls(drawing, *cases)


@settings(max_examples=25, deadline=None)
@given(parts, parts)
def test_a_milder_harm_lowers_no_draw(
    drawing: Any, full_case: Any, one: float, other: float
) -> None:
    case = full_case()
    row = row_of(case, "vetting", -0.2)
    low, high = sorted((one, other))
    cases = (changed(case, row, likely=-0.3 + 0.2 * part) for part in (low, high))
    no_draw_falls(drawing, *cases)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 0.5), st.sampled_from([("till", 0.3), ("till", 0.5), ("shop", 0.1)]))
def test_a_guess_raised_as_a_whole_lowers_no_draw(
    drawing: Any, full_case: Any, by: float, which: tuple[str, float]
) -> None:
    case = full_case()
    row = row_of(case, *which)
    raised = {name: float(getattr(case.effects, name)[row]) + by for name in ("low", "high")}
    no_draw_falls(drawing, case, changed(case, row, likely=which[1] + by, **raised))


def test_a_better_basis_lowers_no_draw(drawing: Any, full_case: Any) -> None:
    case = full_case()
    row = row_of(case, "till", 0.3)
    cases = [changed(case, row, basis=basis) for basis in range(OPINION, TRIAL - 1, -1)]
    for worse, better in pairwise(cases):
        no_draw_falls(drawing, worse, better)


@settings(max_examples=25, deadline=None)
@given(parts, parts)
def test_a_gain_that_reaches_more_lowers_no_draw(
    drawing: Any, full_case: Any, one: float, other: float
) -> None:
    case = full_case()
    row = row_of(case, "till", 0.3)
    low, high = sorted((one, other))
    no_draw_falls(drawing, *(changed(case, row, reach=part) for part in (low, high)))


@settings(max_examples=25, deadline=None)
@given(st.integers(-3, 3), st.integers(-3, 3))
def test_a_better_rating_lowers_no_draw(drawing: Any, build: Any, one: int, other: int) -> None:
    card = build.scorecard(build.criterion("calm"), build.criterion("gain", group="business"))
    cases = [
        build.case(card, ("P1", "P2"), grid={("P1", "calm"): answer / 3, ("P2", "calm"): 1.0})
        for answer in sorted((one, other))
    ]
    no_draw_falls(drawing, *cases)


@settings(max_examples=25, deadline=None)
@given(parts, parts)
def test_a_higher_likely_amount_lowers_no_draw(
    drawing: Any, full_case: Any, one: float, other: float
) -> None:
    case = full_case()
    column = [each.id for each in case.scorecard.criteria].index("cost")
    cases = []
    for part in sorted((one, other)):
        likely = case.quantities.likely.copy()
        likely[0, column] = 10 + 120 * part
        cases.append(evolve(case, quantities=evolve(case.quantities, likely=likely)))
    no_draw_falls(drawing, *cases)


@settings(max_examples=25, deadline=None)
@given(st.permutations(["P0", "P1", "P2", "P3", "P4"]), st.integers(1, 5))
def test_proposals_beside_it_change_no_byte(
    drawing: Any, full_case: Any, ids: list[str], size: int
) -> None:
    """Whoever else is on the list, and in whatever order, bands and draws stay."""
    whole = drawing.draws(full_case(*sorted(ids)), COUNT)
    case = full_case(*sorted(ids[:size]))
    part = drawing.draws(case, COUNT)
    for position, key in enumerate(case.proposals.ids):
        place = sorted(ids).index(key)
        for name in ("value_low", "value_high", "score_low", "score_high", "customer_positive"):
            one, other = getattr(part, name)[position], getattr(whole, name)[place]
            assert one.tobytes() == other.tobytes(), name
        assert part.value[:, position].tobytes() == whole.value[:, place].tobytes()


def test_criteria_beside_it_change_no_draw_of_a_score(drawing: Any, build: Any) -> None:
    few = build.scorecard(build.criterion("calm"))
    more = build.scorecard(build.criterion("before"), build.criterion("calm"))
    grid = {("P1", "calm"): 1 / 3}
    one = drawing.scores(build.case(few, grid=grid)).of(0)[:, 0]
    other = drawing.scores(build.case(more, grid=grid)).of(0)[:, 1]
    assert one.tobytes() == other.tobytes()
