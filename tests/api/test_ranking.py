"""`rank` gives what `evaluate` gives for the same frame, and refuses what it cannot read.

The reference is `evaluate` itself, and to the last bit; a few figures are by hand: a rating r on
-3 ... +3 scores r / 3.
"""

from __future__ import annotations

from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cximpact

COLUMNS = ["rank", "action", "value", "customer_value", "business_value", "coverage"]
WEIGHTS = {"ease": 60, "speed": 40}
BOTH = {
    "id": "both",
    "groups": {"customer": 60, "business": 40},
    "criteria": {
        "ease": {"weight": 3},
        "calm": {"weight": 1, "risk": True},
        "price": {"weight": 0, "scale": [5, 3, 1]},
        "margin": {"weight": 2, "group": "business", "scale": [0, 2, 10]},
        "effort": {"weight": 1, "group": "business", "levels": {"low": {"score": 1},
                                                              "mid": {"score": 0.1},
                                                              "high": {"score": -0.7}}},
    },
}  # fmt: skip
ONLY_BUSINESS = {
    "id": "business",
    "criteria": {"margin": {"weight": 1, "group": "business"}},
}


def same(frame: pd.DataFrame, **how: Any) -> None:
    """Fail unless `rank` and `evaluate` agree on every bit of the frame."""
    scorecard = how.get("scorecard")
    scale = how.get("scale")
    columns = None
    if scale is not None:
        columns = {"ratings": {each: {"column": each, "scale": scale} for each in how["weights"]}}
    expected = cximpact.evaluate(
        proposals=frame,
        weights=how.get("weights"),
        scorecard=scorecard,
        columns=columns,
        draws=0,
        analyses=[],
    ).to_frame()[COLUMNS]
    found = cximpact.rank(frame, how.get("weights"), scorecard=scorecard, scale=scale)
    assert found.index.tolist() == expected.index.tolist()
    assert found.index.name == expected.index.name
    assert found.columns.tolist() == COLUMNS
    assert found["action"].tolist() == expected["action"].tolist()
    for column in ("rank", *COLUMNS[2:]):
        assert found[column].dtype == expected[column].dtype
        assert found[column].to_numpy().tobytes() == expected[column].to_numpy().tobytes(), column


names = st.one_of(
    st.integers(-5, 300).map(str),
    st.text("abZÄ é\u2028", min_size=1, max_size=4).filter(lambda text: bool(text.strip())),
)
gap = st.sampled_from([None, float("nan")])
level = st.integers(-3, 3).map(float)
between = st.floats(-3, 3, allow_subnormal=False)
rating = st.one_of(level, level, between, gap, st.just(-0.0))


@st.composite
def lists(draw: st.DrawFn, cells: dict[str, st.SearchStrategy[Any]]) -> pd.DataFrame:
    """Rows with ids that differ, in any order, some of the same ratings."""
    ids = draw(st.lists(names, min_size=1, max_size=7, unique_by=str.strip))
    rows = [{name: draw(each) for name, each in cells.items()} for _ in ids]
    for at in range(1, len(rows)):
        if draw(st.booleans()):
            rows[at] = rows[draw(st.integers(0, at - 1))]
    frame = pd.DataFrame(rows)
    if draw(st.booleans()):
        return frame.assign(id=ids)
    return frame.set_axis(pd.Index(ids, name=draw(st.sampled_from([None, "id"]))))


@settings(max_examples=40, deadline=None)
@given(
    lists({"ease": rating, "speed": rating, "calm": st.one_of(rating, st.just(0.0))}),
    st.tuples(*[st.one_of(st.integers(0, 9), st.floats(0.01, 1e6))] * 3).filter(any),
)
def test_customer_ratings_are_ranked_as_evaluate_ranks_them(
    frame: pd.DataFrame, points: tuple[float, ...]
) -> None:
    same(frame, weights=dict(zip(("speed", "ease", "calm"), points, strict=True)))


