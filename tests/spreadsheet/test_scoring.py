"""Scoring a workbook in place, from the file to the file."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

import cximpact
from cximpact import spreadsheet
from cximpact.exceptions import InputError

CARD = {"criteria": {"ease": {"weight": 60}, "clarity": {"weight": 40}}}
HEADERS = ["Nr", "Project", "Cost EUR", "Ease", "Clarity"]
LINES = [
    ["B-1", "Letters", 45000, 2, 3],
    ["B-2", "Form", 120000, 3, 1],
    ["B-3", "Limits", 60000, -2, -1],
    ["B-4", "Telephone", 400000, 1, 0],
]
AS_OF = date(2026, 11, 2)
RESULT_HEADERS = [
    *("CX customer impact", "CX value", "CX rank", "CX action", "CX why"),
    "CX what it would take",
]


def write_book(path: Path, lines: Sequence[Sequence[Any]] = LINES, *, table: bool = False) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Budget")
        for row, cells in enumerate([HEADERS, *lines], 3):
            sheet.write_row(row, 1, cells)
        if table:
            columns = [{"header": header} for header in HEADERS]
            end = 3 + len(lines)
            sheet.add_table(3, 1, end, len(HEADERS), {"name": "Requests", "columns": columns})
        sheet.write("B2", "Requests for 2027")
        other = book.add_worksheet("Notes")
        other.write_formula("A1", "=SUM(Budget!D5:D8)", None, 625000)
    return path


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_book(tmp_path / "budget.xlsx")


def score(path: Path, **more: Any) -> cximpact.Evaluation:
    given = {"scorecard": CARD, "budget": "EUR 200000", "as_of": AS_OF, "quick": True}
    return spreadsheet.score(path, **(given | more))


def cells(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def results_in(path: Path, sheet: str = "Budget") -> dict[str, dict[str, Any]]:
    """Return what stands under each result header, by the id of the line."""
    rows = cells(path, sheet)
    top = next(at for at, row in enumerate(rows) if "CX rank" in row)
    head = rows[top]
    key = head.index("Nr")
    return {
        row[key]: {name: row[head.index(name)] for name in head if str(name).startswith("CX ")}
        for row in rows[top + 1 :]
        if row[key] != ""
    }


def expected() -> cximpact.Evaluation:
    """Return what the library says of the same lines, handed over as a frame."""
    frame = pd.DataFrame(LINES, columns=["id", "title", "amount", "ease", "clarity"])
    return cximpact.evaluate(
        proposals=frame.drop(columns="amount"),
        costs=frame[["id", "amount"]].rename(columns={"id": "proposal"}).assign(currency="EUR"),
        scorecard=CARD,
        budgets={"total": "EUR 200000"},
        as_of=AS_OF,
        draws=0,
        analyses=[],
    )


def test_results_stand_beside_their_lines_as_the_library_gives_them(book: Path) -> None:
    score(book)
    found = results_in(book)
    assert list(found) == ["B-1", "B-2", "B-3", "B-4"]
    for item in expected():
        line = found[item.proposal]
        assert list(line) == RESULT_HEADERS
        assert line["CX rank"] == item.rank
        assert line["CX action"] == item.action
        assert line["CX why"] == item.reason
        assert line["CX value"] == pytest.approx(100 * item.value.expected, abs=1e-7)
        assert line["CX customer impact"] == pytest.approx(100 * item.customer_value, abs=1e-7)


def test_the_call_returns_the_evaluation_it_wrote(book: Path) -> None:
    evaluation = score(book)
    assert [item.proposal for item in evaluation] == [item.proposal for item in expected()]


def test_the_sheets_of_ours_hold_list_evidence_and_method(book: Path) -> None:
    evaluation = score(book)
    ranked = cells(book, "CX recommendations")
    ids = [row[2] for row in ranked if str(row[2]).startswith("B-")]
    assert ids == [item.proposal for item in evaluation]
    scores = [row for row in cells(book, "CX evidence") if str(row[0]).startswith("B-")]
    assert len(scores) == len(LINES) * 2
    said = "\n".join(str(row[0]) for row in cells(book, "CX method"))
    assert evaluation.id in said
    assert "CX customer impact" in said


def test_nothing_else_in_the_workbook_changes(book: Path) -> None:
    before = {name: cells(book, name) for name in ("Budget", "Notes")}
    with zipfile.ZipFile(book) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    score(book)
    assert cells(book, "Notes") == before["Notes"]
    kept = [row[: len(before["Budget"][0])] for row in cells(book, "Budget")]
    assert kept == before["Budget"]
    with zipfile.ZipFile(book) as archive:
        changed = {name for name in parts if archive.read(name) != parts[name]}
    assert changed == {
        *("[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"),
        *("xl/worksheets/sheet1.xml", "xl/styles.xml"),
        # A list of all formulas that programs make anew; there is none unless one wrote it.
    }


def test_scoring_again_changes_nothing(book: Path, tmp_path: Path) -> None:
    score(book)
    first = book.read_bytes()
    score(book)
    with zipfile.ZipFile(book) as again, zipfile.ZipFile(tmp_path / "first.xlsx", "w"):
        second = {name: again.read(name) for name in again.namelist()}
    (tmp_path / "first.xlsx").write_bytes(first)
    with zipfile.ZipFile(tmp_path / "first.xlsx") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == second


def test_a_change_to_a_line_moves_its_results(book: Path, tmp_path: Path) -> None:
    score(book)
    edited = openpyxl.load_workbook(book)
    sheet = edited["Budget"]
    assert sheet["B5"].value == "B-1"
    sheet["E5"] = -3
    edited.save(book)
    score(book)
    assert results_in(book)["B-1"]["CX action"] == "decline"
    assert len([name for name in cells(book, "Budget")[2] if name == "CX rank"]) == 1


def test_lines_sorted_by_the_user_keep_their_own_results(book: Path) -> None:
    score(book)
    first = results_in(book)
    write_book(book, [LINES[at] for at in (3, 1, 0, 2)])
    score(book)
    assert results_in(book) == first


def test_new_lines_get_results_and_lines_gone_leave_none(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b.xlsx", table=True)
    score(book)
    more = [*LINES, ["B-5", "Texts", 35000, 1, 2], ["B-6", "Fair", 90000, 2, 2]]
    edited = openpyxl.load_workbook(book)
    sheet = edited["Budget"]
    for row, line in enumerate(more, 5):
        for column, value in enumerate(line, 2):
            sheet.cell(row, column, value)
    sheet.tables["Requests"].ref = "B4:L10"
    sheet.tables["Requests"].autoFilter.ref = "B4:L10"
    edited.save(book)
    score(book)
    assert set(results_in(book)) == {f"B-{n}" for n in range(1, 7)}
    assert all(line["CX rank"] for line in results_in(book).values())


def test_an_excel_table_grows_over_the_results(tmp_path: Path) -> None:
    book = write_book(tmp_path / "b.xlsx", table=True)
    score(book)
    table = openpyxl.load_workbook(book)["Budget"].tables["Requests"]
    assert table.ref == "B4:L8"
    assert [column.name for column in table.tableColumns] == [*HEADERS, *RESULT_HEADERS]


def test_cells_that_are_not_ours_are_never_written_over(book: Path) -> None:
    edited = openpyxl.load_workbook(book)
    edited["Budget"]["H6"] = "mine"
    edited["Budget"]["K8"] = 0
    edited.save(book)
    before = book.read_bytes()
    with pytest.raises(InputError) as caught:
        score(book, at="G")
    told = " ".join(map(str, caught.value.problems))
    assert "H6" in told
    assert "K8" in told
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["budget.xlsx"]


def test_results_go_where_the_user_says(book: Path) -> None:
    score(book, at="M", write=["rank", "action"])
    sheet = openpyxl.load_workbook(book)["Budget"]
    assert [sheet["M4"].value, sheet["N4"].value] == ["CX rank", "CX action"]
    assert sheet["G4"].value is None


def test_a_backup_holds_the_workbook_as_it_was(book: Path) -> None:
    before = book.read_bytes()
    score(book)
    backups = [path for path in book.parent.iterdir() if "backup" in path.name]
    assert [path.read_bytes() for path in backups] == [before]


def test_another_file_can_be_written_and_none_kept(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    score(book, output=tmp_path / "scored.xlsx", backup=False)
    assert book.read_bytes() == before
    assert results_in(tmp_path / "scored.xlsx")
    assert {path.name for path in tmp_path.iterdir()} == {"budget.xlsx", "scored.xlsx"}


def test_a_workspace_beside_the_workbook_counts(book: Path) -> None:
    (book.parent / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-11-02\nproposals: {path: budget.xlsx, columns: "
        "{id: Nr, title: Project}}\n"
        "costs: {rows: [{proposal: B-1, amount: 1, currency: CHF}]}\ndraws: 0\nanalyses: []\n"
    )
    (book.parent / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    evaluation = spreadsheet.score(book)
    assert evaluation["B-2"].value.expected == pytest.approx(1.0)
    assert evaluation["B-1"].cost is not None
    assert (evaluation["B-1"].cost.amount, evaluation["B-1"].cost.currency) == (1, "CHF")
    assert evaluation["B-2"].cost is None


def test_a_scorecard_that_is_named_takes_the_place_of_the_one_beside(book: Path) -> None:
    (book.parent / "cximpact.yaml").write_text(
        "scorecard: card.yaml\nas_of: 2026-11-02\ndraws: 0\nanalyses: []\n"
    )
    evaluation = spreadsheet.score(book, scorecard=CARD)
    assert {line.criterion for line in evaluation["B-1"].criteria} == {"ease", "clarity"}


def test_without_any_scorecard_the_shipped_one_that_the_headers_name_counts(book: Path) -> None:
    evaluation = spreadsheet.score(book, as_of=AS_OF, quick=True)
    assert evaluation.summary.scorecard["id"] == "customer"


def test_the_live_sheet_gives_the_same_as_the_values(book: Path, tmp_path: Path) -> None:
    score(book, output=tmp_path / "values.xlsx")
    score(book, output=tmp_path / "live.xlsx", live=True)
    values, live = results_in(tmp_path / "values.xlsx"), results_in(tmp_path / "live.xlsx")
    for key, line in values.items():
        for name, value in line.items():
            shown = pytest.approx(value, abs=1e-9) if isinstance(value, float) else value
            assert live[key][name] == shown
    formula = openpyxl.load_workbook(tmp_path / "live.xlsx")["Budget"]["I5"].value
    assert str(formula).startswith("=")


def test_a_live_workbook_stays_live_until_values_are_asked_for(book: Path) -> None:
    score(book, live=True)
    score(book)
    assert "CX weights" in openpyxl.load_workbook(book).sheetnames
    score(book, live=False)
    assert "CX weights" not in openpyxl.load_workbook(book).sheetnames
    assert isinstance(openpyxl.load_workbook(book)["Budget"]["I5"].value, int)


def test_text_from_outside_never_becomes_a_formula_or_link(tmp_path: Path) -> None:
    nasty = ["=1+1", "@SUM(A1)", "http://example.org", "<b>x</b>", "_x0041_"]
    lines = [[f"={n}", text, 1000 * (n + 1), 1, 1] for n, text in enumerate(nasty)]
    book = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(str(book), {"strings_to_formulas": False}) as made:
        sheet = made.add_worksheet("Budget")
        for row, line in enumerate([HEADERS, *lines]):
            for column, value in enumerate(line):
                write: Callable[..., Any] = (
                    sheet.write_string if isinstance(value, str) else sheet.write_number
                )
                write(row, column, value)
    score(book)
    sheets = openpyxl.load_workbook(book)
    for title in ("Budget", "CX recommendations", "CX evidence"):
        for row in sheets[title].iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    titles = {row[3] for row in cells(book, "CX recommendations")}
    assert set(nasty) <= titles


def test_the_office_opens_what_was_scored_and_reads_the_same(office: Any, tmp_path: Path) -> None:
    book = write_book(tmp_path / "b.xlsx", table=True)
    score(book, live=True)
    (converted,) = office.convert([book], "xlsx", tmp_path / "out")
    before, after = results_in(book), results_in(converted)
    for key, line in before.items():
        for name, value in line.items():
            shown = pytest.approx(value, abs=1e-9) if isinstance(value, float) else value
            assert after[key][name] == shown


def name_cells(path: Path, names: dict[str, str]) -> None:
    """Define names of ours for cells, as nobody should."""
    from openpyxl.workbook.defined_name import DefinedName

    edited = openpyxl.load_workbook(path)
    for name, text in names.items():
        edited.defined_names[name] = DefinedName(name, attr_text=text)
    edited.save(path)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("_cximpact.column.action", "Budget!$B$4:$B$8"),
        ("_cximpact.column.rank", "Budget!$B$4:$F$1048576"),
        ("_cximpact.sheet.method", "Budget!$A$1:$XFD$1048576"),
        ("_cximpact.sheet.method", "Notes!$A$1:$B$9"),
        ("_cximpact.sheet.weights", "Budget!$D$5:$D$8"),
    ],
)
def test_a_name_alone_does_not_make_cells_ours(book: Path, name: str, text: str) -> None:
    name_cells(book, {name: text})
    before = {title: cells(book, title) for title in ("Budget", "Notes")}
    score(book)
    for title, rows in before.items():
        assert [row[: len(rows[0])] for row in cells(book, title)] == rows
    assert len(results_in(book)) == len(LINES)


def test_a_column_that_the_user_made_his_own_is_left_alone(book: Path) -> None:
    score(book)
    edited = openpyxl.load_workbook(book)
    sheet = edited["Budget"]
    at = next(cell.column for cell in sheet[4] if cell.value == "CX why")
    for row, value in enumerate(["Owner", "Ana", "Ben", "Eva", "Udo"], 4):
        sheet.cell(row, at, value)
    edited.save(book)
    score(book)
    again = openpyxl.load_workbook(book)["Budget"]
    assert [again.cell(row, at).value for row in range(4, 9)] == [
        *("Owner", "Ana", "Ben", "Eva", "Udo"),
    ]
    assert "CX why" not in [cell.value for cell in again[4]][: at - 1]


def test_a_live_sheet_says_when_it_no_longer_shows_the_last_scoring(
    office: Any, book: Path, tmp_path: Path
) -> None:
    score(book, live=True)
    edited = openpyxl.load_workbook(book)
    edited["Budget"]["E5"] = -1
    edited.save(tmp_path / "changed.xlsx")
    made = office.convert([book, tmp_path / "changed.xlsx"], "xlsx", tmp_path / "out")
    rest, changed = (cells(path, "CX weights")[3][8:9] for path in made)
    assert rest == [""]
    assert "differs from the last scoring" in changed[0]


def test_a_line_without_an_id_is_set_aside_and_says_so(tmp_path: Path) -> None:
    lines = [LINES[0], [None, "Nameless", 5, 1, 1], LINES[2]]
    book = write_book(tmp_path / "b.xlsx", lines)
    score(book)
    head, _, nameless, _ = cells(book, "Budget")[2:6]
    found = dict(zip(head, nameless, strict=True))
    assert (found["CX action"], found["CX why"]) == ("set aside", "no id")
    assert found["CX rank"] == ""


def test_live_formulas_follow_our_sheets_though_the_user_has_some_of_their_names(
    office: Any, book: Path, tmp_path: Path
) -> None:
    edited = openpyxl.load_workbook(book)
    for title in ("CX weights", "cx live"):
        edited.create_sheet(title)["A1"] = "mine"
    edited.save(book)
    score(book, live=True)
    before = results_in(book)
    (made,) = office.convert([book], "xlsx", tmp_path / "out")
    for key, line in results_in(made).items():
        assert line["CX rank"] == before[key]["CX rank"]
        assert line["CX action"] == before[key]["CX action"]
        assert line["CX value"] == pytest.approx(before[key]["CX value"], abs=1e-7)
    assert cells(made, "CX weights") == [["mine"]]
