"""Columns that nothing takes as they are: what would take amounts, and shares of customers."""

from __future__ import annotations

import pytest

from cximpact.intake.starting.amount_columns import counts_in_words, holds_amounts
from cximpact.intake.starting.starter import write_starter
from cximpact.model.source import Reading

_AMOUNT = (
    "looks like an amount: a criterion with 'kind: quantity' takes it, see 'Write a scorecard'"
)
_DATES = "dates of proposals are not used in the decision"
_PERCENTS = (
    "holds percents: if they rate it, write 80 for 80%, and map it in 'ratings' with "
    "scale: [0, 50, 100]"
)
_SHARE = "'reach' takes a share of customers, such as 20%"


def _start(tmp_path, header, *cells):
    rows = "".join(f"P{at};Project {at};{cell}\n" for at, cell in enumerate(cells))
    (tmp_path / "list.csv").write_text(f'id;Project;"{header}"\n{rows}', "utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path / "new")


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Days saved", (5, 40, 0)),
        ("Days saved", (1, 2, 0)),
        ("Calls per month", (1200, 300, 90)),
        ("Calls / year", (1200, 300, 90)),
        ("Number of complaints", (1, 2, 3)),
        ("# complaints", (1, 2, 3)),
        ("Savings p.a.", ("EUR 12000", "EUR 300.50", "EUR 7")),
        ("Shops", (12, 34, 5)),
        ("NPS delta", (-2, 1.5, 3)),
        # What is open says nothing; of other words one in ten may be.
        ("Calls per month", (1200, "tbd", "n/a", "")),
        ("Tickets avoided", (*range(20, 29), "many")),
    ],
)
def test_amounts_are_told_what_takes_them(tmp_path, header, cells):
    assert _start(tmp_path, header, *cells).unread == {header: _AMOUNT}


@pytest.mark.parametrize(
    ("header", "cells", "why"),
    [
        # Names and years in digits are no amounts, nor is what a proposal is like.
        ("Cost centre", (4711, 4712, 4711), "nothing takes it"),
        ("Year", (2026, 2027, 2026), "nothing takes it"),
        ("Go-live", (2026, 2027, 2026), "nothing takes it"),
        ("Go-live", ("2026-05-01", "2027-01-01", ""), _DATES),
        ("Needed by", ("Q3 2027", "31.12.2027", ""), _DATES),
        ("Duration (months)", (12, 30, 18), "nothing takes it"),
        ("Score", (55, 70, 80), "nothing takes it"),
        # Small numbers may be anything, unless the header says what is counted.
        ("Shops", (1, 4, 3), "nothing takes it"),
        # One word in three is many, and what is open all over holds no amounts.
        ("Calls per month", (1200, 300, "many"), "nothing takes it"),
        ("Calls per month", ("tbd", "n/a", ""), "nothing takes it"),
        # An effort is no effect, nor what others a proposal depends on.
        ("Effort (days)", (120, 30, 18), "nothing takes it"),
        ("# Dependencies", (12, 30, 18), "nothing takes it"),
        ("Satisfaction", ("80%", "40 %", "n/a"), _PERCENTS),
        ("Contact", ("A. Abebe", "B. Bauer", ""), "nothing takes it"),
        # Whatever their size, these are no effects.
        ("Rank", (10, 20, 30), "an order of priority is no effect"),
        ("Probability", ("50%", "70%", ""), "says how sure somebody is, which is no effect"),
    ],
)
def test_other_columns_keep_their_reasons(tmp_path, header, cells, why):
    assert _start(tmp_path, header, *cells).unread == {header: why}


def test_several_columns_of_amounts_are_told_together(tmp_path):
    text = "id,Project,Days saved,Calls per month\nA,x,20,300\nB,y,30,400\n"
    (tmp_path / "list.csv").write_text(text)
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    lines = str(report).splitlines()
    at = lines.index("Not read (what to do stands in cximpact.yaml):")
    assert lines[at + 1] == "  Days saved, Calls per month: look like amounts"
    draft = (tmp_path / "new" / "cximpact.yaml").read_text()
    assert f"  #   Days saved: {_AMOUNT}\n" in draft


@pytest.mark.parametrize("header", ["Customers affected", "Reach"])
def test_how_many_customers_are_affected_is_an_amount_and_no_share_of_them(tmp_path, header):
    report = _start(tmp_path, header, 1200, 30000, 500)
    assert report.unread == {header: f"{_AMOUNT}; {_SHARE}"}
    assert not any("reach" in remark for remark in report.remarks)


def test_ratings_of_reach_are_told_what_reach_takes(tmp_path):
    """Small numbers may rate how many it reaches; they are no amounts."""
    assert _start(tmp_path, "Reach", 1, 3, 2).unread == {"Reach": _SHARE}


def test_millions_of_customers_below_one_are_no_shares(tmp_path):
    report = _start(tmp_path, "Customers affected (m)", 0.5, 0.2, 1)
    assert report.unread == {"Customers affected (m)": f"{_AMOUNT}; {_SHARE}"}


def test_thousands_of_customers_are_no_money(tmp_path):
    report = _start(tmp_path, "Passengers per day (thousand)", 15, 20, 120)
    assert report.unread == {"Passengers per day (thousand)": _AMOUNT}
    assert not any("money" in remark for remark in report.remarks)


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Share of users", ("20%", "5 %", "")),
        ("% of passengers affected", (0.2, 0.05, 1)),
        ("Anteil betroffener Kunden", ("20 %", "5 %", "100 %")),
    ],
)
def test_a_share_of_customers_is_told_to_be_what_reach_takes(tmp_path, header, cells):
    """It may be the share of those who are content as well, so that a person has to say."""
    [why] = _start(tmp_path, header, *cells).unread.values()
    assert why.startswith("if it is the share of customers affected, write 'reach: ")


def test_percents_without_their_sign_are_told_how_to_be_written(tmp_path):
    header = "% of passengers affected"
    assert _start(tmp_path, header, 20, 5, 100).unread == {
        header: "if it is the share of customers affected, write 20% for 20, and "
        "'reach: \"% of passengers affected\"'"
    }


def test_a_second_share_of_customers_is_told_nothing_of_reach(tmp_path):
    text = "id,Project,Reach,Share of users\nA,x,20%,0.3\nB,y,30%,0.4\n"
    (tmp_path / "list.csv").write_text(text)
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    assert ("reach", "Reach") in report.guessed
    assert "reach" not in report.unread["Share of users"]


@pytest.mark.parametrize(
    ("header", "is_said"),
    [
        ("# Dependencies", True),
        ("No. of dependencies", True),
        ("Dependency count", True),
        ("Anzahl Abhängigkeiten", True),
        ("Nombre de clients", True),
        ("Depends on #", False),
        ("Depends on no.", False),
        ("Vorgänger-Nr.", False),
        ("Country", False),
        ("# " * 5_000, True),
        ("no " * 50_000, False),
    ],
)
def test_a_header_that_says_that_it_counts(header, is_said):
    assert counts_in_words(header) is is_said


def test_long_columns_are_not_gone_through(monkeypatch):
    cells = [*range(1000, 1200), *["text"] * 50_000]
    assert holds_amounts("Calls", cells, Reading())