@settings(max_examples=40, deadline=None)
@given(
    lists(
        {
            "ease": rating,
            "calm": st.one_of(st.floats(-3, 0), st.integers(-3, 0), gap),
            "price": st.one_of(st.integers(1, 5), st.floats(1, 5), gap),
            "margin": st.one_of(st.integers(0, 10), st.floats(0, 10), gap),
            "effort": st.sampled_from(["low", "mid", " High", "", None]),
        }
    )
)
def test_two_groups_and_all_kinds_of_scales_are_ranked_as_evaluate_ranks_them(
    frame: pd.DataFrame,
) -> None:
    same(frame, scorecard=BOTH)


@settings(max_examples=20, deadline=None)
@given(
    lists({"ease": st.one_of(st.integers(1, 5), st.floats(1, 5), gap), "speed": st.integers(1, 5)}),
    st.sampled_from(
        [(1, 3, 5), (5, 3, 1), (1, 4, 5), (1, 5, 5), (1, 1, 5), (5, 5, 1), (0, 2.5, 7)]
    ),
)
def test_a_scale_is_read_as_evaluate_reads_it(
    frame: pd.DataFrame, scale: tuple[float, float, float]
) -> None:
    same(frame, weights=WEIGHTS, scale=scale)


@pytest.mark.parametrize("mode", ["block", "warn", "off"])
@pytest.mark.parametrize("action", ["revise", "decline"])
def test_the_gates_of_a_scorecard_count_as_set(mode: str, action: str) -> None:
    gate = {"mode": mode, "action": action}
    card = {**BOTH, "gates": {"customer_harm": gate, "customer_value_floor": gate}}
    same(grid(200), scorecard=card)


def grid(count: int, seed: int = 1) -> pd.DataFrame:
    """Random ratings for the scorecard of two groups, a tenth of them missing."""
    random = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "ease": random.integers(-3, 4, count).astype(float),
            "calm": random.integers(-3, 1, count).astype(float),
            "price": random.integers(1, 6, count).astype(float),
            "margin": random.uniform(0, 10, count),
        }
    )
    frame = frame.mask(pd.DataFrame(random.random(frame.shape) < 0.1, columns=frame.columns))
    return frame.assign(effort="mid", id=[f"P{at}" for at in random.permutation(count)])


def test_business_criteria_alone_run_no_gate_of_customers() -> None:
    same(pd.DataFrame({"id": ["b", "a", "c"], "margin": [-3, 2, None]}), scorecard=ONLY_BUSINESS)


def test_customer_criteria_that_nobody_rated_run_no_gate() -> None:
    frame = pd.DataFrame({"id": ["b", "a"], "ease": [None, None], "speed": [None, float("nan")]})
    same(frame, weights=WEIGHTS)


@pytest.mark.parametrize(
    "ids",
    [
        [3, 20, 100],
        [3.0, 20.0, 1.5],
        pd.array([3, 20, 100], dtype="Int64"),
        pd.Categorical(["x", "y", "z"]),
        pd.array(["ä", " b ", "c"], dtype="string"),
        ["one", 2, True],
        pd.to_datetime(["2026-01-02", "2026-01-01", "2025-01-01"]),
    ],
)
def test_ids_of_any_type_become_the_same_text(ids: Any) -> None:
    same(pd.DataFrame({"id": ids, "ease": [1, 1, 1], "speed": [0, 0, 0]}), weights=WEIGHTS)


@pytest.mark.parametrize(
    "dtype", ["int8", "uint16", "float32", "Int64", "Float64", "category", "object", "str"]
)
def test_ratings_of_any_type_are_read_alike(dtype: str) -> None:
    ratings = pd.Series([3, 1, 0, 2]).astype(dtype)
    same(pd.DataFrame({"id": list("dcba"), "ease": ratings, "speed": 1}), weights=WEIGHTS)


