"""What makes a workbook live: its sheets, what may be changed, and what is said of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from cximpact.intake.files.cells import Area
from cximpact.spreadsheet.cells import Formula
from cximpact.spreadsheet.live.live_sheets import MOST_LINES, live

CARD = {"criteria": {"ease": {"weight": 30}, "speed": {"weight": 10}}}
HEADERS = ["id", "ease", "speed"]
ROWS: list[list[Any]] = [["A", 2, 1], ["B", 1, 3], ["C", "0", 1]]


def said(made: Any) -> str:
    return " ".join(made.parts.notes)


def texts_of(made: Any, key: str) -> list[str]:
    return [
        put.value.text
        for row in made.block(key).rows
        for put in row
        if put is not None and isinstance(put.value, Formula)
    ]


def test_figures_are_unlocked_and_validated_and_stand_beside_what_is_stated(maker: Any) -> None:
    made = maker.made(HEADERS, ROWS, scorecard=CARD)
    block = made.block("sheet.weights")
    row = made.row_of("criteria.ease.weight")
    assert block.rows[row - 1][3].value == block.rows[row - 1][4].value == 30
    assert block.rows[row - 1][4].look.unlocked
    found = {each.area: each for each in block.validations}
    assert found[Area(row, 5, row, 5)].least == 0
    floor = made.row_of("gates.customer_value_floor.floor")
    assert found[Area(floor, 5, floor, 5)].least == -1


def test_more_proposals_than_formulas_can_follow_are_left_as_values(maker: Any) -> None:
    rows = [[f"P{n}", 1, 1] for n in range(MOST_LINES + 1)]
    made = maker.made(HEADERS, rows, scorecard=CARD)
    assert made.parts.blocks == ()
    assert made.parts.columns == {}
    assert said(made).startswith("2,001 proposals: values are written instead of formulas")


def test_formulas_name_sheets_as_the_user_renamed_them(maker: Any) -> None:
    made = maker.made(HEADERS, ROWS, scorecard=CARD)
    titles = {"sheet.weights": "Bob's weights", "sheet.live": "engine"}
    parts = live(made.result, made.found, made.spec, titles=titles)
    assert [block.title for block in parts.blocks] == ["Bob's weights", "engine"]
    texts = [put.value.text for row in parts.blocks[1].rows for put in row
             if put is not None and isinstance(put.value, Formula)]  # fmt: skip
    assert any("'Bob''s weights'!$G$7" in text for text in texts)
    assert all("CX " not in text for text in texts)
    assert "engine!" in parts.columns["rank"][0].text  # type: ignore[union-attr]


def test_text_answers_and_costs_from_elsewhere_enter_as_values_and_are_counted(maker: Any) -> None:
    costs = [{"proposal": "A", "amount": 5}]
    made = maker.made(HEADERS, ROWS, scorecard=CARD, costs=costs, currency="EUR")
    assert "1 score of ratings and amounts enter as values" in said(made)
    assert "1 cost enter as values" in said(made)


def test_a_line_that_was_set_aside_shows_no_rank(maker: Any) -> None:
    found = maker.table(HEADERS, ROWS)
    spec = maker.spec(found, scorecard=CARD)
    aside = {"set_aside": [{"when": {"id": "B"}, "reason": "test"}]}
    data = {**spec.data, "proposals": {**spec.data["proposals"], **aside}}
    from attrs import evolve

    spec = evolve(spec, document=spec.document.replaced(data))
    parts = live(maker.evaluate(spec), found, spec)
    assert parts.columns["rank"][1] is None
    assert parts.columns["action"][1] == "set aside"
    assert isinstance(parts.columns["action"][0], Formula)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "follow the method exactly"),
        ({"budgets": {"pot": "EUR 15"}}, "in the order of value per cost whatever still fits"),
        ({"budgets": {"pot": "EUR 15", "two": "EUR 9"}}, "who was selected enters as values"),
        ({"rules": {"at_most_one": {"x": ["A", "B"]}}}, "who was selected enters as values"),
        (
            {"budgets": {"pot": {"limit": "EUR 15", "where": {"fund": "x"}}}},
            "who was selected enters as values",
        ),
    ],
)
def test_it_is_said_how_the_selection_follows_changes(
    maker: Any, given: dict[str, Any], words: str
) -> None:
    rows = [[*row, 10] for row in ROWS]
    made = maker.made([*HEADERS, "cost"], rows, scorecard=CARD, currency="EUR", **given)
    assert words in said(made)
    has_budget = any("budgets." in str(row[0].value) for row in made.block("sheet.weights").rows
                     if row and row[0] is not None)  # fmt: skip
    assert has_budget == ("whatever still fits" in words)


def test_who_is_sure_in_the_draws_stays_prioritized(maker: Any) -> None:
    made = maker.made(HEADERS, ROWS, scorecard=CARD, draws=200)
    assert "prioritize" in made.result.decision.actions
    assert "Draws of what is uncertain are not repeated" in said(made)
    actions = {line.value for line in made.parts.columns["action"] if isinstance(line, Formula)}
    assert "prioritize" in actions


def test_formulas_use_only_functions_that_excel_2016_and_libreoffice_7_know(maker: Any) -> None:
    import re

    known = set(
        "ABS AND CHOOSE COUNT COUNTIF EXACT IF IFERROR INDEX INT ISNUMBER LOG10 MATCH MAX MEDIAN "
        "MIN N OR ROUND ROW SUM SUMIFS SUMPRODUCT".split()
    )
    awkward = [["A*", 2, 1, 5], ["a*", 1, 3, 9], ["C", None, 1, None]]
    budget = {"budgets": {"pot": "EUR 9"}, "currency": "EUR"}
    made = maker.made([*HEADERS, "cost"], awkward, scorecard=CARD, **budget)
    columns = [cell.text for each in made.parts.columns.values() for cell in each]
    texts = [*texts_of(made, "sheet.live"), *texts_of(made, "sheet.weights"), *columns]
    used = {name for text in texts for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", text)}
    assert used <= known
    assert all(len(text) < 8_192 for text in texts)
