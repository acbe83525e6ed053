"""Drawing: bands, values to the nano, what is kept, and what is said about it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from attrs import evolve
from hypothesis import given
from hypothesis import strategies as st

from cximpact.exceptions import InternalError
from cximpact.model.draws import DrawSettings
from cximpact.model.portfolio import Rules
from cximpact.model.weighting import WeightDraws
from cximpact.scoring import score
from cximpact.scoring.drawing import drawing as drawing_module
from cximpact.scoring.drawing import kept_draws
from cximpact.scoring.drawing.bands import band

COUNT = 400


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=60))
def test_a_band_is_numpys_percentiles_to_the_last_bit(values: list[float]) -> None:
    drawn = np.array(values)
    expected = np.percentile(drawn, [5, 95])
    assert band(drawn) == (expected[0] + 0.0, expected[1] + 0.0)
    assert drawn.tolist() == values


def test_a_band_of_ten_thousand_is_numpys_too() -> None:
    drawn = np.clip(np.random.default_rng(2).normal(0.9, 0.1, 10_000), -1, 1)
    assert band(drawn) == tuple(np.percentile(drawn, [5, 95]))


def test_a_band_lies_inside_its_draws() -> None:
    assert band(np.full(7, 0.1)) == (0.1, 0.1)


def test_values_are_weighted_sums_in_units_of_nine_decimals(full_case: Any, drawing: Any) -> None:
    case = full_case()
    rng = np.random.default_rng(1)
    whole = rng.dirichlet([1] * 5, COUNT)
    weights = WeightDraws(whole, whole, np.zeros(COUNT, dtype=np.int64))
    found = drawing.draws(case, COUNT, weights=weights)
    scores = drawing.scores(case, COUNT)
    for position in range(3):
        value = [
            sum(w * v for w, v in zip(*rows, strict=True))
            for rows in zip(whole.tolist(), scores.of(position).tolist(), strict=True)
        ]
        assert found.value[:, position].tolist() == [round(each * 1e9) for each in value]
    assert found.value.dtype == np.int32
    assert found.value.shape == (COUNT, 3)


def test_without_uncertainty_the_band_is_the_printed_score(build: Any, drawing: Any) -> None:
    """Of a quantity in one number, a harm in one number under a sure condition, and a rating."""
    card = build.scorecard(
        build.criterion("cost", "quantity"),
        build.criterion("feel", "journey"),
        build.criterion("gain", group="business"),
        journey=build.journey("till"),
    )
    case = build.case(
        card,
        reach={"P1": 0.0},
        quantities={("P1", "cost"): (12.3,)},
        effects=[{"of": "P1", "at": "till", "change": -0.13, "reach": 0.37}],
        grid={("P1", "gain"): 1 / 3},
    )
    sure = drawing.conditions(case, sd=0.0, till=0.41)
    ready = evolve(case, drawing=DrawSettings(COUNT, 0, 10))
    scores = score(ready, sure)
    scores = evolve(scores, error=np.zeros_like(scores.error))
    found = drawing_module.draw(ready, sure, scores, drawing.weights(scores, COUNT))
    assert found.score_low.tobytes() == scores.score.tobytes()
    assert found.score_high.tobytes() == scores.score.tobytes()
    assert found.value_low == pytest.approx(scores.value, abs=1e-15)
    assert (found.value_low == found.value_high).all()


def test_the_share_above_zero_counts_customer_value_at_nine_decimals(
    build: Any, drawing: Any
) -> None:
    """Draws from -1 to 1, times weights so small that only half of those above zero count."""
    card = build.scorecard(build.criterion("calm"), build.criterion("gain", group="business"))
    case = build.case(card)
    inside = np.tile([1e-9, 1.0], (20_000, 1))
    weights = WeightDraws(inside, inside, np.zeros(20_000, dtype=np.int64))
    found = drawing.draws(case, 20_000, weights=weights)
    # Above 0.5e-9 rounds to 1e-9: half of the draws above zero.
    assert found.customer_positive[0] == pytest.approx(0.25, abs=0.01)


def test_without_customers_no_share_is_above_zero(build: Any, drawing: Any) -> None:
    card = build.scorecard(build.criterion("gain", group="business"))
    found = drawing.draws(build.case(card, grid={("P1", "gain"): 1.0}), COUNT)
    assert np.isnan(found.customer_positive).all()


def test_withdrawn_proposals_are_drawn_too(build: Any, drawing: Any) -> None:
    card = build.scorecard(build.criterion("calm"))
    grid = {("P1", "calm"): 1 / 3}
    plain = drawing.draws(build.case(card, grid=grid), COUNT)
    found = drawing.draws(build.case(card, grid=grid, statuses={"P1": "withdrawn"}), COUNT)
    assert found.value.tobytes() == plain.value.tobytes()


def test_net_changes_are_kept_only_for_the_joint_effect(full_case: Any, drawing: Any) -> None:
    case = full_case()
    assert drawing.draws(case, COUNT).nets is None
    joint = evolve(case, rules=Rules(overlap="joint"))
    found = drawing.draws(joint, COUNT)
    cells = score(case, drawing.conditions(case)).cells
    assert found.nets is not None
    assert found.nets.shape == (100, len(cells))
    third = drawing.scores(case, COUNT).nets(2)
    assert found.nets[:, cells.proposal == 2].tobytes() == third[:100].tobytes()


def test_net_changes_lie_around_the_printed_ones(full_case: Any, drawing: Any) -> None:
    """Where nothing is capped and no gain may turn into harm: at the till without the trial."""
    case = full_case()
    rows = np.flatnonzero(case.effects.likely != 0.5)
    names = ("proposal", "target", "criterion", "low", "likely", "high", "single", "reach")
    kept = {
        name: getattr(case.effects, name)[rows]
        for name in (*names, "basis", "claimed_basis", "screened")
    }
    sources = {
        new: case.effects.sources[old]
        for new, old in enumerate(rows.tolist())
        if old in case.effects.sources
    }
    plain = evolve(case, effects=evolve(case.effects, **kept, sources=sources))
    cells = score(plain, drawing.conditions(plain)).cells
    nets = drawing.scores(plain, 20_000).nets(0)
    till = np.flatnonzero((cells.touchpoint == 2) & (cells.proposal == 0))
    assert nets[:, till].mean(axis=0) == pytest.approx(cells.net[till], abs=0.002)


def test_long_lists_keep_the_first_draws(
    full_case: Any, drawing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = drawing.draws(full_case(), COUNT)
    monkeypatch.setattr(drawing_module, "KEPT_VALUES", 3 * 150)
    found = drawing.draws(full_case(), COUNT)
    assert found.count == COUNT
    assert found.value.tobytes() == whole.value[:150].tobytes()
    assert found.conditions.tobytes() == whole.conditions[:150].tobytes()
    assert found.value_low.tobytes() == whole.value_low.tobytes()
    assert whole.notes == ()
    assert found.notes == (
        "Bands rest on all 400 draws, ranks and selections on the first 150: a list of 3 "
        "proposals leaves no room for more. A list of up to 1 keeps all of them.",
    )


@pytest.mark.parametrize(
    ("proposals", "count", "selections", "kept"),
    [
        (5_000, 10_000, 1_000, 10_000),
        (10_000, 10_000, 1_000, 5_000),
        (1_000_000, 10_000, 20, 100),
        (1_000_000, 10_000, 1_000, 1_000),
        (1_000_000, 500, 1_000, 500),
        (0, 10_000, 1_000, 10_000),
    ],
)
def test_what_is_kept(build: Any, proposals: int, count: int, selections: int, kept: int) -> None:
    class Long:
        proposals = range(0)
        drawing = DrawSettings(count, 0, selections)

    long: Any = Long()
    long.proposals = range(proposals)
    assert kept_draws(long) == kept


def test_more_than_a_block_of_proposals_come_out_in_their_places(build: Any, drawing: Any) -> None:
    card = build.scorecard(build.criterion("calm"))
    ids = [f"P{number:03}" for number in range(131)]
    case = build.case(card, ids, grid={(each, "calm"): 1 / 3 for each in ids})
    found = drawing.draws(case, 50)
    scores = drawing.scores(case, 50)
    for position in (0, 63, 64, 127, 128, 130):
        expected = np.rint(scores.of(position)[:, 0] * 1e9)
        assert found.value[:, position].tolist() == expected.tolist()


def test_costs_are_handed_on_for_the_draws_kept(
    full_case: Any, drawing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_module, "KEPT_VALUES", 3 * 150)
    costs = ({1: np.arange(COUNT)}, {})
    found = drawing.draws(full_case(), COUNT, costs=costs)
    assert found.costs[0][1].tolist() == list(range(150))
    assert found.costs[1] == {}


def test_weights_of_another_number_of_draws_are_refused(full_case: Any, drawing: Any) -> None:
    weights = WeightDraws(np.ones((3, 5)), np.ones((3, 5)), np.zeros(3, dtype=np.int64))
    with pytest.raises(InternalError):
        drawing.draws(full_case(), COUNT, weights=weights)


def test_progress_is_told_of_long_lists(
    build: Any, drawing: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(drawing_module, "_TOLD_EVERY", 2)
    heard: list[str] = []
    case = build.case(build.scorecard(build.criterion("calm")), ("P1", "P2", "P3", "P4", "P5"))
    drawing.draws(case, 10, progress=heard.append)
    assert heard == ["drawing: 2 of 5 proposals", "drawing: 4 of 5 proposals"]


def test_an_empty_list_gives_empty_figures(full_case: Any, build: Any, drawing: Any) -> None:
    """With a journey and without one."""
    for card in (full_case().scorecard, build.scorecard(build.criterion("calm"))):
        case = evolve(build.case(card, ()), rules=Rules(overlap="joint"))
        found = drawing.draws(case, 20)
        assert found.value.shape == (20, 0)
        assert found.score_low.shape == (0, len(card.criteria))
        assert found.nets is not None
        assert found.nets.shape == (20, 0)