def test_words_of_a_text_column_are_read_as_evaluate_reads_them() -> None:
    words = pd.Series(["low", " High", None, "mid", "", "low"], dtype="str")
    same(grid(6).assign(effort=words), scorecard=BOTH)
    unfit = grid(6).assign(effort=words.replace("mid", "midd"))
    told = problems_of(lambda: cximpact.rank(unfit, scorecard=BOTH))
    assert told == problems_of(lambda: cximpact.evaluate(proposals=unfit, scorecard=BOTH))


def test_a_slice_of_a_longer_list_is_read_from_its_own_start() -> None:
    whole = pd.DataFrame({"id": [f"P{at:02}" for at in range(40)], "ease": [2, 1] * 20})
    same(whole.iloc[10:20], weights={"ease": 1})
    same(whole.iloc[::-3], weights={"ease": 1})


def test_lists_longer_than_a_block_are_ranked_as_evaluate_ranks_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cximpact.scoring.bulk.ROWS", 7)
    same(grid(60), scorecard=BOTH)


def test_an_array_calls_rows_by_their_position_and_columns_in_the_order_of_the_weights() -> None:
    found = cximpact.rank(np.array([[0, 3], [1, 0], [0, 3]]), {"speed": 1, "ease": 3})
    assert found.index.tolist() == [0, 2, 1]
    assert found["value"].tolist() == pytest.approx([0.75, 0.75, 1 / 12], abs=1e-9)


def test_the_input_is_left_as_it_was_and_columns_share_no_memory() -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "ease": [1.0, 2.0]})
    found = cximpact.rank(frame, {"ease": 1})
    found.loc["b", "value"] = 0.0
    assert found["customer_value"].iloc[0] == pytest.approx(2 / 3)
    assert frame["ease"].tolist() == [1.0, 2.0]


@pytest.mark.parametrize("ratings", [grid(50), grid(50)[["ease", "calm", "price"]].to_numpy()])
def test_no_column_shares_memory_with_another_or_with_the_index(ratings: Any) -> None:
    card = {"id": "three", "criteria": {each: BOTH["criteria"][each] for each in ("ease", "calm")}}
    card["criteria"]["price"] = {"weight": 1, "scale": [5, 3, 1]}
    found = cximpact.rank(ratings, scorecard=card)
    held = [found["action"].cat.codes.to_numpy(), found.index.to_numpy()]
    held += [found[each].to_numpy() for each in COLUMNS if each != "action"]
    for one, other in combinations(held, 2):
        assert not np.shares_memory(one, other)
    assert found["rank"].tolist() == list(range(1, 51))


def test_the_best_rows_are_explained_by_evaluate() -> None:
    frame = grid(300).set_index("id")
    ranked = cximpact.rank(frame, scorecard=BOTH)
    few = cximpact.evaluate(
        proposals=frame.loc[ranked.index[:5]], scorecard=BOTH, draws=0, analyses=[]
    )
    assert few.to_frame().index.tolist() == ranked.index[:5].tolist()
    assert few.to_frame()["value"].tolist() == ranked["value"].head(5).tolist()


def problems_of(work: Any) -> list[tuple[Any, ...]]:
    with pytest.raises(cximpact.InputError) as caught:
        work()
    return [(p.message, p.field, p.value, p.expected, p.hint) for p in caught.value.problems]


def test_unfit_cells_are_told_with_the_words_of_evaluate() -> None:
    frame = pd.DataFrame(
        {
            "id": list("edcba"),
            "ease": [9.0, -3.5, float("inf"), None, 1.0],
            "speed": [1, "x", None, True, "4"],
        }
    )
    told = problems_of(lambda: cximpact.rank(frame, WEIGHTS))
    expected = problems_of(lambda: cximpact.evaluate(proposals=frame, weights=WEIGHTS))
    assert [each[:4] for each in told] == [each[:4] for each in expected]
    assert told[0][:3] == ("not on the scale", "row 0, ease", "9")
    assert told[0][4].endswith("scale=(1, 3, 5)")


