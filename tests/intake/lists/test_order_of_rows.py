"""Rows in another order are the same input: equal arrays, equal fingerprints."""

from __future__ import annotations

import numpy as np
import pandas as pd
from attrs import asdict, fields
from hypothesis import given, settings
from hypothesis import strategies as st

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import spec_from_keywords

CARD = {
    "criteria": {
        "ease": {"weight": 1},
        "money": {"weight": 1, "kind": "quantity", "value_points": {"0": 0, "9": 1}},
        "j": {"weight": 1, "kind": "journey"},
    },
    "journey": {"stages": {"s": {"touchpoints": {"shop": None, "desk": None}}}},
}
PROPOSALS = [
    {"id": f"P{n}", "title": f"t{n}", "ease": n - 2, "money": n, "cost": n * 10 + 0.1, "kind": k}
    for n, k in enumerate("abcab")
]
RATINGS = [
    {"proposal": p, "criterion": "ease", "rating": r, "rater": who, "unit": u}
    for p, r, who, u in [("P1", 1, "x", "u"), ("P1", 1, "y", "v"), ("P2", 3, "x", ""),
                         ("P2", -2.5, "", "")]
]  # fmt: skip
EFFECTS = [
    {"proposal": p, "touchpoint": t, "change": c, "reach": r, "basis": "trial", "source": s,
     "date": "2026-01-01" if s else None}
    for p, t, c, r, s in [("P1", "shop", 0.2, 0.5, "A"), ("P1", "shop", 0.2, 0.5, "B"),
                          ("P1", "desk", -0.1, None, None), ("P3", "shop", "breaks", 1, None)]
]  # fmt: skip
COSTS = [{"proposal": p, "amount": a, "fund": f} for p, a, f in
         [("P1", 1, "a"), ("P1", 1, "b"), ("P2", 3, "a")]]  # fmt: skip


def inputs_of(proposals, ratings, effects, costs):
    return read_inputs(
        spec_from_keywords(
            proposals=proposals,
            scorecard=CARD,
            ratings=ratings,
            effects=effects,
            costs=costs,
            screening=[{"when": {"kind": "a"}, "effects": [{"touchpoint": "desk", "change": 0.1}]}],
        )
    )


def same(one, other):
    for name in (field.name for field in fields(type(one))):
        a, b = getattr(one, name), getattr(other, name)
        if isinstance(a, np.ndarray):
            np.testing.assert_array_equal(a, b)
        else:
            assert a == b, name


@settings(max_examples=25)
@given(*(st.permutations(rows) for rows in (PROPOSALS, RATINGS, EFFECTS, COSTS)))
def test_any_order_of_rows_is_the_same_input(proposals, ratings, effects, costs):
    one = inputs_of(PROPOSALS, RATINGS, EFFECTS, COSTS)
    other = inputs_of(proposals, ratings, effects, costs)
    for name in ("proposals", "ratings", "quantities", "effects"):
        same(getattr(one, name), getattr(other, name))
    assert one.costs == other.costs
    assert one.inputs == other.inputs


def test_a_file_and_a_frame_of_the_same_rows_have_one_fingerprint(tmp_path):
    path = tmp_path / "list.csv"
    pd.DataFrame(PROPOSALS).to_csv(path, index=False)
    prints = [
        read_inputs(spec_from_keywords(proposals=given, scorecard=CARD)).inputs[0].sha256
        for given in (path, pd.DataFrame(PROPOSALS))
    ]
    assert prints[0] == prints[1]


def test_line_ends_marks_and_unused_columns_do_not_count(tmp_path):
    text = "id,ease,note\nA,1,x\nB,2,y\n"
    prints = set()
    variants = (
        text.encode(),
        text.replace("\n", "\r\n").encode(),
        b"\xef\xbb\xbf" + text.encode(),
        text.replace(",x", ",z").encode(),
    )
    for data in variants:
        (tmp_path / "list.csv").write_bytes(data)
        spec = spec_from_keywords(proposals=tmp_path / "list.csv", weights={"ease": 1})
        prints.add(read_inputs(spec).inputs[0].sha256)
    assert len(prints) == 1


def test_another_value_another_scale_or_another_reason_is_another_fingerprint():
    def print_of(rows, **columns):
        spec = spec_from_keywords(proposals={"rows": rows, **columns}, weights={"ease": 1})
        return read_inputs(spec).inputs[0].sha256

    rows = [{"id": "A", "ease": 2}, {"id": "B", "ease": 1}]
    aside = [{"when": {"id": "B"}, "reason": "x"}]
    other = [{"when": {"id": "B"}, "reason": "y"}]
    scaled = {"columns": {"ratings": {"ease": {"column": "ease", "scale": [0, 1, 3]}}}}
    found = [
        print_of(rows),
        print_of([*rows[:1], {"id": "B", "ease": 3}]),
        print_of(rows, **scaled),
        print_of(rows, set_aside=aside),
        print_of(rows, set_aside=other),
    ]
    assert len(set(found)) == len(found)


def test_records_are_plain_enough_to_be_written():
    found = inputs_of(PROPOSALS, RATINGS, EFFECTS, COSTS)
    assert all(len(asdict(record)["sha256"]) == 64 for record in found.inputs)
