"""What a text says is under way counts as proposed, and it is told what would change that."""

from __future__ import annotations

import pytest
import yaml

from cximpact.intake.reading import read_inputs
from cximpact.intake.spec import read_spec
from cximpact.intake.starting.starter import write_starter

AGAIN = "what you mend in the list is read by the next validate: init need not run anew"
LIST = "id;Cost;Remarks\nA;5;already started\nB;6;not yet started\nC;7;\n"


def _start(tmp_path, text):
    (tmp_path / "list.csv").write_text(text, encoding="utf-8")
    report = write_starter(tmp_path / "list.csv", tmp_path)
    return report, (tmp_path / "cximpact.yaml").read_text("utf-8")


def _statuses(tmp_path):
    proposals = read_inputs(read_spec(tmp_path)).proposals
    return dict(zip(proposals.ids, proposals.statuses, strict=True))


def test_it_is_told_and_takes_no_effect_until_the_list_says_so(tmp_path):
    report, text = _start(tmp_path, LIST)
    told = (
        "'Remarks' says 'already started' of A: it counts as proposed until a column headed "
        "'status' (in small letters) of the list says 'committed' of it"
    )
    assert report.remarks.count(told) == 1
    assert f"\n# {told}\n" in text
    assert report.unread == {"Remarks": "only searched for what is under way: see the notes"}
    assert report.remarks[-1] == AGAIN
    assert "rules" not in yaml.safe_load(text)
    assert _statuses(tmp_path) == dict.fromkeys("ABC", "proposed")
    mended = "id;Cost;Remarks;status\nA;5;already started;committed\nB;6;;\nC;7;;\n"
    (tmp_path / "list.csv").write_text(mended)
    assert _statuses(tmp_path) == {"A": "committed", "B": "proposed", "C": "proposed"}


def test_a_status_of_the_list_says_more_than_a_text(tmp_path):
    """A is said to be an idea, and C is withdrawn: B alone has no status."""
    rows = "id;Status;Note\nA;idea;under way\nB;;under way\nC;done;under way\nD;running;\n"
    report, _ = _start(tmp_path, rows)
    assert (
        "'Note' says 'under way' of B: it counts as proposed until 'Status' of the list says "
        "'committed' of it"
    ) in report.remarks
    (tmp_path / "list.csv").write_text(rows.replace("B;;", "B;committed;"))
    assert _statuses(tmp_path)["B"] == "committed"


def test_of_many_three_are_named(tmp_path):
    rows = "".join(f"P{at};contract signed on day {at} in May\n" for at in range(5))
    report, _ = _start(tmp_path, f"id;Note\n{rows}P9;\n")
    (told,) = [each for each in report.remarks if "committed" in each]
    assert told.startswith("'Note' says 'contract signed on day 0 in May' of P0, ")
    assert "of P2 and the like of 2 more: they count as proposed until a column" in told
    assert told.endswith("says 'committed' of each")


def test_a_header_may_ask_and_a_cell_say_yes(tmp_path):
    report, _ = _start(tmp_path, "id;Already started?;Cost\nA;yes;5\nB;no;6\nC;;7\n")
    assert "'Already started?' says 'yes' of A: it counts as proposed" in " ".join(report.remarks)


@pytest.mark.parametrize("cell", ["nice", "to be started", "started?", "5"])
def test_other_texts_are_no_news(tmp_path, cell):
    report, _ = _start(tmp_path, f"id;Note\nA;{cell}\nB;\n")
    assert not [each for each in report.remarks if "committed" in each]


def test_a_hostile_text_stays_on_its_line(tmp_path):
    report, text = _start(tmp_path, 'id;Note\nA;"started;\x1b[31m\n- x: {"\nB;\n')
    assert "committed" in " ".join(report.remarks)
    assert all(each.isprintable() for each in report.remarks)
    assert "rules" not in yaml.safe_load(text)


def test_a_list_without_anything_to_decide_is_drafted(tmp_path):
    report, text = _start(tmp_path, "id;status;Ease;Remarks\nA;withdrawn;1;started\nB;done;1;x\n")
    assert "committed'" not in text
    assert not [each for each in report.remarks if "started" in each]