@pytest.mark.parametrize("scale", [(1, 3, 5), (5, 3, 1)])
def test_ratings_beyond_a_scale_are_told(scale: tuple[int, int, int]) -> None:
    frame = pd.DataFrame({"id": ["a", "b"], "ease": [0.5, 6]})
    told = problems_of(lambda: cximpact.rank(frame, {"ease": 1}, scale=scale))
    assert [each[1] for each in told] == ["row 0, ease", "row 1, ease"]


def test_doubled_and_missing_ids_are_told_with_their_rows() -> None:
    frame = pd.DataFrame({"id": ["b", "a", None, "a ", " "], "ease": 1, "speed": 1})
    told = problems_of(lambda: cximpact.rank(frame, WEIGHTS))
    expected = problems_of(lambda: cximpact.evaluate(proposals=frame, weights=WEIGHTS))
    assert {each[:2] for each in told} == {each[:2] for each in expected}


def test_of_many_problems_twenty_are_told_and_the_rest_counted() -> None:
    frame = pd.DataFrame({"id": "same", "ease": [7] * 1000, "speed": ["x"] * 1000})
    told = problems_of(lambda: cximpact.rank(frame, WEIGHTS))
    assert told[-1][0] == "and 979 more ids that stand twice"
    frame["id"] = range(1000)
    told = problems_of(lambda: cximpact.rank(frame, WEIGHTS))
    assert len(told) == 42
    assert [each[0] for each in told].count("and 980 more cells of this column are unfit") == 2


def test_a_misspelt_criterion_is_answered_with_the_nearest_column() -> None:
    frame = pd.DataFrame({"id": ["a"], "ease": [1], "speed": [1]})
    told = problems_of(lambda: cximpact.rank(frame, {"ease": 1, "sped": 1}))
    assert told[0][1] == "sped"
    assert told[0][4] == "did you mean 'speed'?"


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        (pd.DataFrame({"ease": [1], "speed": [1]}), "no column says 'id'"),
        (pd.DataFrame({"id": [], "ease": [], "speed": []}), "no proposals"),
        (pd.DataFrame({"id": ["a"], "ease": [1], "speed": [1], "reach": [0.5]}), "evaluate()"),
        (pd.DataFrame([["a", 1, 1, 1]], columns=["id", "ease", "speed", " ease"]), "one name"),
        (pd.DataFrame({("id", "x"): ["a"]}), "levels"),
        (np.zeros((2, 3)), "2 columns: ease, speed"),
        (np.array([["a", "b"]]), "not an array of ratings"),
        (np.zeros((0, 2)), "no proposals"),
        (np.zeros(()), "not an array of ratings"),
        ([{"id": "a", "ease": 1}], "a data frame, or an array"),
        (pd.DataFrame({"id": [{}, "b"], "ease": [1, 1], "speed": [1, 1]}), "type dict"),
    ],
)
def test_what_is_no_list_of_ratings_is_refused(frame: Any, said: str) -> None:
    with pytest.raises(cximpact.InputError) as caught:
        cximpact.rank(frame, WEIGHTS)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({}, "rank(), weights: no weights are given"),
        ({"weights": {}}, "at least 1"),
        ({"weights": {"ease": 0}}, "sum to nothing"),
        ({"weights": {"ease": "many"}}, "weight"),
        ({"weights": 3}, "rank(), weights: not weights"),
        ({"weights": WEIGHTS, "scorecard": "customer"}, "both weights and scorecard"),
        ({"weights": WEIGHTS, "scale": (1, 1, 1)}, "not a scale"),
        ({"scorecard": "customer", "scale": (1, 3, 5)}, "both a scale and a scorecard"),
        ({"scorecard": "custmer"}, "did you mean 'customer'"),
        ({"scorecard": "journey"}, "this is a journey criterion; evaluate() does"),
    ],
)
def test_weights_that_are_none_are_refused(how: dict[str, Any], said: str) -> None:
    frame = pd.DataFrame({"id": ["a"], "ease": [1], "speed": [1]})
    with pytest.raises(cximpact.InputError) as caught:
        cximpact.rank(frame, **how)
    assert said in str(caught.value)
