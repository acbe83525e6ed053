"""Proposals that were set aside are named, and asked about they are answered for plainly."""

from __future__ import annotations

import pytest

import cximpact
from cximpact.model.proposal import SetAside
from cximpact.report.words import set_aside_lines

LIST = "id,ease,status,phase\nA,1,proposed,now\nB,1,withdrawn,now\nC,1,proposed,later\n"
WORKSPACE = """
scorecard: card.yaml
proposals:
  path: list.csv
  set_aside: [{when: {phase: later}, reason: next year}]
"""


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> cximpact.Evaluation:
    folder = tmp_path_factory.mktemp("aside")
    (folder / "list.csv").write_text(LIST, "utf-8")
    (folder / "card.yaml").write_text("criteria: {ease: {weight: 1}}\n", "utf-8")
    (folder / "cximpact.yaml").write_text(WORKSPACE, "utf-8")
    return cximpact.evaluate(folder, draws=0, analyses=[])


def test_a_withdrawn_one_is_answered_for(evaluation: cximpact.Evaluation) -> None:
    assert evaluation.explain("B") == (
        "B was not evaluated: its status counts as withdrawn. "
        "To have it evaluated, give it the status proposed."
    )


def test_one_that_a_rule_set_aside_is_answered_for(evaluation: cximpact.Evaluation) -> None:
    told = evaluation.explain("C")
    assert told.startswith("C was not evaluated: it was set aside when list.csv was read ")
    assert "(next year). To have it evaluated, change 'set_aside'" in told


def test_one_that_nobody_proposed_is_still_a_mistake(evaluation: cximpact.Evaluation) -> None:
    with pytest.raises(KeyError, match="no proposal 'D'"):
        evaluation.explain("D")


@pytest.mark.parametrize(
    ("ids", "count", "told"),
    [
        (("P1", "P2"), 2, " (P1, P2)"),
        (("P1", "P2"), 3, " (P1, P2 and 1 more)"),
        (("P1", "P2", "P3", "P4", "P5"), 5, " (P1, P2, P3, P4, P5)"),
        (tuple(f"P{n}" for n in range(1, 1008)), 1007, " (P1, P2, P3, P4, P5 and 1,002 more)"),
        ((), 4, ""),
    ],
)
def test_five_are_named_and_the_rest_counted(ids: tuple[str, ...], count: int, told: str) -> None:
    (line,) = set_aside_lines([SetAside("proposals", "withdrawn", count, "", ids)])
    assert line == f"set aside: proposals ({count:,}): withdrawn{told}"


def test_rows_that_are_no_proposals_are_called_so_in_one_line():
    """Of a long remark its beginning tells which one is meant."""
    remark = "* tbd = not yet estimated; n/a = not assessed. Source: PMO"
    lines = set_aside_lines(
        [
            SetAside("proposals", "a row of totals", 1, "l.csv", ("Total",)),
            SetAside("proposals", "a remark below the list", 1, "l.csv", (remark,)),
            SetAside("proposals", "next year", 1, "l.csv", ("P1",)),
            SetAside("proposals", "no id", 2, "l.csv"),
        ]
    )
    assert list(lines) == [
        "set aside: 1 row of totals ('Total'), 1 remark below the list ('* tbd = not yet "
        "estimated; n/…'), 2 rows (no id)",
        "set aside: proposals (1): next year (P1)",
    ]
