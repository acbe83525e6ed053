"""Whatever Python hands over, what comes back is an evaluation or an `InputError`."""

from __future__ import annotations

import datetime
import decimal
from typing import Any

import numpy as np
import pandas as pd
import pytest

import cximpact
from cximpact import InputError, evaluate, load, read_evaluation

LIST = pd.DataFrame({"id": ["a", "b"], "ease": [1, 2]})
WEIGHTS = {"ease": 1}
JOURNEY = {
    "criteria": {"j": {"kind": "journey", "weight": 1}},
    "journey": {"stages": {"s": {"touchpoints": {"paying": {}}}}},
    "measures": {
        "csat": {
            "kind": "share",
            "success": {"at_least": 4},
            "anchors": {"broken": 0.1, "reliable": 0.5, "differentiating": 0.9},
        }
    },
}
ENDLESS_LIST: list[Any] = []
ENDLESS_LIST.append(ENDLESS_LIST)
ENDLESS: dict[str, Any] = {}
ENDLESS["criteria"] = ENDLESS
HALF = "\ud800"  # half a character, which no file can hold
HUGE = 10**5000


def one(**cells: Any) -> pd.DataFrame:
    """A list of one proposal."""
    row = {"id": "a", "ease": 1} | cells
    return pd.DataFrame({name: pd.Series([cell], dtype=object) for name, cell in row.items()})


def answers(**cells: Any) -> pd.DataFrame:
    """Evidence of one row."""
    row = {"touchpoint": "paying", "measure": "csat", "date": "2026-01-01", "value": 5} | cells
    return pd.DataFrame({name: pd.Series([cell], dtype=object) for name, cell in row.items()})


LISTS: dict[str, tuple[Any, str]] = {
    "number": (5, "a value of type int"),
    "bytes": (b"id", "a value of type bytes"),
    "series": (LIST["ease"], "a value of type Series"),
    "array": (LIST.to_numpy(), "a value of type ndarray"),
    "missing file": ("nothing.csv", "no such file"),
    "folder": (".", "not a table"),
    "address": ("https://example.org/a.csv", "an address"),
    "NUL in the path": ("a\0b.csv", "null byte"),
    "path without end": ("a" * 5000 + ".csv", "cannot be read"),
    "frame without columns": (pd.DataFrame(), "no columns"),
    "frame without rows": (LIST.iloc[:0], "no proposals"),
    "no rows": ([], "no rows"),
    "rows of numbers": ([1, 2], "not a table"),
    "rows of two kinds": ([{"id": "a"}, 5], "not a table"),
    "two columns of one name": (LIST[["id", "ease", "ease"]], "two columns have one name"),
    "index and column of one name": (LIST.set_index("id", drop=False), "two columns"),
    "levels of headers": (
        pd.DataFrame([["a"]], columns=pd.MultiIndex.from_tuples([("x", "id")])),
        "levels of headers",
    ),
    "columns without names": (pd.DataFrame([["a", 1]]), "no column says 'id'"),
    "column called nothing": (LIST.rename(columns={"ease": None}), "no name"),
    "list in a cell": (one(ease=[1]), "row 0, ease"),
    "mapping in a cell": (one(ease={"x": 1}), "row 0, ease"),
    "object in a cell": (one(id=object()), "row 0, id"),
    "bytes in a cell": (one(id=b"a"), "row 0, id"),
    "complex number": (one(ease=1j), "row 0, ease"),
    "infinity": (one(ease=np.inf), "row 0, ease"),
    "endless number": (one(ease=HUGE), "row 0, ease: the cell holds a number too large"),
    "endless number as id": (one(id=HUGE), "row 0, id"),
    "half a character": (one(title=HALF), "row 0, title"),
    "no id": (one(id=None), "row 0, id: no id"),
    "id twice": (pd.concat([LIST, LIST]), "the id stands twice"),
}


