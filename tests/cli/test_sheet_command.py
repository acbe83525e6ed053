"""`cximpact sheet`: what it writes, what it says, and what it refuses."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from click.testing import CliRunner, Result

from cximpact.cli.group import cximpact

CARD = "criteria: {ease: {weight: 60}, clarity: {weight: 40}}\n"


def run(*words: object) -> Result:
    return CliRunner().invoke(cximpact, ["sheet", *map(str, words)])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "budget.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        sheet = made.add_worksheet("Budget")
        sheet.write_row(0, 0, ["Nr", "Project", "Amount", "Ease", "Clarity"])
        sheet.write_row(1, 0, ["B-1", "Letters", 45000, 2, 3])
        sheet.write_row(2, 0, ["B-2", "Limits", 120000, -3, 1])
    (tmp_path / "card.yaml").write_text(CARD)
    return path


def test_score_writes_results_and_says_in_short_what_came_out(book: Path) -> None:
    done = run(
        *("score", book, "--scorecard", book.parent / "card.yaml", "--quick"),
        *("--as-of", "2026-11-02", "--budget", "capex=EUR 50000", "--column", "id=Nr"),
        *("--write", "rank, action"),
    )
    assert done.exit_code == 0, done.output
    assert "2 lines scored as of 2026-11-02" in done.stdout
    assert "approve 1: B-1" in done.stdout
    assert "decline 1: B-2" in done.stdout
    assert "budget capex: EUR 45,000 of EUR 50,000 used" in done.stdout
    assert "as it was: " in done.stderr
    sheet = openpyxl.load_workbook(book)["Budget"]
    assert [cell.value for cell in sheet[1]][5:] == ["CX rank", "CX action"]
    assert [cell.value for cell in sheet[2]][5:] == [1, "approve"]


def test_score_writes_elsewhere_and_keeps_no_copy_if_asked(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    done = run(
        *("score", book, "--scorecard", book.parent / "card.yaml", "--quick"),
        *("--output", tmp_path / "scored.xlsx", "--no-backup"),
    )
    assert done.exit_code == 0, done.output
    assert book.read_bytes() == before
    assert "as it was" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (["--column", "id"], 2, "expected such as id=Nr"),
        (["--write", "rnak"], 1, "did you mean 'rank'"),
        (["--sheet", "Bugdet"], 1, "did you mean 'Budget'"),
        (["--table", "nothing"], 1, "no such table"),
        (["--scorecard", "custommer"], 1, "did you mean 'customer'"),
        (["--budget", "lots"], 1, "lots"),
        (["--at", "9"], 1, "no such column"),
        (["--output", "b.csv"], 1, ".xlsx"),
    ],
)
def test_a_wrong_choice_is_told_and_nothing_is_written(
    book: Path, words: list[str], code: int, told: str
) -> None:
    before = book.read_bytes()
    more = [] if "--scorecard" in words else ["--scorecard", str(book.parent / "card.yaml")]
    done = run("score", book, *more, *words, "--quick")
    assert done.exit_code == code, done.output
    assert told in f"{done.output} {done.exception}"
    assert book.read_bytes() == before
    assert {path.name for path in book.parent.iterdir()} == {"budget.xlsx", "card.yaml"}


def test_a_workbook_that_is_not_there_is_told(tmp_path: Path) -> None:
    done = run("score", tmp_path / "none.xlsx")
    assert done.exit_code == 1
    assert "none.xlsx: there is no such file" in str(done.exception)


def test_a_new_workbook_is_scored_once_it_is_filled_in(tmp_path: Path) -> None:
    path = tmp_path / "round.xlsx"
    made = run("new", path, "--rater", "Ana", "--rater", "Ben")
    assert made.exit_code == 0, made.output
    assert "sheet score" in made.stdout
    assert run("new", path).exit_code == 1


def test_a_workspace_becomes_a_workbook_and_a_workspace_again(tmp_path: Path) -> None:
    CliRunner().invoke(cximpact, ["demo", str(tmp_path / "lender")])
    book = tmp_path / "lender.xlsx"
    assert run("new", book, "--from", tmp_path / "lender").exit_code == 0
    done = run("export", book, tmp_path / "again")
    assert done.exit_code == 0, done.output
    for name in ("cximpact.yaml", "scorecard.yaml", "ratings.csv"):
        assert (tmp_path / "again" / name).read_bytes() == (tmp_path / "lender" / name).read_bytes()


def test_help_teaches_by_example() -> None:
    shown = run("--help").output
    assert "cximpact sheet score budget.xlsx" in shown
    assert "Run it again after a change" in " ".join(run("score", "--help").output.split())
