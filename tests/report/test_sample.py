"""Which proposals validate shows: the first as people count, and one that stands apart."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from cximpact.intake.spec import read_spec
from cximpact.model.case import Case
from cximpact.pipeline import read
from cximpact.report.readback import readback
from cximpact.report.sample import sample


def case(folder: Path, statuses: dict[str, str], extra: str = "") -> Case:
    rows = "".join(f"{key},1,{status}\n" for key, status in statuses.items())
    (folder / "list.csv").write_text(f"id,ease,status\n{rows}")
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n")
    (folder / "cximpact.yaml").write_text(f"scorecard: card.yaml\nproposals: list.csv\n{extra}")
    return read(read_spec(folder), None, date(2026, 3, 1))[0]


PLAIN = dict.fromkeys(["10", "2", "11", "1"], "proposed")


@pytest.mark.parametrize(
    ("statuses", "extra", "ids", "apart"),
    [
        (PLAIN, "", ["1", "2", "10"], ""),
        ({**PLAIN, "11": "committed"}, "", ["1", "2", "11"], "committed"),
        ({**PLAIN, "11": "withdrawn"}, "", ["1", "2", "11"], "withdrawn"),
        # One of the first three stands apart already.
        ({**PLAIN, "2": "committed", "11": "withdrawn"}, "", ["1", "2", "10"], ""),
        (
            PLAIN,
            'rules: {mandatory: {"11": {reason: law, approved_by: board}}}\n',
            ["1", "2", "11"],
            "mandatory",
        ),
    ],
)
def test_the_first_ones_as_people_count(
    tmp_path: Path, statuses: dict[str, str], extra: str, ids: list[str], apart: str
) -> None:
    made = case(tmp_path, statuses, extra)
    shown, told = sample(made, 3)
    assert ([made.proposals.ids[place] for place in shown], told) == (ids, apart)


def test_what_is_shown_says_what_it_is(tmp_path: Path) -> None:
    law = 'rules: {mandatory: {"11": {reason: a law, approved_by: board}}}\n'
    text = readback(case(tmp_path, {**PLAIN, "10": "withdrawn"}, law))
    assert "\n4 proposals (1 of them withdrawn: 10), 1 criterion (" in text
    text = readback(case(tmp_path, PLAIN, law))
    assert "\nThe first 2 and a mandatory one of 4 proposals, as they were read:\n" in text
    assert "status proposed, mandatory (a law)\n" in text
