"""A row that holds the same as one before stops no draft: it is told, and not counted."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.reading import check_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

LIST = "id;title;Ease;Cost\nA;one;1;EUR 10\nB;two;-2;EUR 20\nB;two;-2;EUR 20\nC;three;3;EUR 30\n"


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path / "new")
    return report, (tmp_path / "new" / "cximpact.yaml").read_text("utf-8")


def test_a_doubled_row_is_told_with_its_line_and_counted_once(tmp_path):
    """10 + 20 + 30; with the row twice it would be 80."""
    report, text = _start(tmp_path, LIST)
    told = "line 4 holds the same as line 3: delete one of each in the list, else 'validate' stops"
    assert any(each.startswith(told) for each in report.remarks)
    assert "what you mend in the list is read by the next validate" in report.remarks[-1]
    assert "all proposals: EUR 60" in text
    _, problems = check_inputs(read_spec(tmp_path / "new"))
    assert [each.line for each in problems] == [4]
    (tmp_path / "list.csv").write_text(LIST.replace("B;two;-2;EUR 20\n", "", 1))
    assert check_inputs(read_spec(tmp_path / "new"))[1] == ()


def test_rows_of_one_id_that_differ_stop_the_draft(tmp_path):
    with pytest.raises(InputError, match="the id stands twice; first in line 3"):
        _start(tmp_path, LIST.replace("EUR 20", "EUR 25", 1))


def test_a_column_of_costs_is_no_id_though_all_differ(tmp_path):
    """Nothing else differs in every row: one title stands twice, and so does a rating."""
    rows = "title;Ease;Cost\none;1;EUR 10\ntwo;-2;EUR 20\none;1;EUR 30\n"
    with pytest.raises(InputError, match="no column says 'id'"):
        _start(tmp_path, rows)


@pytest.mark.parametrize("ids", ["ABB", "AABBCD", "AA"])
def test_a_column_that_says_so_holds_the_ids_though_one_or_two_stand_twice(tmp_path, ids):
    """The titles all differ, and are no ids for that."""
    rows = "".join(f"{key};t{at};{at % 3}\n" for at, key in enumerate(ids))
    with pytest.raises(InputError, match="the id stands twice"):
        _start(tmp_path, f"id;title;Ease\n{rows}")


def test_many_are_counted(tmp_path):
    report, _ = _start(tmp_path, LIST + "A;one;1;EUR 10\n" * 4)
    (told,) = [each for each in report.remarks if "holds the same" in each]
    assert told.startswith(
        "line 4 holds the same as line 3, line 6 holds the same as line 2, line 7 holds the same "
        "as line 2, and 2 more rows are like others: "
    )


def test_blank_rows_and_remarks_are_no_doubles(tmp_path):
    report, _ = _start(tmp_path, LIST.replace("B;two;-2;EUR 20\n", "", 1) + ";;;\n;;;\n")
    assert not any("holds the same" in each for each in report.remarks)
