"""Workspace to workbook and back: nothing is lost, and the evaluation is the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import cximpact
from cximpact.api.workspace import Workspace
from cximpact.demo import write_demo
from cximpact.intake.files.cells import text_of
from cximpact.intake.files.documents import read_document
from cximpact.intake.reading import read_inputs
from cximpact.spreadsheet.cells import ColumnBlock
from cximpact.spreadsheet.editing.workbook_edit import WorkbookEdit
from cximpact.spreadsheet.finding.book import Book
from cximpact.spreadsheet.template.exporting import export
from cximpact.spreadsheet.template.new import new
from cximpact.spreadsheet.template.reading import proposals_table, workspace_in

QUICK = {"draws": 0, "analyses": []}


def evaluated(path: Path) -> dict[str, Any]:
    """Return the evaluation of a workspace in files, or of a workbook."""
    if path.suffix != ".xlsx":
        return json.loads(cximpact.evaluate(cximpact.load(path)).to_json())  # type: ignore[no-any-return]
    spec = workspace_in(path)
    assert spec is not None
    workspace = Workspace(spec, read_inputs(spec))
    return json.loads(cximpact.evaluate(workspace).to_json())  # type: ignore[no-any-return]


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a workbook as a person would."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)


def row_of(sheet: Any, text: str, column: int = 1) -> int:
    """Return the row in which a text stands."""
    return next(at for at in range(1, sheet.max_row + 1) if sheet.cell(at, column).value == text)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the packaged example, quick to evaluate."""
    folder = write_demo(tmp_path_factory.mktemp("demo") / "demo")
    (folder / "README.md").unlink()
    return folder