@pytest.mark.parametrize(("given", "says"), LISTS.values(), ids=LISTS.keys())
def test_what_is_no_list_is_refused(given: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(proposals=given, weights=WEIGHTS)
    assert says in str(caught.value)
    assert all(len(str(each)) < 2000 for each in caught.value.problems)


PARTS: dict[str, tuple[dict[str, Any], str]] = {
    "weights as a list": ({"weights": [1]}, "not weights"),
    "weights as text": ({"weights": "ease"}, "not weights"),
    "weights as a frame": ({"weights": LIST}, "not weights"),
    "no weights": ({"weights": {}}, "at least 1"),
    "weight nan": ({"weights": {"ease": float("nan")}}, "criteria.ease.weight"),
    "weight below zero": ({"weights": {"ease": -1}}, "at least 0"),
    "weight zero": ({"weights": {"ease": 0}}, "sum to nothing"),
    "weight none": ({"weights": {"ease": None}}, "expected a number"),
    "weight no one means": ({"weights": {"ease": HUGE}}, "more than 60 digits"),
    "weight beyond all sums": ({"weights": {"ease": 1e308, "calm": 1e308}}, "no one can mean"),
    "weight of half a character": ({"weights": {HALF: 1}}, "cannot be written"),
    "weight of nothing": ({"weights": {"": 1}}, "not a usable key"),
    "weights and scorecard": ({"weights": WEIGHTS, "scorecard": "customer"}, "both"),
    "scorecard of no kind": ({"scorecard": 5}, "a mapping"),
    "scorecard misspelt": ({"scorecard": "custmer"}, "did you mean 'customer'"),
    "scorecard without end": ({"scorecard": ENDLESS}, "nested too deeply"),
    "scorecard with a misspelt key": ({"scorecard": {"criterias": {}}}, "mean 'criteria'"),
    "scorecard of half characters": ({"scorecard": {"id": HALF}}, "cannot be written"),
    "scorecard without criteria": ({"scorecard": cximpact.Scorecard("x", (), {})}, "no criterion"),
    "screening of no kind": ({"screening": 5}, "a list"),
    "screening without end": ({"screening": ENDLESS_LIST}, "nested too deeply"),
    "columns as a list": ({"columns": ["id"]}, "a mapping"),
    "column that is not there": ({"columns": {"id": "key"}}, "no such column"),
    "column misspelt": ({"columns": {"idd": "id"}}, "did you mean 'id'"),
    "budgets as a list": ({"budgets": [1]}, "a mapping"),
    "budget in words": ({"budgets": {"all": "lots"}}, "budgets.all"),
    "budget below zero": ({"budgets": {"all": -1}}, "not negative"),
    "budget nan": ({"budgets": {"all": float("nan")}}, "budgets.all"),
    "budget without end": ({"budgets": {"all": decimal.Decimal("1e999999")}}, "budgets.all"),
    "day in words": ({"as_of": "tomorrow"}, "as_of"),
    "day as a number": ({"as_of": 20260301}, "as_of"),
    "day that is none": ({"as_of": "2026-13-40"}, "no such day"),
    "not a day": ({"as_of": pd.NaT}, "as_of"),
    "ratings of no kind": ({"ratings": 5}, "not a table"),
    "ratings without columns": ({"ratings": [{"x": 1}]}, "no column says 'proposal'"),
    "rating of a stranger": (
        {"ratings": [{"proposal": "z", "criterion": "ease", "rating": 1}]},
        "ratings, row 0, proposal: no such proposal",
    ),
    "cost in thousands": ({"costs": [{"proposal": "a", "amount": "12k"}]}, "costs, row 0, amount"),
    "cost without end": ({"costs": [{"proposal": "a", "amount": HUGE}]}, "too large"),
    "cost of an endless exponent": (
        {"costs": [{"proposal": "a", "amount": decimal.Decimal("1e999999")}]},
        "costs, row 0, amount",
    ),
    "cost in a currency that is none": (
        {"costs": [{"proposal": "a", "amount": 1, "currency": 5}]},
        "costs, row 0, currency",
    ),
    "analyses as a number": ({"analyses": 5}, "analyses: not as expected (found '5')"),
    "analyses as text": ({"analyses": "ranks"}, "expected a list"),
    "analyses as bytes": ({"analyses": b"ranks"}, "a value of type bytes"),
    "analyses that repeat": ({"analyses": ["ranks", "ranks"]}, "nothing stands twice"),
    "seed in words": ({"seed": "lucky"}, "expected a whole number"),
    "seed below zero": ({"seed": -1}, "at least 0"),
    "too many stakeholders": (
        {"weighting": {"stakeholders": {f"voice {at}": {} for at in range(101)}}},
        "at most 100 entries",
    ),
    "effects without a journey": (
        {"effects": [{"proposal": "a", "touchpoint": "t", "change": 0.1}]},
        "no journey",
    ),
}


@pytest.mark.parametrize(("given", "says"), PARTS.values(), ids=PARTS.keys())
def test_what_is_no_part_of_a_workspace_is_refused(given: dict[str, Any], says: str) -> None:
    needed = {} if {"weights", "scorecard"} & given.keys() else {"weights": WEIGHTS}
    with pytest.raises(InputError) as caught:
        evaluate(proposals=LIST, **needed, **given)
    assert says in str(caught.value)


EVIDENCE: dict[str, tuple[Any, str]] = {
    "a list": ([answers()], "not evidence"),
    "a frame without a name": (answers(), "not evidence"),
    "a number": ({"e": 5}, "evidence.e"),
    "nothing": ({"e": None}, "evidence.e"),
    "a frame without columns": ({"e": pd.DataFrame()}, "evidence.e"),
    "a misspelt key": ({"e": {"frame": answers(), "mapp": []}}, "did you mean 'map'"),
    "a frame that is none": ({"e": {"frame": "x"}}, "not a table"),
    "a path that is none": ({"e": {"path": 5}}, "evidence.e.path"),
    "paths of which one is none": ({"e": {"path": ["a.csv", 5]}}, "evidence.e.path[1]"),
    "an address": ({"e": "s3://bucket/a.csv"}, "an address"),
    "a name of nothing": ({"": answers()}, "not a usable key"),
    "a list in a cell": ({"e": answers(value=[5])}, "evidence.e, row 0, value"),
    "an object in a cell": ({"e": answers(value=object())}, "evidence.e, row 0, value"),
    "infinity": ({"e": answers(value=np.inf)}, "evidence.e, row 0, value"),
    "an endless number": ({"e": answers(value=HUGE)}, "evidence.e, row 0, value"),
    "an interval": ({"e": answers(value=pd.Interval(0, 1))}, "evidence.e, row 0, value"),
    "half a character": ({"e": answers(touchpoint=HALF)}, "cannot be written"),
    "a NUL": ({"e": answers(touchpoint="paying\0")}, "NUL"),
    "bytes": ({"e": answers(touchpoint=b"paying")}, "evidence.e, row 0, touchpoint"),
    "a misspelt touchpoint": ({"e": answers(touchpoint="payin")}, "did you mean 'paying'"),
    "a day that is none": ({"e": answers(date="2026-13-40")}, "evidence.e, row 0, date"),
    "columns of numbers": ({"e": pd.DataFrame([["a", "b"]])}, "no column holds the date"),
    "two columns of one name": (
        {"e": answers()[["date", "value", "value"]]},
        "two columns have one name",
    ),
}


@pytest.mark.parametrize(("given", "says"), EVIDENCE.values(), ids=EVIDENCE.keys())
def test_what_is_no_evidence_is_refused(given: Any, says: str) -> None:
    with pytest.raises(InputError) as caught:
        evaluate(proposals=LIST[["id"]], scorecard=JOURNEY, evidence=given, as_of="2026-03-01")
    assert says in str(caught.value)


@pytest.mark.parametrize(
    "column",
    [
        pd.Series(np.array([5], dtype="float16")),
        pd.Series(np.array([5], dtype="longdouble")),
        pd.Series(pd.arrays.SparseArray([5])),
        pd.Series([decimal.Decimal(5)]),
        pd.Series([5], dtype="Int8"),
        pd.Series(["5"], dtype="category"),
    ],
    ids=lambda column: str(column.dtype),
)
def test_values_of_evidence_come_in_any_type_of_pandas(column: pd.Series) -> None:
    frame = answers().assign(value=column)
    result = evaluate(
        proposals=LIST[["id"]], scorecard=JOURNEY, evidence={"e": frame}, as_of="2026-03-01"
    )
    assert result.to_frame("evidence")["n"].tolist() == [1]


def test_names_of_sources_are_no_sql_and_no_paths(tmp_path) -> None:
    named = {"e'; DROP TABLE x; --": answers(), "../../x/y": answers()}
    result = evaluate(proposals=LIST[["id"]], scorecard=JOURNEY, evidence=named, as_of="2026-03-01")
    result.save(tmp_path / "kept")
    assert {path.parent for path in tmp_path.rglob("*.jsonl")} == {tmp_path / "kept" / "inputs"}
    again = evaluate(tmp_path / "kept" / "inputs")
    assert again.to_frame("evidence")["n"].tolist() == [1, 1]


def test_a_title_that_no_yaml_may_hold_comes_back_from_saved_inputs(tmp_path) -> None:
    title = "a\x9b31m \x7f \x85 \u2028 \ufeff \uffff b"
    result = evaluate(proposals=LIST, weights=WEIGHTS, title=title, draws=0, as_of="2026-03-01")
    result.save(tmp_path / "kept")
    assert evaluate(tmp_path / "kept" / "inputs").summary.title == title


@pytest.mark.parametrize("path", [5, None, b"x", LIST, "a" * 5000, "a\0b", "/nonexistent"])
@pytest.mark.parametrize("function", [load, read_evaluation, evaluate])
def test_what_is_no_workspace_is_refused(function: Any, path: Any) -> None:
    with pytest.raises(InputError):
        function(path)


def test_a_table_in_the_place_of_the_workspace_is_told_where_it_goes() -> None:
    with pytest.raises(InputError, match="proposals="):
        evaluate(LIST)


def test_unknown_keywords_are_the_only_type_errors() -> None:
    with pytest.raises(TypeError, match="proposal"):
        evaluate(proposal=LIST, weights=WEIGHTS)


@pytest.mark.parametrize("day", [datetime.date(1, 1, 1), datetime.date(9999, 12, 31)])
def test_the_first_and_the_last_day_of_the_calendar_are_days(day: datetime.date) -> None:
    result = evaluate(
        proposals=LIST[["id"]], scorecard=JOURNEY, evidence={"e": answers()}, as_of=day
    )
    assert len(result.to_frame()) == 2
