"""finance-ledger: exports read strictly, amounts exact, signs and currencies as declared."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest

from cximpact.testing import Run, run_source
from cximpact_finance.plugin import cximpact_evidence_sources

Collect = Callable[..., Run]
SAP = (
    "Buchungsjournal Mandant 100\r\n"
    "Konto;Kostenstelle;Datum;Betrag;S/H;Währung;Beleg\r\n"
    "600000;letters;31.01.2026;1.200,10;S;EUR;B-1\r\n"
    "610050;letters;15.02.2026;300,05;S;EUR;B-2\r\n"
    "600000;portal;16.02.2026;5.000,00;S;EUR;B-3\r\n"
    "600000;portal;17.02.2026;500,00;H;EUR;B-4\r\n"
    "700000;portal;18.02.2026;1,00;S;EUR;B-5\r\n"
    "600000;portal;01.06.2026;9,99;S;EUR;B-6\r\n"
    ";;;6.011,14;S;EUR;Summe\r\n"
)
SETTINGS: dict[str, Any] = {
    "path": "journal.csv",
    "encoding": "cp1252",
    "delimiter": ";",
    "decimal": ",",
    "thousands": ".",
    "date_format": "%d.%m.%Y",
    "header_line": 2,
    "debit_mark": "S",
    "credit_mark": "H",
    "columns": {
        "account": "Konto",
        "proposal": "Kostenstelle",
        "date": "Datum",
        "amount": "Betrag",
        "side": "S/H",
        "currency": "Währung",
        "ref": "Beleg",
    },
    "accounts": [
        {"from": "6000", "to": "6099", "category": "software"},
        {"from": "6100", "to": "6199", "category": "postage", "fund": "opex"},
    ],
}


@pytest.fixture
def ask(tmp_path: Path) -> Collect:
    """Collect from files in a folder of the test."""
    source = next(each for each in cximpact_evidence_sources() if each.name == "finance-ledger")

    def asked(kind: str, settings: dict[str, Any], **files: str | bytes) -> Run:
        for name, content in files.items():
            data = content if isinstance(content, bytes) else content.encode("cp1252")
            (tmp_path / name.replace("_", ".")).write_bytes(data)
        return run_source(source, settings, kind=kind, folder=tmp_path, as_of=date(2026, 3, 1))

    return asked


def test_a_german_export_becomes_costs(ask: Collect) -> None:
    """5000,00 debit less 500,00 credit; a later entry, another account and the total are told."""
    run = ask("costs", SETTINGS, journal_csv=SAP)
    assert run.error is None, run.told
    assert run.rows == [
        {"proposal": "letters", "amount": "1200.10", "currency": "EUR", "fund": "",
         "category": "software", "period": "2026", "unit": "", "ref": "B-1"},
        {"proposal": "letters", "amount": "300.05", "currency": "EUR", "fund": "opex",
         "category": "postage", "period": "2026", "unit": "", "ref": "B-2"},
        {"proposal": "portal", "amount": "4500.00", "currency": "EUR", "fund": "",
         "category": "software", "period": "2026", "unit": "", "ref": "B-3 and 1 more"},
    ]  # fmt: skip
    assert run.heard.notes == [
        "1 lines are on accounts that no range names, and do not count",
        "1 entries are later than the day of the decision",
        "1 entries have no proposal, and do not count",
    ]
    assert run.heard.queries == ["journal.csv"]


def test_sums_have_no_rounding(ask: Collect) -> None:
    """Ten thousand times 0.1 and a large amount with a cent are exact."""
    lines = "".join("6000,p,0.1\n" for _ in range(10_000)) + "6000,p,99999999999999999.01\n"
    settings = {"path": "j.csv", "columns": {"account": "a", "proposal": "p", "amount": "m"},
                "currency": "EUR", "sign": "cost_positive"}  # fmt: skip
    run = ask("costs", settings, j_csv="a,p,m\n" + lines)
    assert run.rows[0]["amount"] == "100000000000000999.01"


REFUNDS = (
    "account,date,debit,credit,currency,doc\n"
    "4701,2026-01-05,12.50,,EUR,R-1\n"
    "4702,2026-01-06,,,EUR,R-2\n"
    "4710,2026-01-07,7,,USD,R-3\n"
    "4701,2026-01-08,,3,EUR,R-4\n"
)
REFUND_SETTINGS: dict[str, Any] = {
    "path": "refunds.csv",
    "columns": {"account": "account", "date": "date", "debit": "debit", "credit": "credit",
                "currency": "currency", "ref": "doc"},
    "accounts": [
        {"from": "4700", "to": "4709", "touchpoint": "billing", "measure": "refunds",
         "channel": "complaint", "category": "refund"},
        {"from": "4710", "touchpoint": "branch"},
    ],
}  # fmt: skip


def test_refunds_become_observations_of_touchpoints(ask: Collect) -> None:
    """One row each, with its own currency; a reversal is dropped only if asked for."""
    refused = ask("observations", REFUND_SETTINGS, refunds_csv=REFUNDS)
    assert refused.family == "query"
    assert "refunds.csv:5: -3" in refused.told
    run = ask("observations", {**REFUND_SETTINGS, "credits": "drop"})
    assert run.error is None
    assert [(row["date"], row["touchpoint"], row["amount"], row["currency"], row["ref"])
            for row in run.rows] == [
        ("2026-01-05", "billing", "12.50", "EUR", "R-1"),
        ("2026-01-07", "branch", "7", "USD", "R-3"),
    ]  # fmt: skip
    assert run.rows[0]["measure"] == "refunds"
    assert run.heard.notes == [
        "1 amounts of the other sign are left out: refunds.csv:5: -3",
        "1 rows name no amount",
    ]


PLAN = "fund,period,limit\ncapex,2026,-2000000.00\nopex,2026,-150000\n"


def test_a_plan_becomes_budgets(ask: Collect) -> None:
    """Declared as negative, a budget comes out positive; undeclared, it is refused."""
    columns = {"fund": "fund", "period": "period", "amount": "limit"}
    settings: dict[str, Any] = {"path": "plan.csv", "columns": columns, "currency": "EUR"}
    assert "sign" in ask("budgets", settings, plan_csv=PLAN).told
    wrong = ask("budgets", {**settings, "sign": "cost_positive"})
    assert wrong.family == "query"
    assert "-2000000.00" in wrong.told
    run = ask("budgets", {**settings, "sign": "cost_negative"})
    assert [(row["id"], row["limit"], row["fund"], row["period"]) for row in run.rows] == [
        ("capex-2026", "2000000.00", "capex", "2026"),
        ("opex-2026", "150000", "opex", "2026"),
    ]


PLAIN: dict[str, Any] = {
    "path": "j.csv",
    "columns": {"proposal": "p", "amount": "m", "currency": "c"},
    "sign": "cost_positive",
}


@pytest.mark.parametrize(
    ("content", "family", "text"),
    [
        ("p,m,c\na,1,EUR,x\n", "answer", "j.csv:2: 4 cells under 3 headers"),
        ("p,m,c\na,1\n", "answer", "j.csv:2"),
        ('p,m,c\n"a,1,EUR\n', "answer", "j.csv:2"),
        ("p,m,c\na,1\x00,EUR\n", "answer", "NUL"),
        ("p,m,m\na,1,EUR\n", "query", "twice"),
        ("p,amount,c\na,1,EUR\n", "query", "no column m"),
        ("p,m,c\na,12.3.4,EUR\n", "answer", "j.csv:2, m"),
        ("p,m,c\na,1e5,EUR\n", "answer", "j.csv:2, m"),
        ("p,m,c\na,\u0661\u0662,EUR\n".encode(), "answer", "j.csv:2, m"),
        ("p,m,c\na,1\xa0000,EUR\n", "query", "byte"),
        ("p,m,c\na,1,Euro\n", "answer", "'Euro'"),
        ("p,m,c\na,1,\n", "answer", "no currency"),
        ("p,m,c\na,-1,EUR\nb,2,EUR\nc,-3,EUR\n", "query", "c (j.csv:4): -3"),
        ("", "query", "no column"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(
    ask: Collect, content: str | bytes, family: str, text: str
) -> None:
    """No row is skipped, cut or guessed."""
    run = ask("costs", PLAIN, j_csv=content)
    assert (run.family, run.rows) == (family, [])
    assert text in run.told


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"path": "none.csv"}, "no file"),
        ({"path": "../*.csv"}, "below"),
        ({"encoding": "klingon"}, "klingon"),
        ({"columns": {"amount": "m", "currency": "c"}}, "proposal"),
        ({"columns": {"proposal": "p", "amount": "m"}}, "currency"),
        ({"decimal": ",", "thousands": ","}, "decimal"),
        ({"accounts": [{"from": "6000"}]}, "account"),
        ({"columns": {**PLAIN["columns"], "account": "p"},
          "accounts": [{"from": "60", "to": "6999"}]}, "60 to 6999"),
        ({"columns": {**PLAIN["columns"], "debit": "m", "credit": "m"}}, "either"),
    ],
)  # fmt: skip
def test_settings_that_cannot_be_meant_are_refused(
    ask: Collect, change: dict[str, Any], text: str
) -> None:
    """The remedy is in the settings."""
    run = ask("costs", {**PLAIN, **change}, j_csv="p,m,c\na,1,EUR\n")
    assert run.family == "query"
    assert text in run.told


def test_several_files_are_read_together(ask: Collect) -> None:
    """In the order of their names, each place naming its file."""
    settings = {**PLAIN, "path": "j*.csv", "lines": "each"}
    run = ask("costs", settings, j2_csv="p,m,c\nb,2,EUR\n", j1_csv="p,m,c\na,1,EUR\n")
    assert [row["ref"] for row in run.rows] == ["j1.csv:2", "j2.csv:2"]


def workbook(path: Path, rows: list[list[Any]], title: str = "Journal") -> None:
    """Write a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(row)
    book.save(path)


