"""Texts from outside stay texts, and a workbook that was tampered with does no harm."""

from __future__ import annotations

import builtins
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from cximpact.exceptions import InputError
from cximpact.spreadsheet.template.exporting import export
from cximpact.spreadsheet.template.new import new
from cximpact.spreadsheet.template.reading import proposals_table, workspace_in

NASTY = (
    '=HYPERLINK("http://example.org")',
    "{=1+1}",
    "http://example.org",
    "internal:Sheet!A1",
    "mailto:a@example.org",
    "+1",
    "-1+1",
    "@SUM(A1)",
    "_x0041_",
    "\t=1",
    "1e5",
    "TRUE",
)


def _workspace(folder: Path) -> Path:
    folder.mkdir()
    lines = [
        "id,Title,=A1",
        *(f'P{n},"{t.replace(chr(34), chr(34) * 2)}",x' for n, t in enumerate(NASTY)),
    ]
    (folder / "list.csv").write_text("\n".join(lines) + "\n")
    card = {
        "promise": NASTY[0],
        "criteria": {
            "=1+1": {
                "weight": 1,
                "title": NASTY[0],
                "levels": {"-1": NASTY[0], "0": "same", "1": NASTY[2]},
            }
        },
    }
    (folder / "card.yaml").write_text(json.dumps(card))
    data = {
        "title": NASTY[0],
        "scorecard": "card.yaml",
        "proposals": {"path": "list.csv", "columns": {"title": "Title"}},
        "budgets": {"=1": "EUR 1"},
    }
    (folder / "cximpact.yaml").write_text(json.dumps(data))
    return folder


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a workbook of a workspace whose texts look like formulas and links."""
    return new(tmp_path / "book.xlsx", workspace=_workspace(tmp_path / "one"))


def test_text_from_outside_becomes_no_formula_and_no_link(book: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(book) as archive:
        parts = {
            name: archive.read(name).decode()
            for name in archive.namelist()
            if "xml" in name or "rels" in name
        }
    formulas = {text for part in parts.values() for text in re.findall(r"<f>(.*?)</f>", part)}
    assert not any("HYPERLINK" in text or "1+1" in text.replace(" ", "") for text in formulas)
    assert not any("<hyperlink" in part or "/hyperlink" in part for part in parts.values())
    export(book, tmp_path / "back")
    for name in ("list.csv", "card.yaml", "cximpact.yaml"):
        assert (tmp_path / "back" / name).read_bytes() == (tmp_path / "one" / name).read_bytes()


def _tampered(path: Path, old: str, new_text: str, tmp_path: Path) -> Path:
    """Return the workbook with a text of its hidden sheet replaced."""
    target = tmp_path / "tampered.xlsx"
    with zipfile.ZipFile(path) as source, zipfile.ZipFile(target, "w") as out:
        for name in source.namelist():
            data = source.read(name)
            out.writestr(name, data.replace(old.encode(), new_text.encode()))
    return target


@pytest.mark.parametrize("evil", ["../evil.csv", "/evil.csv", "C:evil.csv", "a/../../evil.csv"])
def test_no_file_is_written_outside_the_folder(book: Path, tmp_path: Path, evil: str) -> None:
    path = _tampered(book, "list.csv", evil, tmp_path)
    export(path, tmp_path / "deep" / "back")
    made = {each for each in tmp_path.rglob("*") if each.is_file() and "one" not in each.parts}
    assert all(
        tmp_path / "deep" / "back" in each.parents for each in made if each.suffix != ".xlsx"
    )


def _damage(path: Path, change: Callable[[Any], None]) -> None:
    made = openpyxl.load_workbook(path)
    change(made)
    made.save(path)


def test_a_changed_plan_is_told(book: Path) -> None:
    _damage(book, lambda made: made["CX template"].__setitem__("B1", "something"))
    for read in (workspace_in, proposals_table):
        with pytest.raises(InputError, match="the hidden sheet"):
            read(book)


def test_a_deleted_sheet_is_told(book: Path) -> None:
    _damage(book, lambda made: made.remove(made["Weights"]))
    with pytest.raises(InputError, match="the sheet with weights was deleted"):
        workspace_in(book)


def test_all_wrong_settings_are_told_at_once(book: Path) -> None:
    def change(made: Any) -> None:
        sheet = made["Settings"]
        sheet["A30"], sheet["B30"], sheet["C30"] = "Nobody", "title", "x"
        sheet["A31"], sheet["B31"], sheet["C31"] = "Round", "a..b", "x"
        sheet["A32"], sheet["B32"], sheet["C32"] = "Round", "scorecard", "x"
        made["Weights"]["E11"] = "many"

    _damage(book, change)
    with pytest.raises(InputError) as told:
        workspace_in(book)
    places = {(each.sheet, each.cell) for each in told.value.problems}
    assert {("Settings", "A30"), ("Settings", "B31"), ("Settings", "B32")} <= places
    assert ("Weights", "E11") in places


def test_naming_another_scorecard_is_told(book: Path) -> None:
    def change(made: Any) -> None:
        for row in made["Settings"].iter_rows():
            if row[1].value == "scorecard":
                row[2].value = "balanced"

    _damage(book, change)
    with pytest.raises(InputError, match="made for another scorecard"):
        workspace_in(book)


def test_other_workbooks_are_none_of_ours(tmp_path: Path) -> None:
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    assert workspace_in(path) is None
    with pytest.raises(InputError, match="not made from our template"):
        export(path, tmp_path / "back")


def test_nothing_there_is_overwritten(book: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is there already"):
        new(book)
    (tmp_path / "back").mkdir()
    (tmp_path / "back" / "list.csv").write_text("mine")
    with pytest.raises(InputError, match=r"list.csv.*is there already"):
        export(book, tmp_path / "back")
    assert [each.name for each in (tmp_path / "back").iterdir()] == ["list.csv"]


@pytest.mark.parametrize(
    ("name", "told"), [("a.xls", "ending in .xlsx"), ("no/folder/a.xlsx", "no such folder")]
)
def test_a_name_that_cannot_be_is_told(tmp_path: Path, name: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        new(tmp_path / name)


def test_without_its_extra_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.startswith("xlsxwriter"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(InputError, match=r"cximpact\[sheet\]"):
        new(tmp_path / "a.xlsx")


def test_a_text_that_no_cell_can_hold_leaves_evidence_in_its_file(tmp_path: Path) -> None:
    folder = _workspace(tmp_path / "one")
    data = json.loads((folder / "cximpact.yaml").read_text())
    data["evidence"] = {"long": {"path": "long.csv"}}
    (folder / "cximpact.yaml").write_text(json.dumps(data))
    (folder / "long.csv").write_text("date,value\n2026-01-01," + "x" * 40_000 + "\n")
    path = new(folder / "book.xlsx", workspace=folder)
    spec = workspace_in(path)
    assert spec is not None
    assert spec.data["evidence"] == {"long": {"path": "long.csv"}}
    assert "long.csv (evidence.long.path) stays" in str(
        [row[0].value for row in openpyxl.load_workbook(path)["Instructions"].iter_rows()]
    )
