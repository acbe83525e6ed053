"""Rows that add up a part of the list are set aside with its total; no project ever is."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cximpact.intake.files.raw_table import Origin, RawTable
from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter
from cximpact.intake.starting.subtotals import total_rows
from cximpact.intake.starting.total_words import named_total

_NAMES = [
    "Zwischensumme Netz", "Summe Netz", "Netz gesamt", "Zwischensumme: Netz", "Subtotal Netz",
    "Total Netz", "Netz total", "Sous-total Netz", "Sub-total: Netz", "Σ Netz",
]  # fmt: skip
_PROJECTS = ["Total redesign of the shop", "Gesamtkonzept ÖPNV", "Summe Plus", "Shop total"]
_HEADERS = ("Nr.", "Projekt", "Bereich", "Status", "Klarheit", "Kosten")


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    return report, (tmp_path / "cximpact.yaml").read_text("utf-8")


def _table(headers, *rows):
    columns = tuple([row[at] for row in rows] for at in range(len(headers)))
    lines = list(range(2, len(rows) + 2))
    return RawTable(
        name="list.csv", headers=headers, columns=columns, lines=lines, origin=Origin.TEXT
    )


@pytest.mark.parametrize("name", _NAMES)
def test_a_total_of_a_part_is_set_aside_and_in_no_sum(tmp_path, name):
    """640 + 85 + 120 = 845, whatever the rows of sums say."""
    report, text = _start(
        tmp_path,
        "Nr.;Projekt;Bereich;Status;Kosten\nN-1;Umspannwerk;Netz;beantragt;640\n"
        f"N-2;Karte;Netz;beantragt;85\n{name};;;;726\nV-1;Rechnung;Vertrieb;beantragt;120\n"
        "Summe;;;;846\n",
    )
    assert f"rows 4, 6 set aside: 'Nr.' names a total ('{name}')" in report.remarks
    assert "all proposals: 845\n" in text
    (rule,) = yaml.safe_load(text)["proposals"]["set_aside"]
    assert rule["reason"] == "a row of totals"
    assert read_inputs(read_spec(tmp_path)).proposals.ids == ("N-1", "N-2", "V-1")


def test_amounts_that_add_up_tell_a_total_without_other_columns():
    rows = [("A", 100), ("B", 250), ("Total Care", 350), ("C", 5), ("D", 6), ("Total Rest", 11)]
    assert total_rows(_table(("Project", "Cost"), *rows)) == [2, 5]


def test_a_name_that_may_be_a_project_is_kept_where_nothing_adds_up():
    rows = [("A", 100), ("Total redesign", 100), ("B", 250), ("Total Care", 349)]
    assert total_rows(_table(("Project", "Cost"), *rows)) == []


def test_amounts_with_their_unit_are_amounts():
    rows = [("A", "x y", "EUR 85k"), ("B", "z", "EUR 15k"), ("Subtotal Grid", None, "EUR 100k")]
    assert total_rows(_table(("Id", "Title", "Cost"), *rows)) == [2]


def test_a_row_with_a_rating_is_a_project():
    rows = [("A", 3, 100), ("B", 5, 250), ("Summe Plus", 4, 350)]
    assert total_rows(_table(("Project", "Clarity", "Cost"), *rows)) == []


def test_a_project_called_like_a_total_row_is_not_set_aside_with_it(tmp_path):
    """Rows are set aside by what they say: the one without an id goes for that reason."""
    _start(
        tmp_path,
        "Nr.;Projekt;Status;Kosten\nP1;A;idee;100\nP2;Summe Netz;idee;5\n;Summe Netz;;105\n"
        "P3;B;idee;9\n",
    )
    found = read_inputs(read_spec(tmp_path))
    assert found.proposals.ids == ("P1", "P2", "P3")
    assert [each.reason for each in found.set_aside] == ["no id"]


@given(
    st.sampled_from([*_NAMES, *_PROJECTS]),
    st.sampled_from(["beantragt", "läuft", ""]),
    st.sampled_from([1, 3, 5, None]),
    st.booleans(),
    st.sampled_from([300, 42, None]),
)
def test_no_project_with_a_status_or_a_rating_is_a_total(name, status, rating, has_id, cost):
    if not (status or rating):
        return
    row = ("P-9" if has_id else name, name if has_id else None, None, status or None, rating, cost)
    others = [("P-1", "A", "Netz", "beantragt", 1, 100), ("P-2", "B", "Netz", "läuft", 5, 200)]
    assert total_rows(_table(_HEADERS, *others, row)) == []


@pytest.mark.parametrize("name", ["Gesamtkonzept ÖPNV", "Summenspiel", "Totality", "Netz", ""])
def test_words_that_only_contain_one_for_a_total_are_none(name):
    assert named_total(name) is None