BOOK: dict[str, Any] = {
    "path": "book.xlsx",
    "columns": {"account": "Account", "proposal": "Project", "date": "Date", "amount": "Amount"},
    "currency": "USD",
    "sign": "cost_positive",
    "accounts": [{"from": "6000", "to": "6999", "category": "capex"}],
}
HEAD = ["Account", "Project", "Date", "Amount"]


def test_a_workbook_gives_exact_sums(ask: Collect, tmp_path: Path) -> None:
    """Excel's 0.1 + 0.2 is 0.3, days are days, and accounts are not numbers with a point."""
    day = datetime(2026, 1, 31)
    rows = [HEAD, [6000.0, "a", day, 0.1], [6000, "a", day, 0.2], ["6001", "a", day, 1e15],
            [None, None, None, None], [6000, "b", "2026-02-01", "12.34"]]  # fmt: skip
    workbook(tmp_path / "book.xlsx", rows)
    run = ask("costs", BOOK)
    assert run.error is None, run.told
    assert [(row["proposal"], row["amount"], row["period"]) for row in run.rows] == [
        ("a", "1000000000000000.3", "2026"),
        ("b", "12.34", "2026"),
    ]


def test_several_sheets_need_a_choice(ask: Collect, tmp_path: Path) -> None:
    """The names to choose from are listed."""
    import openpyxl

    book = openpyxl.Workbook()
    book.create_sheet("Plan")
    book.save(tmp_path / "book.xlsx")
    assert "Plan" in ask("costs", BOOK).told
    assert ask("costs", {**BOOK, "sheet": "Nothing"}).family == "query"