@pytest.fixture(scope="module")
def workbook(demo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a workbook with everything of the example."""
    return new(tmp_path_factory.mktemp("book") / "round.xlsx", workspace=demo)


@pytest.fixture
def copy(workbook: Path, tmp_path: Path) -> Path:
    """Return a copy of the workbook to be changed."""
    path = tmp_path / "round.xlsx"
    path.write_bytes(workbook.read_bytes())
    return path


def test_the_workbook_evaluates_as_the_files_do(demo: Path, workbook: Path) -> None:
    files, book = evaluated(demo), evaluated(workbook)
    for part in ("recommendations", "scorecard", "budgets", "selection", "draws", "weighting"):
        assert book[part] == files[part], part
    assert [each["measurements"] for each in _unnamed(book)] == [
        each["measurements"] for each in _unnamed(files)
    ]
    tables = {"proposals.csv", "costs.csv", "effects.csv", "ratings.csv"}
    prints = {each["sha256"] for each in book["inputs"]}
    assert prints >= {each["sha256"] for each in files["inputs"] if each["path"] in tables}


def _unnamed(evaluation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the touchpoints without the names of the files."""
    for point in evaluation["touchpoints"]:
        for each in point["measurements"]:
            del each["files"]
    return evaluation["touchpoints"]  # type: ignore[no-any-return]


def test_an_unchanged_workbook_gives_every_file_back_byte_for_byte(
    demo: Path, workbook: Path, tmp_path: Path
) -> None:
    export(workbook, tmp_path / "back")
    names = sorted(path.name for path in demo.iterdir())
    assert sorted(path.name for path in (tmp_path / "back").iterdir()) == names
    for name in names:
        assert (tmp_path / "back" / name).read_bytes() == (demo / name).read_bytes(), name


def test_a_workbook_of_the_exported_files_has_equal_cells(workbook: Path, tmp_path: Path) -> None:
    export(workbook, tmp_path / "back")
    again = new(tmp_path / "round.xlsx", workspace=tmp_path / "back")
    one, other = Book.open(workbook), Book.open(again)
    assert one.sheets == other.sheets
    for sheet in one.sheets:
        assert one.grid(sheet).rows == other.grid(sheet).rows, sheet


def test_lines_of_proposals_are_rows_of_the_sheet(workbook: Path) -> None:
    found = proposals_table(workbook)
    assert (found.sheet, found.table, found.header_row) == ("Proposals", "Proposals", 4)
    assert found.raw.place(2, "Proposal") == {
        "file": "round.xlsx",
        "sheet": "Proposals",
        "cell": "B7",
        "field": "Proposal",
    }
    spec = workspace_in(workbook)
    assert spec is not None
    assert list(spec.tables["proposals"].lines) == list(found.raw.lines) == list(range(5, 29))
    assert found.own_columns == frozenset()


def test_results_beside_the_list_are_no_part_of_it(copy: Path, tmp_path: Path) -> None:
    before = proposals_table(copy)
    rows = list(before.raw.lines)
    block = ColumnBlock(
        "column.rank", before.sheet, before.area.last_column + 1, 4, "CX rank", rows, rows
    )
    edited = WorkbookEdit.open(copy)
    edited.put_columns([block], table=before.table)
    edited.save(copy, backup=False)
    after = proposals_table(copy)
    assert after.raw.headers == before.raw.headers
    assert after.raw.columns == before.raw.columns
    assert after.area == before.area
    assert after.own_columns == {block.column}
    export(copy, tmp_path / "back")
    assert "CX rank" not in (tmp_path / "back" / "proposals.csv").read_text()


def test_changed_weights_and_budgets_count_and_leave_comments(copy: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        weights, budgets = book["Weights"], book["Budgets"]
        weights.cell(row_of(weights, "ease"), 5).value = 30
        weights.cell(row_of(weights, "business"), 2).value = 80
        budgets.cell(row_of(budgets, "capex"), 2).value = 2_300_000

    edit(copy, change)
    export(copy, tmp_path / "back")
    card = read_document(tmp_path / "back" / "scorecard.yaml").data
    assert card["criteria"]["ease"]["weight"] == 30  # type: ignore[index, call-overload]
    assert card["groups"] == {"customer": 50, "business": 80}  # type: ignore[index, call-overload]
    text = (tmp_path / "back" / "cximpact.yaml").read_text()
    assert "capex: {limit: EUR 2300000, where: {fund: capex}}" in text
    assert "# two ways to sign: one is enough" in text
    assert "# Half of the value" in (tmp_path / "back" / "scorecard.yaml").read_text()
    assert evaluated(tmp_path / "back")["recommendations"] == evaluated(copy)["recommendations"]


def test_only_the_files_of_changed_sheets_change(demo: Path, copy: Path, tmp_path: Path) -> None:
    def change(book: Any) -> None:
        book["Costs"]["D5"].value = 61000.5
        book["nps_survey"]["C5"].value = 10
        sheet = book["Ratings 1"]
        sheet.cell(row_of(sheet, "P01"), 3).value = 3

    edit(copy, change)
    export(copy, tmp_path / "back")
    changed = {
        path.name
        for path in demo.iterdir()
        if path.read_bytes() != (tmp_path / "back" / path.name).read_bytes()
    }
    assert changed == {"costs.csv", "nps_survey.csv", "ratings.csv"}
    before = (demo / "costs.csv").read_text()
    after = (tmp_path / "back" / "costs.csv").read_text()
    assert after == before.replace("P01,opex,staff,60000,", "P01,opex,staff,61000.5,", 1)
    nps = (tmp_path / "back" / "nps_survey.csv").read_text().splitlines()
    assert nps[1] == "04.03.2025;Übergabe des Fahrzeugs;10"
    assert evaluated(tmp_path / "back")["recommendations"] == evaluated(copy)["recommendations"]


def test_sorted_lines_and_moved_sheets_are_the_same_round(copy: Path, workbook: Path) -> None:
    def change(book: Any) -> None:
        sheet = book["Proposals"]
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(5, 28)]
        for at, row in enumerate(reversed(rows), 5):
            for column, value in enumerate(row, 1):
                sheet.cell(at, column).value = value
        book.move_sheet("Settings", -9)
        book["Budgets"].cell(9, 1).value = None

    edit(copy, change)
    assert evaluated(copy)["recommendations"] == evaluated(workbook)["recommendations"]


WORKSPACE: dict[str, Any] = {
    **QUICK,
    "title": "",
    "as_of": "2026-03-01",
    "currency": "EUR",
    "scorecard": "card.yaml",
    "proposals": {"rows": [{"id": "007", "ease": 2, "cost": 1.5}, {"id": "008", "ease": -1}]},
    "budgets": {"all": "EUR 100", "some": {"limit": 50, "where": {"fund": ["a", "b"]}}},
    "rules": {"excludes": [["007", "008"]]},
    "evidence": {
        "files": {"path": "many-*.csv"},
        "ask": {"source": "crm", "settings": {"t": {"$env": "T"}}},
    },
    "previous": "last/evaluation.json",
}


def _write(folder: Path, data: dict[str, Any]) -> Path:
    folder.mkdir()
    (folder / "cximpact.yaml").write_text("# mine\n" + json.dumps(data))
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1.50}} # ease\n")
    (folder / "many-1.csv").write_text("date,touchpoint,measure,value\n")
    (folder / "last").mkdir()
    (folder / "last" / "evaluation.json").write_text("{}")
    return folder


