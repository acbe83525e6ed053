"""Where results go beside a table, and what stands in each line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
import pytest

import cximpact
from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Area, Cell, ErrorCell
from cximpact.intake.files.raw_table import Origin, RawTable
from cximpact.spreadsheet.cells import Formula, OwnedArea
from cximpact.spreadsheet.finding.find import FoundTable
from cximpact.spreadsheet.placing import place_columns, result_columns


def table(ids: Sequence[Cell], *, sheet: str = "Budget") -> FoundTable:
    """Return a table whose lines stand from row 5 on, every second row blank."""
    lines = [5 + 2 * place for place in range(len(ids))]
    raw = RawTable("b.xlsx", ("Nr",), (list(ids),), lines, sheet, Origin.SHEET, 4, (2,))
    return FoundTable(sheet, "", 4, Area(4, 2, lines[-1], 2), raw)


def owned(columns: Mapping[str, int], sheet: str = "Budget") -> dict[str, OwnedArea]:
    return {
        f"column.{name}": OwnedArea(sheet, Area(4, column, 9, column))
        for name, column in columns.items()
    }


def places(found: FoundTable, *args: object, **more: object) -> list[tuple[str, int]]:
    there: Mapping[str, OwnedArea] = more.pop("owned", {})  # type: ignore[assignment]
    placed = place_columns(found, there, more.pop("wanted", None), more.pop("at", None))  # type: ignore[arg-type]
    return [(each.result.key, each.column) for each in placed]


def test_results_begin_right_of_the_table() -> None:
    assert places(table(["a"]), wanted=["rank", "action"]) == [("rank", 3), ("action", 4)]


def test_results_begin_where_the_user_says() -> None:
    assert places(table(["a"]), wanted=["rank", "action"], at="aa") == [
        ("rank", 27),
        ("action", 28),
    ]


def test_results_of_an_earlier_run_stay_where_they_are() -> None:
    there = owned({"action": 9, "rank": 7})
    assert places(table(["a"]), owned=there) == [("rank", 7), ("action", 9)]


def test_new_results_follow_those_of_an_earlier_run_which_are_written_again() -> None:
    there = owned({"action": 9, "rank": 7})
    assert places(table(["a"]), owned=there, wanted=["value", "rank"]) == [
        ("rank", 7),
        ("action", 9),
        ("value", 10),
    ]


def test_results_beside_another_table_do_not_bind_this_one() -> None:
    there = owned({"action": 9}, sheet="Other")
    assert places(table(["a"]), owned=there, wanted=["rank"]) == [("rank", 3)]


@pytest.mark.parametrize("at", ["", "7", "A1", "XFE", "ÄÄ", "ABCD"])
def test_what_is_no_column_is_refused(at: str) -> None:
    with pytest.raises(InputError, match="no such column"):
        places(table(["a"]), at=at)


def test_results_cannot_be_asked_for_in_a_second_place() -> None:
    with pytest.raises(InputError, match="stand from column G already"):
        places(table(["a"]), owned=owned({"rank": 7}), at="K")


def test_each_line_gets_its_own_result_wherever_it_stands() -> None:
    ideas = pd.DataFrame({"id": ["a", "b"], "ease": [3, -1]})
    evaluation = cximpact.evaluate(proposals=ideas, weights={"ease": 1}, draws=0)
    found = table(["b", ErrorCell("#N/A"), " a ", None, "x"])
    placed = place_columns(found, {}, ["rank", "value"], None)
    rank, value = result_columns(found, "Nr", placed, evaluation, {})
    assert rank.rows == [5, 7, 9, 11, 13]
    assert rank.values == [2, None, 1, None, None]
    assert value.values == [pytest.approx(-100 / 3), None, 100.0, None, None]
    assert (rank.sheet, rank.header_row, rank.column, rank.key) == ("Budget", 4, 3, "column.rank")


def test_a_line_set_aside_says_so_and_why() -> None:
    ideas = pd.DataFrame({"id": ["a", "b"], "ease": [3, -1], "status": ["proposed", "withdrawn"]})
    evaluation = cximpact.evaluate(proposals=ideas, weights={"ease": 1}, draws=0)
    found = table(["a", "b"])
    placed = place_columns(found, {}, ["rank", "action", "why"], None)
    rank, action, why = result_columns(found, "Nr", placed, evaluation, {})
    assert rank.values == [1, None]
    assert action.values == ["approve", "set aside"]
    assert why.values[1] == "withdrawn"


def test_formulas_take_the_place_of_values_where_there_are_any() -> None:
    ideas = pd.DataFrame({"id": ["a"], "ease": [3]})
    evaluation = cximpact.evaluate(proposals=ideas, weights={"ease": 1}, draws=0)
    found, formula = table(["a"]), Formula("1+1", 2)
    placed = place_columns(found, {}, ["rank", "value"], None)
    rank, value = result_columns(found, "Nr", placed, evaluation, {"rank": [formula]})
    assert rank.values == [formula]
    assert value.values == [100.0]
