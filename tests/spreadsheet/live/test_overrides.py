"""Figures that the user changed on *CX weights* are read back, count, and stay."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from attrs import evolve

from cximpact.exceptions import InputError
from cximpact.intake.files.cells import Area
from cximpact.intake.files.raw_table import Origin, RawTable
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.live.live_sheets import live
from cximpact.spreadsheet.live.overrides import (
    override_notes,
    read_overrides,
    stated_figures,
    with_overrides,
)
from cximpact.spreadsheet.ownership import reference

CARD = {
    "criteria": {
        "ease": {"weight": 30},
        "speed": {"weight": 10},
        "profit": {"weight": 5, "group": "business"},
    },
    "groups": {"customer": 60, "business": 40},
}
HEADERS = ["id", "ease", "speed", "profit", "cost"]
ROWS = [["A", 2, 1, 1, 10], ["B", 1, 3, -1, 20], ["C", 0, 1, 3, 30]]


@pytest.fixture
def made(maker: Any) -> Any:
    return maker.made(HEADERS, ROWS, scorecard=CARD, budgets={"pot": "EUR 35"}, currency="EUR")


@pytest.fixture
def written(made: Any, tmp_path: Path) -> Any:
    """Return what writes the sheet of weights alone, as a user left it."""

    def write(
        changes: dict[str, Any] | None = None, sheet: str = "CX weights", below: int = 0
    ) -> Book:
        path = tmp_path / "budget.xlsx"
        book = xlsxwriter.Workbook(str(path))
        own = book.add_worksheet(sheet)
        rows = made.block("sheet.weights").rows
        blanked = {made.row_of(key) - 1 for key, value in (changes or {}).items() if value is None}
        for r, row in enumerate(rows):
            for c, put in enumerate(row):
                value = None if put is None or (c == 4 and r in blanked) else put.value
                if hasattr(value, "text"):
                    own.write_formula(r + below, c, f"={value.text}", None, value.value)
                elif value is not None:
                    own.write(r + below, c, value)
        for key, value in (changes or {}).items():
            if value is not None:
                own.write(made.row_of(key) - 1 + below, 4, value)
        area = reference(sheet, Area(1 + below, 1, len(rows) + below, 16))
        book.define_name("_cximpact.sheet.weights", f"={area}")
        book.close()
        return Book.open(path)

    return write


def problems(written: Any, changes: dict[str, Any]) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_overrides(written(changes))
    return [str(each) for each in caught.value.problems]


def test_without_the_sheet_nothing_is_overridden(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "plain.xlsx"))
    book.add_worksheet("Budget").write(0, 0, "id")
    book.close()
    assert not read_overrides(Book.open(tmp_path / "plain.xlsx")).figures


def test_a_sheet_left_alone_changes_nothing(made: Any, written: Any) -> None:
    found = read_overrides(written())
    assert not found.changed
    assert found.figures["criteria.ease.weight"].stated == 30
    assert with_overrides(made.spec, made.scorecard, found) is made.spec


def test_changed_figures_count_also_on_a_renamed_sheet_with_rows_put_in_above(
    maker: Any, made: Any, written: Any
) -> None:
    changes = {
        "criteria.speed.weight": 90,
        "groups.business": 60,
        "gates.customer_value_floor.floor": 0.1,
        "budgets.pot.limit": 12.5,
    }
    found = read_overrides(written(changes, sheet="Bob's weights", below=3))
    assert {key: each.yours for key, each in found.changed.items()} == changes
    result = maker.evaluate(with_overrides(made.spec, made.scorecard, found))
    card = result.case.scorecard
    assert {each.id: each.weight for each in card.criteria} == {
        "ease": 30,
        "speed": 90,
        "profit": 5,
    }
    assert dict(card.groups) == {"customer": 60, "business": 60}
    assert card.policy.gates.customer_value_floor.floor == 0.1
    assert str(result.case.rules.budgets[0].limit) == "EUR 12.5"


def test_what_is_stated_stands_beside_the_users_figure_on_the_next_sheet(
    maker: Any, made: Any, written: Any
) -> None:
    found = read_overrides(written({"criteria.speed.weight": 90}))
    result = maker.evaluate(with_overrides(made.spec, made.scorecard, found))
    stated = stated_figures(made.spec, made.scorecard, found)
    again = evolve(made, parts=live(result, made.found, made.spec, stated=stated))
    row = again.block("sheet.weights").rows[again.row_of("criteria.speed.weight") - 1]
    assert [row[3].value, row[4].value] == [10, 90]
    assert "1 of 7 figures differ" in again.block("sheet.weights").rows[3][0].value.value


def test_a_figure_left_alone_follows_the_scorecard(maker: Any, made: Any, written: Any) -> None:
    """Ease goes from 30 to 50 in the scorecard; the user changed speed only."""
    found = read_overrides(written({"criteria.speed.weight": 90}))
    criteria = tuple(
        evolve(each, weight=50.0 if each.id == "ease" else each.weight)
        for each in made.scorecard.criteria
    )
    changed = evolve(made.scorecard, criteria=criteria)
    result = maker.evaluate(with_overrides(made.spec, changed, found))
    weights = {each.id: each.weight for each in result.case.scorecard.criteria}
    assert (weights["ease"], weights["speed"]) == (50, 90)


def test_statements_about_weights_give_way_to_the_figures_on_the_sheet(
    maker: Any, made: Any, written: Any
) -> None:
    found = read_overrides(written({"criteria.speed.weight": 90}))
    document = made.spec.document.replaced({"weighting": {"statements": ["speed > ease"]}})
    spec = evolve(made.spec, document=document)
    result = maker.evaluate(with_overrides(spec, made.scorecard, found))
    assert not result.case.weighting.stakeholders
    weights = {each.id: each.weight for each in result.case.scorecard.criteria}
    assert (weights["ease"], weights["speed"]) == (30, 90)


def test_a_limit_of_a_table_of_budgets_is_changed_too(maker: Any, made: Any, written: Any) -> None:
    table = RawTable("budgets.csv", ("id", "limit"), (["pot"], ["EUR 35"]), [2], origin=Origin.TEXT)
    data = {key: each for key, each in made.spec.data.items() if key != "budgets"}
    spec = evolve(
        made.spec,
        document=evolve(made.spec.document, data={**data, "budgets_from": {"read": {}}}),
        tables={**made.spec.tables, "budgets_from": table},
    )
    assert str(maker.evaluate(spec).case.rules.budgets[0].limit) == "EUR 35"
    found = read_overrides(written({"budgets.pot.limit": 21}))
    result = maker.evaluate(with_overrides(spec, made.scorecard, found))
    assert [str(each.limit) for each in result.case.rules.budgets] == ["EUR 21.0"]
    assert stated_figures(spec, made.scorecard, found)["budgets.pot.limit"] == 35


def test_changes_are_told_and_so_are_those_that_name_nothing_any_more(
    made: Any, written: Any
) -> None:
    found = read_overrides(written({"criteria.speed.weight": 90, "criteria.ease.weight": 2}))
    criteria = tuple(each for each in made.scorecard.criteria if each.id != "ease")
    told = override_notes(made.spec, evolve(made.scorecard, criteria=criteria), found)
    assert told == (
        "figures changed on CX weights count: criteria.speed.weight 90 instead of 10",
        "figures changed on CX weights no longer name anything: criteria.ease.weight",
    )


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("criteria.ease.weight", "a lot", "not a figure that can count (found 'a lot')"),
        ("criteria.ease.weight", None, "no figure; expected points from 0 up"),
        ("criteria.ease.weight", -1, "not a figure that can count (found '-1')"),
        ("criteria.ease.weight", True, "found 'TRUE'"),
        ("groups.customer", "60%", "found '60%'"),
        ("budgets.pot.limit", -5, "expected an amount from 0 up; the stated figure is 35"),
        ("gates.customer_value_floor.floor", 2, "expected a number from -1 to 1"),
    ],
)
def test_what_is_no_figure_is_refused_by_sheet_and_cell(
    made: Any, written: Any, field: str, typed: Any, said: str
) -> None:
    (told,) = problems(written, {field: typed})
    assert told.startswith(f"budget.xlsx, sheet CX weights, cell E{made.row_of(field)}, {field}: ")
    assert said in told


def test_all_problems_come_at_once_and_a_group_of_zeros_is_one(made: Any, written: Any) -> None:
    told = problems(
        written,
        {"criteria.ease.weight": 0, "criteria.speed.weight": 0, "groups.business": "half"},
    )
    assert len(told) == 2
    assert "groups.business: not a figure" in told[0]
    row = made.row_of("criteria.ease.weight")
    assert (
        f"cell E{row}, criteria.ease.weight: the points of the customer criteria are all 0"
        in (told[1])
    )


def test_shares_that_are_all_zero_are_refused(written: Any) -> None:
    (told,) = problems(written, {"groups.customer": 0, "groups.business": 0})
    assert "the shares of the groups are all 0; expected at least one above 0" in told
