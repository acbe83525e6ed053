"""Formulas know of a cost that is not known what the method knows: a budget cannot pay for it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import python_calamine
from attrs import evolve

from cximpact.spreadsheet.live.live_sheets import live

CARD = {"criteria": {"ease": {"weight": 1}}}
HEADERS = ["id", "ease", "Capex", "Opex"]
ROWS: list[list[Any]] = [
    ["A", 3, "tbd", 7],
    ["B", 2, 5, 1],
    ["C", 1, None, 4],
    ["D", 0, "?", 4],
    ["E", 3, "-", 2],
]
COLUMNS = {"costs": [{"column": "Capex", "fund": "capex"}, {"column": "Opex", "fund": "opex"}]}
CAPEX = {"capex": {"limit": 8, "where": {"fund": "capex"}}}
OPEX = {"opex": {"limit": 30, "where": {"fund": "opex"}}}
ALL = {"all": {"limit": 30}}


def stated(maker: Any, rows: list[list[Any]], budgets: dict[str, Any]) -> Any:
    """Make a table live in which words say that nothing is known."""
    found = maker.table(HEADERS, rows)
    spec = maker.spec(found, scorecard=CARD, columns=COLUMNS, budgets=budgets, currency="EUR")
    part = {**spec.data["proposals"], "missing": ["tbd", "?", "-"]}
    spec = evolve(spec, document=spec.document.replaced({**spec.data, "proposals": part}))
    result = maker.evaluate(spec)
    plain = maker.made(HEADERS, [["X", 1, 1, 1]], scorecard=CARD, columns=COLUMNS)
    return evolve(plain, spec=spec, found=found, result=result, parts=live(result, found, spec))


def headers_of(made: Any) -> list[str]:
    return [
        put.value
        for row in made.block("sheet.live").rows
        for put in row
        if put is not None and isinstance(put.value, str)
    ]


def calculated(path: Path, count: int) -> list[str]:
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    rows = book.get_sheet_by_name("CX live").to_python(skip_empty_area=False)
    first = next(at for at, row in enumerate(rows) if row and row[0] == "No.")
    column = rows[first].index("Action")
    return [str(row[column]) for row in rows[first + 1 : first + 1 + count]]


# A and D are not known; D is not worth doing; E's dash is no cost.
SENT_BACK = "revise approve approve decline approve"
B_TOO = "revise revise approve decline approve"
TAKEN = "approve approve approve decline approve"


@pytest.mark.parametrize(
    ("budgets", "at_rest", "without_b"),
    [(ALL, SENT_BACK, B_TOO), (CAPEX, SENT_BACK, B_TOO), (OPEX, TAKEN, TAKEN)],
    ids=["one for all, which formulas fill", "one that asks", "one that does not ask"],
)
def test_formulas_say_what_the_method_says(
    maker: Any, office: Any, tmp_path: Path, budgets: Any, at_rest: str, without_b: str
) -> None:
    """As it stands, and after its user writes tbd over what was known of B."""
    made = stated(maker, ROWS, budgets)
    assert list(made.result.decision.actions) == at_rest.split()
    changed = [list(row) for row in ROWS]
    changed[1][2] = "tbd"
    after = stated(maker, changed, budgets)
    assert list(after.result.decision.actions) == without_b.split()
    paths = [
        maker.write(made, tmp_path / "rest.xlsx"),
        maker.write(made, tmp_path / "typed.xlsx", cells={(1, "Capex"): "tbd"}),
        maker.write(made, tmp_path / "dash.xlsx", cells={(2, "Capex"): " \u2013 "}),
    ]
    found = [
        calculated(path, len(ROWS)) for path in office.convert(paths, "xlsx", tmp_path / "out")
    ]
    assert found == [at_rest.split(), without_b.split(), at_rest.split()]


def test_what_was_held_back_is_filled_in_when_another_becomes_unknown(
    maker: Any, office: Any, tmp_path: Path
) -> None:
    """B for 6 leaves 1 of 7, and C needs 4; without B, C fits."""
    rows = [["B", 3, 5, 1], ["C", 1, 0, 4], ["D", 1, "tbd", 1]]
    made = stated(maker, rows, {"all": {"limit": 7}})
    assert made.result.decision.actions == ("approve", "defer", "revise")
    path = maker.write(made, tmp_path / "typed.xlsx", cells={(0, "Capex"): "TBD"})
    [done] = office.convert([path], "xlsx", tmp_path / "out")
    assert calculated(done, 3) == ["revise", "approve", "revise"]


def test_notes_say_that_it_takes_another_scoring(maker: Any) -> None:
    said = " ".join(stated(maker, ROWS, ALL).parts.notes)
    assert "2 proposals with a cost that is not known, and that a budget would have to pay" in said
    assert "not known" not in " ".join(stated(maker, ROWS, OPEX).parts.notes)


def test_one_column_of_costs_needs_no_column_for_it(maker: Any) -> None:
    """Written over, the cost is missing as a whole, which formulas know anyway."""
    name = "Cost unknown to a budget"
    assert name in headers_of(stated(maker, ROWS, ALL))
    assert name not in headers_of(stated(maker, ROWS, OPEX | {"opex": {"limit": 9, "where":
        {"fund": "other"}}}))  # fmt: skip
    one = maker.made(
        ["id", "ease", "Cost"],
        [["A", 1, 5], ["B", 1, 6]],
        scorecard=CARD,
        columns={"cost": "Cost"},
        budgets=ALL,
        currency="EUR",
    )
    assert name not in headers_of(one)
