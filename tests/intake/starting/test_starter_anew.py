"""When `init` is to be run anew, and what is in its way."""

from __future__ import annotations

import pytest

from cximpact.exceptions import InputError
from cximpact.intake.starting.starter import write_starter

AGAIN = "what you mend in the list is read by the next validate: init need not run anew"


def _start(tmp_path, text, folder="new"):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    return write_starter(tmp_path / "list.csv", tmp_path / folder)


def _hint(tmp_path, text):
    with pytest.raises(InputError) as caught:
        _start(tmp_path, text)
    (problem,) = caught.value.problems
    return problem.hint


def test_the_files_to_delete_are_named_with_their_folder_and_a_drafted_scorecard(tmp_path):
    """A scorecard that was drafted before would be taken for a person's own."""
    rows = "id;Cost;Ease;Trust\nA;5;-5;5\nB;6;5;-5\n"
    assert "scorecard.yaml" in _start(tmp_path, rows).written
    new = tmp_path / "new"
    assert _hint(tmp_path, rows) == (
        "nothing was written; name another folder, or to begin anew delete "
        f"'{new / 'cximpact.yaml'}' and '{new / 'scorecard.yaml'}'"
    )


def test_a_scorecard_of_a_person_is_not_to_be_deleted(tmp_path):
    rows = "id;Cost\nA;5\nB;6\n"
    _start(tmp_path, rows)
    (tmp_path / "new" / "scorecard.yaml").write_bytes(b"criteria: {a: {weight: 1, question: b}}\n")
    for name in ("questions.md", "ratings.csv"):
        (tmp_path / "new" / name).unlink()
    hint = _hint(tmp_path, rows)
    assert hint.endswith(f"to begin anew delete '{tmp_path / 'new' / 'cximpact.yaml'}'")


@pytest.mark.parametrize(
    "rows",
    [
        "id;Cost\nA;5\nB;~6\nC;7\nD;8\n",
        "id;Cost;FTE\nA;5;1\nB;6;2,5\nC;7;1.5\nD;8;2\n",
        "id;Cost;requires\nA;5;B\nB;6;X9\n",
    ],
)
def test_what_is_mended_in_columns_that_are_read_needs_no_new_draft(tmp_path, rows):
    report = _start(tmp_path, rows)
    assert report.remarks[-1] == AGAIN


def test_a_column_left_out_for_its_cells_does(tmp_path):
    report = _start(tmp_path, "id;Cost;Reach\nA;5;half\nB;6;0.5\n")
    assert report.remarks[-1] == (
        "to have 'Reach' read, mend the cells and run init anew; what else you mend in the list is "
        "read by the next validate"
    )


def test_where_nothing_is_to_be_mended_nothing_is_told_of_it(tmp_path):
    report = _start(tmp_path, "id;Cost\nA;5\nB;6\n")
    assert "anew" not in str(report)