def test_inline_rows_sources_and_what_stays_outside_come_back(tmp_path: Path) -> None:
    folder = _write(tmp_path / "one", WORKSPACE)
    path = new(tmp_path / "round.xlsx", workspace=folder)
    spec = workspace_in(path)
    assert spec is not None
    assert spec.tables["proposals"].column("id") == ["007", "008"]
    assert spec.data["previous"] == "one/last/evaluation.json"
    assert spec.data["evidence"]["ask"] == WORKSPACE["evidence"]["ask"]  # type: ignore[index, call-overload]
    export(path, tmp_path / "back")
    for name in ("cximpact.yaml", "card.yaml", "last/evaluation.json"):
        assert (tmp_path / "back" / name).read_bytes() == (folder / name).read_bytes(), name


def test_changed_inline_rows_become_a_file(tmp_path: Path) -> None:
    data = {key: part for key, part in WORKSPACE.items() if key not in ("evidence", "previous")}
    path = new(tmp_path / "round.xlsx", workspace=_write(tmp_path / "one", data))
    edit(path, lambda book: book["Proposals"].__setitem__("B5", 3))
    export(path, tmp_path / "back")
    assert (tmp_path / "back" / "proposals.csv").read_text() == "id,ease,cost\n007,3,1.5\n008,-1,\n"
    again = read_document(tmp_path / "back" / "cximpact.yaml").data
    assert again == {**data, "proposals": {"path": "proposals.csv"}}


CELLS = st.text(st.sampled_from("aé\"',;=+-@\n 0.1€_x\t"), max_size=6)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=1, max_size=4), st.sampled_from(",;\t"))
def test_any_table_comes_back(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, ...]], delimiter: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    data = {
        **QUICK,
        "scorecard": "card.yaml",
        "proposals": {"path": "list.csv", "read": {"delimiter": delimiter}},
    }
    _write(folder / "one", data)
    quoted = [['"' + cell.replace('"', '""') + '"' for cell in row] for row in rows]
    lines = [delimiter.join(["id", "Title", "own"]), *(delimiter.join(row) for row in quoted)]
    (folder / "one" / "list.csv").write_text("\n".join(lines), "utf-8")
    path = new(folder / "round.xlsx", workspace=folder / "one")
    spec = workspace_in(path)
    assert spec is not None
    table = spec.tables["proposals"]
    found = [tuple(map(text_of, row)) for row in zip(*table.columns, strict=True)]
    assert found == [row for row in rows if any(map(str.strip, row))]
    export(path, folder / "back")
    for name in ("list.csv", "cximpact.yaml"):
        assert (folder / "back" / name).read_bytes() == (folder / "one" / name).read_bytes()