@pytest.mark.parametrize("value", ["=1+1", "#REF!"])
def test_formulas_without_results_and_errors_are_refused(
    ask: Collect, tmp_path: Path, value: str
) -> None:
    """With the cell."""
    workbook(tmp_path / "book.xlsx", [HEAD, ["6000", "a", datetime(2026, 1, 31), value]])
    run = ask("costs", BOOK)
    assert run.family == "answer"
    assert "cell D2" in run.told


def _rewritten(path: Path, change: Callable[[str, bytes], bytes], **more: bytes) -> None:
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, change(name, data))
        for name, data in more.items():
            archive.writestr(name.replace("__", "/"), data)


def _bomb(name: str, data: bytes) -> bytes:
    return data + b" " * (400 * 2**20 // 8) if name.endswith("sheet1.xml") else data


def _entities(name: str, data: bytes) -> bytes:
    if not name.endswith("sheet1.xml"):
        return data
    return b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>' + data.partition(b"?>")[2]


def _broken(name: str, data: bytes) -> bytes:
    return data[: len(data) // 2] if name.endswith("sheet1.xml") else data


@pytest.mark.parametrize("change", [_bomb, _entities, _broken])
def test_workbooks_made_to_do_harm_are_refused(
    ask: Collect, tmp_path: Path, change: Callable[[str, bytes], bytes]
) -> None:
    """Before anything large is unpacked, with one clear reason."""
    workbook(tmp_path / "book.xlsx", [HEAD, ["6000", "a", datetime(2026, 1, 31), 1]])
    _rewritten(tmp_path / "book.xlsx", change)
    run = ask("costs", BOOK)
    assert run.family == "answer", run.told


def test_a_cell_far_out_does_not_make_rows_wide(ask: Collect, tmp_path: Path) -> None:
    """A value at XFD2 has no header, so it is beyond the columns that are read."""
    import openpyxl

    workbook(tmp_path / "book.xlsx", [HEAD, ["6000", "a", datetime(2026, 1, 31), 1]])
    book = openpyxl.load_workbook(tmp_path / "book.xlsx")
    book["Journal"]["XFD2"] = 1
    book["Journal"]["A60000"] = "6000"
    book.save(tmp_path / "book.xlsx")
    run = ask("costs", BOOK)
    assert run.error is None, run.told
    assert [row["amount"] for row in run.rows] == ["1"]


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04broken"])
def test_a_file_that_is_no_workbook_is_refused(ask: Collect, data: bytes) -> None:
    """By its content, whatever its name."""
    assert ask("costs", BOOK, book_xlsx=data).family == "answer"
